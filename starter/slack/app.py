"""The handlers. Each acknowledges at once, finds out who is there, and hands on; the core judges, at the desk."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from channels.slack import blocks, cards
from sharing.refused import Refused
from starter.filling import Misfilled
from starter.slack import views
from starter.slack.clicks import Clicks
from starter.slack.forms import Forms
from starter.slack.ground import Ground
from starter.slack.home import home
from starter.slack.speaking import Answer, Speaking, beside, misfilled
from starter.waiting import desktop
from wiring.directory import Person

Body = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]

_log = logging.getLogger(__name__)


class SlackDoor:
    """Translates between Slack and the desk."""

    def __init__(self, on: Ground) -> None:
        self._on = on
        self._refreshing: set[asyncio.Task[None]] = set()
        self.speaking = Speaking(on.desk, on.client, self._refresh)

    def app(self, signing_secret: str | None) -> AsyncApp:
        """The bolt app, for HTTP with the secret that requests are signed with, or (without one) for Socket Mode."""
        app = AsyncApp(
            client=self._on.client,
            signing_secret=signing_secret,
            # Socket Mode is authenticated by its own token; over HTTP nothing unsigned is let in.
            request_verification_enabled=signing_secret is not None,
        )
        # It would log the whole body of a forged request.
        logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.WARNING)
        clicks, forms = Clicks(self._on), Forms(self._on, self.speaking)
        app.action(re.compile(rf"^{cards.CHOOSE}-\d+$"))(self._clicked(clicks.choose))
        app.action(cards.DETAILS)(self._clicked(clicks.details))
        app.action(cards.ASSIGN)(self._clicked(clicks.assign))
        app.action(cards.CONFLICT)(self._clicked(clicks.conflict))
        app.action(views.MORE_ROWS)(self._clicked(clicks.more_rows))
        app.action(views.FIND)(self._clicked(clicks.find))
        app.action(views.INTAKE)(self._clicked(clicks.intake))
        app.shortcut("find_request")(self._clicked(clicks.find))
        app.shortcut("pass_on_request")(self._clicked(clicks.intake))
        app.command("/datashare")(self._clicked(clicks.command))
        for callback, handler in (
            (views.SAY, forms.say),
            (views.ASSIGNING, forms.assigned),
            (views.DECLARING, forms.declared),
            (views.FIND, forms.found),
            (views.INTAKE, forms.referred),
        ):
            app.view(callback)(self._submitted(handler))
        app.event("app_home_opened")(self._home_opened)
        app.event("user_change")(self._user_changed)
        app.event("message")(self._passed_over)
        # Links on buttons are announced as well, and so are buttons of cards that an older version posted.
        app.action(re.compile(".*"))(self._passed_over)
        return app

    # How handlers are called -----------------------------------------------------------------------------------

    def _clicked(self, handler: Callable[[Person, Body], Awaitable[views.View]]) -> Callable[..., Awaitable[None]]:
        """A click or command: acknowledged at once, answered by a form or by a page that says why not."""

        async def handle(ack: Ack, body: Body) -> None:
            await ack()
            try:
                view = await handler(await self._on.identity.person(body), body)
            except Refused as refused:
                view = views.page("Not possible", refused.sentence)
            await self._open(body, view)

        return handle

    def _submitted(self, handler: Callable[[Person, Body], Awaitable[Answer]]) -> Callable[..., Awaitable[None]]:
        """A submitted form: acknowledged with what came of it."""

        async def handle(ack: Ack, body: Body) -> None:
            try:
                answer = await handler(await self._on.identity.person(body), body["view"])
            except Misfilled as wrong:
                answer = misfilled(body["view"], wrong)
            except Refused as refused:
                answer = beside(body["view"], {"": refused.sentence})
            await ack(**answer)

        return handle

    async def _open(self, body: Body, view: views.View) -> None:
        above = body.get("view") or {}
        try:
            if above.get("type") == "modal" and above.get("id") and view.get("callback_id") == views.SAY:
                await self._on.client.views_update(view_id=above["id"], hash=above.get("hash"), view=view)
            elif above.get("type") == "modal":
                await self._on.client.views_push(trigger_id=body.get("trigger_id", ""), view=view)
            else:
                await self._on.client.views_open(trigger_id=body.get("trigger_id", ""), view=view)
        except SlackApiError as wrong:
            error = str(wrong.response.get("error", ""))
            _log.info("A form could not be opened: %s", error[:60])
            if error in ("expired_trigger_id", "exchanged_trigger_id", "hash_conflict"):
                await self._too_late(body)

    async def _too_late(self, body: Body) -> None:
        try:
            person = await self._on.identity.person(body)
        except Refused:
            return
        await self.speaking.tell(person, "That took too long, and Slack let go of it. Nothing was said; press again.")

    # Events ----------------------------------------------------------------------------------------------------

    async def _home_opened(self, event: Body, body: Body) -> None:
        if event.get("tab", "home") != "home":
            return
        who = {"user": {"id": event.get("user")}, "team_id": body.get("team_id")}
        try:
            person = await self._on.identity.person(who)
        except Refused as refused:
            view = {"type": "home", "blocks": [blocks.words(refused.sentence)]}
            await self._on.client.views_publish(user_id=str(event.get("user", "")), view=view)
            return
        await self._publish(person)

    async def _user_changed(self, event: Body) -> None:
        self._on.identity.forget(str((event.get("user") or {}).get("id", "")))

    async def _passed_over(self, ack: Ack) -> None:
        await ack()

    def _refresh(self, person: Person) -> None:
        """Bring somebody's App Home up to date beside what is going on."""
        task = asyncio.create_task(self._publish(person))
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)

    async def _publish(self, person: Person) -> None:
        if person.slack is None:
            return
        now = self._on.clock()
        lies_before = await asyncio.to_thread(desktop, self._on.records, self._on.desk.directory, person, now)
        try:
            await self._on.client.views_publish(
                user_id=person.slack.user, view=home(person.name, lies_before, now, self._on.places)
            )
        except SlackApiError as wrong:
            _log.warning("App Home was not refreshed: %s", str(wrong.response.get("error", ""))[:60])
