"""Submitted forms: read, put back into the message of their choice, and said at the desk."""

import asyncio
from collections.abc import Mapping
from typing import Any

from channels.slack import cards
from sharing.messages import AnyMessage, Assign, DeclareConflict
from sharing.refused import Refused
from sharing.request import Request
from starter.filling import Blank, blanks, filled_message, offered
from starter.slack import finding, looking, views
from starter.slack.ground import Ground
from starter.slack.inputs import filled
from starter.slack.speaking import Answer, Speaking, replaced
from wiring.directory import Person


class Forms:
    """What becomes of a form. All methods raise Refused, or Misfilled beside the blank at fault."""

    def __init__(self, on: Ground, speaking: Speaking) -> None:
        self._on = on
        self._speaking = speaking

    async def say(self, person: Person, view: Mapping[str, Any]) -> Answer:
        """A choice was submitted."""
        routing = views.routing(str(view.get("private_metadata", "")))
        request = await self._on.request(routing)
        assert routing is not None
        task = request.awaited.get(routing.task)
        choice = offered(request, task, routing.message) if task is not None else None
        if task is None or choice is None:
            return replaced(views.page("Not recorded", looking.over(self._on.records, request, routing.task)))
        if cards.needs_sign_in(choice.message):
            raise Refused("An exception is not granted by a click. It takes a fresh sign-in, or the command line.")
        drawn = blanks(request, task, choice, self._on.scheme_of(request).form, routing.rows)
        message = filled_message(choice, drawn, filled(view.get("state") or {}))
        return await self._speaking.say(person, view, request.reference, message, routing.revision, drawn)

    async def assigned(self, person: Person, view: Mapping[str, Any]) -> Answer:
        """A task is given to another holder."""
        request, (office, asset) = await self._task(view)
        to = self._on.identity.of_user(str(filled(view.get("state") or {}).get("to", "")))
        message = Assign(office=office, asset=asset, to=to.key)
        return await self._simply(person, view, request, message, Blank("to", "To whom"))

    async def declared(self, person: Person, view: Mapping[str, Any]) -> Answer:
        """A conflict is declared."""
        request, _ = await self._task(view)
        message = DeclareConflict(reason=str(filled(view.get("state") or {}).get("reason", "")))
        return await self._simply(person, view, request, message, Blank("reason", "Reason"))

    async def _simply(
        self, person: Person, view: Mapping[str, Any], request: Request, message: AnyMessage, blank: Blank
    ) -> Answer:
        return await self._speaking.say(person, view, request.reference, message, None, (blank,))

    async def _task(self, view: Mapping[str, Any]) -> tuple[Request, tuple[str, str | None]]:
        routing = views.routing(str(view.get("private_metadata", "")))
        request = await self._on.request(routing)
        assert routing is not None
        task = request.awaited.get(routing.task)
        if task is None:
            raise Refused(looking.over(self._on.records, request, routing.task))
        return request, (task.office, task.asset)

    async def found(self, person: Person, view: Mapping[str, Any]) -> Answer:
        """A reference was typed."""
        wanted = str(filled(view.get("state") or {}).get("reference", ""))
        shown = await asyncio.to_thread(
            looking.find, self._on.desk, self._on.records, person, wanted, self._on.clock()
        )
        return replaced(shown)

    async def referred(self, person: Person, view: Mapping[str, Any]) -> Answer:
        """A request is passed on."""
        looking.is_staff(self._on.desk.directory, person)
        sentence = await finding.refer(
            self._on.desk, self._on.scheme, person, filled(view.get("state") or {}), f"slack-{view['id']}"
        )
        return replaced(views.page("Passed on", sentence))
