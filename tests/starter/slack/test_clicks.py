"""A click opens a form, the form is a word, and every copy of the card follows, whoever decides and wherever."""

import asyncio

from sharing.messages import Withdraw
from tests import people
from tests.starter.slack.filling_in import fields_of
from tests.starter.slack.workplace import Workplace
from tests.workflows.house import until


def title(view: object) -> str:
    """The heading of a form or page."""
    assert isinstance(view, dict)
    return str(view["title"]["text"])


def words(view: object) -> str:
    """The first paragraph of a page."""
    assert isinstance(view, dict)
    return str(view["blocks"][0]["text"]["text"])


async def settled(here: Workplace, reference: str, *whose: str) -> None:
    """Wait until these people have a card, and it offers nothing."""

    def over() -> bool:
        mine = [here.of(who, reference) for who in whose]
        return all(mine) and not any(here.has_buttons(one) for each in mine for one in each)

    await here.store.until(over, 40)


async def test_a_click_a_form_and_the_card_is_settled_for_everybody(here: Workplace) -> None:
    reference = await here.house.lodged()
    outcome = await here.says("asha", reference, people.screened())
    assert (outcome.status, outcome.errors, outcome.trouble) == (200, {}, "")
    assert title(outcome.view) == "Recorded"
    await settled(here, reference, "asha", "felix")
    (card,) = here.of("felix", reference)
    assert "Over: Screened: pass by Asha Raman" in card["text"]


async def test_a_form_says_what_is_said_as_whom_and_wants_a_reason_where_the_core_does(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "screen", "outcome": "to-srs"}))
    assert fields_of(view) == {"reason"}
    shown = str(view["blocks"])
    assert reference in shown
    assert "Onward" in shown
    refused = await here.hands.submit("U0ASHA", view["id"], {"reason": None})
    assert refused.errors == {"reason": "Please complete this required field."}


async def test_submitting_twice_counts_once(here: Workplace) -> None:
    reference = await here.house.lodged()
    outcome = await here.says("asha", reference, people.screened())
    again = await here.hands.send_again(outcome)
    assert again.status == 200
    assert "counts once" in again.answer
    await here.house.until(reference, lambda seen: seen.number > 2)
    await until(lambda: asset_facts(here, reference))
    later = await here.hands.send_again(outcome)
    assert "counts once" in later.answer
    kinds = [one.fact.kind for one in here.house.store.history(reference)]
    assert kinds.count("screened") == 1


async def test_of_two_people_at_the_same_instant_one_is_heard_and_the_other_is_told(here: Workplace) -> None:
    reference = await here.house.lodged()
    wanted = people.screened().model_dump(mode="json")
    views = [await here.opened(await here.waits_for(who, reference, wanted)) for who in ("asha", "felix")]
    outcomes = await asyncio.gather(
        *(here.submitted(who, view, wanted) for who, view in zip(("asha", "felix"), views, strict=True))
    )
    heard = [one for one in outcomes if one.errors == {} and title(one.view) == "Recorded"]
    told = [one for one in outcomes if one not in heard]
    assert len(heard) == len(told) == 1
    assert "waits for" in str(told[0].errors or told[0].view)
    await until(lambda: asset_facts(here, reference))
    assert [one.fact.kind for one in here.house.store.history(reference)].count("screened") == 1


def asset_facts(here: Workplace, reference: str) -> bool:
    """Whether the records know that the screening is passed."""
    awaited = here.house.desk.recorded(reference).awaited.keys()
    return awaited == {"asset-facts/information-asset-owner/death-registrations"}


async def test_cards_follow_a_decision_that_was_made_elsewhere(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.waits_for("asha", reference, {"kind": "screen", "outcome": "pass"})
    await here.house.say(reference, "felix", people.screened())
    await settled(here, reference, "asha", "felix")
    (card,) = here.of("asha", reference)
    assert "by Felix Adeyemi" in card["text"]


async def test_cards_follow_a_withdrawal(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.waits_for("asha", reference, {"kind": "screen", "outcome": "pass"})
    await here.house.say(reference, "rae", Withdraw(reason="We found another way."))
    await settled(here, reference, "asha", "felix")
    assert "the request has ended (withdrawn)" in here.of("asha", reference)[0]["text"]
    assert here.left_with_buttons(reference) == []


async def test_cards_follow_the_word_of_a_deputy(here: Workplace) -> None:
    """Dmitri stands in for Dora, who has the card as well as Mila."""
    reference = await here.house.lodged()
    await here.house.road(reference, upto=3)
    await here.waits_for("dora", reference, {"kind": "give-review", "verdict": "support"})
    await here.house.say(reference, "dmitri", people.opinion("data-protection"))
    await settled(here, reference, "dora", "mila")
    (card,) = here.of("dora", reference)
    assert "by Dmitri Volkov" in card["text"]


async def test_a_button_of_a_card_that_was_left_behind_says_so_and_the_card_catches_up(here: Workplace) -> None:
    reference = await here.house.lodged()
    button = await here.waits_for("asha", reference, {"kind": "screen", "outcome": "pass"})
    here.store.faults.fail("chat.update", status=503, times=4)
    await here.house.say(reference, "felix", people.screened())
    await until(lambda: "first-screening/onward-sharing-service" not in here.house.desk.recorded(reference).awaited)
    page = await here.opened(button)
    assert title(page) == "Not possible"
    assert words(page).startswith("This is over")
    assert "Information Asset Owner" in words(page)
    here.store.faults.clear()
    await settled(here, reference, "asha", "felix")


async def test_a_form_of_an_older_revision_is_refused_with_the_core_s_sentence(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.house.road(reference, upto=3)
    wanted = people.opinion("legal").model_dump(mode="json")
    view = await here.opened(await here.waits_for("leo", reference, wanted))
    private = here.store.view(view["id"])
    assert private is not None
    private.body["private_metadata"] = private.body["private_metadata"].replace('"v":1', '"v":0')
    here.store.put_view(private)
    outcome = await here.submitted("leo", view, wanted)
    assert "revision" in str(outcome.errors)
    assert outcome.errors.keys() <= fields_of(view)


async def test_a_refusal_of_the_core_stands_beside_a_field_and_what_was_typed_stays(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "screen", "outcome": "pass"}))
    wanted = people.screened().model_dump(mode="json")
    first = next(iter(wanted["checklist"]))
    outcome = await here.submitted("asha", view, {**wanted, "checklist": {**wanted["checklist"], first: "no"}})
    (beside,) = outcome.errors
    assert beside == f"checklist.{first}"
    assert outcome.view is not None
    assert outcome.view["state"]["values"][beside][beside]["selected_option"]["value"] == "no"
    mended = await here.hands.submit("U0ASHA", view["id"], {beside: "yes"})
    assert title(mended.view) == "Recorded"


async def test_adding_a_row_keeps_what_was_typed(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.opened(await here.waits_for("asha", reference, {"kind": "ask"}))
    assert "questions.2.asks" not in fields_of(view)
    typed = {"questions.1.item": "methods", "questions.1.asks": "Which methods do you mean?"}
    await here.hands.press("U0ASHA", view["id"], "more-rows", values=typed)
    await here.store.until(lambda: "questions.2.asks" in fields_of(here.store.view(view["id"]).body), 40)  # type: ignore[union-attr]
    more = {"questions.2.item": "outputs", "questions.2.asks": "Which outputs?"}
    outcome = await here.hands.submit("U0ASHA", view["id"], more)
    assert title(outcome.view) == "Recorded"
    await until(lambda: bool(here.house.desk.recorded(reference).asked))
    (round_,) = here.house.desk.recorded(reference).asked.values()
    assert [(one.item, one.asks) for one in round_.questions] == [
        ("methods", "Which methods do you mean?"),
        ("outputs", "Which outputs?"),
    ]


async def test_reassigning_moves_the_card_to_the_one_who_was_picked(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.waits_for("asha", reference, {"kind": "screen", "outcome": "pass"})
    button = next(one for one in here.buttons("asha", reference) if one.action_id == "assign")
    view = await here.opened(button)
    stranger = await here.hands.submit("U0ASHA", view["id"], {"to": "U0NOBODY"})
    assert "does not know that Slack account" in stranger.errors["to"]
    legal = await here.hands.submit("U0ASHA", view["id"], {"to": "U0LEO"})
    assert "Leo Marchetti does not hold the office" in legal.errors["to"]
    outcome = await here.hands.submit("U0ASHA", view["id"], {"to": "U0FELIX"})
    assert title(outcome.view) == "Recorded"
    await here.store.until(lambda: len(here.of("felix", reference)) == 2, 40)
    await settled(here, reference, "asha")
    assert here.has_buttons(here.of("felix", reference)[1])


async def test_who_declares_a_conflict_is_not_asked_any_more(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.waits_for("felix", reference, {"kind": "screen", "outcome": "pass"})
    view = await here.opened(next(one for one in here.buttons("felix", reference) if one.action_id == "conflict"))
    outcome = await here.hands.submit("U0FELIX", view["id"], {"reason": "My sister works there."})
    assert title(outcome.view) == "Recorded"
    refused = await here.says("felix", reference, people.screened())
    assert "conflict" in str(refused.errors)
