"""Everybody's digest of a day, as notices: what waits for them, overdue first."""

from collections.abc import Callable, Sequence
from datetime import date

from policy.working_days import local_day, morning
from records import SqlRecords
from records.inbox import InTray
from sharing.notices import Notice
from starter.waiting import waiting
from wiring.addressing import is_outside
from wiring.directory import Directory, Person

DIGEST = "digest"
LONGEST_DIGEST = 20


class DailyDigests:
    """Everybody's digest of a day. `works` says whether a day is a working day."""

    def __init__(
        self, records: SqlRecords, directory: Callable[[], Directory], works: Callable[[date], bool]
    ) -> None:
        self._records = records
        self._directory = directory
        self._works = works

    def digests(self, day: date) -> tuple[Notice, ...]:
        """One notice for each member of staff for whom something waits; none on days that are free, or for who is
        away. Raises ConnectionError while the records cannot be reached."""
        if not self._works(day):
            return ()
        directory, at = self._directory(), morning(day)
        staff = (one for one in directory.people if one.active and one.offices and not one.is_away(day))
        found = (
            _digest(one, waiting(self._records, directory, one, at), day)
            for one in staff
            if not is_outside(directory, one)
        )
        return tuple(one for one in found if one is not None)


def _digest(person: Person, waits: Sequence[InTray], day: date) -> Notice | None:
    if not waits:
        return None
    late = sum(one.overdue for one in waits)
    tasks = "1 task waits" if len(waits) == 1 else f"{len(waits)} tasks wait"
    return Notice(
        key=f"digest/{day:%Y-%m-%d}/{person.key}",
        reference="",
        kind="tell",
        topic=DIGEST,
        person=person.key,
        headline=f"{tasks} for you{f', {late} overdue' if late else ''}",
        lines=tuple(_line(one) for one in waits[:LONGEST_DIGEST]),
    )


def _line(one: InTray) -> str:
    if one.due is None:
        return one.notice.headline
    return f"{one.notice.headline}: {'overdue since' if one.overdue else 'due'} {local_day(one.due):%-d %B %Y}"
