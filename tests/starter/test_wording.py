"""Words on a command line become a message, or a sentence for each field that is wrong."""

from pathlib import Path

import pytest

from sharing.messages import AnswerQuestions, AskRequester, DecideShare, GiveReview, Triage
from starter.cli import fields
from starter.cli.ground import Failed, Misused
from starter.cli.wording import LONGEST_WORD, message


def refused(kind: str, *words: str) -> str:
    with pytest.raises(Failed) as failed:
        message(kind, words)
    return str(failed.value)


def test_dotted_words_fill_the_parts_of_an_opinion() -> None:
    said = message(
        "give-review",
        [
            "office=legal",
            "parts.effect=It opens.",
            "settles.legislation.verdict=met",
            "settles.legislation.evidence=It is.",
        ],
    )
    assert isinstance(said, GiveReview)
    assert said.parts == {"effect": "It opens."}
    assert said.settles["legislation"].verdict == "met"


@pytest.mark.parametrize(
    "words", [["seats=legal,ethics"], ["seats=legal", "seats=ethics"], ['seats=["legal", "ethics"]']]
)
def test_a_list_may_be_written_in_three_ways(words: list[str]) -> None:
    said = message("triage", [*words, "risk=low", "complex=no"])
    assert isinstance(said, Triage)
    assert (said.seats, said.complex) == (("legal", "ethics"), False)


def test_a_comma_or_a_bracket_in_a_text_is_only_that() -> None:
    said = message("decide", ["office=legal", "asset=a", "outcome=approve", "reasons=[sic] one, two"])
    assert isinstance(said, DecideShare)
    assert said.reasons == "[sic] one, two"


def test_several_questions_are_counted_from_one() -> None:
    said = message(
        "ask",
        ["office=legal", "questions.2.item=b", "questions.2.asks=B?", "questions.1.item=a", "questions.1.asks=A?"],
    )
    assert isinstance(said, AskRequester)
    assert [one.item for one in said.questions] == ["a", "b"]


def test_an_item_of_a_list_may_be_json() -> None:
    said = message("ask", ["office=legal", 'questions={"item": "a", "asks": "A?"}'])
    assert isinstance(said, AskRequester)
    assert said.questions[0].asks == "A?"


def test_changed_answers_are_texts_choices_or_rows() -> None:
    changes = ["changes.title=Deaths", "changes.subjects=a", "changes.subjects=b"]
    said = message("answer", ["round=1", "replies.title=So.", *changes, 'changes.places=[{"what": "access"}]'])
    assert isinstance(said, AnswerQuestions)
    assert said.changes == {"title": "Deaths", "subjects": ("a", "b"), "places": ({"what": "access"},)}


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "why.txt").write_text("A long reason.\n")
    (tmp_path / "parts.yaml").write_text("effect: |\n  Paragraphs.\n")
    words = ["office=legal", f"parts=@{tmp_path / 'parts.yaml'}"]
    said = message("give-review", words)
    assert isinstance(said, GiveReview)
    assert said.parts == {"effect": "Paragraphs."}
    decided = message("decide", ["office=a", "asset=b", "outcome=refuse", f"reasons=@{tmp_path / 'why.txt'}"])
    assert isinstance(decided, DecideShare)
    assert decided.reasons == "A long reason."


def test_two_signs_stand_for_one() -> None:
    said = message("withdraw", ["reason=@@home is a word"])
    assert said.model_dump()["reason"] == "@home is a word"


def test_words_come_on_top_of_those_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "message.yaml"
    path.write_text(
        "kind: decide\noffice: information-asset-owner\nasset: census-2021\noutcome: refuse\nreasons: No.\n"
    )
    said = message("decide", ["outcome=approve"], path)
    assert isinstance(said, DecideShare)
    assert (said.outcome, said.reasons) == ("approve", "No.")
    with pytest.raises(Failed, match="holds another message than advise"):
        message("advise", [], path)


def test_every_field_that_is_missing_or_wrong_gets_a_sentence() -> None:
    said = refused("triage", "risk=medum", "complex=maybe", "seets=legal")
    assert said.splitlines() == [
        "seats is missing; give it as seats=… (a list of texts).",
        "risk is one of 'low', 'medium', 'high'.",
        "complex is yes or no.",
        "There is no field seets. Did you mean seats? There are seats, risk, complex, not_applicable, reason.",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["reason=a", "reason=b"], "reason is given 2 times; it takes one value."),
        (["reason=…"], "Fill in reason: where … stands, your own words belong."),
        (["reason=\x1b[31mred"], "reason: The text contains a control character (U+001B). Remove it."),
        (["reason=a\u202eb"], "reason: The text contains a character that reorders it (U+202E). Remove it."),
        (["reason=a\0b"], "reason: The text contains a control character (U+0000). Remove it."),
        (["reason=" + "a" * 5000], "reason is too long; shorten it to 4,000 characters."),
        (["reason=" + "a" * (LONGEST_WORD + 1)], "reason has 1,000,001 characters; no field takes so many."),
        (["reason.why=a"], "reason is a text."),
    ],
)
def test_a_reason_that_cannot_stand_is_refused(words: list[str], sentence: str) -> None:
    assert refused("withdraw", *words) == sentence


def test_what_was_typed_is_not_repeated() -> None:
    assert "secret" not in refused("triage", "seats=Secret Seat", "risk=secret")


def test_an_unknown_message_is_refused_with_what_may_have_been_meant() -> None:
    assert (
        refused("give-reviw")
        == "There is no message 'give-reviw'. Did you mean give-review? `starter messages` shows them all."
    )
    assert refused("lodge") == "Lodge a request with `starter lodge FILE`."


def test_a_word_without_a_sign_is_a_mistake_in_calling() -> None:
    with pytest.raises(Misused, match="not of the form field=value"):
        message("withdraw", ["reason"])


def test_parts_are_added_to_a_whole_but_no_whole_replaces_parts() -> None:
    said = message("give-review", ["office=a", 'parts={"x": "X"}', "parts.y=Y"])
    assert said.model_dump()["parts"] == {"x": "X", "y": "Y"}
    assert refused("give-review", "office=a", "parts.y=Y", 'parts={"x": "X"}').endswith("and once part by part.")


def test_every_message_can_be_described() -> None:
    for name, kind in fields.kinds().items():
        for field in fields.fields_of(kind):
            assert field.what, f"{name}.{field.path}"
