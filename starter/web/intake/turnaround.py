"""How long requests have taken so far, from our own records: what an applicant may expect."""

import time
from itertools import islice
from statistics import median
from typing import NamedTuple

from policy.working_days import Calendar, local_day
from records import SqlRecords
from records.reading import Listed, Wish
from sharing.facts import Decided
from starter.web.visiting import Visit
from wiring.calendar import england_and_wales

KEPT_FOR = 600.0
"""Seconds for which figures are shown before they are counted again."""

MOST_COUNTED = 200

_counted: dict[tuple[str, str], tuple[float, "Turnaround | None"]] = {}


class Turnaround(NamedTuple):
    """How many of the latest requests were decided, and the median of the working days until then."""

    decided: int
    days: int


def turnaround(visit: Visit, scheme: str) -> Turnaround | None:
    """How long decided requests have taken; None where none was decided yet."""
    known, at = (visit.on.settings.database_url.get_secret_value(), scheme), time.monotonic()
    counted = _counted.get(known)
    if counted is None or counted[0] + KEPT_FOR < at:
        _counted[known] = counted = (at, count(visit.on.records, scheme))
    return counted[1]


def count(records: SqlRecords, scheme: str) -> Turnaround | None:
    """Count the latest requests of a scheme that were decided."""
    days = [
        taken for one in islice(_listed(records, scheme), MOST_COUNTED) if (taken := _days(records, one)) is not None
    ]
    return Turnaround(len(days), round(median(days))) if days else None


def _listed(records: SqlRecords, scheme: str) -> list[Listed]:
    found: list[Listed] = []
    after: str | None = None
    while len(found) < MOST_COUNTED:
        page = records.requests(Wish(scheme=scheme), after)
        found += page.requests
        if page.after is None:
            break
        after = page.after
    return found


def _days(records: SqlRecords, one: Listed) -> int | None:
    """Working days from receipt to the last decision on a request; None where an asset still waits for its own."""
    decided = [fact for fact in records.history(one.reference) if isinstance(fact.fact, Decided)]
    if not decided or {fact.fact.asset for fact in decided if isinstance(fact.fact, Decided)} < {
        asset.key for asset in one.assets
    }:
        return None
    since, until = local_day(one.lodged_at), local_day(decided[-1].at)
    return _calendar(since.year, until.year).between(since, until)


def _calendar(first: int, last: int) -> Calendar:
    return england_and_wales(first, last - first + 1)
