"""The calendar of England and Wales agrees with the published bank holidays."""

from datetime import date

import pytest

from policy.working_days import Calendar
from tests.policy.test_working_days import ENGLAND_AND_WALES
from wiring.calendar import england_and_wales


def free_weekdays(calendar: Calendar) -> set[date]:
    return {day for day in calendar.holidays if day.weekday() < 5}


def test_the_library_and_the_golden_table_agree_from_2026_to_2028() -> None:
    assert free_weekdays(england_and_wales(2026, 3)) == free_weekdays(ENGLAND_AND_WALES)


def test_a_calendar_says_until_when_it_knows() -> None:
    assert england_and_wales(2026, 3).known_until == date(2028, 12, 31)
    assert england_and_wales(2030, 1).known_until == date(2030, 12, 31)


def test_scotland_s_holidays_are_not_ours() -> None:
    assert england_and_wales(2026, 1).works(date(2026, 1, 2))
    assert england_and_wales(2026, 1).works(date(2026, 11, 30))


def test_a_calendar_covers_at_least_a_year() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        england_and_wales(2026, 0)
