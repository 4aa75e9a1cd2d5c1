"""A form says everything that is missing or wrong, at once, and keeps what may be kept."""

import pytest
from pydantic import ValidationError

from policy.faults import LONGEST_CELL, MOST_ROWS, MOST_SENTENCES
from policy.form import (
    Agreeing,
    Answer,
    Answers,
    Column,
    Condition,
    Contradiction,
    Form,
    Question,
    QuestionKind,
    file,
    gaps,
    unfit,
)
from policy.value import LONGEST_TEXT

LARGE = Condition(question="size", answer="large")


def question(key: str, kind: QuestionKind, **more: object) -> Question:
    return Question.model_validate(
        {"key": key, "asks": f"{key}?", "kind": kind, "clause": "ONS-029", "section": "All", **more}
    )


FORM = Form(
    version="1",
    questions=(
        question("name", QuestionKind.TEXT),
        question("size", QuestionKind.CHOICE, choices=("small", "large")),
        question("why-large", QuestionKind.LONG_TEXT, only_if=LARGE),
        question("uses", QuestionKind.CHOICES, choices=("read", "write"), required=False),
        question("from", QuestionKind.DATE, required=False),
        question("secret", QuestionKind.YES_NO, required=False),
        question("promise", QuestionKind.CONFIRMATION),
        question("paper", QuestionKind.DOCUMENT, required=False),
        question(
            "places",
            QuestionKind.TABLE,
            required=False,
            columns=(
                Column(key="what", title="What", choices=("storage", "access"), every_choice=True),
                Column(key="country", title="Country"),
                Column(key="note", title="Note", required=False),
            ),
        ),
    ),
    agreeing=(
        Agreeing(
            when=Condition(question="secret", answer="yes"),
            table="places",
            column="country",
            value="here",
            sentence="A secret stays here.",
        ),
    ),
    contradictions=(
        Contradiction(
            one=LARGE,
            other=Condition(question="uses", answer="write"),
            sentence="Large things are not written.",
        ),
    ),
)
COMPLETE: Answers = {"name": "A thing", "size": "small", "promise": "yes"}


def sentences(**changes: Answer) -> list[str]:
    return [gap.sentence for gap in gaps(FORM, COMPLETE | {k.replace("_", "-"): a for k, a in changes.items()})]


def test_a_complete_sheet_has_no_gaps() -> None:
    assert gaps(FORM, COMPLETE) == ()


def test_an_empty_sheet_lacks_every_required_item_in_the_form_s_order() -> None:
    assert [gap.question for gap in gaps(FORM, {})] == ["name", "size", "promise"]


def test_a_question_is_asked_only_if_its_condition_holds() -> None:
    assert sentences(size="large") == ["Answer 'why-large': why-large?"]
    assert sentences(size="large", why_large="It grew.") == []


@pytest.mark.parametrize(
    ("key", "answer", "sentence"),
    [
        ("nmae", "A thing", "The form has no question 'nmae'. Remove it or mend its spelling."),
        ("name", ("A", "thing"), "Answer 'name' with a text."),
        ("name", "A\x00thing", "'name': The text contains a control character (U+0000). Remove it."),
        ("name", "a" * (LONGEST_TEXT + 1), "'name' has 20,001 characters; shorten it to 20,000."),
        ("size", "huge", "'size' does not offer 'huge'; choose from small, large."),
        ("uses", "read", "Answer 'uses' with a list of choices: read, write."),
        ("uses", ("burn",), "'uses' does not offer 'burn'; choose from read, write."),
        ("uses", ("read", "read", "read"), "'uses' lists more choices than it offers; choose from read, write."),
        ("from", "31/03/2027", "'from' is not a date; write it as 2027-03-31."),
        ("from", "2027-W13-3", "'from' is not a date; write it as 2027-03-31."),
        ("from", "2027-02-30", "'from' is not a date; write it as 2027-03-31."),
        ("secret", "maybe", "Answer 'secret' with yes or no."),
        ("promise", "perhaps", "Answer 'promise' with yes or no."),
        ("places", "here", "Answer 'places' with rows that have what, country, note."),
        ("paper", "dpia.pdf", "Answer 'paper' with rows that have name, version, author, sha256."),
        # A question that is not asked is kept as well, and so is looked at as well.
        ("why-large", "\u202ereversed", "'why-large': The text contains a character that reorders it (U+202E)."),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(key: str, answer: Answer, sentence: str) -> None:
    found = unfit(FORM, COMPLETE | {key: answer})
    assert [gap.question for gap in found] == [key]
    assert found[0].sentence.startswith(sentence)
    assert found[0] in gaps(FORM, COMPLETE | {key: answer})


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"what": "theft", "country": "here"}, "'places', row 1: 'what' is one of storage, access."),
        ({"what": "storage", "country": "here", "why": "?"}, "'places', row 1: there is no column 'why'."),
        (
            {"what": "storage", "country": "h" * (LONGEST_CELL + 1)},
            "'places', row 1: 'country' is longer than 2,000 characters.",
        ),
        (
            {"what": "storage", "country": "he\x07re"},
            "'places', row 1: 'country': The text contains a control character (U+0007). Remove it.",
        ),
    ],
)
def test_a_faulty_row_is_named(row: dict[str, str], sentence: str) -> None:
    assert [gap.sentence for gap in unfit(FORM, COMPLETE | {"places": (row,)})] == [sentence]


def test_a_table_has_a_largest_size() -> None:
    rows = ({"what": "storage", "country": "here"},) * (MOST_ROWS + 1)
    assert [gap.sentence for gap in unfit(FORM, COMPLETE | {"places": rows})] == [
        "'places' has 30,001 rows; at most 30,000 are taken."
    ]


def test_a_thousand_faulty_rows_do_not_make_a_thousand_sentences() -> None:
    found = unfit(FORM, COMPLETE | {"places": ({"what": "theft", "country": "here"},) * 1_000})
    assert len(found) == MOST_SENTENCES + 1
    assert found[-1].sentence == "'places': 980 more of this kind."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "   "}, "Answer 'name': name?"),
        ({"promise": "no"}, "Confirm 'promise' with yes: promise?"),
        ({"places": ({"what": "storage", "country": "here"},)}, "'places': add a row whose 'what' is access."),
        (
            {"places": ({"what": "storage", "country": "here"}, {"what": "access"})},
            "'places', row 2: fill in 'country'.",
        ),
        ({"size": "large", "why_large": "It grew.", "uses": ("write",)}, "Large things are not written."),
        (
            {
                "secret": "yes",
                "places": ({"what": "storage", "country": "here"}, {"what": "access", "country": "there"}),
            },
            "A secret stays here.",
        ),
    ],
)
def test_what_is_incomplete_may_be_kept_but_is_a_gap(changes: dict[str, Answer], sentence: str) -> None:
    assert sentences(**changes) == [sentence]
    assert unfit(FORM, COMPLETE | {key.replace("_", "-"): answer for key, answer in changes.items()}) == ()


def test_a_condition_holds_for_one_of_several_choices_and_never_for_silence() -> None:
    reads = Condition(question="uses", answer="read")
    assert reads.holds({"uses": ("write", "read")})
    assert not reads.holds({"uses": ("write",)})
    assert not reads.holds({})


def test_a_form_does_not_ask_the_same_twice() -> None:
    once = question("name", QuestionKind.TEXT)
    with pytest.raises(ValidationError, match="stands twice"):
        Form(version="1", questions=(once, once))


def test_a_condition_reads_a_question_of_the_form() -> None:
    with pytest.raises(ValidationError, match="unknown question"):
        Form(version="1", questions=(question("why-large", QuestionKind.TEXT, only_if=LARGE),))


def test_what_travels_is_a_digest_and_the_few_answers_that_rules_read() -> None:
    filing = file(FORM, COMPLETE, reads=("size",))
    assert filing.clear == {"size": "small"}
    assert len(filing.digest) == 64
    assert "A thing" not in filing.model_dump_json()


def test_a_revision_names_what_changed() -> None:
    filing = file(FORM, COMPLETE | {"size": "large"}, reads=(), before=COMPLETE)
    assert filing.changed == ("size",)
    assert filing.gaps == ("why-large",)


def test_the_same_answers_have_the_same_digest_in_any_order() -> None:
    backwards = dict(reversed(COMPLETE.items()))
    assert file(FORM, backwards, reads=()).digest == file(FORM, COMPLETE, reads=()).digest


def test_a_confirmation_given_afresh_counts_as_changed_though_it_says_yes_as_before() -> None:
    again = file(FORM, COMPLETE, reads=(), before=COMPLETE, afresh=("promise", "name"))
    assert again.changed == ("promise",)
