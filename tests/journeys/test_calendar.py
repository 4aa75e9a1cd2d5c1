"""Clocks over bank holidays and the change to and from summer time, as the server really rings them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType

from demo.house import House
from demo.playing import play
from demo.story import Story
from policy.working_days import LONDON
from sharing.facts import Happened
from tests.journeys.conftest import house_for


def unscreened(begins: date, days: int) -> Story:
    """A request that nobody screens for so many working days."""
    acts: list[dict[str, Any]] = [{"who": "rae", "lodges": "mortality"}, {"wait": days}]
    return Story.model_validate(
        {"key": "clock", "title": "A clock", "begins": begins, "outcome": "open", "acts": acts}
    )


def london(moment: datetime) -> str:
    """An instant as the clock on a London wall shows it."""
    return f"{moment.astimezone(LONDON):%a %-d %b %Y %H:%M %Z}"


async def rung(house: House) -> list[str]:
    """When the server's timers fired, by London time."""
    assert house.reference is not None
    history = await house.server.client.get_workflow_handle(house.reference).fetch_history()
    fired = [event for event in history.events if event.event_type == EventType.EVENT_TYPE_TIMER_FIRED]
    return [f"{event.event_time.ToDatetime(tzinfo=LONDON):%a %-d %b %Y %H:%M %Z}" for event in fired]


def of_kind(facts: tuple[Happened, ...], *kinds: str) -> list[tuple[str, str]]:
    """The facts of these kinds, with their instants."""
    return [(one.fact.kind, london(one.at)) for one in facts if one.fact.kind in kinds]


# Due on the fifth working day, reminded on the third, chased on the first and the sixth after it was due.
CALENDARS = [
    pytest.param(
        # Christmas Day 2032 is a Saturday: Monday and Tuesday are kept instead, and New Year's on the Monday after.
        date(2032, 12, 22),
        "Fri 31 Dec 2032 17:00 GMT",
        ["Wed 29 Dec 2032 09:00 GMT", "Tue 4 Jan 2033 09:00 GMT", "Tue 11 Jan 2033 09:00 GMT"],
        id="over Christmas and New Year",
    ),
    pytest.param(
        # Good Friday is 26 March 2032; summer time begins on Easter Sunday.
        date(2032, 3, 24),
        "Fri 2 Apr 2032 17:00 BST",
        ["Wed 31 Mar 2032 09:00 BST", "Mon 5 Apr 2032 09:00 BST", "Mon 12 Apr 2032 09:00 BST"],
        id="over Easter, on which summer time begins",
    ),
    pytest.param(
        date(2032, 10, 28),
        "Thu 4 Nov 2032 17:00 GMT",
        ["Tue 2 Nov 2032 09:00 GMT", "Fri 5 Nov 2032 09:00 GMT", "Fri 12 Nov 2032 09:00 GMT"],
        id="over the end of summer time",
    ),
]


@pytest.mark.parametrize(("begins", "due", "rings"), CALENDARS)
async def test_reminders_and_chasers_ring_at_nine_in_london_on_working_days(
    begins: date, due: str, rings: list[str], tmp_path: Path
) -> None:
    story = unscreened(begins, 12)
    async with house_for(story, tmp_path) as house:
        await play(story, house)
        request, facts = await house.request(), await house.facts()
        fired = await rung(house)
    assert request is not None
    (task,) = request.awaited.values()
    assert london(task.due) == due
    kinds = ["reminded", "chased", "chased"]
    assert of_kind(facts, *kinds) == list(zip(kinds, rings, strict=True))
    assert fired == rings
