"""The one definition of working days: when something falls due, and how much of a clock is left.

Counting rule: the day on which something happens is day 0, also when it happens at 17:55 on a Friday or on a
bank holiday; day 1 is the first working day after it. Due means by 17:00 in London on the last day counted.
Reminders and chasers ring at 09:00 in London, on working days, so that no timer wakes anybody at night.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import field_serializer

from policy.value import Stored

LONDON = ZoneInfo("Europe/London")
OPENS = time(9, 0)
CLOSES = time(17, 0)


class Calendar(Stored):
    """Bank holidays as data, pinned to a request. After `known_until` only weekends are known to be free."""

    holidays: tuple[date, ...] = ()
    known_until: date | None = None

    @field_serializer("holidays")
    def _spelled(self, days: tuple[date, ...]) -> tuple[str, ...]:
        return tuple(day.isoformat() for day in days)

    def works(self, day: date) -> bool:
        """Whether that day is a working day."""
        return day.weekday() < 5 and day not in self.holidays

    def add(self, day: date, days: int) -> date:
        """The date `days` working days after `day`, which is day 0. Raises ValueError for negative `days`."""
        return add_working_days(day, days, self.holidays)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`; 0 where `end` is not later."""
        span = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
        return sum(1 for day in span if self.works(day))

    def due(self, since: datetime, days: int) -> datetime:
        """The instant (UTC) at which an allowance of `days` working days that began at `since` is used up."""
        return _at(self.add(local_day(since), days), CLOSES)

    def rings(self, since: datetime, days: int) -> datetime:
        """The instant (UTC) of the reminder on the `days`-th working day after `since`: 09:00 in London."""
        return _at(self.add(local_day(since), days), OPENS)

    def before(self, due: datetime, days: int) -> datetime:
        """The instant (UTC) of a reminder `days` working days before `due`: 09:00 in London."""
        day = local_day(due)
        while days or not self.works(day):
            day -= timedelta(days=1)
            if self.works(day) and days:
                days -= 1
        return _at(day, OPENS)

    def left(self, at: datetime, due: datetime) -> int:
        """Working days of an allowance that are still unused at `at`."""
        return self.between(local_day(at), local_day(due))


def add_working_days(day: date, days: int, holidays: Collection[date]) -> date:
    """The date `days` working days after `day`. With 0 days: `day`, or the next working day if it is none."""
    if days < 0:
        raise ValueError("Working days are counted forwards; give a number of at least 0.")
    current, left = day, days
    while left or current.weekday() >= 5 or current in holidays:
        current += timedelta(days=1)
        if current.weekday() < 5 and current not in holidays and left:
            left -= 1
    return current


def local_day(at: datetime) -> date:
    """The date in London at that instant."""
    return at.astimezone(LONDON).date()


def morning(day: date) -> datetime:
    """The instant (UTC) at which a day's work begins in London."""
    return _at(day, OPENS)


def end_of(day: date) -> datetime:
    """The instant (UTC) at which a day is over in London: midnight."""
    return _at(day + timedelta(days=1), time(0, 0))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON).astimezone(UTC)
