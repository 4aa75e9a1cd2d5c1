"""A requester's copy of the answers they sent: an accessible PDF (PDF/UA-1), in which every text is data."""

from datetime import date
from pathlib import Path

from documents.declared import MOST_CHARACTERS_PRINTED, MOST_ROWS_PRINTED
from documents.fixed_copy import set_in_type, spelled_out
from policy.value import Value

TEMPLATE = Path(__file__).parent / "templates" / "answers.typ"


class Item(Value):
    """A question and its answer: lines of text, or rows under titled columns. `more` rows are not printed."""

    asks: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0


class Section(Value):
    """Questions that belong together."""

    title: str
    items: tuple[Item, ...]


class AnswersCopy(Value):
    """All that the copy says. `sent_on` dates the document, so that the same answers make the same bytes."""

    reference: str
    title: str
    publisher: str
    sent_by: str
    sent_at: str
    sent_on: date
    sections: tuple[Section, ...]


def render(copy: AnswersCopy) -> bytes:
    """The copy as PDF. Of a table too long to be read on paper the first rows are printed, and how many more."""
    shortened = copy.model_copy(update={"sections": tuple(_shortened(one) for one in copy.sections)})
    data = shortened.model_dump(mode="json")
    shown = spelled_out(data)
    shown["spells"] = shown != data
    return set_in_type(TEMPLATE, copy=shown)


def _shortened(section: Section) -> Section:
    return section.model_copy(update={"items": tuple(_short(one) for one in section.items)})


def _short(item: Item) -> Item:
    characters, kept = 0, 0
    for row in item.rows[:MOST_ROWS_PRINTED]:
        characters += sum(len(cell) for cell in row)
        if characters > MOST_CHARACTERS_PRINTED:
            break
        kept += 1
    return item.model_copy(update={"rows": item.rows[:kept], "more": len(item.rows) - kept})
