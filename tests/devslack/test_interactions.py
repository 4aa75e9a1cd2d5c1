"""A person presses, fills in and submits, and a real bolt app hears it as from Slack."""

import asyncio
import time

import pytest

from devslack import Delivery, Hands
from devslack.delivery import AS_SLACK
from tests.devslack.conftest import Workspace

FILLED = {"verdict": "content", "reason": "The purpose is lawful."}


async def test_a_click_opens_a_form_and_its_answer_changes_the_card(workspace: Workspace) -> None:
    channel, ts, view = await workspace.opened_form()
    assert view["state"]["values"]["reason"]["it"] == {"type": "plain_text_input", "value": None}

    too_short = await workspace.hands.submit("U0ASHA", view["id"], {**FILLED, "reason": "ok"})
    assert too_short.errors == {"reason": "Say a little more."}
    assert too_short.view is not None
    assert too_short.view["state"]["values"]["reason"]["it"]["value"] == "ok"

    sent = await workspace.hands.submit("U0ASHA", view["id"], {"reason": "The purpose is lawful."})
    assert (sent.status, sent.errors, sent.trouble, sent.view) == (200, {}, "", None)
    await workspace.store.until(lambda: "edited" in (workspace.store.message(channel, ts) or {}))
    card = workspace.store.message(channel, ts)
    assert card is not None
    assert card["text"] == "Approved by Asha Patel"
    assert "blocks" not in card
    heard = workspace.app.heard[-1]
    assert heard["view"]["state"]["values"]["verdict"]["it"]["selected_option"]["value"] == "content"
    assert heard["view"]["root_view_id"] == view["id"]


async def test_a_click_tells_who_pressed_what_and_where(workspace: Workspace) -> None:
    channel, ts, _ = await workspace.opened_form("U0FAR")
    heard = workspace.app.heard[0]
    assert heard["type"] == "block_actions"
    assert heard["user"] == {"id": "U0FAR", "username": "fay", "name": "fay", "team_id": "T0ELSEWHERE"}
    assert heard["team"]["id"] == "T0STANDIN"
    assert heard["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert heard["actions"][0]["value"] == "ONS-2026-0001"
    assert heard["actions"][0]["block_id"] == "answer"
    assert heard["message"]["blocks"][0]["text"]["text"] == "Request ONS-2026-0001"
    assert "metadata" not in heard["message"]


async def test_the_same_submission_sent_twice_reaches_the_app_twice_with_one_view_id(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    first = await workspace.hands.submit("U0ASHA", view["id"], FILLED)
    again = await workspace.hands.send_again(first)
    assert (first.status, again.status) == (200, 200)
    assert [body["view"]["id"] for body in workspace.app.heard[1:]] == [view["id"]] * 2
    assert workspace.app.decided == {view["id"]: "The purpose is lawful."}


@pytest.mark.parametrize(
    "delivery",
    [
        Delivery(signed=False),
        Delivery(secret="guessed"),
        Delivery(timestamp=str(int(time.time()) - 6 * 60)),
        Delivery(body=b"payload=%7B%22type%22%3A%22block_actions%22%7D"),
    ],
    ids=["unsigned", "signed with another secret", "replayed after six minutes", "changed on its way"],
)
async def test_a_forged_click_is_refused_by_the_app(workspace: Workspace, delivery: Delivery) -> None:
    channel, ts = await workspace.card()
    outcome = await workspace.hands.click("U0ASHA", channel, ts, "review.approve", delivery=delivery)
    assert outcome.status == 401
    assert outcome.trouble == "This app responded with Status Code 401."
    assert workspace.app.heard == []


async def test_an_app_that_takes_longer_than_three_seconds_is_in_trouble(workspace: Workspace) -> None:
    _, _, view = await workspace.opened_form()
    workspace.app.deaf = asyncio.Event()
    hasty = Hands(workspace.there.config, workspace.store, patience=0.2)
    outcome = await hasty.submit("U0ASHA", view["id"], FILLED)
    assert outcome.trouble == "We had some trouble connecting. Try again?"
    assert outcome.view is not None
    workspace.app.deaf.set()
    await hasty.rest()


async def test_an_action_nobody_listens_to_is_shown_with_its_status(workspace: Workspace) -> None:
    channel, ts = await workspace.card()
    outcome = await workspace.hands.click("U0ASHA", channel, ts, "record")
    assert outcome.trouble == "This app responded with Status Code 404."


async def test_a_response_address_replaces_the_card(workspace: Workspace) -> None:
    channel, ts = await workspace.card()
    await workspace.hands.click("U0ASHA", channel, ts, "review.reject")
    await workspace.store.until(lambda: "edited" in (workspace.store.message(channel, ts) or {}))
    card = workspace.store.message(channel, ts)
    assert card is not None
    assert (card["text"], "blocks" in card) == ("Rejected.", False)


async def test_a_response_address_serves_five_times(workspace: Workspace) -> None:
    await workspace.hands.command("U0ASHA", "/requests")
    address = workspace.app.heard[-1]["response_url"]
    answers = [await workspace.browser.post(address, json={"text": f"Word {n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].json() == {"ok": False, "error": "used_url"}


async def test_a_response_address_serves_for_half_an_hour(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    await workspace.hands.command("U0ASHA", "/requests")
    issued = time.time()
    monkeypatch.setattr("devslack.answers.time.time", lambda: issued + 31 * 60)
    answer = await workspace.browser.post(workspace.app.heard[-1]["response_url"], json={"text": "Late"})
    assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")


async def test_home_is_published_when_it_is_opened(workspace: Workspace) -> None:
    assert (await workspace.hands.open_home("U0ASHA")).status == 200
    view = await workspace.hands.home("U0ASHA")
    assert view["blocks"][0]["text"]["text"] == "*1 request* waits for you"


async def test_a_shortcut_opens_a_form(workspace: Workspace) -> None:
    view = await workspace.hands.opened(await workspace.hands.shortcut("U0ASHA", "request.new"))
    assert view["callback_id"] == "review.form"


async def test_a_command_is_answered_to_its_person_alone(workspace: Workspace) -> None:
    assert (await workspace.hands.command("U0ASHA", "/requests", "mine & <theirs>")).trouble == ""
    assert workspace.app.heard[-1]["text"] == "mine &amp; &lt;theirs&gt;"
    shown = workspace.store.messages("D0ASHA", "U0ASHA")[-1]
    assert shown["text"] == "Nothing waits for you, asha."
    assert workspace.store.messages("D0ASHA") == []
    unknown = await workspace.hands.command("U0ASHA", "/unknown")
    assert unknown.trouble == '/unknown failed with the error "dispatch_failed"'


async def test_a_typed_message_is_heard_and_answered_in_its_thread(workspace: Workspace) -> None:
    await workspace.hands.type_message("U0ASHA", "May I <ask>?")
    await workspace.store.until(lambda: len(workspace.store.messages("D0ASHA")) == 2)
    said, answer = workspace.store.messages("D0ASHA")
    assert workspace.app.heard[-1]["channel_type"] == "im"
    assert workspace.app.heard[-1]["text"] == "May I &lt;ask&gt;?"
    assert answer["thread_ts"] == said["ts"]


async def test_an_address_is_verified_by_its_challenge(workspace: Workspace) -> None:
    outcome = await workspace.hands.url_verification()
    assert (outcome.status, "stand-in-challenge" in outcome.answer) == (200, True)


async def test_a_choice_in_a_menu_of_a_message_is_told(workspace: Workspace) -> None:
    options = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("Delegate", "Later")]
    for kind in ("overflow", "static_select"):
        menu = {"type": kind, "action_id": "review.reject", "options": options}
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "More"}, "accessory": menu}
        sent = await workspace.client.chat_postMessage(channel="D0ASHA", text="More", blocks=[section])
        with pytest.raises(ValueError, match="'Never' is not an option"):
            await workspace.hands.click("U0ASHA", "D0ASHA", sent["ts"], "review.reject", selected="Never")
        await workspace.hands.click("U0ASHA", "D0ASHA", sent["ts"], "review.reject", selected="Later")
        assert workspace.app.heard[-1]["actions"][0]["selected_option"] == options[1]


async def test_nobody_presses_what_they_cannot_see(workspace: Workspace) -> None:
    channel, ts, view = await workspace.opened_form()
    with pytest.raises(LookupError):
        await workspace.hands.click("U0RAE", channel, ts, "review.approve")
    with pytest.raises(LookupError):
        await workspace.hands.submit("U0RAE", view["id"], FILLED)
    with pytest.raises(LookupError, match="no field in a block 'colour'"):
        await workspace.hands.submit("U0ASHA", view["id"], {"colour": "red"})


def test_a_delivery_is_as_slack_sends_it_unless_a_test_says_otherwise() -> None:
    assert not AS_SLACK.forged
    assert not Delivery(unchecked=True).forged
