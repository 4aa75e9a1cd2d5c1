"""A notice goes through the first channel that takes it; one that must wait holds up no other."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.notifying import Notifying
from activities.ports import Channel, TryLater, Undeliverable
from sharing.errands import Delivered, Telling, Told
from sharing.notices.notice import Notice

FIRST = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class FakeChannel:
    """Delivers, or raises what it was told to raise for a notice."""

    def __init__(self, name: str, **faults: BaseException) -> None:
        self.name = name
        self.told: list[tuple[str, int, datetime]] = []
        self._faults = faults

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        self.told.append((notice.key, attempt, first_tried))
        await asyncio.sleep(0)
        if notice.key in self._faults:
            raise self._faults[notice.key]


def a_notice(key: str) -> Notice:
    return Notice(key=key, reference="ONS-2026-0001", kind="tell", office="legal", headline="A secret headline")


async def tell(channels: Sequence[Channel], key: str, attempt: int = 1) -> Told:
    """One notice alone."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=attempt, scheduled_time=FIRST)
    return await environment.run(Notifying(channels).tell, Telling(notice=a_notice(key)))


async def tell_all(channels: Sequence[Channel], *keys: str) -> Told:
    """Several side by side, once."""
    return await Notifying(channels).once([*map(a_notice, keys)], 1, FIRST, timedelta(seconds=30))


async def test_the_first_channel_that_takes_a_notice_has_told_it() -> None:
    slack, inbox = FakeChannel("slack"), FakeChannel("inbox")
    told = await tell_all([slack, inbox], "a", "b")
    assert told.deliveries == (Delivered(notice="a", channel="slack"), Delivered(notice="b", channel="slack"))
    assert inbox.told == []


async def test_what_a_channel_cannot_deliver_goes_to_the_next() -> None:
    slack = FakeChannel("slack", a=Undeliverable("The office has no Slack channel."))
    inbox = FakeChannel("inbox")
    told = await tell_all([slack, inbox], "a", "b")
    assert told.deliveries == (Delivered(notice="a", channel="inbox"), Delivered(notice="b", channel="slack"))
    assert (await tell([slack, inbox], "a")).deliveries == (Delivered(notice="a", channel="inbox"),)


async def test_a_notice_that_nobody_can_deliver_says_why() -> None:
    slack = FakeChannel("slack", a=Undeliverable("No channel for legal."))
    inbox = FakeChannel("inbox", a=Undeliverable("No such office."))
    told = await tell([slack, inbox], "a")
    assert told.deliveries == (Delivered(notice="a", why="slack: No channel for legal.; inbox: No such office."),)
    assert (await tell([], "a")).deliveries[0].why == "There is no channel to tell anybody by."


async def test_a_notice_alone_that_has_to_wait_is_tried_again_when_the_channel_says() -> None:
    slack = FakeChannel("slack", a=TryLater("Slack asks for patience.", timedelta(seconds=30)))
    inbox = FakeChannel("inbox")
    with pytest.raises(ApplicationError, match="Slack asks for patience") as later:
        await tell([slack, inbox], "a")
    assert (later.value.type, later.value.next_retry_delay) == ("TryLater", timedelta(seconds=30))
    assert not later.value.non_retryable
    assert inbox.told == []


async def test_among_several_the_one_that_has_to_wait_is_told_alone_later() -> None:
    slack = FakeChannel("slack", b=TryLater("Slack asks for patience."))
    told = await tell_all([slack], "a", "b", "c")
    assert [(one.notice, one.later) for one in told.deliveries] == [("a", False), ("b", True), ("c", False)]
    assert told.deliveries[1].why == "Slack asks for patience."


async def test_a_bug_is_loud_but_the_others_are_told() -> None:
    inbox = FakeChannel("inbox", a=ZeroDivisionError("a bug"))
    told = await tell_all([inbox], "a", "b", "c")
    assert [key for key, _, _ in inbox.told] == ["a", "b", "c"]
    assert told.deliveries[0] == Delivered(notice="a", why="ZeroDivisionError", later=True)
    with pytest.raises(ZeroDivisionError):
        await tell([inbox], "a")


async def test_what_an_earlier_worker_ordered_to_be_told_is_read_as_one_notice() -> None:
    written = {"notices": [a_notice("a").model_dump(mode="json", exclude_unset=True)], "tried": 1}
    assert Telling.model_validate_json(json.dumps(written)) == Telling(notice=a_notice("a"), tried=1)
    with pytest.raises(ValidationError):
        Telling.model_validate({"notices": []})


async def test_a_channel_learns_which_attempt_it_is_and_since_when() -> None:
    inbox = FakeChannel("inbox")
    await tell([inbox], "a", attempt=3)
    assert inbox.told == [("a", 3, FIRST)]


async def test_no_word_of_a_notice_gets_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await tell([FakeChannel("slack", a=Undeliverable("no")), FakeChannel("inbox")], "a")
    assert "secret" not in caplog.text
