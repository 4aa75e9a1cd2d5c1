"""One request as its requester sees it: whose move it is, how long, what was decided, and its papers."""

from datetime import datetime
from typing import NamedTuple

from starlette.responses import Response

from policy.titles import as_words
from sharing.authority import REQUESTER
from sharing.awaited import completed, open_steps
from sharing.facts import Awaited, ClocksPaused, Decided, Happened
from sharing.request import ConditionState, Request
from starter.web.pages import Pages, Who
from starter.web.requester import telling
from starter.web.requester.mine import mine
from starter.web.requester.saying import openings
from starter.web.saving import as_file
from starter.web.visiting import NotThere, Visit

pages = Pages()

DOING = {
    "screen": "checks whether your request is complete and within the policy",
    "inform": "sets out what has to be known about the data",
    "determine": "determines whether anybody could be identified",
    "triage": "settles who has to look at it",
    "third-party": "is asked for its agreement, as the owner of data",
    "review": "looks at it",
    "draft-terms": "writes draft terms",
    "advise": "advises those who decide",
    "decide": "decides",
    "decide-council": "decides",
    "decide-besides": "decides as well, because the share is complex",
    "departure": "decides on an exception",
    "draft-agreement": "has the agreement drawn up",
    "screen-agreement": "reads the agreement",
    "sign": "signs the agreement",
    "verify-condition": "verifies a condition",
    "draft-entry": "writes the entry for the transparency register",
    "screen-entry": "checks the entry for the transparency register",
    "check-entry": "checks the entry for the transparency register",
    "publish": "publishes the entry on the transparency register",
    "conclude-publication": "sees to the publication of the data",
}
"""What an office is doing, after its name. A kind of task that is not here is spelled from its key."""

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Turn(NamedTuple):
    """Who has the request now, and how their clock stands. `left` is negative where it is late."""

    who: str
    doing: str
    left: int
    due: datetime
    stands_since: datetime | None
    why: str


class Stage(NamedTuple):
    """A step of the path: done, open now, or still to come."""

    title: str
    standing: str


@pages.get("/requests/{reference}", Who.SIGNED_IN)
def show(visit: Visit) -> Response:
    """The request."""
    if visit.is_staff:
        return visit.goto(f"/staff/requests/{visit.part('reference')}")
    request, speaks = mine(visit)
    if request.lodged is None:
        return visit.page("requester/received.html", request=request)
    history = visit.history(request.reference)
    return visit.page(
        "requester/request.html",
        request=request,
        speaks=speaks,
        moves=openings(visit, request) if speaks else (),
        rounds=tuple(request.asked.values()),
        turns=turns(request, history, visit.at),
        stages=stages(request),
        events=telling.timeline(request, history),
        elapsed=request.elapsed(visit.at),
        decisions=decisions(request),
        conditions=_conditions(request),
        published=_published(request),
        titled=telling.title_of_asset,
        party_of=telling.party_title,
    )


@pages.get("/requests/{reference}/decision", Who.SIGNED_IN)
def decision(visit: Visit) -> Response:
    """What was decided on each asset, for which reasons, under which conditions."""
    request, _ = mine(visit)
    if not (made := decisions(request)):
        raise NotThere
    return visit.page(
        "requester/decision.html",
        request=request,
        decisions=made,
        conditions=_conditions(request),
        titled=telling.title_of_asset,
        decided_at=_decided_at(visit, request),
    )


@pages.get("/requests/{reference}/agreement.{kind}", Who.SIGNED_IN)
def agreement(visit: Visit) -> Response:
    """The current version of the agreement: in Word, to be read with others, or as the PDF that is signed."""
    request, _ = mine(visit)
    drafted = request.agreement.drafted if request.agreement else None
    kind = visit.part("kind")
    if drafted is None or kind not in TYPES:
        raise NotThere
    content = visit.on.document(drafted.fixed_copy if kind == "pdf" else drafted.document)
    return as_file(f"{request.reference}-agreement-{drafted.version}.{kind}", content, TYPES[kind])


def turns(request: Request, history: tuple[Happened, ...], at: datetime) -> tuple[Turn, ...]:
    """Which offices have it, the most urgent first."""
    ours = (task for task in request.awaited.values() if task.office != REQUESTER)
    return tuple(_turn(request, task, history, at) for task in sorted(ours, key=lambda task: task.due))


def _turn(request: Request, task: Awaited, history: tuple[Happened, ...], at: datetime) -> Turn:
    about = f" for {telling.title_of_asset(request, task.asset)}" if task.asset else ""
    late = request.calendar.left(task.due, at)
    return Turn(
        f"{request.rules.title(task.office)}{about}",
        DOING.get(task.what, as_words(task.what).lower()),
        -late if at > task.due else request.calendar.left(at, task.due),
        task.due,
        task.stopped_at,
        _why(request, task, history) if task.stopped_at else "",
    )


def _why(request: Request, task: Awaited, history: tuple[Happened, ...]) -> str:
    if request.paused:
        reasons = [one.fact.reason for one in history if isinstance(one.fact, ClocksPaused)]
        return f"All clocks were stopped: {reasons[-1]}" if reasons else "All clocks were stopped."
    if any(asked.task == task.key for asked in request.asked.values()):
        return "It waits for your answer."
    return "It waits for an exception to be decided."


def stages(request: Request) -> tuple[Stage, ...]:
    """The road, step by step."""
    now = {step.key for step in open_steps(request)}
    if not now and not completed(request):
        return tuple(Stage(step.title, "later") for step in request.rules.path)
    later: set[str] = set()
    for step in request.rules.path:
        if (now | later).intersection(step.after):
            later.add(step.key)
    return tuple(
        Stage(step.title, "now" if step.key in now else "later" if step.key in later else "done")
        for step in request.rules.path
    )


def decisions(request: Request) -> tuple[Decided, ...]:
    """All decisions that stand."""
    return (*request.decisions.values(), *request.besides.values())


def _conditions(request: Request) -> tuple[ConditionState, ...]:
    return tuple(request.conditions.values())


def _decided_at(visit: Visit, request: Request) -> datetime | None:
    moments = [one.at for one in visit.history(request.reference) if isinstance(one.fact, Decided)]
    return moments[-1] if moments else None


def _published(request: Request) -> str:
    return request.reference if request.entry is not None and request.entry.published is not None else ""
