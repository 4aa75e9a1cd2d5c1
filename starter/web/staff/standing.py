"""Where a request stands, as values that a page can lay out: whose turn, what was said, which conditions are met."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from policy.titles import as_words
from sharing.authority import REQUESTER
from sharing.awaited import open_steps
from sharing.facts import Advised, Answered, Awaited, Decided, Happened, OpinionGiven, Questioned, Round
from sharing.gates import GateStanding, standings
from sharing.messages import Asset, Settling, ShareCondition
from sharing.notices.asked import assigned
from sharing.request import Request
from starter.filling import words_of


class Turn(NamedTuple):
    """A task: what is awaited from whom, and its clock."""

    key: str
    what: str
    office: str
    asset: str
    due: datetime
    left: int
    late: bool
    stopped_at: datetime | None
    given_to: str


class Settled(NamedTuple):
    """A verdict on a condition of the policy, and its evidence."""

    gate: str
    verdict: str
    evidence: str


class Opinion(NamedTuple):
    """What an office said of a revision: its verdict, its parts by their titles, and what it settles."""

    office: str
    asset: str
    verdict: str
    revision: int
    stands: bool
    by: str
    at: datetime
    parts: Mapping[str, str]
    settles: tuple[Settled, ...]
    conditions: tuple[ShareCondition, ...]
    gateways: tuple[str, ...]


class Asked(NamedTuple):
    """A round of questions, and what came of it: when it was answered, and the reply to each item."""

    round: Round
    at: datetime
    by: str
    answered_at: datetime | None
    replies: Mapping[str, str]


def state(request: Request) -> str:
    """The steps that are open, or how it ended."""
    if request.closed is None:
        return ", ".join(step.title for step in open_steps(request)) or "Open"
    return as_words(request.closed.outcome) + (" (may be reopened)" if request.dormant else "")


def ball(request: Request) -> str:
    """Who has to move now, in a sentence."""
    if request.closed is not None:
        return "Nobody has anything to do."
    if request.paused:
        return "All clocks stand still: an operator has paused them."
    offices = [request.rules.office(task.office) for task in request.awaited.values() if task.stopped_at is None]
    moving = ["the requester" for task in request.awaited.values() if task.office == REQUESTER][:1]
    moving += ["an outside owner" for one in offices if one and one.outside and one.key != REQUESTER][:1]
    moving += ["our offices" for one in offices if one and not one.outside][:1]
    return f"It is the turn of {' and '.join(moving)}." if moving else "Nothing is asked of anybody at this moment."


def turns(request: Request, at: datetime) -> list[Turn]:
    """Everything that is awaited, the most urgent first."""
    return [turn(request, one, at) for one in sorted(request.awaited.values(), key=lambda one: one.due)]


def turn(request: Request, task: Awaited, at: datetime) -> Turn:
    """A task, as a page shows it."""
    asset = request.asset(task.asset)
    departure = request.rules.departure(task.detail)
    return Turn(
        key=task.key,
        what=f"Exception: {departure.title}" if departure else words_of(request, task),
        office=request.rules.title(task.office),
        asset=asset.title if asset else task.asset or "",
        due=task.due,
        left=request.calendar.left(at, task.due),
        late=task.stopped_at is None and at > task.due,
        stopped_at=task.stopped_at,
        given_to=assigned(request, task),
    )


def gates(request: Request, at: datetime) -> list[tuple[Asset, tuple[GateStanding, ...]]]:
    """The conditions of the policy, for each asset that is to be decided."""
    if request.triaged is None:
        return []
    return [(asset, standings(request, asset, at)) for asset in request.deciding]


def opinions(request: Request, history: Iterable[Happened]) -> list[Opinion]:
    """What each office said last of each asset; what a later revision has overtaken comes after what stands."""
    latest: dict[str, Opinion] = {}
    for one in history:
        if isinstance(one.fact, OpinionGiven):
            latest[one.fact.task] = _opinion(request, one, one.fact)
    return sorted(latest.values(), key=lambda one: not one.stands)


def _opinion(request: Request, one: Happened, fact: OpinionGiven) -> Opinion:
    asset = next((each.title for each in request.assets if each.key == fact.asset), fact.asset or "")
    return Opinion(
        office=request.rules.title(fact.office),
        asset=asset,
        verdict=as_words(fact.verdict),
        revision=fact.revision,
        stands=request.opinions.get(fact.task) == fact,
        by=one.by.person if one.by else "",
        at=one.at,
        parts={_part(request, fact, key): text for key, text in fact.parts.items()},
        settles=settled(request, fact.settles),
        conditions=fact.conditions,
        gateways=tuple(way.title if (way := request.rules.gateway(key)) else key for key in fact.gateways),
    )


def _part(request: Request, fact: OpinionGiven, key: str) -> str:
    seats = (seat for step in request.rules.path if step.kind == "reviews" for seat in step.panel)
    titles = {
        part.key: part.title for seat in seats if seat.office == (fact.seat or fact.office) for part in seat.parts
    }
    return titles.get(key, as_words(key))


def settled(request: Request, settles: Mapping[str, Settling]) -> tuple[Settled, ...]:
    """Verdicts, by the titles of their conditions."""
    return tuple(
        Settled(
            gate.title if (gate := request.rules.gate(key)) else as_words(key), as_words(one.verdict), one.evidence
        )
        for key, one in settles.items()
    )


def said(history: Iterable[Happened], kind: type[Advised] | type[Decided]) -> list[Happened]:
    """Every advice, or decision, that was ever given: later revisions overtake, and take nothing away."""
    return [one for one in history if isinstance(one.fact, kind)]


def rounds(history: Iterable[Happened], reply: Mapping[str, str]) -> list[Asked]:
    """All rounds of questions. `reply` gives the text of a reply by its digest."""
    found: dict[int, Asked] = {}
    for one in history:
        if isinstance(one.fact, Questioned):
            by = one.by.person if one.by else ""
            found[one.fact.round.number] = Asked(one.fact.round, one.at, by, None, {})
        elif isinstance(one.fact, Answered) and one.fact.round in found:
            texts = {item: reply.get(kept.sha256, "") for item, kept in one.fact.replies.items()}
            found[one.fact.round] = found[one.fact.round]._replace(answered_at=one.at, replies=texts)
    return list(found.values())


def kept_replies(history: Iterable[Happened]) -> set[str]:
    """The digests of all replies."""
    return {kept.sha256 for one in history if isinstance(one.fact, Answered) for kept in one.fact.replies.values()}
