"""Every choice of every task is drawn as fields that a browser fills in, and what comes back says what was meant."""

from typing import Any

import pytest
from starlette.datastructures import FormData

from policy.schemes import SCHEMES
from sharing.messages import MESSAGES
from starter.chronicle import sentence
from starter.filling import blanks, filled_message
from starter.web.rendering import Rendering
from starter.web.staff import drawing, timeline
from starter.web.visiting import Form
from tests.sharing.every_task import ask_of, every_task, filled
from tests.starter.test_chronicle import KINDS, sample
from tests.starter.test_filling import TASKS, flat
from tests.starter.web.staff.hands import Sheet

FORM = SCHEMES["ons-onward-sharing"].form
PAGES = Rendering("A service")._known


def drawn_as(groups: tuple[drawing.Group, ...]) -> tuple[Sheet, str]:
    """The fields as a browser reads them, and their HTML."""
    html = str(PAGES.get_template("blanks/fields.html").module.fields(groups))  # type: ignore[attr-defined]
    sheet = Sheet()
    sheet.feed(f'<form action="/staff">{html}</form>')
    return sheet, html


def sent(data: dict[str, Any]) -> Form:
    """A form as it arrives."""
    pairs = [(name, one) for name, value in data.items() for one in (value if isinstance(value, list) else [value])]
    return Form(FormData(pairs))


@pytest.mark.parametrize("what", TASKS)
def test_every_choice_comes_back_from_its_fields_as_it_was_meant(what: str) -> None:
    tale, task = every_task()[what]
    for choice in ask_of(tale, task).choices:
        drawn = blanks(tale.request, task, choice, FORM)
        sheet, _ = drawn_as(drawing.groups(drawn))
        assert sheet.paths == {blank.path for blank in drawn}, choice.label
        wanted = MESSAGES.validate_python(filled(task, choice)).model_dump(mode="json")
        given = {path: value for path, value in flat(wanted).items() if path in sheet.paths}
        if choice.message.get("outcome") == "duplicate":
            given["duplicate_of"] = "ONS-2026-0001"
        came = drawing.typed(sent(sheet.filled(given)), drawn)
        said, meant = filled_message(choice, drawn, came), filled_message(choice, drawn, given)
        assert said == meant, choice.label


@pytest.mark.parametrize("what", TASKS)
def test_everything_that_can_be_wrong_has_a_place_that_the_summary_leads_to(what: str) -> None:
    tale, task = every_task()[what]
    for choice in ask_of(tale, task).choices:
        drawn = blanks(tale.request, task, choice, FORM)
        _, html = drawn_as(drawing.groups(drawn))
        faults = {blank.path: "Something is wrong." for blank in drawn}
        assert all(f'id="{one}"' in html for one in drawing.ids(drawn, faults)), choice.label


def test_what_is_wrong_with_no_blank_is_said_without_leading_anywhere() -> None:
    assert drawing.ids((), {"": "Not now.", "nowhere": "Nor here."}) == {"": "Not now. Nor here."}


def test_rows_are_as_many_as_are_open_and_never_beyond_measure() -> None:
    tale, task = every_task()["advise"]
    (choice,) = [one for one in ask_of(tale, task).choices if "conditions" in one.fills]
    for typed, rows in (("3", 3), ("999", drawing.MOST_ROWS), ("-1", 1), ("x", 1), ("", 1)):
        assert drawing.rows_of(sent({"rows.conditions": typed}), choice) == {"conditions": rows}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.model_fields["kind"].default))
def test_every_kind_of_fact_has_its_words_in_the_history(kind: Any) -> None:
    tale, _ = every_task()["advise"]
    fact = timeline.spelled(tale.request, {}, sample(kind), lambda key: f"Mx {key}")
    assert sentence(fact, tale.request.rules.title)
