"""One function counts working days, across weekends, bank holidays, Christmas and the change of the clocks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.working_days import Calendar, add_working_days, local_day

# As published for England and Wales; the days that fall on a weekend are kept on their substitute days.
ENGLAND_AND_WALES = Calendar(
    holidays=tuple(
        date(year, month, day)
        for year, days_of in {
            2026: ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)),
            2027: ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
            2028: ((1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
        }.items()
        for month, day in days_of
    ),
    known_until=date(2028, 12, 31),
)

days = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 6, 30))
counts = st.integers(min_value=0, max_value=60)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "count", "expected", "why"),
    [
        ("2026-06-10", 0, "2026-06-10", "no days from a Wednesday are that Wednesday"),
        ("2026-06-10", 1, "2026-06-11", "the day itself is day 0"),
        ("2026-06-12", 1, "2026-06-15", "after Friday comes Monday"),
        ("2026-06-13", 0, "2026-06-15", "a Saturday is counted from, never to"),
        ("2026-06-13", 1, "2026-06-15", "day 1 after a Saturday is Monday"),
        ("2026-06-14", 1, "2026-06-15", "and so it is after a Sunday"),
        ("2026-06-10", 5, "2026-06-17", "five days are a week"),
        ("2026-06-10", 10, "2026-06-24", "ten are two"),
        ("2026-04-02", 1, "2026-04-07", "Easter takes Friday and Monday"),
        ("2026-05-01", 5, "2026-05-11", "the early May bank holiday"),
        ("2026-05-04", 0, "2026-05-05", "a bank holiday is counted from, never to"),
        ("2026-05-04", 1, "2026-05-05", "day 1 after a bank holiday"),
        ("2026-05-22", 1, "2026-05-26", "the spring bank holiday"),
        ("2026-08-28", 1, "2026-09-01", "the summer bank holiday"),
        ("2026-12-24", 1, "2026-12-29", "Christmas Day on a Friday, Boxing Day kept on Monday"),
        ("2026-12-23", 5, "2027-01-04", "Christmas and New Year together"),
        ("2027-12-24", 1, "2027-12-29", "both days of Christmas on a weekend, kept on Monday and Tuesday"),
        ("2027-12-24", 3, "2027-12-31", "between the years"),
        ("2027-12-24", 4, "2028-01-04", "New Year's Day on a Saturday, kept on Monday"),
        ("2028-02-28", 1, "2028-02-29", "a leap day works"),
        ("2028-04-13", 1, "2028-04-18", "Easter again"),
        ("2026-09-07", 40, "2026-11-02", "eight weeks without a bank holiday"),
        ("2026-11-16", 40, "2027-01-14", "and eight weeks with three"),
    ],
)
def test_golden_table(day: str, count: int, expected: str, why: str) -> None:
    assert ENGLAND_AND_WALES.add(date.fromisoformat(day), count) == date.fromisoformat(expected), why


@pytest.mark.parametrize(
    ("since", "count", "due", "why"),
    [
        ("2026-06-12T16:55", 1, "2026-06-15T16:00", "Friday 17:55 in summer: Monday at five"),
        ("2026-12-04T17:55", 1, "2026-12-07T17:00", "Friday 17:55 in winter: Monday at five"),
        ("2026-03-27T12:00", 1, "2026-03-30T16:00", "the clocks go forward on Sunday; five is earlier in UTC"),
        ("2026-10-23T12:00", 1, "2026-10-26T17:00", "the clocks go back on Sunday; five is later in UTC"),
        ("2026-07-09T23:30", 1, "2026-07-13T16:00", "half past midnight in London is the next day already"),
        ("2026-12-10T23:30", 1, "2026-12-11T17:00", "in winter it is not"),
        ("2026-03-29T00:30", 0, "2026-03-30T16:00", "in the night of the change itself"),
        ("2026-10-25T01:30", 0, "2026-10-26T17:00", "and in the hour that happens twice"),
    ],
)
def test_something_is_due_at_five_in_london(since: str, count: int, due: str, why: str) -> None:
    assert ENGLAND_AND_WALES.due(utc(since), count) == utc(due), why


@pytest.mark.parametrize(
    ("since", "count", "rings"),
    [
        ("2026-06-10T10:00", 5, "2026-06-17T08:00"),
        ("2026-12-09T10:00", 5, "2026-12-16T09:00"),
        ("2026-03-26T10:00", 2, "2026-03-30T08:00"),
    ],
)
def test_reminders_ring_at_nine_in_london(since: str, count: int, rings: str) -> None:
    assert ENGLAND_AND_WALES.rings(utc(since), count) == utc(rings)


def test_a_reminder_before_a_due_date_rings_on_a_working_day() -> None:
    assert ENGLAND_AND_WALES.before(utc("2026-04-07T16:00"), 1) == utc("2026-04-02T08:00")


def test_a_clock_that_stood_still_has_the_days_it_had_left() -> None:
    due = ENGLAND_AND_WALES.due(utc("2026-12-14T10:00"), 10)
    left = ENGLAND_AND_WALES.left(utc("2026-12-17T10:00"), due)
    assert left == 7
    assert ENGLAND_AND_WALES.due(utc("2027-01-18T10:00"), left) == utc("2027-01-27T17:00")


def test_nothing_is_left_after_the_due_date() -> None:
    due = ENGLAND_AND_WALES.due(utc("2026-06-10T10:00"), 5)
    assert ENGLAND_AND_WALES.left(utc("2026-07-01T10:00"), due) == 0


def test_days_are_counted_forwards_only() -> None:
    with pytest.raises(ValueError, match="counted forwards"):
        add_working_days(date(2026, 6, 10), -1, ())


def test_a_calendar_travels_as_dates_in_words() -> None:
    written = ENGLAND_AND_WALES.model_dump_json(exclude_unset=True)
    assert '"2026-12-28"' in written
    assert Calendar.model_validate_json(written) == ENGLAND_AND_WALES


@given(days, counts)
def test_counting_back_gives_what_was_added(day: date, count: int) -> None:
    if ENGLAND_AND_WALES.works(day) or count:
        assert ENGLAND_AND_WALES.between(day, ENGLAND_AND_WALES.add(day, count)) == count


@given(days, counts)
def test_nothing_falls_due_on_a_day_off(day: date, count: int) -> None:
    assert ENGLAND_AND_WALES.works(ENGLAND_AND_WALES.add(day, count))


@given(days, counts, counts)
def test_adding_in_two_steps_is_adding_at_once(day: date, first: int, then: int) -> None:
    if first or ENGLAND_AND_WALES.works(day):
        at_once = ENGLAND_AND_WALES.add(day, first + then)
        assert ENGLAND_AND_WALES.add(ENGLAND_AND_WALES.add(day, first), then) == at_once


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 6, 30)), counts)  # noqa: DTZ001
def test_a_due_instant_is_in_the_future_of_a_working_day_s_start(naive: datetime, count: int) -> None:
    since = naive.replace(tzinfo=UTC)
    due = ENGLAND_AND_WALES.due(since, count)
    assert local_day(due) >= local_day(since)
    assert due.tzinfo is UTC
