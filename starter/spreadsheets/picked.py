"""What somebody picked in the workbook of a data table: the rows of their answer, and what is wrong with them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from policy.catalogue import Catalogue
from policy.form import Row
from policy.picks import Columns, Pick, Tables
from starter.spreadsheets.data_tables import Entry, TableBook

_YES = ("y", "yes")
_NO = ("", "n", "no")


class Picked(NamedTuple):
    """The rows of an answer, in the order of the workbook; `places` says where each of them stands in it."""

    rows: tuple[Row, ...]
    places: tuple[str, ...]
    wrong: tuple[str, ...]


def picked(book: TableBook, columns: Columns, catalogue: Catalogue, day: date) -> Picked:
    """The variables marked with Y, held against the version of the table that is in force on that day. DFE-033."""
    tables = Tables(catalogue, day)
    table, version, data_set, unclear = _made_for(book, catalogue, day, tables)
    if unclear:
        return Picked((), (), (unclear,))
    marked = tuple(entry for entry in book.entries if _is_marked(entry))
    wrong = [*book.strange, *_wrong(book, tables, Pick(data_set, table, version, ""))]
    rows = tuple(_row(columns, data_set, table, version, entry) for entry in marked)
    return Picked(rows, tuple(entry.place for entry in marked), tuple(wrong))


def _is_marked(entry: Entry) -> bool:
    return entry.cells.get("pick", "").casefold() in _YES


def _made_for(book: TableBook, catalogue: Catalogue, day: date, tables: Tables) -> tuple[str, str, str, str]:
    """The table, version and data set that a workbook was made for, or a sentence that says what is unclear."""
    said = book.labels.get("table", "").strip()
    current = next(
        (t for t in catalogue.tables if t.runs(day) and said.casefold() in (t.key, t.title.casefold())), None
    )
    if current is None:
        known = ", ".join(table.key for table in catalogue.tables if table.runs(day))
        which = f"“{said[:60]}”, of which there is no data table" if said else "no data table that it was made for"
        return (
            "",
            "",
            "",
            f"The workbook names {which}; there are {known}. Download the workbook here, and fill in that.",
        )
    version = book.labels.get("version", "").strip()
    if not version:
        return "", "", "", "The workbook does not say its version. Download the workbook here, and fill in that one."
    if why := tables.version_fault(current, version):
        return "", "", "", f"This workbook cannot be taken: {why}"
    sets = [one.name for one in catalogue.data_sets if current.key in one.tables]
    data_set = book.labels.get("data_set", "").strip() or (sets[0] if len(sets) == 1 else "")
    if data_set not in sets:
        return (
            "",
            "",
            "",
            f"The workbook does not say its data set. Write: Data set | {' or '.join(sets) or current.key}.",
        )
    return current.key, version, data_set, ""


def _wrong(book: TableBook, tables: Tables, made_for: Pick) -> Iterator[str]:
    seen: dict[str, str] = {}
    for place, found in book.columns.items():
        if missing := [name for key, name in (("pick", "Required"), ("why", "Justification")) if key not in found]:
            yield f"{place}: the headings lack {' and '.join(missing)}. Download the workbook here, and fill in that."
    for entry in book.entries:
        mark, why, name = (entry.cells.get(key, "") for key in ("pick", "why", "name"))
        if mark.casefold() not in (*_YES, *_NO):
            yield f"{entry.place}: “{mark[:20]}” stands in “Required”. Write Y where you need it, or nothing."
        elif mark.casefold() in _NO and why:
            yield f"{entry.place}: “{name[:60]}” has a justification, but no Y. Write Y, or take the former out."
        elif mark.casefold() in _YES:
            if not name:
                yield f"{entry.place}: no variable is named."
            elif fault := tables.fault(made_for._replace(variable=name)):
                yield f"{entry.place}: {fault}"
            elif not why:
                yield f"{entry.place}: say in “Justification” why “{name[:60]}” is needed."
            elif name in seen:
                yield f"{entry.place}: “{name[:60]}” is marked already in {seen[name]}. Mark it once."
            seen.setdefault(name, entry.place.lower())


def _row(columns: Columns, data_set: str, table: str, version: str, entry: Entry) -> Row:
    cells = {
        columns.data_set: data_set,
        columns.table: table,
        columns.version: version,
        columns.variable: entry.cells["name"],
        columns.why: entry.cells.get("why", ""),
    }
    return {key: cell for key, cell in cells.items() if key}


__all__ = ["Picked", "picked"]
