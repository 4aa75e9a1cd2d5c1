"""Whom the request waits for, now, and whose clock stands still."""

from datetime import datetime
from typing import assert_never

from policy.remembering import remembered
from policy.scheme import Access, Advice, Agreement, Decision, Publication, Reviews, Screening, Step
from sharing.facts import Awaited, AwaitedChanged, Rescheduled
from sharing.hearing import Wanted
from sharing.request import Request
from sharing.steps import access, advice, agreement, decision, publication, reviews, screening
from sharing.steps.decision import pending_departures

CLARIFICATION = "clarification"
DECIDING = frozenset({"decide", "decide-council", "decide-besides"})


def wants(request: Request, step: Step) -> tuple[Wanted, ...]:
    """Whom an open step waits for."""
    match step:
        case Screening():
            return screening.wants(request, step)
        case Reviews():
            return reviews.wants(request, step)
        case Advice():
            return advice.wants(request, step)
        case Decision():
            return decision.wants(request, step)
        case Agreement():
            return agreement.wants(request, step)
        case Publication():
            return publication.wants(request, step)
        case Access():
            return access.wants(request, step)
        case _:
            assert_never(step)


def done(request: Request, step: Step) -> bool:
    """Whether a step is done on the current revision."""
    match step:
        case Screening():
            return screening.done(request, step)
        case Reviews():
            return reviews.done(request, step)
        case Advice():
            return advice.done(request, step)
        case Decision():
            return decision.done(request, step)
        case Agreement():
            return agreement.done(request, step)
        case Publication():
            return publication.done(request, step)
        case Access():
            return access.done(request, step)
        case _:
            assert_never(step)


def applies(request: Request, step: Step) -> bool:
    """Whether the road leads over a step at all."""
    return step.only_if is None or step.only_if.holds(request.answers())


@remembered
def open_steps(request: Request) -> tuple[Step, ...]:
    """The steps that are open: everything before them is done, they are not. None for a request at its end."""
    if request.closed is not None or request.lodged is None or not request.deciding:
        return ()
    finished: set[str] = set()
    found: list[Step] = []
    for step in request.rules.path:
        if not finished.issuperset(step.after):
            continue
        if not applies(request, step) or done(request, step):
            finished.add(step.key)
        else:
            found.append(step)
    return tuple(found)


def completed(request: Request) -> bool:
    """Whether the whole path is done."""
    return bool(request.deciding) and not open_steps(request)


def wanted(request: Request) -> tuple[Wanted, ...]:
    """Every task that ought to be awaited now."""
    if request.closed is not None:
        return ()
    rounds = tuple(
        Wanted(step=CLARIFICATION, office="requester", what="answer", detail=str(number)) for number in request.asked
    )
    steps = tuple(want for step in open_steps(request) for want in wants(request, step))
    return (*rounds, *steps, *reviews.publication_wants(request))


def stands_still(request: Request, task: str, what: str) -> bool:
    """Whether a task's clock stands: all are paused, its own question is out, or an exception is being decided."""
    if request.paused or any(asked.task == task for asked in request.asked.values()):
        return True
    return what in DECIDING and bool(pending_departures(request))


def settle(request: Request, at: datetime) -> AwaitedChanged | None:
    """The change in whom the request waits for, after other facts; None where nothing changed."""
    now = {want.key: want for want in wanted(request)}
    asked = tuple(_ask(request, want, at) for key, want in now.items() if key not in request.awaited)
    released = tuple(key for key in request.awaited if key not in now)
    stopped, resumed = [], []
    for key, task in request.awaited.items():
        if key in released:
            continue
        still = stands_still(request, key, task.what)
        if still and task.stopped_at is None:
            stopped.append(key)
        elif not still and task.stopped_at is not None:
            left = request.calendar.left(task.stopped_at, task.due)
            resumed.append(Rescheduled(task=key, due=request.calendar.due(at, left)))
    if not (asked or released or stopped or resumed):
        return None
    return AwaitedChanged(asked=asked, released=released, stopped=tuple(stopped), resumed=tuple(resumed))


def _ask(request: Request, want: Wanted, at: datetime) -> Awaited:
    allowance = request.rules.allowance(want.what)
    days = (allowance.days + 1) // 2 if request.urgent else allowance.days
    return Awaited(
        step=want.step,
        office=want.office,
        what=want.what,
        asset=want.asset,
        detail=want.detail,
        since=at,
        due=request.calendar.due(at, days),
        days=days,
        again=want.key in request.spoken_seats,
        stopped_at=at if stands_still(request, want.key, want.what) else None,
    )


def only_requester(request: Request) -> bool:
    """Whether nobody but the requester has the ball: no task of ours or a third party's is running."""
    tasks = request.awaited.values()
    theirs = [task for task in tasks if task.office == "requester"]
    return bool(theirs) and all(task.office == "requester" or task.stopped_at is not None for task in tasks)
