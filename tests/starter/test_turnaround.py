"""Turnaround: working days in total, of each step, and the requester's apart; and where there are too few to tell."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from policy.working_days import Calendar
from records import Milestone, Received
from sharing.facts import AnyFact, ApprovalReturned, Awaited, AwaitedChanged, Closed, Decided, Rescheduled
from starter.turnaround import FEWEST, Course, course, figures, spread

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
CALENDAR = Calendar()


def on(day: int) -> datetime:
    """So many days after that Monday."""
    return MONDAY + timedelta(days=day)


def task(step: str, office: str, what: str = "review", asset: str | None = None) -> Awaited:
    return Awaited(step=step, office=office, what=what, asset=asset, since=MONDAY, due=on(30), days=10)


def told(day: int, fact: AnyFact) -> Milestone:
    return Milestone(reference="ONS-2027-0001", at=on(day), fact=fact)


def approved(outcome: str = "approve") -> Decided:
    return Decided.model_validate(
        {"office": "owner", "asset": "deaths", "outcome": outcome, "revision": 1, "reasons": "So."}
    )


def gone(*milestones: Milestone, state: str = "open") -> Course:
    received = Received(reference="ONS-2027-0001", scheme="ons-onward-sharing", lodged_at=MONDAY, state=state)
    return course(received, milestones)


SCREEN, DECIDE = task("screening", "service", "screen"), task("decision", "owner", "decide", "deaths")
ANSWER = task("clarification", "requester", "answer")


def usual(ends: int = 14) -> Course:
    """Screened within four days, three of which it waited for the requester; decided after `ends` days."""
    return gone(
        told(0, AwaitedChanged(asked=(SCREEN,))),
        told(1, AwaitedChanged(asked=(ANSWER,), stopped=(SCREEN.key,))),
        told(4, AwaitedChanged(released=(ANSWER.key,), resumed=(Rescheduled(task=SCREEN.key, due=on(20)),))),
        told(7, AwaitedChanged(asked=(DECIDE,), released=(SCREEN.key,))),
        told(ends, approved()),
        told(ends, AwaitedChanged(released=(DECIDE.key,))),
    )


def test_days_of_the_requester_stand_apart_from_ours() -> None:
    found = figures([usual()] * FEWEST, CALENDAR, on(20))
    assert (found.total.median, found.ours.median, found.requester.median) == (10, 7, 3)


def test_a_step_counts_its_own_running_days_and_no_weekend() -> None:
    found = figures([usual()] * FEWEST, CALENDAR, on(20))
    assert found.steps["screening"].days.median == 2  # Tuesday, then the Monday after the weekend
    assert found.steps["decision"].days.median == 5


def test_a_bank_holiday_is_no_day() -> None:
    holiday = Calendar(holidays=(on(8).date(),))
    assert figures([usual()] * FEWEST, holiday, on(20)).steps["decision"].days.median == 4


def test_the_clocks_of_two_offices_at_one_step_count_once() -> None:
    legal, security = task("reviews", "legal"), task("reviews", "security")
    both = gone(
        told(0, AwaitedChanged(asked=(legal, security))),
        told(2, AwaitedChanged(released=(security.key,))),
        told(4, AwaitedChanged(released=(legal.key,))),
    )
    assert figures([both] * FEWEST, CALENDAR, on(9)).steps["reviews"].days.median == 4


def test_what_stands_at_a_step_is_not_yet_counted_as_done() -> None:
    waiting = gone(told(0, AwaitedChanged(asked=(SCREEN,))))
    found = figures([waiting, usual()], CALENDAR, on(20)).steps["screening"]
    assert (found.received, found.decided, found.open) == (2, 1, 1)


def test_an_approval_that_returns_to_its_deciders_is_no_decision() -> None:
    returned = gone(
        told(7, AwaitedChanged(asked=(DECIDE,))),
        told(9, approved()),
        told(9, AwaitedChanged(released=(DECIDE.key,))),
        told(12, ApprovalReturned(reason="Not signed in time.")),
        told(12, AwaitedChanged(asked=(DECIDE,))),
    )
    assert returned.decided_at is None


def test_a_request_is_decided_with_its_last_asset() -> None:
    other = task("decision", "owner", "decide", "births")
    half = (
        told(1, AwaitedChanged(asked=(DECIDE, other))),
        told(2, approved()),
        told(2, AwaitedChanged(released=(DECIDE.key,))),
    )
    assert gone(*half).decided_at is None
    last = Decided(office="owner", asset="births", outcome="refuse", revision=1, reasons="No.")
    whole = gone(*half, told(6, last), told(6, AwaitedChanged(released=(other.key,))))
    assert whole.decided_at == on(6)


def test_each_request_of_a_year_has_one_fate() -> None:
    refused = gone(told(3, approved("refuse")), told(3, Closed(outcome="refused")), state="refused")
    withdrawn = gone(told(3, Closed(outcome="withdrawn")), state="withdrawn")
    year = figures([usual(), refused, withdrawn, gone()], CALENDAR, on(20)).years[0]
    assert (year.approved, year.refused, year.otherwise, year.open) == (1, 1, 1, 1)
    assert year.received == 4


def test_the_duration_of_a_few_requests_is_not_told() -> None:
    assert spread([4] * (FEWEST - 1)) == (FEWEST - 1, None, None)
    assert spread([4] * FEWEST).median == 4


@pytest.mark.parametrize(("values", "ninetieth"), [(range(1, 11), 9), (range(1, 12), 10), ((5, 1, 4, 2, 3), 5)])
def test_nine_in_ten_do_not_exceed_the_90th_centile(values: Sequence[int], ninetieth: int) -> None:
    assert spread(list(values)).ninetieth == ninetieth


def test_without_requests_there_are_no_figures() -> None:
    found = figures([], CALENDAR, MONDAY)
    assert (found.received, found.years, found.total.median) == (0, (), None)
