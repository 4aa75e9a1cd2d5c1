"""The handlers. Each acknowledges at once, finds out who is there, and hands on; the core judges, at the desk."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import blocks, cards
from channels.slack.calling import BOLT, code_of, keep_quiet
from sharing.refused import Refused
from starter.filling import Misfilled
from starter.recorded import recorded_up_to
from starter.slack import views
from starter.slack.aside import Aside, where
from starter.slack.chatting import Chatting
from starter.slack.clicks import Clicks
from starter.slack.forms import Forms
from starter.slack.ground import Ground
from starter.slack.home import home
from starter.slack.looking import Over
from starter.slack.speaking import PATIENCE, Answer, Speaking, beside, misfilled
from starter.slack.telling import TROUBLE, tell
from starter.waiting import desktop
from wiring.directory import Person

COMMAND = "/datashare"
FIND_REQUEST = "find_request"
PASS_ON_REQUEST = "pass_on_request"

Body = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]

_log = logging.getLogger(__name__)


class SlackDoor:
    """Translates between Slack and the desk. `patience`: seconds that the desk may take to answer a form."""

    def __init__(self, on: Ground, patience: float = PATIENCE) -> None:
        self._on = on
        self._aside = Aside()
        self._speaking = Speaking(on.desk, on.client, self._aside, self._has_spoken, patience)

    def app(self, signing_secret: str | None, bot: AuthorizeResult) -> AsyncApp:
        """The bolt app, for HTTP with the secret that requests are signed with, or (without one) for Socket Mode.

        `bot` is who Slack says we are: bolt would otherwise ask at the first click, and lose it where Slack is slow.
        """

        async def ours() -> AuthorizeResult:
            return bot

        app = AsyncApp(
            # Bolt gives its many loggers the level of this one, or else of the root: there it would log bodies.
            logger=logging.getLogger(BOLT),
            client=AsyncWebClient(base_url=self._on.client.base_url, timeout=3, retry_handlers=[]),
            authorize=ours,
            signing_secret=signing_secret,
            # Socket Mode is authenticated by its own token; over HTTP nothing unsigned is let in.
            request_verification_enabled=signing_secret is not None,
        )
        keep_quiet()
        self._hear_clicks(app)
        self._hear_forms(app)
        chatting = Chatting(self._on)
        app.event("app_home_opened")(self._home_opened)
        app.event("user_change")(self._user_changed)
        app.event("message")(chatting.answer)
        app.error(self._failed)
        return app

    def _hear_clicks(self, app: AsyncApp) -> None:
        clicks = Clicks(self._on)
        app.action(re.compile(rf"^{cards.CHOOSE}-\d+$"))(self._clicked(clicks.choose))
        app.action(cards.DETAILS)(self._clicked(clicks.details))
        app.action(cards.ASSIGN)(self._clicked(clicks.assign))
        app.action(cards.CONFLICT)(self._clicked(clicks.conflict))
        app.action(views.MORE_ROWS)(self._clicked(clicks.more_rows))
        app.action(views.FIND)(self._clicked(clicks.find))
        app.action(views.INTAKE)(self._clicked(clicks.intake))
        app.shortcut(FIND_REQUEST)(self._clicked(clicks.find))
        app.shortcut(PASS_ON_REQUEST)(self._clicked(clicks.intake))
        app.command(COMMAND)(self._clicked(clicks.command))
        # Links on buttons are announced as well, and so are choices in a form that is not submitted yet.
        app.action(re.compile(".*"))(self._passed_over)
        app.shortcut(re.compile(".*"))(self._passed_over)

    def _hear_forms(self, app: AsyncApp) -> None:
        forms = Forms(self._on, self._speaking)
        for callback, handler in (
            (views.SAY, forms.say),
            (views.ASSIGNING, forms.assigned),
            (views.DECLARING, forms.declared),
            (views.FIND, forms.found),
            (views.INTAKE, forms.referred),
        ):
            app.view(callback)(self._submitted(handler))
        app.view(re.compile(".*"))(self._submitted(forms.unknown))

    async def wait(self) -> None:
        """Wait for what goes on beside the answers."""
        await self._aside.wait()

    # How handlers are called -----------------------------------------------------------------------------------

    def _clicked(self, handler: Callable[[Person, Body], Awaitable[views.View]]) -> Callable[..., Awaitable[None]]:
        """A click or command: acknowledged at once, answered by a form or by a page that says why not."""

        async def handle(ack: Ack, body: Body) -> None:
            await ack()
            try:
                view = await handler(await self._on.identity.person(body), body)
            except Refused as refused:
                if isinstance(refused, Over):
                    self._aside.do(self._on.post.catch_up(refused.reference, refused.task))
                view = views.page("Not possible", refused.sentence)
            except Exception as wrong:
                _log.error("A click could not be answered: %s", where(wrong))
                view = views.page("Not possible", "Something failed on our side. Nothing was said; try again later.")
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
                if isinstance(refused, Over):
                    self._aside.do(self._on.post.catch_up(refused.reference, refused.task))
                answer = beside(body["view"], {"": refused.sentence})
            except Exception as wrong:
                _log.error("A form could not be taken in: %s", where(wrong))
                sentence = "Something failed on our side. Submit this once more, now or later: it counts once."
                answer = beside(body["view"], {"": sentence})
            await ack(**answer)

        return handle

    async def _open(self, body: Body, view: views.View) -> None:
        above, client = body.get("view") or {}, self._on.client
        try:
            if above.get("type") == "modal" and view.get("callback_id") == views.SAY:
                await client.views_update(view_id=above["id"], hash=above.get("hash"), view=view)
            elif above.get("type") == "modal":
                await client.views_push(trigger_id=body.get("trigger_id", ""), view=view)
            else:
                await client.views_open(trigger_id=body.get("trigger_id", ""), view=view)
        except TROUBLE as wrong:
            code = code_of(wrong) if isinstance(wrong, SlackApiError) else ""
            _log.warning("A form could not be opened (%s %s).", type(wrong).__name__, code)
            await self._not_opened(body)

    async def _not_opened(self, body: Body) -> None:
        try:
            person = await self._on.identity.person(body)
        except Refused:
            return
        if person.slack is not None:
            sentence = "Slack let go of the form before it opened. Nothing was said; press again."
            await tell(self._on.client, person.slack.user, sentence)

    async def _failed(self, error: Exception) -> None:
        _log.error("An event could not be answered: %s", where(error))

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

    async def _has_spoken(self, person: Person, reference: str, number: int) -> None:
        """Bring somebody's App Home up to date, once the records know what they said."""
        await recorded_up_to(self._on.records, reference, number)
        await self._publish(person)

    async def _publish(self, person: Person) -> None:
        if person.slack is None:
            return
        now = self._on.clock()
        lies_before = await asyncio.to_thread(desktop, self._on.records, self._on.desk.directory, person, now)
        view = home(person.name, lies_before, now, self._on.places)
        try:
            await self._on.client.views_publish(user_id=person.slack.user, view=view)
        except TROUBLE as wrong:
            _log.warning("App Home was not refreshed (%s).", type(wrong).__name__)
