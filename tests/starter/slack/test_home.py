"""App Home shows what waits, overdue first; the command and the shortcuts find a request and pass one on."""

from typing import Any

from starter.slack.chatting import SENTENCE
from tests import people
from tests.sharing.saying import SERVICE, ask
from tests.starter.slack.test_clicks import title, words
from tests.starter.slack.workplace import Button, Workplace, user
from tests.workflows.house import until

PASS = {"kind": "screen", "outcome": "pass"}


def text_of(view: dict[str, Any]) -> str:
    """All that a view says."""
    return str(view["blocks"])


async def home(here: Workplace, person: str) -> dict[str, Any]:
    """Somebody's App Home, looked at now."""
    await here.hands.open_home(user(person))
    return await here.hands.home(user(person), 40)


async def test_app_home_shows_what_waits_and_the_choice_can_be_made_there(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.house.road(reference, upto=3)
    await here.waits_for("esi", reference, {"kind": "give-review", "verdict": "support"})
    shown = await home(here, "esi")
    assert f"Opinion on {reference}" in text_of(shown)
    assert "waits for you" in text_of(shown) or "wait for you" in text_of(shown)
    (place,) = [
        (block["block_id"], element["action_id"])
        for block in shown["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["text"]["text"] == "Support" and reference in element["value"]
    ]
    clicked = await here.hands.press("U0ESI", shown["id"], place[1], block_id=place[0])
    view = await here.hands.opened(clicked, 40)
    outcome = await here.submitted("esi", view, people.opinion("ethics").model_dump(mode="json"))
    assert title(outcome.view) == "Recorded"

    def refreshed() -> bool:
        now = here.store.home("U0ESI")
        return now is not None and f"{reference} opinion given: support" in str(now.body["blocks"])

    await here.store.until(refreshed, 40)
    now = here.store.home("U0ESI")
    assert now is not None
    assert f"Opinion on {reference}" not in str(now.body["blocks"])


async def test_nobody_s_home_shows_what_is_not_theirs(here: Workplace) -> None:
    reference = await here.house.lodged()
    await here.waits_for("asha", reference, PASS)
    assert reference not in text_of(await home(here, "vera"))
    assert "nothing waits for you" in text_of(await home(here, "vera"))


async def test_a_stranger_s_home_says_why_it_is_empty(here: Workplace) -> None:
    assert "directory does not know" in text_of(await home(here, "nobody"))
    assert "is a guest's" not in text_of(await home(here, "nobody"))


async def test_the_command_shows_what_waits_and_finds_a_request(here: Workplace) -> None:
    reference = await here.house.lodged(people.complete(methods="We count."))
    await here.waits_for("asha", reference, PASS)
    waits = await here.hands.opened(await here.hands.command("U0ASHA", "/datashare"), 40)
    assert f"First screening on {reference}" in text_of(waits)
    found = await here.hands.opened(await here.hands.command("U0LEO", "/datashare", f" {reference.lower()} "), 40)
    assert title(found) == "Details"
    assert "We count." in text_of(found)
    none = await here.hands.opened(await here.hands.command("U0LEO", "/datashare", "ONS-1999-0009"), 40)
    assert "no request ONS-1999-0009" in words(none)
    unread = await here.hands.opened(await here.hands.command("U0LEO", "/datashare", "the deaths, please"), 40)
    assert "Write the reference" in words(unread)


async def test_a_request_is_found_by_the_shortcut(here: Workplace) -> None:
    reference = await here.house.lodged()
    view = await here.hands.opened(await here.hands.shortcut("U0LEO", "find_request"), 40)
    refused = await here.hands.submit("U0LEO", view["id"], {"reference": "ONS-1999-0009"})
    assert "no request" in refused.errors["reference"]
    found = await here.hands.submit("U0LEO", view["id"], {"reference": reference})
    assert reference in text_of(found.view or {})


async def test_a_request_is_passed_on_for_the_one_who_asked(here: Workplace) -> None:
    view = await here.hands.opened(await here.hands.shortcut("U0HANA", "pass_on_request"), 40)
    given = {
        "requester": "nobody@nowhere.example",
        "words": "Tomos wants the deaths.",
        "assets": ["death-registrations"],
    }
    unknown = await here.hands.submit("U0HANA", view["id"], given)
    assert "no such address" in unknown.errors["requester"]
    passed = await here.hands.submit("U0HANA", view["id"], {"requester": "tomos@cambria.example"})
    assert title(passed.view) == "Passed on"
    again = await here.hands.send_again(passed)
    assert again.answer == passed.answer
    reference = words(passed.view).partition(":")[0]
    await until(lambda: here.house.store.request(reference) is not None)
    known = here.house.desk.recorded(reference)
    assert known.lodged is not None
    assert (known.lodged.requester, known.lodged.source) == ("tomos", "referral")
    await here.waits_for("asha", reference, {"kind": "ask"})


async def test_details_are_shown_to_staff_and_to_nobody_else(here: Workplace) -> None:
    reference = await here.house.lodged(people.complete(methods="We count and we sort."))
    button = await here.waits_for("asha", reference, PASS)
    details = Button(
        button.user, button.room, button.ts, button.block_id.replace("choices", "beside"), "details", "", {}
    )
    shown = await here.opened(details)
    assert "We count and we sort." in text_of(shown)
    card = here.store.message(button.room, button.ts)
    assert card is not None
    assert "We count and we sort." not in str(card)
    here.directory = people.DIRECTORY.model_copy(
        update={
            "people": tuple(
                one.model_copy(update={"organisation": "cambria-government"}) if one.key == "asha" else one
                for one in people.DIRECTORY.people
            )
        }
    )
    assert "members of staff" in words(await here.opened(details))


async def test_what_is_typed_to_the_app_is_answered_once_and_heard_by_nobody(here: Workplace) -> None:
    reference = await here.house.lodged()
    button = await here.waits_for("felix", reference, PASS)
    before = len(here.house.store.history(reference))
    await here.hands.type_message("U0FELIX", "I approve", thread_ts=button.ts)
    await here.store.until(lambda: here.messages("felix")[-1]["text"] == SENTENCE, 40)
    assert here.messages("felix")[-1]["thread_ts"] == button.ts
    for text in ("Hello?", "I approve it all"):
        assert (await here.hands.type_message("U0FELIX", text)).status == 200
    # What comes later is answered later: by then the messages above would have been.
    await here.hands.type_message("U0NOBODY", "May I?")
    await here.store.until(lambda: "directory does not know" in here.messages("nobody")[-1]["text"], 40)
    assert [one["text"] for one in here.messages("felix")].count(SENTENCE) == 1
    assert len(here.house.store.history(reference)) == before


async def test_a_question_to_the_requester_is_asked_from_the_card_and_the_clock_stands_still(here: Workplace) -> None:
    reference = await here.house.lodged()
    outcome = await here.says("asha", reference, ask(SERVICE, "methods", "outputs"))
    assert title(outcome.view) == "Recorded"
    seen = await here.house.until(reference, lambda request: bool(request.asked))
    assert [one.item for one in seen.asked[min(seen.asked)].questions] == ["methods", "outputs"]
