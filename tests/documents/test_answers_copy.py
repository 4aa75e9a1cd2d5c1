"""A requester's copy of their answers: accessible, the same for the same answers, and whatever they typed is text."""

from datetime import date

import pytest

from documents.answers_copy import AnswersCopy, Item, Section, render
from tests.documents.reading import catalogue_of, pages_of, run_together, structure_of
from tests.documents.test_hostile_texts import HOSTILE


def copy(*items: Item, **given: str) -> AnswersCopy:
    """A copy with these answers."""
    fields = {"reference": "ONS-2027-0042", "title": "Sharing", "publisher": "An office", "sent_by": "Dr Okafor"}
    section = Section(title="The project", items=items or (Item(asks="What is it called?", lines=("Ours",)),))
    return AnswersCopy(**{**fields, **given}, sent_at="now", sent_on=date(2027, 1, 5), sections=(section,))


def text_of(made: AnswersCopy) -> str:
    """The text of the PDF, without white space."""
    return run_together("".join(pages_of(render(made))))


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_was_typed_is_text(name: str) -> None:
    text = HOSTILE[name]
    made = copy(
        Item(asks=text, lines=(text,)),
        Item(asks="Rows", columns=(text, "Why"), rows=((text, text),)),
        title=text,
        sent_by=text,
    )
    assert text_of(made).count(run_together(text)) >= 7


def test_the_copy_can_be_read_aloud_in_order() -> None:
    made = render(copy(Item(asks="One", lines=("a", "", "b")), Item(asks="Two", columns=("A",), rows=(("x",),))))
    assert catalogue_of(made)["/MarkInfo"]["/Marked"]
    assert catalogue_of(made)["/Lang"] == "en-GB"
    roles = structure_of(made)
    assert [role for role in roles if role in ("Title", "H1", "H2", "Table", "TH")] == [
        "Title", "H1", "H2", "H2", "Table", "TH",
    ]  # fmt: skip


def test_the_same_answers_make_the_same_bytes() -> None:
    assert render(copy()) == render(copy())


def test_of_a_table_beyond_all_reading_it_says_how_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.answers_copy.MOST_ROWS_PRINTED", 3)
    monkeypatch.setattr("documents.answers_copy.MOST_CHARACTERS_PRINTED", 1_000)
    rows = tuple((f"row {place}",) for place in range(10))
    assert "row2And7morerows" in text_of(copy(Item(asks="Rows", columns=("A",), rows=rows)))
    assert "morerows" not in text_of(copy(Item(asks="Rows", columns=("A",), rows=rows[:3])))
    wide = (("first",), ("x" * 1_000,), ("third",))
    assert "firstAnd2morerows" in text_of(copy(Item(asks="Rows", columns=("A",), rows=wide)))
