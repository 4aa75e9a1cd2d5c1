"""Channels fail in every way they can: people are told later, or otherwise, or it is on record that they were not.

Traps: an e-mail's failure is swallowed; the window in which it is tried again ends.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from activities.ports import Undeliverable
from channels.inbox import InboxChannel
from demo.servers import Server, skipping
from sharing.notices.notice import Notice
from tests import people
from tests.chaos.homes import Post, a_house, later, staffed, tried_again
from tests.chaos.mortal_house import hurried
from tests.workflows.house import House, until


@pytest.fixture
def home(server: Server, tmp_path: Path) -> House:
    return a_house(server.client, tmp_path)


@pytest.fixture
async def skipper() -> AsyncIterator[Server]:
    """A small server on which days pass in a moment, also while an activity waits to be tried again."""
    async with skipping() as running:
        yield running


def hopeless(notice: Notice, arrived: bool) -> None:
    raise Undeliverable("No such address.")


def undelivered(home: House, reference: str) -> dict[str, str]:
    """The notices that are on record as undelivered, with the reason."""
    facts = [one.fact for one in home.store.history(reference)]
    return {fact.notice: fact.why for fact in facts if fact.kind == "notice-undelivered"}


async def test_what_one_channel_cannot_deliver_arrives_by_the_next(home: House) -> None:
    async with staffed(home, channels=[Post(hopeless), InboxChannel(home.store)]):
        reference = await home.lodged()
        await home.say(reference, "asha", people.screened())
        await until(lambda: home.store.inbox("information-asset-owner", home.desk._clock()) != ())
    assert undelivered(home, reference) == {}


async def test_what_no_channel_can_deliver_is_on_record_and_the_request_goes_on(home: House) -> None:
    async with staffed(home, channels=[Post(hopeless), Post(hopeless)]):
        reference = await home.lodged()
        await home.road(reference, upto=3)
        # Two at lodging, one to the owner, one to the group, six to the panel.
        await until(lambda: len(undelivered(home, reference)) == 10)
        seen = await home.state(reference)
    assert "legal" in {task.office for task in seen.awaited.values()}
    assert set(undelivered(home, reference).values()) == {"post: No such address.; post: No such address."}
    assert home.is_whole(reference)


async def test_a_message_whose_receipt_was_lost_is_not_sent_again(home: House) -> None:
    lost: set[str] = set()

    def receipt_lost(notice: Notice, arrived: bool) -> None:
        if arrived and notice.key not in lost:
            lost.add(notice.key)
            raise later()

    post = Post(receipt_lost)
    async with staffed(home, channels=[post]):
        reference = await home.lodged()
        await home.road(reference, upto=3)
        await until(lambda: len([key for key, attempt, _ in post.tries if attempt > 1]) == 10)
    assert post.once_each
    assert len(post.messages) == len(lost) == 10
    assert undelivered(home, reference) == {}


async def test_a_channel_that_never_answers_holds_up_neither_the_others_nor_the_request(
    server: Server, tmp_path: Path
) -> None:
    quick = hurried(server).client
    home, answers = a_house(quick, tmp_path), asyncio.Event()

    class Hanging(Post):
        async def deliver(self, notice: Notice, attempt: int, first_tried: object) -> None:
            if notice.office == "legal":
                await answers.wait()
            await super().deliver(notice, attempt, first_tried)  # type: ignore[arg-type]

    post = Hanging()
    async with staffed(home, channels=[post]):
        reference = await home.lodged()
        await home.road(reference, upto=3)
        await until(lambda: all(post.to(office) for office in people.PANEL if office != "legal"))
        for office in people.PANEL[1:]:
            await home.say(reference, people.HOLDS[office], people.opinion(office))
        await until(lambda: tried_again(home, reference, "tell"))
        assert post.to("legal") == []
        answers.set()
        await until(lambda: post.to("legal") != [])
    assert post.once_each
    assert undelivered(home, reference) == {}


async def test_a_provider_down_for_five_days_delivers_later_once_and_no_clock_waits_for_it(
    skipper: Server, tmp_path: Path
) -> None:
    home = a_house(skipper.client, tmp_path)
    down = {"onward-sharing-service"}

    def provider(notice: Notice, arrived: bool) -> None:
        if notice.office in down and not arrived:
            raise later(timedelta(hours=6))

    post = Post(provider)
    async with staffed(home, channels=[post]):
        reference = await home.lodged()
        await until(lambda: post.to("requester", "tell") != [])
        begun = await skipper.now(reference)
        await skipper.wait(begun + timedelta(days=5), reference)
        # The clock went on: the reminder rang at its own time, and waits for the provider like the first notice.
        await until(lambda: any(one.fact.kind == "reminded" for one in home.store.history(reference)))
        assert post.to("onward-sharing-service") == []
        # The request went on, and others were told at once.
        await home.say(reference, "asha", people.screened())
        await until(lambda: post.to("information-asset-owner") != [])
        down.clear()
        await skipper.wait(await skipper.now(reference) + timedelta(hours=7), reference)
        await until(lambda: len([one for one in post.messages if one.office == "onward-sharing-service"]) == 2)
    assert post.once_each
    asked = post.to("onward-sharing-service")[0]
    tries = [(attempt, first) for key, attempt, first in post.tries if key == asked.key]
    assert len(tries) > 15
    assert [attempt for attempt, _ in tries] == list(range(1, len(tries) + 1))
    assert undelivered(home, reference) == {}
