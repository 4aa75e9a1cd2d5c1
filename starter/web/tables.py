"""Tables that people hand in as .xlsx, .ods or .csv: read, matched with a question's columns, and looked over."""

import csv
import io
import re
from collections.abc import Callable
from typing import NamedTuple

from policy.faults import MOST_ROWS
from policy.form import Column, Question, Row
from starter.spreadsheets import workbook
from starter.spreadsheets.opening import UNREADABLE, Sheet, sheets_in
from starter.spreadsheets.packed import NotTaken, is_packed, kind_of, refuse_old
from starter.web.asking import Asking, Choice
from starter.web.uploading import Handed, extension_of, text_of

KINDS = ("xlsx", "ods", "csv")
WRONG_KIND = "The table must be an Excel (xlsx), OpenDocument (ods) or CSV file."
EMPTY = "There are no rows in this table. Fill in the empty table that you can download here."

_ROW = re.compile(r"^Row (\d+): ")
_Cells = list[str]


class TableRead(NamedTuple):
    """A table that was read. `wrong` keeps it from being taken; `lacking` may be filled in later."""

    rows: tuple[Row, ...]
    wrong: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


Judge = Callable[[tuple[Row, ...]], tuple[str, ...]]
"""What else is wrong with rows that fit the form, in sentences that begin with the number of the row."""


def table_of(sheets: list[Sheet], asking: Asking, question: Question, judge: Judge = lambda rows: ()) -> TableRead:
    """The table in a file, with sentences by the numbers of the file's own rows. Raises NotTaken, with a sentence."""
    named = [(sheet.rows, _headings(sheet.rows, question.columns)) for sheet in sheets]
    filled = [(sheet, headings) for sheet, headings in named if any(any(row) for row in sheet)]
    if not filled:
        raise NotTaken(EMPTY)
    sheet, headings = next(((one, found) for one, found in filled if not found.wrong), filled[0])
    if headings.wrong:
        raise NotTaken(headings.wrong)
    rows: list[Row] = []
    numbers: list[int] = []
    spelled = {column.key: _spellings(asking.cell_choices(question, column)) for column in question.columns}
    for number, cells in enumerate(sheet[headings.at + 1 :], start=headings.at + 2):
        if any(cells):
            rows.append(_row(cells, headings, spelled))
            numbers.append(number)
    if not rows:
        raise NotTaken(EMPTY)
    if len(rows) > MOST_ROWS:
        raise NotTaken(f"This table has more than {MOST_ROWS:,} rows, which is the most that we take. Split it.")
    wrong = asking.faults(question, tuple(rows))
    wrong += _unknown_choices(asking, question, rows) if not wrong else ()
    wrong += judge(tuple(rows)) if not wrong else ()
    lacking = asking.lacks(question, tuple(rows)) if not wrong else ()
    return TableRead(
        tuple(rows),
        tuple(_renumbered(one, numbers) for one in wrong),
        tuple(_renumbered(one, numbers) for one in lacking),
    )


def template(question: Question) -> bytes:
    """An empty table of a question's columns, as CSV that spreadsheets open as it is meant."""
    written = io.StringIO()
    csv.writer(written).writerow([column.title for column in question.columns])
    return written.getvalue().encode("utf-8-sig")


class _Headings(NamedTuple):
    """In which row the headings stand, and which column stands where; or what is wrong with them."""

    at: int
    places: dict[str, int]
    wrong: str = ""


def _headings(sheet: list[_Cells], columns: tuple[Column, ...]) -> _Headings:
    at = next((place for place, cells in enumerate(sheet) if any(cells)), 0)
    cells = sheet[at] if sheet else []
    known = {_folded(name): column.key for column in columns for name in (column.key, column.title)}
    found = [(known.get(_folded(cell)), place, cell) for place, cell in enumerate(cells) if cell]
    places = {key: place for key, place, _ in found if key}
    missing = [column.title for column in columns if column.required and column.key not in places]
    odd = [cell[:60] for key, _, cell in found if key is None]
    twice = len(places) < len(found) - len(odd)
    if not (missing or odd or twice):
        return _Headings(at, places)
    wants = ", ".join(column.title for column in columns)
    said = [f"it lacks {', '.join(missing)}"] if missing else []
    said += [f"it has {', '.join(odd[:5])}, which is not asked for"] if odd else []
    said += ["one heading stands in it twice"] if twice else []
    return _Headings(
        at, places, f"This is the wrong table, or another version of it: {'; '.join(said)}. "
        f"Its first row must have the headings {wants}. Download the empty table, and copy your rows into it."
    )  # fmt: skip


def _folded(text: str) -> str:
    return " ".join(re.split(r"[\s_-]+", text.strip().casefold()))


def _spellings(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {_folded(name): one.value for one in choices for name in (one.text, one.value)}


def _row(cells: _Cells, headings: _Headings, spelled: dict[str, dict[str, str]]) -> Row:
    row: Row = {}
    for key, choices in spelled.items():
        place = headings.places.get(key, len(cells))
        value = cells[place] if place < len(cells) else ""
        row[key] = choices.get(_folded(value), value) if choices else value
    return row


def _unknown_choices(asking: Asking, question: Question, rows: list[Row]) -> tuple[str, ...]:
    """Cells that name none of what the installation offers where the form itself offers nothing: data assets."""
    found: list[str] = []
    for column in question.columns:
        offered = {one.value for one in asking.cell_choices(question, column)}
        if column.choices or not offered:
            continue
        for place, row in enumerate(rows, start=1):
            if row[column.key] and row[column.key] not in offered:
                found.append(f"Row {place}: “{row[column.key][:60]}” is none of what may stand in “{column.title}”.")
    more = len(found) - 20
    return (*found[:20], *([f"{more:,} more of this kind."] if more > 0 else []))


def _renumbered(sentence: str, numbers: list[int]) -> str:
    return _ROW.sub(lambda found: f"Row {numbers[int(found.group(1)) - 1]}: ", sentence)


def sheets_of(file: Handed) -> list[Sheet]:
    """The sheets of a file, one of a CSV file. Raises NotTaken."""
    extension = extension_of(file.name)
    refuse_old(file.content)
    if is_packed(file.content):
        if kind_of(file.content) and extension not in ("xlsx", "ods"):
            raise NotTaken(WRONG_KIND)
        return sheets_in(file.content, WRONG_KIND)
    if extension in ("xlsx", "ods"):
        raise NotTaken(UNREADABLE)
    text = text_of(file.content) if extension == "csv" else None
    if text is None:
        raise NotTaken(WRONG_KIND)
    return [Sheet("Table", _from_csv(text))]


def _from_csv(text: str) -> list[_Cells]:
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[_Cells] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(
                [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells[: workbook.MOST_COLUMNS]]
            )
            if len(rows) > workbook.MOST_ROWS:
                break
    except csv.Error:
        raise NotTaken(UNREADABLE) from None
    return rows
