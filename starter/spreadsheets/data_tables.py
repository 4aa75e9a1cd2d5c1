"""What the workbook of a data table says: its table, version and day, and its variables, sheet by sheet.

Publishers lay their workbooks out in their own ways. The headings of the variables stand in any of the first rows of
a sheet, under one of several names; above them, or on a sheet of their own, lines such as “Version | 2026-09-01”.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from policy.catalogue import Catalogue, DataTable, Variable
from policy.faults import LONGEST_CELL, MOST_ROWS
from policy.picks import shortened
from policy.value import Key, unreadable
from starter.spreadsheets.opening import Sheet
from starter.spreadsheets.packed import NotTaken

HEADINGS = {
    "name": ("alias", "variable", "variable name", "field", "field name", "attribute"),
    "title": ("description", "variable description", "field description", "attribute description"),
    "years": ("years", "years available", "years held", "academic years", "collection years"),
    "risk": ("identification risk", "risk of identification", "identifiability", "identifiability risk"),
    "sensitivity": ("sensitivity", "data sensitivity"),
    "pick": ("required", "request", "requested", "select", "y", "mark y", "mark y if required"),
    "why": ("justification", "justification for request", "reason", "why it is needed"),
}
LABELS = {
    "data_set": ("data set", "dataset"),
    "table": ("data table", "table"),
    "version": ("version", "table version"),
    "since": ("published", "date", "version date", "valid from"),
}
HEADED_WITHIN = 40
"""In how many first rows of a sheet the headings are looked for."""

LONGEST_NAME = 120
LONGEST_YEARS = 200

_KNOWN = {name: key for key, names in HEADINGS.items() for name in names}
_LABELLED = {name: key for key, names in LABELS.items() for name in names}
_NAME = re.compile(r"[A-Za-z0-9_][^\n\t]*")


class Entry(NamedTuple):
    """A line of a variable: where it stands, and its cells by what they mean (the keys of HEADINGS)."""

    sheet: str
    number: int
    cells: dict[str, str]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"Sheet “{self.sheet[:40]}”, row {self.number}"


class TableBook(NamedTuple):
    """What a workbook says: labels by the keys of LABELS, entries of variables, and what could not be read."""

    labels: dict[str, str]
    entries: tuple[Entry, ...]
    columns: dict[str, frozenset[str]]
    strange: tuple[str, ...]


class Unusable(NotTaken):
    """A workbook of which no data table can be made; `sentences` say what is wrong, and where."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def book_of(sheets: list[Sheet]) -> TableBook | None:
    """What a workbook says of a data table; None where none of its sheets lists variables."""
    labels: dict[str, str] = {}
    entries: list[Entry] = []
    columns: dict[str, frozenset[str]] = {}
    strange: list[str] = []
    for sheet in sheets:
        at = next((at for at, row in enumerate(sheet.rows[:HEADED_WITHIN]) if _is_headed(row)), None)
        for row in sheet.rows[: HEADED_WITHIN if at is None else at]:
            _label(row, labels)
        if at is None:
            strange += _strange(sheet)
            continue
        places = _places(sheet.rows[at])
        columns[f"Sheet “{sheet.name[:40]}”, row {at + 1}"] = frozenset(places)
        entries += _entries(sheet, at, places)
    return TableBook(labels, tuple(entries), columns, tuple(strange)) if columns else None


def _folded(text: str) -> str:
    plain = re.sub(r"\(.*?\)|[“”\"']", " ", text.casefold()[:200])
    return " ".join(re.split(r"[\s_:*-]+", plain)).strip()


def _meaning(heading: str) -> str | None:
    folded = _folded(heading)
    return _KNOWN.get(folded) or ("name" if folded.endswith(" alias") else None)


def _places(row: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        if cell and (key := _meaning(cell)):
            found.setdefault(key, place)
    return found


def _is_headed(row: list[str]) -> bool:
    found = _places(row).keys()
    return {"name", "title"} <= found and bool(found & {"pick", "why", "risk", "sensitivity"})


def _label(row: list[str], labels: dict[str, str]) -> None:
    filled = [cell for cell in row if cell]
    if len(filled) > 1 and (key := _LABELLED.get(_folded(filled[0]))):
        labels.setdefault(key, filled[1])


def _strange(sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(sheet.rows, start=1):
        if len([cell for cell in row if cell]) > 2:
            yield (
                f"Sheet “{sheet.name[:40]}”, row {number}: there is a table here, but none of the first "
                f"{HEADED_WITHIN} rows has headings such as Alias, Description and Sensitivity. Put them above it."
            )
            return


def _entries(sheet: Sheet, at: int, places: dict[str, int]) -> Iterator[Entry]:
    for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2):
        filled = sum(1 for cell in row if cell)
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        # A line with one cell that is no alias parts the variables for the eye.
        if filled > 1 or cells["name"]:
            yield Entry(sheet.name, number, cells)


def table_of(book: TableBook | None, catalogue: Catalogue, key: str = "") -> DataTable:
    """The version of a data table that a publisher's workbook holds. Raises Unusable, with all that is wrong.

    `key` is the table's key, where the workbook does not say it.
    """
    if book is None:
        sentence = (
            f"No sheet lists variables: none has, in its first {HEADED_WITHIN} rows, a row of headings with "
            "Alias, Description, Identification risk and Sensitivity."
        )
        raise Unusable((sentence,))
    wrong = list(book.strange)
    for place, found in book.columns.items():
        missing = [HEADINGS[one][0] for one in ("risk", "sensitivity") if one not in found]
        wrong += [f"{place}: the headings lack {', '.join(missing)}."] if missing else []
    table, since = _key_of(book, catalogue, key), _day(book.labels.get("since", ""))
    version = book.labels.get("version", "")
    wrong += [] if table else [_unlabelled("data table", "Data table | schools")]
    wrong += [] if 0 < len(version) <= LONGEST_NAME else [_unlabelled("version", "Version | 2026-09-01")]
    wrong += [] if since else [_unlabelled("day of publication", "Published | 1 September 2026")]
    wrong += _wrong_entries(book)
    if wrong or since is None:
        raise Unusable(shortened(wrong))
    return DataTable(key=table, title=table, version=version, since=since, variables=_variables(book))


def _unlabelled(what: str, example: str) -> str:
    return f"The workbook does not say its {what}. Above the headings, or on a sheet of their own, write: {example}."


def _key_of(book: TableBook, catalogue: Catalogue, key: str) -> Key:
    said = _folded(key or book.labels.get("table", ""))
    titles = ((one.key, name) for one in catalogue.tables for name in (one.key, one.title))
    return next((found for found, name in titles if said in (name.casefold(), _folded(name))), key)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _wrong_entries(book: TableBook) -> Iterator[str]:
    if len(book.entries) > MOST_ROWS:
        yield f"There are more than {MOST_ROWS:,} variables. Part them into several data tables."
    if not book.entries:
        yield "There are no variables under the headings."
    seen: dict[str, str] = {}
    for entry in book.entries:
        for fault in _faults(entry):
            yield f"{entry.place}, {fault}"
        name = entry.cells["name"]
        if name and name in seen:
            yield f"{entry.place}, column “Alias”: “{name[:60]}” stands already in {seen[name]}. Name each once."
        seen.setdefault(name, entry.place.lower())


def _faults(entry: Entry) -> Iterator[str]:
    name, longest = entry.cells["name"], {"name": LONGEST_NAME, "years": LONGEST_YEARS}
    if not _NAME.fullmatch(name):
        yield f"column “Alias”: “{name[:60]}” is no name of a variable; one begins with a letter or a digit."
    for key in ("name", "title", "years"):
        cell, column = entry.cells.get(key, ""), HEADINGS[key][0].capitalize()
        if len(cell) > longest.get(key, LONGEST_CELL):
            yield f"column “{column}”: this is longer than {longest.get(key, LONGEST_CELL):,} characters."
        elif why := unreadable(cell):
            yield f"column “{column}”: {why}"
    if entry.cells.get("risk", "") not in ("", *"123456"):
        yield f"column “Identification risk”: “{entry.cells['risk'][:20]}” is none of 1 to 6."
    if entry.cells.get("sensitivity", "").upper() not in ("", *"ABCDE"):
        yield f"column “Sensitivity”: “{entry.cells['sensitivity'][:20]}” is none of A to E."


def _variables(book: TableBook) -> tuple[Variable, ...]:
    return tuple(
        Variable(
            name=entry.cells["name"],
            title=entry.cells["title"],
            group=entry.sheet,
            years=entry.cells.get("years", ""),
            risk=int(risk) if (risk := entry.cells.get("risk", "")) else None,
            sensitivity=entry.cells.get("sensitivity", "").upper(),
        )
        for entry in book.entries
    )


__all__ = ["Entry", "TableBook", "Unusable", "book_of", "table_of"]
