"""Slack, the worker or an answer is away for a while: nothing is lost, nothing is said twice, and people are told."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from activities.ports import Recipient, Sent
from demo.servers import skipping
from sharing.notices.notice import Notice
from starter.slack.speaking import PENDING
from tests import people
from tests.chaos.homes import count_on
from tests.sharing.saying import SERVICE, ask
from tests.starter.slack.opening import workplace
from tests.starter.slack.test_clicks import settled, title, words
from tests.starter.slack.workplace import PATIENT, REAL, Pace, Workplace, staff
from tests.workflows.house import until

PASS = {"kind": "screen", "outcome": "pass"}


LEAVES_WORD_SOON = dataclasses.replace(REAL, desk=0.5, door=PATIENT, slack=PATIENT)
"""The desk gives up waiting before the door does."""


@asynccontextmanager
async def one_of_many(server: Client, folder: Path, *given: Any, **more: Any) -> AsyncIterator[Workplace]:
    """A workplace whose references are its own, so that it shares the server with others."""
    async with workplace(server, folder, *given, **more) as here:
        count_on(here.house.store)
        yield here


@pytest.mark.parametrize("pace", [REAL, LEAVES_WORD_SOON])
async def test_what_is_said_while_no_worker_answers_is_never_called_not_recorded_and_counts_once(
    server: Client, tmp_path: Path, pace: Pace
) -> None:
    async with one_of_many(server, tmp_path, pace=pace) as here:
        async with here.worker():
            reference = await here.house.lodged()
            button = await here.waits_for("asha", reference, PASS)
            await here.store.until(lambda: here.of("felix", reference), 40)
        view = await here.opened(button)
        outcome = await here.submitted("asha", view, people.screened().model_dump(mode="json"))
        again = await here.hands.send_again(outcome)
        assert (outcome.status, again.status) == (200, 200)
        assert (title(outcome.view), words(outcome.view)) == ("Recording", PENDING)
        assert again.answer == outcome.answer
        assert len(here.house.store.history(reference)) == 2
        async with here.worker():
            await settled(here, reference, "asha", "felix")
        kinds = [one.fact.kind for one in here.house.store.history(reference)]
        assert kinds.count("screened") == 1
        assert "message-refused" not in kinds


async def test_a_card_that_was_left_behind_catches_up_when_somebody_presses_it(
    server: Client, tmp_path: Path
) -> None:
    async with one_of_many(server, tmp_path) as here:
        async with here.worker():
            reference = await here.house.lodged()
            button = await here.waits_for("asha", reference, PASS)
            here.store.faults.fail("chat.update", status=503, times=1_000)
            await here.house.say(reference, "felix", people.screened())
            task = "first-screening/onward-sharing-service"
            await until(lambda: here.house.store.settlement(reference, task, 0) is not None)
            await until(lambda: task not in here.house.desk.recorded(reference).awaited)
        # Nobody settles it now but the door.
        here.store.faults.clear()
        assert here.has_buttons(here.of("asha", reference)[0])
        assert "This is over" in words(await here.opened(button))
        await here.store.until(lambda: not here.has_buttons(here.of("asha", reference)[0]), 40)


async def test_who_spoke_too_late_while_no_worker_answered_is_told_in_slack(server: Client, tmp_path: Path) -> None:
    async with one_of_many(server, tmp_path, pace=REAL) as here:
        async with here.worker():
            reference = await here.house.lodged()
            views = [await here.opened(await here.waits_for(who, reference, PASS)) for who in ("asha", "felix")]
        for who, view in zip(("asha", "felix"), views, strict=True):
            outcome = await here.submitted(who, view, people.screened().model_dump(mode="json"))
            assert title(outcome.view) == "Recording"
        async with here.worker():
            await here.store.until(
                lambda: _not_heard(here, "asha", reference) + _not_heard(here, "felix", reference), 40
            )
            await settled(here, reference, "asha", "felix")
        assert [one.fact.kind for one in here.house.store.history(reference)].count("screened") == 1


def _not_heard(here: Workplace, person: str, reference: str) -> int:
    return sum(f"{reference} was not heard" in message["text"] for message in here.messages(person))


async def test_a_form_is_answered_in_time_though_slack_does_not_vouch_for_anybody(
    server: Client, tmp_path: Path
) -> None:
    async with one_of_many(server, tmp_path, pace=REAL) as here, here.worker():
        reference = await here.house.lodged()
        button = await here.waits_for("asha", reference, {"kind": "screen", "outcome": "to-srs"})
        here.store.faults.hang("users.info")
        assert "cannot confirm your account" in words(await here.opened(button))
        view = await here.opened(button)
        await here.hands.close("U0ASHA", view["id"])
        fresh = await here.opened(button)
        assert here.identity is not None
        here.identity.forget("U0ASHA")
        here.store.faults.hang("users.info")
        outcome = await here.hands.submit("U0ASHA", fresh["id"], {"reason": "It can be done in the SRS."})
        assert outcome.status == 200
        assert "Nothing was said; try again" in outcome.errors["reason"]
        mended = await here.hands.submit("U0ASHA", fresh["id"], {})
        assert title(mended.view) == "Recorded"


async def test_a_card_whose_answer_was_lost_stands_there_once_and_follows(server: Client, tmp_path: Path) -> None:
    async with one_of_many(server, tmp_path) as here, here.worker():
        here.store.faults.lose_answer("chat.postMessage", times=3)
        reference = await here.house.lodged()
        await until(lambda: len(here.house.store.delivered(f"{reference}/2/0")) == 2)
        assert {who: len(here.of(who, reference)) for who in ("asha", "felix")} == {"asha": 1, "felix": 1}
        await here.says("asha", reference, people.screened())
        await settled(here, reference, "asha", "felix")


async def test_who_cannot_be_reached_in_slack_is_told_by_the_next_channel_and_that_is_on_record(
    server: Client,
    tmp_path: Path,
) -> None:
    class Letters:
        """The next channel."""

        name = "mail"

        def __init__(self) -> None:
            self.told: list[str] = []

        def reaches(self, to: Recipient) -> bool:
            return bool(to.email)

        async def deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
            self.told.append(to.person)
            return Sent()

        async def settle(self, notice: Notice) -> None:
            """A letter stays as it is."""

    gone = tuple(dataclasses.replace(one, deleted=one.id == "U0FELIX") for one in staff())
    async with one_of_many(server, tmp_path, gone) as here:
        letters = Letters()
        here.other_posts.append(letters)
        async with here.worker():
            reference = await here.house.lodged()
            await here.waits_for("asha", reference, PASS)
            await until(lambda: here.house.store.delivered(f"{reference}/2/0") == {"asha": "slack", "felix": "mail"})
            assert "felix" in letters.told
            assert "asha" not in letters.told
            seen = await here.house.until(reference, lambda request: request.number > 2)
            await until(lambda: here.house.store.request(reference).number == seen.number)  # type: ignore[union-attr]
            (fact,) = [
                one.fact for one in here.house.store.history(reference) if one.fact.kind == "notice-undelivered"
            ]
            assert "felix: not delivered by slack: user_disabled" in fact.why


async def test_cards_come_once_after_an_hour_of_errors(tmp_path: Path) -> None:
    async with skipping() as server, workplace(server.client, tmp_path) as here, here.worker():
        here.store.faults.fail("*", status=500, times=100_000)
        reference = await here.house.lodged()
        await server.wait(await server.now(None) + timedelta(hours=1), None)
        assert here.cards(reference) == []
        here.store.faults.clear()
        await server.wait(await server.now(None) + timedelta(hours=2), None)
        await until(lambda: len(here.house.store.delivered(f"{reference}/2/0")) == 2)
        assert {who: len(here.of(who, reference)) for who in ("asha", "felix")} == {"asha": 1, "felix": 1}
        assert (await here.says("asha", reference, people.screened())).errors == {}


async def test_a_request_goes_on_while_slack_is_down_for_a_week_and_only_what_still_waits_is_asked_then(
    tmp_path: Path,
) -> None:
    async with skipping() as server, workplace(server.client, tmp_path) as here, here.worker():
        here.store.faults.fail("*", status=503, times=1_000_000)
        reference = await here.house.lodged()
        await here.house.say(reference, "asha", people.screened())
        await server.wait(await server.now(None) + timedelta(days=7), None)
        assert "first-screening/onward-sharing-service" not in here.house.desk.recorded(reference).awaited
        here.store.faults.clear()
        await server.wait(await server.now(None) + timedelta(hours=3), None)
        inform = {"kind": "give-review", "office": "information-asset-owner"}
        await here.waits_for("gwen", reference, inform)
        await until(lambda: len(here.house.store.delivered(f"{reference}/2/0")) == 2)
        assert not any(here.has_buttons(one) for who in ("asha", "felix") for one in here.of(who, reference))
        told = [(who, one["metadata"]["event_payload"]["key"]) for who, one in here.cards(reference)]
        assert len(set(told)) == len(told)
        opinion = people.opinion("information-asset-owner", "death-registrations")
        assert (await here.says("gwen", reference, opinion)).errors == {}


async def test_cards_follow_a_request_that_lapses(tmp_path: Path) -> None:
    async with skipping() as server, workplace(server.client, tmp_path) as here, here.worker():
        reference = await here.house.lodged()
        await here.says("asha", reference, ask(SERVICE, "methods"))
        assert here.left_with_buttons(reference) != []
        for _ in range(30):
            await server.wait(await server.now(None) + timedelta(days=7), None)
            if here.house.desk.recorded(reference).closed is not None:
                break
        await settled(here, reference, "asha", "felix")
        assert here.house.desk.recorded(reference).closed is not None
        assert "lapsed" in here.of("asha", reference)[0]["text"]
        assert here.left_with_buttons(reference) == []


async def test_the_same_handlers_are_heard_over_socket_mode(server: Client, tmp_path: Path) -> None:
    async with one_of_many(server, tmp_path, socket_mode=True) as here, here.worker():
        await until(lambda: here.store.switchboard.connected)
        reference = await here.house.lodged()
        outcome = await here.says("asha", reference, people.screened())
        assert title(outcome.view) == "Recorded"
        await settled(here, reference, "asha", "felix")
        await here.hands.type_message("U0GWEN", "Hello")
        await here.store.until(lambda: "Nothing that is typed here" in here.messages("gwen")[-1]["text"], 40)
