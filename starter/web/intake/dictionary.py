"""The data dictionary as a draft sees it: which question picks variables, from which tables, and what is amiss."""

import re
from datetime import date
from typing import NamedTuple

from policy.catalogue import Catalogue, DataTable
from policy.faults import MOST_ROWS
from policy.finding_variables import FoundVariable, find_variables
from policy.form import Answer, Answers, Question, Row
from policy.picks import Columns, Tables, columns_of, pick_faults
from policy.scheme import Scheme
from starter.spreadsheets.data_tables import TableBook, book_of
from starter.spreadsheets.opening import Sheet
from starter.spreadsheets.packed import NotTaken
from starter.spreadsheets.picked import picked
from starter.web.asking import Asking
from starter.web.tables import TableRead, table_of

_ROW = re.compile(r"^Row (\d+): ")


class Offered(NamedTuple):
    """A data set whose variables are listed: name and title, an explorer of the publisher's, its tables of today."""

    name: str
    title: str
    explorer: str
    tables: tuple[DataTable, ...]


class Dictionary:
    """The data tables of a scheme's catalogue on one day (United Kingdom).

    `before` are the answers of an open request: rows that were sent with them stay as they are.
    """

    def __init__(self, scheme: Scheme, catalogue: Catalogue, day: date, before: Answers | None = None) -> None:
        self._scheme = scheme
        self._catalogue = catalogue
        self._day = day
        self._columns = columns_of(scheme)
        self._before = before or {}

    def columns(self, question: Question) -> Columns | None:
        """Where a question's rows pick variables; None where it picks none."""
        picks = self._columns is not None and self._columns.question == question.key and self._catalogue.tables
        return self._columns if picks else None

    def misnamed(self, question: Question, answer: Answer | None) -> tuple[str, ...]:
        """Rows that pick no variable of a table in force, in sentences with the numbers of rows."""
        if self.columns(question) is None:
            return ()
        return pick_faults(self._scheme, self._catalogue, answer, self._day, self._before.get(question.key))

    def dated(self, question: Question, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, with the version in force written into those that pick from it without saying so."""
        columns = self.columns(question)
        if columns is None or not columns.version:
            return rows
        tables = Tables(self._catalogue, self._day)

        def completed(row: Row) -> Row:
            pick = columns.pick(row)
            current = self.table(pick.table) if pick.variable and not pick.version else None
            return {**row, columns.version: current.version} if current and not tables.fault(pick) else row

        return tuple(completed(row) for row in rows)

    @property
    def offered(self) -> tuple[Offered, ...]:
        """The data sets that have an explorer, or tables whose variables are listed."""
        found = []
        for one in self._catalogue.data_sets:
            tables = [self._catalogue.table(key, self._day) for key in one.tables]
            listed = tuple(table for table in tables if table is not None and table.variables)
            explorers = (one.explorer, *(table.explorer for table in tables if table is not None))
            explorer = next((link for link in explorers if link.startswith("https://")), "")
            if listed or explorer:
                found.append(Offered(one.name, one.title, explorer, listed))
        return tuple(found)

    def find(self, words: str) -> tuple[FoundVariable, ...]:
        """The variables that have all these words in their lines."""
        return find_variables(self._catalogue, words, self._day)

    def table(self, key: str) -> DataTable | None:
        """The version of a table in force, where its variables are listed; else None."""
        found = self._catalogue.table(key, self._day)
        return found if found is not None and found.variables else None

    def row(self, columns: Columns, data_set: str, table: DataTable, variable: str) -> Row | None:
        """The row that picks a variable, its reason still open; None where there is no such variable to pick."""
        known = any(one.name == data_set and table.key in one.tables for one in self._catalogue.data_sets)
        if not known or all(one.name != variable for one in table.variables):
            return None
        cells = {
            columns.data_set: data_set,
            columns.table: table.key,
            columns.version: table.version,
            columns.variable: variable,
            columns.why: "",
        }
        return {key: cell for key, cell in cells.items() if key}

    def read(self, sheets: list[Sheet], asking: Asking, question: Question) -> TableRead:
        """The rows of a file: of a data table's workbook those that were picked in it. Raises NotTaken."""
        columns = self.columns(question)
        book = book_of(sheets) if columns is not None else None
        if columns is None or book is None:
            read = table_of(sheets, asking, question, lambda rows: self.misnamed(question, rows))
            return read._replace(rows=self.dated(question, read.rows))
        return self._picked(book, columns, asking, question)

    def _picked(self, book: TableBook, columns: Columns, asking: Asking, question: Question) -> TableRead:
        found = picked(book, columns, self._catalogue, self._day)
        if not found.rows and not found.wrong:
            raise NotTaken("No variable is marked in this workbook. Write Y for each that you need, and why.")
        if len(found.rows) > MOST_ROWS:
            raise NotTaken(f"More than {MOST_ROWS:,} variables are marked, which is the most that we take.")
        wrong = found.wrong or tuple(
            _ROW.sub(lambda row: f"{found.places[int(row.group(1)) - 1]}: ", one)
            for one in asking.faults(question, found.rows)
        )
        return TableRead(found.rows, wrong)


__all__ = ["Dictionary", "Offered"]
