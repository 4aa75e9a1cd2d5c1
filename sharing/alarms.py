"""What time alone does: it reminds, chases, reports, warns, and lets a silent request lapse. It never grants."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from policy.remembering import remembered
from policy.scheme import Office
from policy.value import Stored
from policy.working_days import end_of
from sharing.allowing import reminders
from sharing.awaited import only_requester, open_steps
from sharing.clarification import reopen_until
from sharing.facts import (
    AnyFact,
    ApprovalEnded,
    ApprovalReturned,
    Awaited,
    Chased,
    Closed,
    CredentialLost,
    LapseWarned,
    Reminded,
    StallReported,
)
from sharing.hearing import sealed_by_signature
from sharing.request import Request
from sharing.steps import access, decision

LATE = timedelta(days=1)
"""A lapse that rings later than this was missed in an outage: the requester is warned afresh instead."""


class Alarm(Stored):
    """A fact that time brings, and the instant (UTC) at which it does."""

    at: datetime
    fact: AnyFact


@remembered
def next_alarm(request: Request) -> datetime | None:
    """When to wake up next: the earliest alarm, or the end of the time in which a lapsed request may be reopened."""
    if request.dormant:
        return reopen_until(request)
    return min((alarm.at for alarm in _alarms(request, None)), default=None)


def due_alarm(request: Request, now: datetime) -> Alarm | None:
    """The earliest alarm that has rung by `now`, or None. Folding its fact in makes room for the next."""
    soonest = next_alarm(request)
    if soonest is None or soonest > now or request.closed is not None:
        return None
    ringing = [alarm for alarm in _alarms(request, now) if alarm.at <= now]
    first = min(ringing, key=lambda alarm: alarm.at)
    moment = max(first.at, request.last_moment())
    if isinstance(first.fact, Closed) and now - first.at > LATE:
        return Alarm(at=now, fact=LapseWarned())
    return Alarm(at=moment, fact=first.fact)


def rings(request: Request, fact: AnyFact, at: datetime) -> bool:
    """Whether time brings this very fact at that instant, as the request stands: asked of facts that others tell."""
    last = request.last_moment()
    for alarm in _alarms(request, None):
        if isinstance(alarm.fact, Closed) and isinstance(fact, LapseWarned) and at - alarm.at > LATE:
            return True
        if alarm.fact == fact and max(alarm.at, last) == at:
            return True
    return False


def _alarms(request: Request, now: datetime | None) -> Iterator[Alarm]:
    if request.closed is not None or request.at is None:
        return
    yield from _expiries(request)  # also while clocks stand still: nobody stays because we pause
    if request.paused:
        return
    for task in request.awaited.values():
        if task.stopped_at is None:
            yield from _reminders(request, task, now)
            yield from _chasers(request, task)
    yield from _stalling(request)
    yield from _silence(request)


def _expiries(request: Request) -> Iterator[Alarm]:
    """The day after a credential's last, and after the agreement's: access ends by itself, and never begins so."""
    if access.of(request) is None:
        return
    for one in request.credentials.values():
        if one.expires is not None:
            why = f"It ran out on {one.expires:%-d %B %Y}."
            lost = CredentialLost(holder=one.holder, credential=one.credential, reason=why)
            yield Alarm(at=end_of(one.expires), fact=lost)
    reached = any(one.granted_at is not None for one in request.people.values())
    if reached and request.terms is not None and not request.approval_ended:
        last = request.terms.ends
        ended = ApprovalEnded(reason=f"The agreement ended on {last:%-d %B %Y}.")
        yield Alarm(at=end_of(last), fact=ended)


def _reminders(request: Request, task: Awaited, now: datetime | None) -> Iterator[Alarm]:
    """The next reminder; where several were missed in an outage or held, the last of them only."""
    ahead = [
        Alarm(at=max(instant, request.held_until or instant), fact=Reminded(task=task.key, nth=nth))
        for nth, instant in enumerate(reminders(request, task), start=1)
        if nth > task.reminded
    ]
    rung = [alarm for alarm in ahead if now is not None and alarm.at <= now]
    yield from rung[-1:] or ahead[:1]


def _chasers(request: Request, task: Awaited) -> Iterator[Alarm]:
    if task.office == "requester":
        return
    office = request.rules.office(task.office)
    line = _line(office) or (request.rules.service,)
    for nth, late in enumerate(request.rules.allowance(task.what).chase, start=1):
        if nth > task.chased:
            told = line[min(nth, len(line)) - 1]
            yield Alarm(at=request.calendar.rings(task.due, late + 1), fact=Chased(task=task.key, nth=nth, told=told))
            return


def _line(office: Office | None) -> tuple[str, ...]:
    """Whom a delay of an office is told: its own line where the scheme names one, else head and accountability."""
    if office is None:
        return ()
    return office.chased_with or tuple(key for key in (office.head, office.accountable_to) if key)


def _stalling(request: Request) -> Iterator[Alarm]:
    """An approval that nobody signs: reported once, then returned to those who gave it."""
    if request.approved_at is None or not any(step.kind == "agreement" for step in open_steps(request)):
        return
    stalling, since = request.rules.stalling, request.approved_at
    if not request.stall_reported:
        yield Alarm(at=request.calendar.rings(since, stalling.report_after), fact=StallReported())
    reason = f"The agreement was not signed within {stalling.returns_after} working days."
    yield Alarm(at=request.calendar.rings(since, stalling.returns_after), fact=ApprovalReturned(reason=reason))


def _silence(request: Request) -> Iterator[Alarm]:
    """Only the requester has the ball: warn; once a warning is known to be delivered, wait again; then lapse."""
    if sealed_by_signature(request):
        return  # what is being signed, or agreed, does not lapse
    theirs = [task for task in request.awaited.values() if task.office == "requester"]
    if not only_requester(request) or any(task.what == "sign" for task in theirs):
        return  # an approval that is not signed returns to its deciders; it does not lapse
    rules = request.rules.silence
    if request.silence is None:
        # Counted from the due date, which moves with every extension and pause.
        last = max(theirs, key=lambda task: task.due)
        yield Alarm(at=request.calendar.rings(last.due, rules.warn_after - last.days), fact=LapseWarned())
    elif request.silence.delivered_at is not None:
        refused = any(decision.refused(request, asset) for asset in request.deciding)
        words = "No answer came within the time set out in the warning."
        yield Alarm(
            at=request.calendar.rings(request.silence.delivered_at, rules.lapse_after_warning),
            fact=Closed(
                outcome="refused" if refused else "lapsed",
                reason=f"Part of the request was refused. {words}" if refused else words,
            ),
        )
