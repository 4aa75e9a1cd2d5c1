"""The variables that an answer picks, row by row, held against the version of the data table that they name."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from policy.catalogue import Catalogue, DataTable
from policy.faults import MOST_SENTENCES
from policy.form import Answer, Row, rows_of
from policy.scheme import Scheme


class Pick(NamedTuple):
    """A variable that a row asks for; the version is empty where the row names none."""

    data_set: str
    table: str
    version: str
    variable: str


class Columns(NamedTuple):
    """In which columns of the form's table a pick stands; `version` and `why` are empty where the form has none."""

    question: str
    data_set: str
    table: str
    variable: str
    version: str
    why: str

    def pick(self, row: Row) -> Pick:
        """What a row asks for."""
        cells = (row.get(key, "").strip() if key else "" for key in self._picked)
        return Pick(*cells)

    @property
    def _picked(self) -> tuple[str, str, str, str]:
        return self.data_set, self.table, self.version, self.variable


def columns_of(scheme: Scheme) -> Columns | None:
    """Where a scheme's form has its picks; None where it asks for no variables of data tables."""
    if scheme.variable_in is None:
        return None
    question, data_set = scheme.assets_in
    return Columns(question, data_set, *scheme.variable_in, scheme.version_in or "", scheme.why_in or "")


def pick_faults(
    scheme: Scheme, catalogue: Catalogue, answer: Answer | None, day: date, before: Answer | None = None
) -> tuple[str, ...]:
    """Why rows cannot be asked for as they stand on that day (United Kingdom), each sentence with its row's number.

    Rows that stood there `before` in a request under way are passed over: they were right when they were sent. Of a
    table whose variables the catalogue does not list, nothing can be said. DFE-033.
    """
    columns = columns_of(scheme)
    if columns is None or not catalogue.tables:
        return ()
    known = {columns.pick(row) for row in rows_of(before)}
    return shortened(_faults(columns, Tables(catalogue, day), rows_of(answer), known))


def _faults(columns: Columns, tables: "Tables", rows: Iterable[Row], known: Collection[Pick]) -> Iterator[str]:
    for place, row in enumerate(rows, start=1):
        pick = columns.pick(row)
        if pick not in known and (why := tables.fault(pick)):
            yield f"Row {place}: {why}"


def shortened(sentences: Iterable[str]) -> tuple[str, ...]:
    """The first of these sentences, and how many more there are."""
    found = list(sentences)
    more = len(found) - MOST_SENTENCES
    return (*found[:MOST_SENTENCES], *((f"{more:,} more of this kind.",) if more > 0 else ()))


class Tables:
    """The data tables of a catalogue as they stand on a day, with their variables ready to be looked up."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self._current = {table.key: table for table in catalogue.tables if table.runs(day)}
        self._versions = {(table.key, table.version) for table in catalogue.tables}
        self._names = {key: {one.name for one in table.variables} for key, table in self._current.items()}
        self._of_set = {one.name: one.tables for one in catalogue.data_sets}

    def fault(self, pick: Pick) -> str | None:
        """Why this cannot be picked, as a sentence; None where it can."""
        if not pick.table:
            return None
        current = self._current.get(pick.table)
        if current is None:
            known = ", ".join(self._current)
            return f"there is no data table “{pick.table[:60]}” today. Write one of these: {known}."
        of_set = self._of_set.get(pick.data_set, ())
        if of_set and pick.table not in of_set:
            return f"“{pick.data_set[:60]}” has its variables in {', '.join(of_set)}, not in “{pick.table}”."
        return self.version_fault(current, pick.version) or self._unknown(current, pick.variable)

    def version_fault(self, current: DataTable, version: str) -> str | None:
        """Why a version is not the one to pick from, as a sentence; None where it is, or none is named."""
        if version in ("", current.version):
            return None
        which = f"version {version[:40]} of the data table “{current.key}”"
        said = f"{which} is outdated" if (current.key, version) in self._versions else f"there is no {which}"
        return f"{said}; version {current.version} is in force. Take today's workbook, and pick from that one."

    def _unknown(self, current: DataTable, variable: str) -> str | None:
        if not variable or not current.variables or variable in self._names[current.key]:
            return None
        return (
            f"version {current.version} of the data table “{current.key}” has no variable “{variable[:60]}”. "
            "Search for it, and write it as the table spells it."
        )


__all__ = ["Columns", "Pick", "Tables", "columns_of", "pick_faults", "shortened"]
