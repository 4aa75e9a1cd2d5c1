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
from starter.slack.speaking import Answer, Speaking, once, replaced
from wiring.directory import Person

View = Mapping[str, Any]


class Forms:
    """What becomes of a form. All methods raise Refused, or Misfilled beside the blank at fault."""

    def __init__(self, on: Ground, speaking: Speaking) -> None:
        self._on = on
        self._speaking = speaking

    async def say(self, person: Person, view: View) -> Answer:
        """A choice was submitted."""
        request, routing = await self._request(view)
        if _was_heard(request, person, view):
            return replaced(views.page("Recorded", f"{request.reference}: this had been recorded; it counts once."))
        task = request.awaited.get(routing.task)
        choice = offered(request, task, routing.message) if task is not None else None
        if task is None or choice is None:
            raise looking.over(self._on.records, request, routing.task)
        if cards.needs_sign_in(choice.message):
            raise Refused(views.BY_SIGN_IN)
        drawn = blanks(request, task, choice, self._on.scheme_of(request).form, routing.rows)
        message = filled_message(choice, drawn, filled(view.get("state") or {}))
        return await self._speaking.say(person, view, request.reference, message, routing.revision, drawn)

    async def assigned(self, person: Person, view: View) -> Answer:
        """A task is given to another holder."""
        request, routing = await self._request(view)
        to = self._on.identity.of_user(str(filled(view.get("state") or {}).get("to", "")))
        task = request.awaited.get(routing.task)
        if task is None:
            raise looking.over(self._on.records, request, routing.task)
        message = Assign(office=task.office, asset=task.asset, to=to.key)
        return await self._simply(person, view, request, message, Blank("to", "To whom"))

    async def declared(self, person: Person, view: View) -> Answer:
        """A conflict is declared. It holds for the whole request, so the task need not wait any more."""
        request, _ = await self._request(view)
        message = DeclareConflict(reason=str(filled(view.get("state") or {}).get("reason", "")))
        return await self._simply(person, view, request, message, Blank("reason", "Reason"))

    async def _simply(
        self, person: Person, view: View, request: Request, message: AnyMessage, blank: Blank
    ) -> Answer:
        return await self._speaking.say(person, view, request.reference, message, None, (blank,))

    async def _request(self, view: View) -> tuple[Request, views.Routing]:
        routing = views.routing(str(view.get("private_metadata", "")))
        if routing is None:
            raise Refused("This form cannot be read any more; open it from the card again.")
        return await self._on.request(routing), routing

    async def found(self, person: Person, view: View) -> Answer:
        """A reference was typed."""
        wanted = str(filled(view.get("state") or {}).get("reference", ""))
        shown = await asyncio.to_thread(
            looking.find, self._on.desk, self._on.records, person, wanted, self._on.clock()
        )
        return replaced(shown)

    async def referred(self, person: Person, view: View) -> Answer:
        """A request is passed on."""
        looking.is_staff(self._on.desk.directory, person)
        given = filled(view.get("state") or {})
        word = finding.referral(self._on.desk, self._on.scheme, person, given, once(view))
        return await self._speaking.answered(person, "The request that you passed on", word, "Passed on")

    async def unknown(self, person: Person, view: View) -> Answer:
        """A form that we do not make any more."""
        raise Refused("This form is of another version. Nothing was said; open it from the card again.")


def _was_heard(request: Request, person: Person, view: View) -> bool:
    """Whether this very form was taken before: somebody pressed twice, and the task is over by their own act."""
    return f"{person.key}:{once(view)}" in request.heard
