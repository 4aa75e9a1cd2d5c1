"""How history grows: facts are numbered, folded in, and followed by what they bring about at once."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from sharing.awaited import completed, settle
from sharing.facts import AnyFact, By, Closed, Happened
from sharing.fold import after
from sharing.request import Request
from sharing.spoken import Spoken
from sharing.steps.access import ended
from sharing.steps.agreement import agreed
from sharing.steps.decision import refused
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
    for over in tuple(ended(request)):
        happen(over, None)
    if ending := _ending(request):
        happen(ending, None)
    if change := settle(request, at):
        happen(change, None)
    return request, tuple(happened)


def _ending(request: Request) -> Closed | None:
    """How the request ends, once nothing is left to be done on any of its assets."""
    if request.closed is not None or request.lodged is None or publication_wants(request):
        return None
    if not request.deciding:
        return _published_data(request)
    if all(refused(request, asset) for asset in request.deciding):
        decisions = (*request.decisions.values(), *request.besides.values())
        reasons = dict.fromkeys(one.reasons for one in decisions if one.outcome == "refuse")
        return Closed(outcome="refused", reason=" ".join(reasons))
    if not (completed(request) and agreed(request)):
        return None
    if request.exempted is not None:
        return Closed(outcome="exempt", reason="The share is in force; its entry is withheld on a lawful ground.")
    address = request.entry.published.address if request.entry and request.entry.published else ""
    return Closed(outcome="published", reason=f"The share is in force; its entry is published at {address}.")


def _published_data(request: Request) -> Closed:
    """The end of a request that became a publication: where, or what keeps the data back."""
    concluded = [request.concluded[asset.key] for asset in request.assets if asset.key in request.concluded]
    words = [f"Published at {one.link}" if one.link else f"Not published: {one.restriction}" for one in concluded]
    linked = any(one.link for one in concluded)
    return Closed(outcome="data-published" if linked else "data-not-published", reason="; ".join(words))


def fold(request: Request, happened: Iterable[Happened]) -> Request:
    """The sum of facts: what a request is."""
    return reduce(after, happened, request)
