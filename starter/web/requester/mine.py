"""Whose request it is: its requester's, their organisation's, and theirs who wrote on its draft; nobody else's."""

from typing import NamedTuple

from records import Unkeepable
from sharing.authority import as_requester
from sharing.refused import Refused
from sharing.request import Request
from starter.web.ground import Ground
from starter.web.visiting import NotThere, Visit
from wiring.directory import Person


class Mine(NamedTuple):
    """A request of somebody's. `speaks`: the core would hear them as its requester; others may only look."""

    request: Request
    speaks: bool


def mine(visit: Visit) -> Mine:
    """The request that the address names. Raises NotThere for what is not the visitor's, or not at all."""
    return of(visit.on, visit.part("reference"), visit.person)


def of(on: Ground, reference: str, person: Person) -> Mine:
    """The request of that reference, as somebody's own. Raises NotThere for what is not theirs, or not at all."""
    request = recorded(on, reference)
    if request.lodged is None:
        # Received, but heard by no worker yet: only the lodging says whose it is.
        if on.records.lodging(reference).requester != person.key:
            raise NotThere
        return Mine(request, False)
    try:
        as_requester(request, on.directory.speaker(person.key))
    except Refused:
        draft = on.records.draft_behind(reference)
        if draft is None or person.key not in (draft.owner, *draft.people):
            raise NotThere from None
        return Mine(request, False)
    return Mine(request, True)


def recorded(on: Ground, reference: str) -> Request:
    """A request, whoever's it is. Raises NotThere where there is none."""
    try:
        return on.desk.recorded(reference)
    except (LookupError, Unkeepable):
        raise NotThere from None


def speaking(visit: Visit) -> Request:
    """The same, for whoever wants to say something to it."""
    request, speaks = mine(visit)
    if not speaks:
        raise NotThere
    return request
