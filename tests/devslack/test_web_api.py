"""The Web API answers the real slack_sdk as Slack does, refusals and disturbances included."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.devslack.conftest import Workspace


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as error:
        await call
    return dict(error.value.response.data)


async def test_the_app_learns_who_it_is(unchanged: Workspace) -> None:
    told = await unchanged.client.auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == ("T0STANDIN", "U0STANDINBOT", "B0STANDINBOT")
    assert (await unchanged.client.api_test())["ok"]


@pytest.mark.parametrize(("token", "code"), [("", "not_authed"), ("xoxb-another", "invalid_auth")])
async def test_a_wrong_token_is_refused(unchanged: Workspace, token: str, code: str) -> None:
    stranger = AsyncWebClient(token=token, base_url=unchanged.there.api_url)
    assert (await refused(stranger.auth_test()))["error"] == code


@pytest.mark.parametrize(
    ("user", "flags"),
    [
        ("U0ASHA", {"is_restricted": False, "deleted": False}),
        ("U0GUEST", {"is_restricted": True, "is_ultra_restricted": False}),
        ("U0FAR", {"is_stranger": True, "team_id": "T0ELSEWHERE"}),
        ("U0GONE", {"deleted": True}),
        ("U0STANDINBOT", {"is_bot": True}),
    ],
)
async def test_a_person_is_told_with_flags(unchanged: Workspace, user: str, flags: dict[str, Any]) -> None:
    told = (await unchanged.client.users_info(user=user))["user"]
    assert {name: told.get(name) for name in flags} == flags


async def test_people_are_found_by_address_unless_they_are_gone_or_strangers(unchanged: Workspace) -> None:
    found = await unchanged.client.users_lookupByEmail(email="Asha@example.test")
    assert found["user"]["id"] == "U0ASHA"
    for email in ("gil@example.test", "fay@elsewhere.test", "nobody@example.test"):
        assert (await refused(unchanged.client.users_lookupByEmail(email=email)))["error"] == "users_not_found"


async def test_the_list_of_people_comes_in_pages(unchanged: Workspace) -> None:
    seen = [user["id"] async for page in await unchanged.client.users_list(limit=2) for user in page["members"]]
    assert seen == ["U0ASHA", "U0RAE", "U0GUEST", "U0FAR", "U0GONE", "U0STANDINBOT"]


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("conversations.open", {"users": "U0GONE"}, "user_disabled"),
        ("chat.postMessage", {"channel": "D0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "D0ASHA"}, "no_text"),
        ("chat.postMessage", {"channel": "D0ASHA", "blocks": [{"type": "divider"}]}, "no_text"),
        ("chat.postMessage", {"channel": "D0ASHA", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "D0ASHA", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "D0ASHA", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        ("chat.update", {"channel": "D0ASHA", "ts": "1.000001", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "D0ASHA", "ts": "1.000001"}, "message_not_found"),
        ("chat.getPermalink", {"channel": "D0ASHA", "message_ts": "1.000001"}, "message_not_found"),
        ("conversations.replies", {"channel": "D0ASHA", "ts": "1.000001"}, "thread_not_found"),
        ("conversations.history", {"channel": "D0NOWHERE"}, "channel_not_found"),
        ("views.open", {"trigger_id": "x", "view": {"type": "modal"}}, "invalid_arguments"),
        (
            "views.publish",
            {"user_id": "U0NOBODY", "view": {"type": "home", "blocks": [{"type": "divider"}]}},
            "user_not_found",
        ),
        ("chat.unheardOf", {}, "unknown_method"),
    ],
)
async def test_slack_refuses_by_its_own_code(
    unchanged: Workspace, method: str, arguments: dict[str, Any], code: str
) -> None:
    assert (await refused(unchanged.client.api_call(method, json=arguments)))["error"] == code


async def test_broken_blocks_are_refused_with_their_place(unchanged: Workspace) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    told = await refused(unchanged.client.chat_postMessage(channel="D0ASHA", text="x", blocks=[section]))
    sentence = "[ERROR] 3001 characters are more than 3000 [json-pointer:/blocks/0/text/text]"
    assert (told["error"], told["response_metadata"]["messages"]) == ("invalid_blocks", [sentence])


async def test_a_person_s_own_words_cannot_be_changed_by_the_app(workspace: Workspace) -> None:
    await workspace.hands.type_message("U0ASHA", "Mine")
    ts = workspace.store.messages("D0ASHA")[0]["ts"]
    update = workspace.client.chat_update(channel="D0ASHA", ts=ts, text="Yours")
    assert (await refused(update))["error"] == "cant_update_message"


async def test_history_gives_the_newest_first_and_metadata_on_request(workspace: Workspace) -> None:
    channel, ts = await workspace.card()
    await workspace.client.chat_postMessage(channel=channel, text="In the thread", thread_ts=ts)
    second = (await workspace.client.chat_postMessage(channel=channel, text="Later"))["ts"]
    plain = (await workspace.client.conversations_history(channel=channel))["messages"]
    assert [message["ts"] for message in plain] == [second, ts]
    assert "metadata" not in plain[1]
    assert (plain[1]["reply_count"], plain[1]["thread_ts"]) == (1, ts)

    told = await workspace.client.conversations_history(
        channel=channel, include_all_metadata=True, oldest=ts, inclusive=True, latest=second
    )
    assert [message["ts"] for message in told["messages"]] == [second, ts]
    assert told["messages"][1]["metadata"]["event_payload"] == {"key": "ONS-2026-0001/2"}
    assert (await workspace.client.conversations_history(channel=channel, oldest=second))["messages"] == []
    first_page = await workspace.client.conversations_history(channel=channel, limit=1)
    cursor = first_page["response_metadata"]["next_cursor"]
    second_page = await workspace.client.conversations_history(channel=channel, limit=1, cursor=cursor)
    assert [first_page["has_more"], second_page["has_more"]] == [True, False]
    assert second_page["messages"][0]["ts"] == ts


async def test_a_thread_is_read_from_its_beginning(workspace: Workspace) -> None:
    channel, ts = await workspace.card()
    for word in ("one", "two"):
        broadcast = word == "two"
        await workspace.client.chat_postMessage(channel=channel, text=word, thread_ts=ts, reply_broadcast=broadcast)
    replies = (await workspace.client.conversations_replies(channel=channel, ts=ts))["messages"]
    assert [message["text"] for message in replies][1:] == ["one", "two"]
    history = (await workspace.client.conversations_history(channel=channel))["messages"]
    assert next(message["text"] for message in history) == "two"


async def test_an_update_keeps_metadata_and_takes_the_blocks_away(workspace: Workspace) -> None:
    channel, ts = await workspace.card()
    await workspace.client.chat_update(channel=channel, ts=ts, text="Done")
    card = workspace.store.message(channel, ts)
    assert card is not None
    assert card["metadata"]["event_type"] == "review"
    assert "blocks" not in card
    await workspace.client.chat_delete(channel=channel, ts=ts)
    assert workspace.store.message(channel, ts) is None


async def test_whispers_are_shown_to_one_and_never_in_history(workspace: Workspace) -> None:
    await workspace.client.chat_postEphemeral(channel="D0ASHA", user="U0ASHA", text="Between us")
    assert (await workspace.client.conversations_history(channel="D0ASHA"))["messages"] == []
    assert len(workspace.store.messages("D0ASHA", "U0ASHA")) == 1
    whisper = workspace.client.chat_postEphemeral(channel="D0ASHA", user="U0RAE", text="x")
    assert (await refused(whisper))["error"] == "user_not_in_channel"


async def test_timestamps_are_unique_and_rise(unchanged: Workspace) -> None:
    stamps = [unchanged.store.next_ts() for _ in range(500)]
    assert stamps == sorted(set(stamps))


async def test_a_lost_answer_has_been_carried_out(workspace: Workspace) -> None:
    workspace.store.faults.lose_answer("chat.postMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await workspace.client.chat_postMessage(channel="D0ASHA", text="Once")
    assert [message["text"] for message in workspace.store.messages("D0ASHA")] == ["Once"]


async def test_slack_sdk_s_own_retry_doubles_a_message_whose_answer_was_lost(workspace: Workspace) -> None:
    workspace.store.faults.lose_answer("chat.postMessage")
    retrying = AsyncWebClient(token=workspace.there.config.bot_token, base_url=workspace.there.api_url)
    await retrying.chat_postMessage(channel="D0ASHA", text="Twice")
    assert [message["text"] for message in workspace.store.messages("D0ASHA")] == ["Twice", "Twice"]


async def test_a_limit_tells_when_to_come_back(workspace: Workspace) -> None:
    workspace.store.faults.limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as error:
        await workspace.client.chat_postMessage(channel="D0ASHA", text="x")
    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "7")
    assert error.value.response["error"] == "ratelimited"
    assert (await workspace.client.chat_postMessage(channel="D0ASHA", text="x"))["ok"]


async def test_a_failing_slack_carries_nothing_out(workspace: Workspace) -> None:
    workspace.store.faults.fail("*", status=503)
    with pytest.raises(SlackApiError) as error:
        await workspace.client.chat_postMessage(channel="D0ASHA", text="x")
    assert error.value.response.status_code == 503
    assert workspace.store.messages("D0ASHA") == []


async def test_a_hanging_slack_never_answers(workspace: Workspace) -> None:
    workspace.store.faults.hang("chat.postMessage")
    workspace.client.timeout = 1
    with pytest.raises(TimeoutError):
        await workspace.client.chat_postMessage(channel="D0ASHA", text="x")
    assert workspace.store.messages("D0ASHA") == []
