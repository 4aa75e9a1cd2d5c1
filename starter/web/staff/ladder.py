"""The ladder of a decision: its rungs, who decides now, and what went up it, when and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from policy.scheme import Decision
from sharing.facts import DepartureDecided, DepartureSought, Escalated, Happened
from sharing.request import Request


class Rung(NamedTuple):
    """An office that may have to decide: of what, and whether it is its turn."""

    office: str
    decides: str
    now: bool
    outcome: str


class Climb(NamedTuple):
    """Something that went up the ladder, or came back down."""

    at: datetime
    by: str
    what: str
    reasons: str


def rungs(request: Request, asset_key: str | None) -> list[Rung]:
    """The rungs for an asset, the lowest first; none where the scheme has no decision."""
    step = next((one for one in request.rules.path if isinstance(one, Decision)), None)
    asset = request.asset(asset_key)
    if step is None or asset is None:
        return []
    holder = request.holder_of_decision(step, asset)
    own, besides = request.decisions.get(asset.key), request.besides.get(asset.key)
    waits = {
        task.office for task in request.awaited.values() if task.asset in (None, asset.key) and task.step == step.key
    }
    is_complex = request.triaged is not None and request.triaged.complex
    found = []
    for office in dict.fromkeys((step.office, step.escalates_to, step.besides_if_complex)):
        decided = next((one for one in (own, besides) if one is not None and one.office == office), None)
        if office == step.office:
            what = (
                "decides on the data it owns" if asset.owned else "this data has no owner, so the next office decides"
            )
        elif office == step.escalates_to:
            what = "decides what is escalated to it, and approvals against the advice"
        else:
            what = (
                "decides as well, because this share is complex"
                if is_complex
                else "decides as well where a share is complex"
            )
        now = office in waits and (office == holder or office == step.besides_if_complex)
        found.append(Rung(request.rules.title(office), what, now, decided.outcome if decided else ""))
    return found + _exceptions(request)


def _exceptions(request: Request) -> list[Rung]:
    """Those who grant exceptions from the policy; they lift a condition, and approve nothing."""
    granting = dict.fromkeys(one.granted_by for one in request.rules.departures)
    pending = {
        departure.granted_by
        for key, state in request.departures.items()
        if state.decided is None and (departure := request.rules.departure(key))
    }
    what = "decides on exceptions from the policy, in person; an exception approves nothing"
    return [Rung(request.rules.title(office), what, office in pending, "") for office in granting]


def climbs(request: Request, history: Iterable[Happened], asset_key: str | None) -> list[Climb]:
    """What went up the ladder for an asset (None: for any), oldest first."""
    found = []
    for one in history:
        by = one.by.person if one.by else ""
        match one.fact:
            case Escalated() as fact if asset_key is None or asset_key in fact.assets:
                wish = " An approval against the advice was wished." if fact.wished else ""
                what = f"Escalated to the {request.rules.title(fact.to)}.{wish}"
                found.append(Climb(one.at, by, what, fact.reasons))
            case DepartureSought() as fact:
                what = (
                    f"{request.rules.title(fact.office)} asked for the exception “{_named(request, fact.departure)}”."
                )
                found.append(Climb(one.at, by, what, fact.reasons))
            case DepartureDecided() as fact:
                word = "granted" if fact.outcome == "grant" else "refused"
                what = f"The exception “{_named(request, fact.departure)}” was {word}."
                found.append(Climb(one.at, by, what, fact.reasons))
            case _:
                pass
    return found


def _named(request: Request, key: str) -> str:
    departure = request.rules.departure(key)
    return departure.title if departure else key
