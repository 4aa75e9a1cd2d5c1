"""Buttons, the command and the shortcuts: each is answered by a form, or by a page."""

import asyncio
from typing import Any

from channels.slack import cards
from sharing.refused import Refused
from starter.filling import blanks, offered
from starter.slack import finding, looking, views
from starter.slack.ground import Ground
from starter.slack.home import home
from starter.waiting import desktop
from wiring.directory import Person

Body = dict[str, Any]


class Clicks:
    """What is opened when somebody presses something. All methods raise Refused with the reason why not."""

    def __init__(self, on: Ground) -> None:
        self._on = on

    async def choose(self, person: Person, body: Body) -> views.View:
        """The form of a choice."""
        routing = views.routing(str(body["actions"][0].get("value", "")))
        return await self._form(routing)

    async def _form(self, routing: views.Routing | None) -> views.View:
        request = await self._on.request(routing)
        assert routing is not None
        task = request.awaited.get(routing.task)
        if task is None:
            raise looking.over(self._on.records, request, routing.task)
        if cards.needs_sign_in(dict(routing.message)):
            raise Refused(views.BY_SIGN_IN)
        choice = offered(request, task, routing.message)
        if choice is None:
            raise Refused("This has moved on since the card was posted; the latest card has what may be said now.")
        drawn = blanks(request, task, choice, self._on.scheme_of(request).form, routing.rows)
        return views.saying(request, task, choice, drawn, routing.rows)

    async def details(self, person: Person, body: Body) -> views.View:
        """The request, for its viewer."""
        request = await self._on.request(views.routing(str(body["actions"][0].get("value", ""))))
        return await asyncio.to_thread(
            looking.details, self._on.desk, self._on.records, person, request, self._on.clock()
        )

    async def assign(self, person: Person, body: Body) -> views.View:
        """The form that gives a task away."""
        routing = views.routing(str(body["actions"][0].get("value", "")))
        request = await self._on.request(routing)
        assert routing is not None
        return views.assigning(request.reference, routing.task)

    async def conflict(self, person: Person, body: Body) -> views.View:
        """The form that declares a conflict."""
        routing = views.routing(str(body["actions"][0].get("value", "")))
        request = await self._on.request(routing)
        assert routing is not None
        return views.declaring(request.reference, routing.task)

    async def more_rows(self, person: Person, body: Body) -> views.View:
        """The same form with another row; what was typed stays."""
        routing = views.routing(str((body.get("view") or {}).get("private_metadata", "")))
        if routing is None:
            raise Refused("This form cannot be read any more; open it from the card again.")
        name = str(body["actions"][0].get("value", ""))
        more = min(views.MOST_ROWS, routing.rows.get(name, 1) + 1)
        return await self._form(routing._replace(rows={**routing.rows, name: more}))

    async def find(self, person: Person, body: Body) -> views.View:
        """The form that asks for a reference."""
        return finding.find_form()

    async def intake(self, person: Person, body: Body) -> views.View:
        """The form that passes a request on."""
        return finding.referral_form(self._on.desk.directory)

    async def command(self, person: Person, body: Body) -> views.View:
        """`/datashare`: what waits; a reference; or `new`."""
        text = str(body.get("text", "")).strip()
        if text.lower() in ("new", "intake"):
            return finding.referral_form(self._on.desk.directory)
        if text:
            return await asyncio.to_thread(
                looking.find, self._on.desk, self._on.records, person, text, self._on.clock()
            )
        now = self._on.clock()
        lies_before = await asyncio.to_thread(desktop, self._on.records, self._on.desk.directory, person, now)
        shown = home(person.name, lies_before, now, self._on.places)
        return views.page("Data sharing", body=shown["blocks"])
