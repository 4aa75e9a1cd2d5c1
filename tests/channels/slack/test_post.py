"""A card is posted once whatever happens, stands in its thread, and every copy of it follows the request."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from activities.ports import Recipient, TryLater, Undeliverable
from channels.slack import SlackPost
from devslack.shapes import channel_of
from sharing.notices.notice import Notice
from tests.channels.slack.conftest import ASHA, DUE, FELIX, NOW, PLACES, Room, asked, reminded, settled

OPEN = ["Pass", "Refer to the SRS"]


async def test_a_card_whose_answer_was_lost_is_found_again_and_stands_there_once(room: Room) -> None:
    room.slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(TryLater):
        await room.tell(asked())
    await room.tell(asked(), attempt=2)
    assert len(room.seen()) == 1
    await room.post.settle(settled())
    assert room.buttons() == []


async def test_a_reply_whose_answer_was_lost_is_found_again_in_its_thread(room: Room) -> None:
    await room.tell(asked())
    news = asked(4, kind="tell", task=None, choices=(), key="ONS-2026-0001/4/x", headline="It is now revision 2")
    room.slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(TryLater):
        await room.tell(news)
    await room.tell(news, attempt=2)
    first, second = room.seen()
    assert second["thread_ts"] == first["ts"]


async def test_an_earlier_try_is_found_among_more_than_a_page_of_messages(room: Room) -> None:
    room.slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(TryLater):
        await room.tell(asked())
    for number in range(205):
        await room.client.chat_postMessage(channel=channel_of("U0ASHA"), text=f"Number {number}")
    await room.tell(asked(), attempt=2)
    assert len(room.seen()) == 206


async def test_slack_is_given_the_time_that_it_asks_for(room: Room) -> None:
    room.slack.faults.limit("chat.postMessage", retry_after=17)
    with pytest.raises(TryLater) as later:
        await room.tell(asked())
    assert later.value.after == timedelta(seconds=17)


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
async def test_trouble_that_passes_is_tried_again_later(room: Room, method: str) -> None:
    for status, why in ((500, "Slack has trouble"), (200, "What answers is not Slack")):
        room.slack.faults.fail(method, status=status)
        with pytest.raises(TryLater, match=why):
            await room.tell(asked())
    room.slack.faults.hang(method)
    with pytest.raises(TryLater, match="Slack does not answer"):
        await room.tell(asked())
    await room.tell(asked(), attempt=4)
    assert len(room.seen()) == 1


async def test_somebody_whom_slack_does_not_know_is_told_by_the_next_channel(room: Room) -> None:
    for user, why in (("U0NOBODY", "user_not_found"), ("U0GONE", "user_disabled")):
        with pytest.raises(Undeliverable, match=why):
            await room.tell(asked(), Recipient("gil", "Gil", "gil@ons.example", user))


async def test_a_token_that_was_taken_back_is_hopeless_for_a_card_and_waits_for_a_settlement(room: Room) -> None:
    await room.tell(asked())
    refused = AsyncWebClient(token="xoxb-other", base_url=room.client.base_url, retry_handlers=[])
    post = SlackPost(refused, room.kept, PLACES, str)
    with pytest.raises(Undeliverable, match="invalid_auth"):
        await post.deliver(asked(8, task="other"), ASHA, 1, NOW)
    with pytest.raises(TryLater, match="renewed"):
        await post.settle(settled())
    await room.post.settle(settled())
    assert room.buttons() == []


async def test_two_notices_at_the_same_instant_stand_in_one_thread(room: Room) -> None:
    await asyncio.gather(
        *(room.tell(asked(3, f"task-{place}", key=f"ONS-2026-0001/3/{place}")) for place in range(5))
    )
    roots = [message for message in room.seen() if "thread_ts" not in message]
    assert (len(room.seen()), len(roots)) == (5, 1)


async def test_where_somebody_deleted_the_first_card_the_next_one_stands_alone_and_once(room: Room) -> None:
    await room.tell(asked())
    room.slack.drop_message(channel_of("U0ASHA"), room.seen()[0]["ts"])
    await room.tell(asked(6, "triage/group"))
    (card,) = room.seen()
    assert "thread_ts" not in card
    await room.tell(asked(6, "triage/group"), attempt=2)
    assert len(room.seen()) == 1


async def test_every_copy_is_settled_whoever_has_it(room: Room) -> None:
    await room.tell(asked(), ASHA)
    await room.tell(asked(), FELIX)
    await room.post.settle(settled())
    for to in (ASHA, FELIX):
        (card,) = room.seen(to)
        assert not any(block["type"] == "actions" for block in card["blocks"])
        assert "Over: Screened: pass by Asha, 2 November 2026" in card["text"]


async def test_a_copy_that_somebody_deleted_holds_up_no_other(room: Room) -> None:
    await room.tell(asked(), ASHA)
    await room.tell(asked(), FELIX)
    room.slack.drop_message(channel_of("U0ASHA"), room.seen()[0]["ts"])
    await room.post.settle(settled())
    assert room.buttons(FELIX) == []
    assert room.kept.copies("ONS-2026-0001", settled().task or "", 5, "slack") == ()


async def test_a_copy_that_has_to_wait_is_settled_by_the_next_try(room: Room) -> None:
    await room.tell(asked(), ASHA)
    await room.tell(asked(), FELIX)
    room.slack.faults.fail("chat.update", status=503)
    with pytest.raises(TryLater):
        await room.post.settle(settled())
    assert sorted(map(len, (room.buttons(ASHA), room.buttons(FELIX)))) == [0, 2]
    await room.post.settle(settled())
    assert room.buttons(ASHA) == room.buttons(FELIX) == []


async def test_a_card_that_was_left_behind_catches_up(room: Room) -> None:
    await room.tell(asked())
    room.slack.faults.fail("chat.update", status=503)
    with pytest.raises(TryLater):
        await room.post.settle(settled())
    assert room.buttons() == OPEN
    await room.post.catch_up("ONS-2026-0001", settled().task or "")
    assert room.buttons() == []
    await room.post.catch_up("ONS-2026-0001", "never-asked")


async def test_a_settlement_that_overtakes_its_card_leaves_nothing_to_press(room: Room) -> None:
    await room.post.settle(settled())
    await room.tell(asked())
    assert room.seen() == []


async def test_a_settlement_that_comes_while_the_card_is_posted_leaves_nothing_to_press(room: Room) -> None:
    class Overtaken:
        """The records, which hear of the settlement just before they hear of the copy."""

        def __getattr__(self, name: str) -> Any:
            return getattr(room.kept, name)

        def note(self, notice: Notice, person: str, channel: str, sent: tuple[str, str]) -> None:
            room.kept.settle(settled(), settled().at or NOW)
            room.kept.note(notice, person, channel, sent)

    room.kept.tell(asked())
    late: Any = Overtaken()
    await SlackPost(room.client, late, PLACES, str).deliver(asked(), ASHA, 1, NOW)
    (card,) = room.seen()
    assert "Over: Screened: pass" in card["text"]
    assert room.buttons() == []


async def test_what_is_asked_again_has_a_card_of_its_own_and_the_old_one_keeps_its_end(room: Room) -> None:
    await room.tell(asked(3))
    await room.post.settle(settled(5, headline="returned"))
    await room.tell(asked(6))
    await room.tell(reminded(7))
    assert "Over: Returned" in room.seen()[0]["text"]
    assert room.buttons() == OPEN
    await room.post.settle(settled(9, headline="passed"))
    old, new, _ = room.seen()
    assert "Over: Returned" in old["text"]
    assert "Over: Passed" in new["text"]


async def test_a_reminder_marks_the_card_and_stands_below_it_without_buttons(room: Room) -> None:
    await room.tell(asked())
    later = DUE + timedelta(days=2)
    room.slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(TryLater):
        await room.tell(reminded(due=later))
    await room.tell(reminded(due=later), attempt=2)
    card, below = room.seen()
    assert room.buttons() == OPEN
    assert "*Reminder:*" in str(card["blocks"])
    assert below["thread_ts"] == card["ts"]
    assert "subtype" not in below
    assert "18 November 2026" in below["text"]
    await room.post.settle(settled())
    assert room.buttons() == []


async def test_who_never_had_the_card_gets_it_with_the_reminder(room: Room) -> None:
    await room.tell(asked(), FELIX)
    await room.tell(reminded(), ASHA)
    assert room.buttons(ASHA) == OPEN
    await room.post.settle(settled())
    assert room.buttons(ASHA) == room.buttons(FELIX) == []


async def test_a_reminder_of_what_is_over_is_not_sent(room: Room) -> None:
    await room.tell(asked())
    await room.post.settle(settled())
    await room.tell(reminded(4))
    assert len(room.seen()) == 1
    assert room.buttons() == []


async def test_what_asks_or_is_urgent_is_shown_outside_of_its_thread_as_well(room: Room) -> None:
    await room.tell(asked())
    await room.tell(asked(6, "other"))
    await room.tell(asked(7, kind="chase", task=None, choices=(), urgent=True, key="ONS-2026-0001/7"))
    await room.tell(asked(8, kind="tell", task=None, choices=(), key="ONS-2026-0001/8"))
    assert ["subtype" in message for message in room.seen()] == [False, True, True, False]


async def test_records_that_are_away_make_a_delivery_wait(room: Room) -> None:
    class Away:
        """Records that cannot be reached."""

        def __getattr__(self, name: str) -> Callable[..., None]:
            def away(*_: object) -> None:
                raise ConnectionError

            return away

    gone: Any = Away()
    post = SlackPost(room.client, gone, PLACES, str)
    for trying in (post.deliver(asked(), ASHA, 1, NOW), post.settle(settled())):
        with pytest.raises(TryLater, match="records"):
            await trying


async def test_neither_token_nor_text_gets_into_the_log(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    room.slack.faults.fail("chat.postMessage", status=500)
    with pytest.raises(TryLater):
        await room.tell(asked(headline="A secret headline"))
    await room.tell(asked(headline="A secret headline"), attempt=2)
    assert "secret" not in caplog.text
    assert "xoxb" not in caplog.text
