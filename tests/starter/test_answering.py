"""An answer file becomes an answer sheet; the documents it names are handed in."""

from pathlib import Path
from typing import Any

import pytest

from policy.form import Answers, gaps
from policy.value import digest
from starter.cli.answering import LARGEST_DOCUMENT, answers_of, changes_of, hand_in
from starter.cli.blank_form import blank_form
from starter.cli.ground import Failed
from starter.cli.sheets import tree
from tests import people

FORM = people.SCHEME.form


def test_a_blank_form_can_be_read_and_answers_nothing_but_its_own_headings() -> None:
    blank = answers_of(FORM, tree(blank_form(people.SCHEME), "blank.yaml"), "blank.yaml")
    assert blank == {"places": ({"what": "storage"}, {"what": "processing"}, {"what": "access"})}


def test_a_blank_form_asks_every_question_with_its_clause_choices_and_conditions() -> None:
    text = blank_form(people.SCHEME, people.DIRECTORY)
    words = " ".join(text.replace("#", " ").split())
    for question in FORM.questions:
        assert f"\n{question.key}:" in text
        assert " ".join(question.asks.split()) in words
        assert f"[{question.clause}]" in words
        assert all(choice in words for choice in question.choices)
    assert "Only if natural-persons is yes." in words
    assert "census-2021 (Census 2021, person records)" in words


def test_what_was_left_empty_is_not_answered() -> None:
    given = {
        "title": "",
        "variables": [{"asset": "", "why": " "}, {"asset": "census-2021", "why": ""}],
        "subjects": [""],
    }
    assert answers_of(FORM, given, "a.yaml") == {"variables": ({"asset": "census-2021"},)}


def test_one_choice_of_several_and_one_row_need_no_list() -> None:
    given = {"subjects": "business", "variables": {"asset": "census-2021"}}
    assert answers_of(FORM, given, "a") == {"subjects": ("business",), "variables": ({"asset": "census-2021"},)}
    assert changes_of(FORM, {"subjects": "business", "title": ""}) == {"subjects": ("business",), "title": ""}


def test_a_complete_file_is_complete() -> None:
    answers = people.complete()
    given: dict[str, Any] = {key: [*one] if isinstance(one, tuple) else one for key, one in answers.items()}
    assert gaps(FORM, answers_of(FORM, given, "a")) == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "is a number without quotes"),
        (True, "is true without quotes"),
        (None, "is null"),
        ({"a": "b"}, "is a group of names and values"),
        (["a", {"b": "c"}], "mixes texts and rows"),
        ([["a"]], "mixes texts and rows"),
        ([{"asset": 1}], "row 1: 'asset' is a number without quotes"),
    ],
)
def test_what_is_no_answer_gets_a_sentence(value: object, words: str) -> None:
    with pytest.raises(Failed, match=words):
        answers_of(FORM, {"title": value}, "a.json")


def test_a_file_that_holds_no_answers_is_refused() -> None:
    with pytest.raises(Failed, match="holds no answers"):
        answers_of(FORM, "just words", "a.yaml")


def test_a_document_is_handed_in_from_beside_the_answers(tmp_path: Path) -> None:
    (tmp_path / "dpia.pdf").write_bytes(b"%PDF")
    kept: dict[str, bytes] = {}

    def attach(content: bytes, name: str) -> str:
        kept[name] = content
        return digest(content)

    answers: Answers = {"title": "x", "dpia": ({"file": "dpia.pdf", "version": "2", "author": "Rae"},)}
    done = hand_in(FORM, answers, tmp_path, attach)
    row = {"name": "dpia.pdf", "version": "2", "author": "Rae", "sha256": digest(b"%PDF")}
    assert done == {"title": "x", "dpia": (row,)}
    assert kept == {"dpia.pdf": b"%PDF"}


def test_no_document_is_kept_while_another_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"a")
    answers: Answers = {"dpia": ({"file": "a.pdf"},), "ethics-self-assessment": ({"file": "b.pdf"},)}
    with pytest.raises(Failed, match=r"'ethics-self-assessment': the file .*b\.pdf cannot be read: no such file"):
        hand_in(FORM, answers, tmp_path, lambda content, name: pytest.fail("something was kept"))


def test_an_empty_and_a_huge_document_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    for name, words in (("empty", "is empty"), ("huge", "is larger than")):
        with pytest.raises(Failed, match=words):
            hand_in(FORM, {"dpia": ({"file": name},)}, tmp_path, lambda content, name: "")
