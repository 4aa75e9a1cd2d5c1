"""Every choice of every task is filled in through its blanks and says what its message says; faults find theirs."""

from typing import Any

import pytest

from policy.schemes import SCHEMES
from sharing.messages import MESSAGES
from sharing.notices import Choice
from starter.filling import Blank, Filled, Misfilled, blanks, filled_message, offered, placed
from tests import people
from tests.sharing.every_task import ask_of, every_task, filled, who
from tests.sharing.every_word import told
from tests.sharing.saying import condition
from tests.told import Tale

FORM = SCHEMES["ons-onward-sharing"].form
TASKS = [allowance.what for allowance in people.RULES.allowances]


def flat(value: Any, path: str = "") -> dict[str, str | tuple[str, ...]]:
    """A message's fields, as the values of blanks by their paths."""
    if isinstance(value, dict):
        return {key: one for name, inner in value.items() for key, one in flat(inner, f"{path}.{name}").items()}
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        rows = {str(place): row for place, row in enumerate(value, start=1)}
        return flat(rows, path)
    if isinstance(value, list | tuple):
        return {path[1:]: tuple(value)}
    if isinstance(value, bool):
        return {path[1:]: "yes" if value else "no"}
    return {} if value is None else {path[1:]: str(value)}


@pytest.mark.parametrize("what", TASKS)
def test_every_choice_is_filled_in_through_its_blanks_and_heard(what: str) -> None:
    tale, task = every_task()[what]
    for choice in ask_of(tale, task).choices:
        drawn = blanks(tale.request, task, choice, FORM)
        assert len({blank.path for blank in drawn}) == len(drawn), choice.label
        wanted = filled(task, choice)
        meant = MESSAGES.validate_python(wanted)
        if choice.message["kind"] == "draft-agreement" and "terms" in wanted:
            wanted["terms"].pop("kind", None)
        given = {path: value for path, value in flat(wanted).items() if path in {blank.path for blank in drawn}}
        if choice.message.get("outcome") == "duplicate":
            given["duplicate_of"] = "ONS-2026-0001"
        said = filled_message(choice, drawn, given)
        told, hoped = said.model_dump(mode="json"), meant.model_dump(mode="json")
        for rows in (told.get("conditions"), hoped.get("conditions")):
            for row in rows if isinstance(rows, list) else ():
                row.pop("key")
        assert told == hoped, choice.label
        gate_to_lift = "departures" in choice.fills
        if not gate_to_lift and not (what == "screen" and choice.message.get("outcome", "pass") != "pass"):
            tale.fork().say(who(task), said)


@pytest.mark.parametrize("what", TASKS)
def test_what_is_left_empty_is_named_beside_its_blank(what: str) -> None:
    tale, task = every_task()[what]
    for choice in ask_of(tale, task).choices:
        drawn = blanks(tale.request, task, choice, FORM)
        wanted = {blank.path for blank in drawn if blank.required}
        if wanted:
            with pytest.raises(Misfilled) as missing:
                filled_message(choice, drawn, {})
            assert set(missing.value.faults) == wanted


def test_a_text_that_is_too_long_and_a_choice_that_is_not_offered_are_named() -> None:
    tale, task = every_task()["triage"]
    (choice,) = [one for one in ask_of(tale, task).choices if one.message["kind"] == "triage"]
    drawn = blanks(tale.request, task, choice, FORM)
    given: Filled = {
        "seats": ("legal", "nobody"),
        "risk": "low",
        "complex": "no",
        "not_applicable.communications": "x" * 4_001,
    }
    with pytest.raises(Misfilled) as wrong:
        filled_message(choice, drawn, given)
    assert wrong.value.faults["seats"] == "'nobody' cannot be chosen here."
    assert wrong.value.faults["not_applicable.communications"].startswith("4,001 characters")


def test_more_rows_are_drawn_where_more_are_asked_for() -> None:
    tale, task = every_task()["decide"]
    approve = ask_of(tale, task).choices[0]
    paths = [blank.path for blank in blanks(tale.request, task, approve, FORM, {"conditions": 3})]
    assert [path for path in paths if path.endswith(".text")] == [f"conditions.{row}.text" for row in (1, 2, 3)]


def test_a_choice_that_the_task_offers_no_more_is_not_found() -> None:
    tale, task = every_task()["screen-agreement"]
    passing = ask_of(tale, task).choices[0]
    assert offered(tale.request, task, passing.message) == passing
    assert offered(tale.request, task, {**passing.message, "version": 7}) is None


def test_a_refusal_stands_beside_the_blank_it_speaks_of() -> None:
    drawn = (Blank("reasons", "Reasons"), Blank("settles.legislation.verdict", "The law allows it"))
    assert placed("Say in settles.legislation.verdict whether it is met.", drawn) == {
        "settles.legislation.verdict": "Say in settles.legislation.verdict whether it is met."
    }
    assert placed("You do not hold the office today.", drawn) == {"reasons": "You do not hold the office today."}
    assert placed("You do not hold the office today.", ()) == {"": "You do not hold the office today."}


def test_a_choice_without_blanks_says_its_message() -> None:
    choice = Choice(label="Publish", message={"kind": "publish-entry", "version": 2})
    assert filled_message(choice, (), {}).kind == "publish-entry"


def advised_tale() -> Tale:
    """A request that the group advises to share on a condition."""
    tale = told("with-terms")
    wanted = condition().model_copy(
        update={"key": "tested", "text": "The vault is tested again.", "before_signature": True}
    )
    tale.say("olu", people.advised("share-with-conditions", conditions=(wanted,)))
    return tale


def approving(tale: Tale, rows: int = 1) -> tuple[Choice, tuple[Blank, ...]]:
    """The owner's approval, and its blanks."""
    task = next(task for task in tale.request.awaited.values() if task.what == "decide")
    choice = ask_of(tale, task).choices[0]
    return choice, blanks(tale.request, task, choice, FORM, {"conditions": rows})


def as_given(drawn: tuple[Blank, ...]) -> dict[str, str]:
    """What stands in the blanks before anybody fills them in."""
    return {blank.path: blank.given for blank in drawn if blank.given}


def test_what_the_group_advised_stands_in_the_decision_and_keeps_its_key() -> None:
    tale = advised_tale()
    choice, drawn = approving(tale)
    said = filled_message(choice, drawn, {**as_given(drawn), "reasons": "As advised."})
    (kept,) = said.model_dump()["conditions"]
    assert (kept["key"], kept["text"], kept["before_signature"]) == ("tested", "The vault is tested again.", True)
    tale.say("gwen", said)
    assert not tale.request.decisions["death-registrations"].differs_from_advice


def test_a_decision_that_leaves_out_what_was_advised_or_puts_another_in_its_place_differs_from_the_advice() -> None:
    tale = advised_tale()
    choice, drawn = approving(tale)
    own = {path.replace(".1.", ".2."): value for path, value in as_given(drawn).items()}
    others = {**own, "conditions.2.text": "The report is published.", "reasons": "The vault was tested in May."}
    said = filled_message(choice, drawn, others)
    assert [one["key"] for one in said.model_dump()["conditions"]] == ["condition-1"]
    tale.say("gwen", said)
    assert tale.request.decisions["death-registrations"].differs_from_advice


def test_an_own_condition_never_takes_the_key_of_an_advised_one() -> None:
    tale = told("with-terms")
    advised = condition().model_copy(update={"key": "condition-1"})
    tale.say("olu", people.advised("share-with-conditions", conditions=(advised,)))
    _, drawn = approving(tale, rows=2)
    assert list(dict.fromkeys(blank.row for blank in drawn if blank.row)) == [
        "condition-1",
        "condition-2",
        "condition-3",
    ]


def test_what_is_missing_in_a_row_is_named_in_that_row() -> None:
    tale = advised_tale()
    choice, drawn = approving(tale, rows=2)
    given = {**as_given(drawn), "reasons": "As advised.", "conditions.3.evidence": "A certificate."}
    with pytest.raises(Misfilled) as missing:
        filled_message(choice, drawn, given)
    assert missing.value.faults == {"conditions.3.text": "This is needed; it stays on record with your name."}


def test_a_refusal_that_names_a_condition_stands_in_its_row() -> None:
    tale = advised_tale()
    choice, drawn = approving(tale)
    given = {
        **as_given(drawn),
        "reasons": "As advised.",
        "conditions.2.text": "A report.",
        "conditions.2.evidence": "It.",
    }
    sentence = tale.refused("gwen", filled_message(choice, drawn, given))
    assert placed(sentence, drawn) == {"conditions.2.due": sentence}
