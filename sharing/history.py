"""How history grows: facts are numbered, folded in, and followed by what they bring about at once."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from sharing.awaited import completed, settle
from sharing.facts import AnyFact, By, Closed, Happened
from sharing.fold import after
from sharing.request import Request
from sharing.spoken import Spoken
from sharing.steps.reviews import publication_wants


def add(
    request: Request,
    facts: Iterable[AnyFact],
    at: datetime,
    by: By | None = None,
    speech: Spoken | None = None,
) -> tuple[Request, tuple[Happened, ...]]:
    """The request after these facts and what follows from them: its end, and whom it now waits for.

    The first fact keeps the sealed speech that all of them came from.
    """
    happened: list[Happened] = []

    def happen(fact: AnyFact, by: By | None, speech: Spoken | None = None) -> None:
        nonlocal request
        one = Happened(number=request.number + 1, at=at, by=by, fact=fact, speech=speech)
        request = after(request, one)
        happened.append(one)

    for place, fact in enumerate(facts):
        happen(fact, by, speech if place == 0 else None)
    if ending := _ending(request):
        happen(ending, None)
    if change := settle(request, at):
        happen(change, None)
    return request, tuple(happened)


def _ending(request: Request) -> Closed | None:
    if request.closed is not None or not completed(request) or publication_wants(request):
        return None
    if request.exempted is not None:
        return Closed(outcome="exempt", reason="The share is in force; its entry is withheld on a lawful ground.")
    address = request.entry.published.address if request.entry and request.entry.published else ""
    return Closed(outcome="published", reason=f"The share is in force; its entry is published at {address}.")


def fold(request: Request, happened: Iterable[Happened]) -> Request:
    """The sum of facts: what a request is."""
    return reduce(after, happened, request)
