"""How long requests take: counts by year and step, and working days in total, at each step, and for the requester.

A day counts for the house where any office of ours (or of an outside owner) had a running clock; for the requester,
where only they had something to do. The day on which something begins is day 0, as with every clock.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple
from weakref import WeakKeyDictionary

from policy.working_days import Calendar, local_day
from records import Milestone, Received, SqlRecords
from sharing.authority import REQUESTER
from sharing.awaited import DECIDING
from sharing.facts import ApprovalReturned, Awaited, AwaitedChanged, Closed, Decided, Reopened
from wiring.calendar import england_and_wales

FEWEST = 5
"""Of fewer requests than this no typical duration is told: it would be that of somebody's one request."""


class Spell(NamedTuple):
    """That a task's clock ran: at which step, for which office, from when to when (None: it still does)."""

    step: str
    office: str
    since: datetime
    until: datetime | None


class Course(NamedTuple):
    """How a request has gone: when it came, when the last asset was decided, how it ended, where it stands."""

    received: Received
    spells: tuple[Spell, ...]
    decided_at: datetime | None
    approved: bool
    ended_at: datetime | None
    stands_at: frozenset[str]


class Spread(NamedTuple):
    """Of so many requests the median and the 90th centile, in working days; both None where there are too few."""

    requests: int
    median: float | None = None
    ninetieth: float | None = None


class YearFigures(NamedTuple):
    """The requests received in a year, and what has become of them by now."""

    year: int
    received: int
    approved: int
    refused: int
    otherwise: int
    open: int


class StepFigures(NamedTuple):
    """A step: how many requests have reached it, have done it, stand at it; our working days of those that have."""

    step: str
    received: int
    decided: int
    open: int
    days: Spread


class Figures(NamedTuple):
    """All of it, at an instant. `total` is from receipt to the last decision; `ours` and `requester` divide it."""

    at: datetime
    received: int
    decided: int
    open: int
    years: tuple[YearFigures, ...]
    steps: Mapping[str, StepFigures]
    total: Spread
    ours: Spread
    requester: Spread


def turnaround(records: SqlRecords, at: datetime, scheme: str = "") -> Figures:
    """The figures of all requests on record at that instant, or of one scheme's. Raises RecordsUnreachable."""
    courses = tuple(one for one in _courses(records) if scheme in ("", one.received.scheme))
    first = min((at, *(one.received.lodged_at for one in courses)))
    calendar = england_and_wales(first.year, at.year - first.year + 1)
    return figures(courses, calendar, at)


_KNOWN: WeakKeyDictionary[SqlRecords, dict[str, Course]] = WeakKeyDictionary()
"""The courses of requests, by their references, as they were when somebody last asked."""


def _courses(records: SqlRecords) -> tuple[Course, ...]:
    """Reading facts is what takes time, so only those of requests are read that have gone on since."""
    known, received = _KNOWN.setdefault(records, {}), records.received()
    moved = {one.reference: one for one in received if _before(known, one) != one}
    if moved:
        told = groupby(records.milestones(moved), key=lambda one: one.reference)
        milestones = {reference: tuple(mine) for reference, mine in told}
        known.update({key: course(one, milestones.get(key, ())) for key, one in moved.items()})
    return tuple(known[one.reference] for one in received)


def _before(known: Mapping[str, Course], one: Received) -> Received | None:
    found = known.get(one.reference)
    return found.received if found is not None else None


def course(received: Received, milestones: Iterable[Milestone]) -> Course:
    """The course of a request, out of its milestones in their order."""
    running: dict[str, tuple[Awaited, datetime]] = {}
    waiting: dict[str, Awaited] = {}
    spells: list[Spell] = []
    decided: dict[str, tuple[datetime, bool]] = {}
    ended_at: datetime | None = None

    def stop(key: str, at: datetime) -> None:
        if key in running:
            task, since = running.pop(key)
            spells.append(Spell(task.step, task.office, since, at))

    for one in milestones:
        match one.fact:
            case AwaitedChanged() as changed:
                for key in (*changed.stopped, *changed.released):
                    stop(key, one.at)
                for key in changed.released:
                    waiting.pop(key, None)
                waiting |= {task.key: task for task in changed.asked}
                begun = [task.key for task in changed.asked if task.stopped_at is None]
                again = [resumed.task for resumed in changed.resumed if resumed.task in waiting]
                running |= {key: (waiting[key], one.at) for key in (*begun, *again)}
            case Decided(asset=asset, outcome=outcome):
                decided[asset] = (one.at, outcome == "approve")
            case ApprovalReturned():
                decided.clear()
            case Closed():
                ended_at = one.at
                for key in tuple(running):
                    stop(key, one.at)
            case Reopened():
                ended_at = None
    spells += [Spell(task.step, task.office, since, None) for task, since in running.values()]
    stands_at = frozenset(task.step for task in waiting.values()) if ended_at is None else frozenset()
    settled = bool(decided) and not (stands_at and any(task.what in DECIDING for task in waiting.values()))
    return Course(
        received,
        tuple(spells),
        max(at for at, _ in decided.values()) if settled else None,
        any(approved for _, approved in decided.values()),
        ended_at,
        stands_at,
    )


def figures(courses: Sequence[Course], calendar: Calendar, at: datetime) -> Figures:
    """The figures of these courses, with the working days of this calendar."""
    first = min((at, *(one.received.lodged_at for one in courses)))
    days = _Days(calendar, local_day(first), local_day(at))
    decided = [one for one in courses if one.decided_at is not None]
    shares = [_shares(one, days, at) for one in decided]
    return Figures(
        at=at,
        received=len(courses),
        decided=len(decided),
        open=sum(one.received.state == "open" for one in courses),
        years=_years(courses),
        steps=_steps(courses, days, at),
        total=spread([total for total, _, _ in shares]),
        ours=spread([ours for _, ours, _ in shares]),
        requester=spread([theirs for _, _, theirs in shares]),
    )


class _Days:
    """Working days as numbers, so that spans of them can be laid over one another."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        days = (first + timedelta(days=step) for step in range((last - first).days + 1))
        self._working = [day for day in days if calendar.works(day)]

    def between(self, since: datetime, until: datetime) -> range:
        """The working days after `since`, up to and including the day of `until`."""
        return range(*(bisect_right(self._working, local_day(each)) for each in (since, until)))


def _over(spells: Iterable[Spell], days: _Days, until: datetime) -> set[int]:
    """The days on which any of these ran, up to an instant."""
    ends = ((one.since, min(one.until or until, until)) for one in spells)
    return {day for since, end in ends for day in days.between(since, end)}


def _shares(one: Course, days: _Days, at: datetime) -> tuple[int, int, int]:
    """Of a decided request: working days from receipt to decision, how many of them were ours, how many theirs."""
    until = one.decided_at or at
    ours = _over((each for each in one.spells if each.office != REQUESTER), days, until)
    theirs = _over((each for each in one.spells if each.office == REQUESTER), days, until) - ours
    return len(days.between(one.received.lodged_at, until)), len(ours), len(theirs)


def _steps(courses: Sequence[Course], days: _Days, at: datetime) -> dict[str, StepFigures]:
    here = dict.fromkeys(each.step for one in courses for each in one.spells)
    return {step: _step(step, courses, days, at) for step in here}


def _step(step: str, courses: Sequence[Course], days: _Days, at: datetime) -> StepFigures:
    came = [one for one in courses if any(each.step == step for each in one.spells)]
    stand = [one for one in came if step in one.stands_at]
    done = [one for one in came if step not in one.stands_at]
    took = [
        len(_over((each for each in one.spells if each.step == step and each.office != REQUESTER), days, at))
        for one in done
    ]
    return StepFigures(step, len(came), len(done), len(stand), spread(took))


def _years(courses: Sequence[Course]) -> tuple[YearFigures, ...]:
    by_year: dict[int, list[Course]] = {}
    for one in courses:
        by_year.setdefault(local_day(one.received.lodged_at).year, []).append(one)
    return tuple(_year(year, by_year[year]) for year in sorted(by_year, reverse=True))


def _year(year: int, courses: Sequence[Course]) -> YearFigures:
    fates = [_fate(one) for one in courses]
    return YearFigures(
        year,
        len(courses),
        *(sum(fate == wanted for fate in fates) for wanted in ("approved", "refused", "otherwise", "open")),
    )


def _fate(one: Course) -> str:
    """What became of a request: a refusal and an approval count from the decision on, an ending without it."""
    if one.decided_at is not None and one.received.state not in ("withdrawn", "lapsed", "dormant"):
        return "approved" if one.approved else "refused"
    return "open" if one.received.state in ("open", "dormant") else "otherwise"


def spread(values: Sequence[int]) -> Spread:
    """Median and 90th centile (the value that nine in ten do not exceed) of working days."""
    if len(values) < FEWEST:
        return Spread(len(values))
    place = math.ceil(len(values) * 9 / 10) - 1
    return Spread(len(values), float(median(values)), float(sorted(values)[place]))
