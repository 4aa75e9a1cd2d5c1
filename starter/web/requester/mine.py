"""Whose request it is: its requester's, their organisation's, and theirs who wrote on its draft; nobody else's."""

from typing import NamedTuple

from sharing.authority import as_requester
from sharing.refused import Refused
from sharing.request import Request
from starter.web.visiting import NotThere, Visit


class Mine(NamedTuple):
    """A request of the visitor's. `speaks`: the core would hear them as its requester; others may only look."""

    request: Request
    speaks: bool


def mine(visit: Visit) -> Mine:
    """The request that the address names. Raises NotThere for what is not the visitor's, or not at all."""
    reference = visit.part("reference")
    request = visit.recorded(reference)
    if request.lodged is None:
        # Received, but heard by no worker yet: only the lodging says whose it is.
        if visit.on.records.lodging(reference).requester != visit.person.key:
            raise NotThere
        return Mine(request, False)
    try:
        as_requester(request, visit.on.directory.speaker(visit.person.key))
    except Refused:
        draft = visit.on.records.draft_behind(reference)
        if draft is None or visit.person.key not in (draft.owner, *draft.people):
            raise NotThere from None
        return Mine(request, False)
    return Mine(request, True)


def speaking(visit: Visit) -> Request:
    """The same, for whoever wants to say something to it."""
    request, speaks = mine(visit)
    if not speaks:
        raise NotThere
    return request
