"""Who is not who they should be, and what is not what it should be: refused, told so, and nothing has happened."""

import hashlib
import hmac
import json
import logging
import time
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from temporalio.client import Client

import devslack.modals
from devslack import Delivery
from devslack.shapes import channel_of
from tests import people
from tests.starter.slack.conftest import OTHERS
from tests.starter.slack.filling_in import fields_of
from tests.starter.slack.opening import workplace
from tests.starter.slack.test_clicks import title, words
from tests.starter.slack.workplace import Button, Workplace, staff
from tests.workflows.house import until
from wiring.directory import Directory, Office, SlackIdentity

PASS = {"kind": "screen", "outcome": "pass"}


async def handed_over(here: Workplace, reference: str, to: str) -> Button:
    """Asha's card, as somebody else would see it who got hold of its buttons."""
    button = await here.waits_for("asha", reference, PASS)
    card = here.store.message(button.room, button.ts)
    assert card is not None
    room = channel_of(to)
    copy = {**card, "ts": here.store.next_ts()}
    here.store.put_message(room, copy)
    return button._replace(user=to, room=room, ts=copy["ts"])


def known_as(key: str, user: str, *offices: str) -> Directory:
    """The directory, in which somebody has that account and holds those offices."""
    changed = tuple(
        one.model_copy(
            update={
                "slack": SlackIdentity(team="T0SAMPLE", user=user),
                "offices": (*one.offices, *(Office(office=office) for office in offices)),
                "acknowledged": "1",
            }
        )
        if one.key == key
        else one
        for one in people.DIRECTORY.people
    )
    return people.DIRECTORY.model_copy(update={"people": changed})


@pytest.mark.parametrize(
    ("user", "why"),
    [
        ("U0GUEST", "is a guest's"),
        ("U0VISITOR", "is a guest's"),
        ("U0ROBOT", "is a bot's"),
        ("U0GONE", "is deactivated"),
        ("U0FAR", "members of our own Slack team"),
    ],
)
async def test_an_account_that_slack_does_not_vouch_for_is_refused_even_where_the_directory_has_it(
    here: Workplace, user: str, why: str
) -> None:
    reference = await here.house.lodged()
    button = await handed_over(here, reference, user)
    here.directory = known_as("felix", user)
    page = await here.opened(button)
    assert title(page) == "Not possible"
    assert why in words(page)
    assert here.house.desk.recorded(reference).awaited.keys() == {"first-screening/onward-sharing-service"}


async def test_somebody_whom_the_directory_does_not_know_is_refused(here: Workplace) -> None:
    reference = await here.house.lodged()
    page = await here.opened(await handed_over(here, reference, "U0NOBODY"))
    assert "directory does not know your Slack account" in words(page)


async def test_who_left_between_the_click_and_the_submission_is_refused(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, PASS))
    left = tuple(one.model_copy(update={"active": one.key != "asha"}) for one in people.DIRECTORY.people)
    here.directory = people.DIRECTORY.model_copy(update={"people": left})
    outcome = await here.submitted("asha", view, people.screened().model_dump(mode="json"))
    assert "directory does not know" in str(outcome.errors)


async def test_who_does_not_hold_the_office_any_more_is_refused_by_the_core(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, PASS))
    moved = tuple(
        one.model_copy(update={"offices": () if one.key == "asha" else one.offices})
        for one in people.DIRECTORY.people
    )
    here.directory = people.DIRECTORY.model_copy(update={"people": moved})
    outcome = await here.submitted("asha", view, people.screened().model_dump(mode="json"))
    (sentence,) = outcome.errors.values()
    assert "office" in sentence or "hold" in sentence
    assert outcome.errors.keys() <= fields_of(view)


async def test_the_requester_cannot_review_their_own_request_through_slack(here: Workplace) -> None:
    reference = await here.house.lodged()
    button = await handed_over(here, reference, "U0RAE")
    here.directory = known_as("rae", "U0RAE", "onward-sharing-service")
    view = await here.opened(button)
    outcome = await here.submitted("rae", view, people.screened().model_dump(mode="json"))
    assert outcome.errors.keys() <= fields_of(view)
    (sentence,) = outcome.errors.values()
    assert "requester" in sentence or "own" in sentence or "party" in sentence
    assert len(here.house.store.history(reference)) == 2


async def test_an_exception_is_not_granted_by_a_forged_click_or_form(here: Workplace) -> None:
    reference = await here.house.lodged()
    grant = {
        "r": reference,
        "t": "first-screening/onward-sharing-service",
        "m": {"kind": "decide-departure", "outcome": "grant"},
    }
    await here.waits_for("asha", reference, PASS)
    forged = {
        "type": "actions",
        "block_id": "choices-1",
        "elements": [
            {
                "type": "button",
                "action_id": "choose-0",
                "text": {"type": "plain_text", "text": "Grant"},
                "value": json.dumps(grant),
            }
        ],
    }
    sent = await here.client.chat_postMessage(channel=channel_of("U0ASHA"), text="Forged", blocks=[forged])
    clicked = await here.hands.click("U0ASHA", channel_of("U0ASHA"), sent["ts"], "choose-0")
    page = await here.hands.opened(clicked, 40)
    assert "not granted by a click" in words(page)


FORGED = [
    pytest.param(Delivery(signed=False), id="unsigned"),
    pytest.param(Delivery(secret="guessed"), id="signed with another secret"),
    pytest.param(Delivery(timestamp=str(int(time.time()) - 301)), id="replayed after five minutes"),
    pytest.param(Delivery(body=b"payload=%7B%7D"), id="changed on its way"),
    pytest.param(Delivery(timestamp="soon"), id="with a time that is no number"),
    pytest.param(Delivery(timestamp="9" * 30), id="with a time that is too long"),
    pytest.param(Delivery(timestamp="١٢٣"), id="with digits of another script"),
]


@pytest.mark.parametrize("delivery", FORGED)
async def test_a_forged_request_is_refused_and_not_logged(
    here: Workplace, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "screen", "outcome": "to-srs"}))
    outcome = await here.hands.submit("U0ASHA", view["id"], {"reason": "An unlikely sentence."}, delivery=delivery)
    assert outcome.status == 401
    assert "unlikely" not in caplog.text
    assert here.house.desk.recorded(reference).awaited.keys() == {"first-screening/onward-sharing-service"}


async def announced(here: Workplace, text: str) -> int:
    """Slack announces to the app what the app itself has said; the status of its answer."""
    config = here.there.config
    event = {"type": "message", "channel_type": "im", "user": config.bot_user, "bot_id": f"B{config.bot_user[1:]}"}
    told = {"type": "event_callback", "team_id": config.team, "event": {**event, "text": text, "channel": "D0ASHA"}}
    stamp, body = str(int(time.time())), json.dumps(told)
    signed = hmac.new(config.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={signed}",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(config.app_url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_no_word_of_anybody_is_logged_by_a_door_that_was_opened_with_debugging_on(
    server: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with workplace(server, tmp_path, (*staff(), *OTHERS)) as own:
        for delivery, status in ((Delivery(secret="guessed"), 401), (Delivery(), 200)):
            typed = await own.hands.type_message("U0ASHA", "An unlikely sentence.", delivery=delivery)
            asked = await own.hands.command("U0ASHA", "/datashare", "An unlikely sentence.", delivery=delivery)
            assert (typed.status, asked.status) == (status, status)
        await own.hands.opened(asked, 40)
        # Only what comes after the answer to what was typed could be an answer to the app itself.
        bot = own.there.config.bot_user
        await own.store.until(lambda: any(one["user"] == bot for one in own.messages("asha")), 40)
        before = own.messages("asha")
        assert await announced(own, "An unlikely sentence.") == 200
        assert own.messages("asha") == before, "the app answers itself"
        assert "unlikely" not in caplog.text
        assert own.there.config.bot_token not in caplog.text


async def test_a_request_that_is_too_large_is_not_read(here: Workplace) -> None:
    headers = {"x-slack-request-timestamp": str(int(time.time())), "x-slack-signature": "v0=0"}
    async with aiohttp.ClientSession() as session:
        for body in (b"x" * 1_100_000, urlencode({"payload": "{}"}).encode()):
            async with session.post(here.there.config.app_url, data=body, headers=headers) as answer:
                assert answer.status == (413 if len(body) > 1_000_000 else 401)


async def test_what_we_do_not_know_any_more_is_passed_over(here: Workplace) -> None:
    old = {
        "type": "actions",
        "block_id": "old",
        "elements": [
            {"type": "button", "action_id": "approve-at-once", "text": {"type": "plain_text", "text": "Yes"}}
        ],
    }
    sent = await here.client.chat_postMessage(channel=channel_of("U0ASHA"), text="An old card", blocks=[old])
    clicked = await here.hands.click("U0ASHA", channel_of("U0ASHA"), sent["ts"], "approve-at-once")
    assert (clicked.status, clicked.trouble) == (200, "")
    assert (await here.hands.shortcut("U0ASHA", "raise_a_flag")).status == 200


async def test_a_button_that_cannot_be_read_or_leads_to_no_request_is_answered(here: Workplace) -> None:
    for value, why in (
        ("{", "cannot be read"),
        ('{"r":"ONS-1999-0001"}', "no request 'ONS-1999-0001'"),
        ("[]", "read"),
    ):
        element = {
            "type": "button",
            "action_id": "details",
            "text": {"type": "plain_text", "text": "Details"},
            "value": value,
        }
        blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
        sent = await here.client.chat_postMessage(channel=channel_of("U0VERA"), text="A card", blocks=blocks)
        clicked = await here.hands.click("U0VERA", channel_of("U0VERA"), sent["ts"], "details")
        assert why in words(await here.hands.opened(clicked, 40))


async def test_a_form_of_another_version_is_answered(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "screen", "outcome": "to-srs"}))
    kept = here.store.view(view["id"])
    assert kept is not None
    kept.body["callback_id"] = "decide-at-once"
    here.store.put_view(kept)
    outcome = await here.hands.submit("U0ASHA", view["id"], {"reason": "Because."})
    assert outcome.errors == {
        "reason": "This form is of another version. Nothing was said; open it from the card again."
    }
    kept.body["callback_id"], kept.body["private_metadata"] = "say", "not ours"
    here.store.put_view(kept)
    outcome = await here.hands.submit("U0ASHA", view["id"], {"reason": "Because."})
    assert "cannot be read any more" in outcome.errors["reason"]


async def test_whose_form_comes_too_late_is_told_so(here: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = await here.house.lodged()
    button = await here.waits_for("asha", reference, PASS)
    monkeypatch.setattr(devslack.modals, "TRIGGER_SECONDS", -1)
    assert (await here.press(button)).status == 200
    await here.store.until(lambda: "press again" in here.messages("asha")[-1]["text"], 40)


async def test_long_reasons_are_heard_as_far_as_the_core_takes_them(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "screen", "outcome": "to-srs"}))
    typed = await here.hands.submit("U0ASHA", view["id"], {"reason": "x" * 3_001})
    assert (typed.status, typed.errors) == (0, {"reason": "Must be at most 3000 characters."})
    past_slack = Delivery(unchecked=True)
    longer = await here.hands.submit("U0ASHA", view["id"], {"reason": "x" * 4_001}, delivery=past_slack)
    assert longer.errors == {"reason": "4,001 characters; at most 4,000 are taken. Shorten it."}
    heard = await here.hands.submit("U0ASHA", view["id"], {"reason": "x" * 3_001}, delivery=past_slack)
    assert title(heard.view) == "Recorded"
    await until(lambda: here.house.desk.recorded(reference).closed is not None)
