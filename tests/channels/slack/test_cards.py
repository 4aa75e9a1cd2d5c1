"""What a card says and offers, to who sees it and to who hears it read out; and what it never says."""

import json
from typing import Any

import pytest

from channels.slack import blocks, cards
from channels.slack.cards import Card, Ended
from tests import people
from tests.channels.slack.conftest import NOW, PLACES, asked
from tests.sharing.every_task import ask_of, every_task
from tests.sharing.every_word import MOMENTS, told
from tests.sharing.saying import SERVICE, ask
from tests.told import Tale

TASKS = [allowance.what for allowance in people.RULES.allowances]


def card_of(what: str) -> Card:
    """The card of a kind of task."""
    return cards.open_card(ask_of(*every_task()[what]), PLACES)


def buttons(card: Card) -> list[dict[str, Any]]:
    """The buttons of a card."""
    return [element for block in card.blocks if block["type"] == "actions" for element in block["elements"]]


@pytest.mark.parametrize("what", [what for what in TASKS if what not in ("answer", "narrow", "sign")])
def test_every_choice_is_a_button_that_carries_its_message(what: str) -> None:
    notice, made = ask_of(*every_task()[what]), buttons(card_of(what))
    clicks = [choice for choice in notice.choices if not cards.needs_sign_in(choice.message)]
    chosen = [one for one in made if one["action_id"].startswith(cards.CHOOSE)]
    assert [json.loads(one["value"])["m"] for one in chosen] == [choice.message for choice in clicks]
    assert [one["text"]["text"] for one in chosen] == [choice.label for choice in clicks]
    for choice, one in zip(clicks, chosen, strict=True):
        assert one["accessibility_label"] == f"{choice.label}, {notice.reference}"
        assert ("confirm" in one) == (choice.style == "danger")


@pytest.mark.parametrize("what", TASKS)
def test_who_hears_a_card_hears_what_it_asks_until_when_and_what_may_be_chosen(what: str) -> None:
    notice, card = ask_of(*every_task()[what]), card_of(what)
    assert blocks.escaped(notice.headline) in card.text
    assert notice.due is not None
    assert f"Due {blocks.day(notice.due)}" in card.text
    assert f"<!date^{int(notice.due.timestamp())}^" in json.dumps(card.blocks)
    if notice.office != "requester":
        assert all(choice.label in card.text for choice in notice.choices if not cards.needs_sign_in(choice.message))


def test_a_card_leads_to_the_request_and_to_temporal() -> None:
    shown = json.dumps(card_of("screen").blocks)
    assert "<https://sharing.example/requests/ONS-2027-0001|" in shown
    assert "/workflows/ONS-2027-0001|In the Temporal UI>" in shown
    assert "https" not in json.dumps(cards.open_card(ask_of(*every_task()["screen"]), cards.Places()).blocks)


def test_an_exception_is_not_granted_by_a_click() -> None:
    labels = [one["text"]["text"] for one in buttons(card_of("departure"))]
    assert "Grant the exception" not in labels
    assert "Refuse the exception" in labels
    assert "starter say ONS-2027-0001 decide-departure" in json.dumps(card_of("departure").blocks)


def test_the_requester_is_sent_to_their_page_and_has_nothing_to_press() -> None:
    for what in ("answer", "narrow", "sign"):
        assert buttons(card_of(what)) == []
        assert "the request's page" in json.dumps(card_of(what).blocks)


def test_no_card_says_what_the_requester_answered_or_was_asked() -> None:
    secret = "Ninety-nine red balloons"
    tale = Tale().lodge(answers=people.complete(justification=secret, methods=secret)).screened()
    tale.say("gwen", _question(secret))
    shown = [cards.open_card(notice, PLACES) for notice in tale.notices if notice.kind in ("ask", "remind")]
    assert len(shown) >= 3
    assert secret not in json.dumps([[card.text, *card.blocks] for card in shown])


def _question(words: str) -> Any:
    asking = ask("information-asset-owner", "methods")
    questions = tuple(one.model_copy(update={"asks": words}) for one in asking.questions)
    return asking.model_copy(update={"questions": questions, "asset": "death-registrations"})


def test_no_address_and_no_name_of_the_requester_is_on_any_card() -> None:
    notices = [notice for moment in MOMENTS for notice in told(moment).notices if notice.office != "requester"]
    shown = json.dumps([cards.open_card(notice, PLACES) for notice in notices])
    rae = people.DIRECTORY.person("rae")
    assert rae is not None
    assert rae.email not in shown
    assert rae.name not in shown


def test_words_that_people_typed_can_mention_nobody_link_nowhere_and_look_like_nothing_of_ours() -> None:
    hostile = "<!channel> <https://evil.example|Open the request> *Approved*"
    told_ = asked(headline=hostile, kind="tell", lines=(hostile,), choices=(), task=None)
    ended = Ended(hostile, hostile, NOW)
    for card in (cards.open_card(told_, PLACES), cards.ended_card(asked(headline=hostile), ended, PLACES)):
        assert "<!channel>" not in card.text
        assert "<https://evil" not in card.text
        for text in _mrkdwn(card.blocks):
            assert "<!channel>" not in text
            assert "<https://evil" not in text


def _mrkdwn(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
        return own + [text for held in value.values() for text in _mrkdwn(held)]
    return [text for held in value for text in _mrkdwn(held)] if isinstance(value, list) else []


def test_a_card_that_is_over_says_how_by_whom_and_when_and_offers_nothing() -> None:
    card = cards.ended_card(asked(), Ended("screened: pass", "Asha Raman", NOW), PLACES)
    assert buttons(card) == []
    assert "Over: Screened: pass by Asha Raman, 2 November 2026. Nothing more is asked of you." in card.text
    assert f"<!date^{int(NOW.timestamp())}^" in json.dumps(card.blocks)


def test_a_question_of_the_service_reaches_the_requester_without_its_words_on_the_card() -> None:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    (notice,) = [one for one in tale.notices if one.kind == "ask" and one.office == "requester"]
    assert all(line not in json.dumps(cards.open_card(notice, PLACES).blocks) for line in notice.lines)
