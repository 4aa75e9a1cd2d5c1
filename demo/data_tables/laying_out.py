"""How publishers lay out their data tables: a sheet of notes, titles above the headings, a sheet for each module."""

from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook


class Line(NamedTuple):
    """An invented variable; risk of identification from 1 to 6, sensitivity from A to E."""

    alias: str
    description: str
    years: str
    risk: int
    sensitivity: str


class Book(NamedTuple):
    """A workbook: how it calls itself, its version, and its modules with their variables."""

    key: str
    title: str
    version: str
    published: str
    alias: str
    modules: dict[str, tuple[Line, ...]]


HEADINGS = ("Description", "Years available", "Identification risk (1-6)", "Sensitivity (A-E)")


def write(book: Book, path: Path) -> None:
    """Write the workbook there."""
    made = Workbook(write_only=True)
    notes = made.create_sheet("Read me")
    notes.append([book.title])
    notes.append(["These variables are invented. They are nobody's data table."])
    notes.append([])
    for label, text in (("Data table:", book.key), ("Version:", book.version), ("Published:", book.published)):
        notes.append([label, text])
    notes.append([])
    notes.append(["Mark each variable that you need with Y, and say why you need it."])
    for module, lines in book.modules.items():
        sheet = made.create_sheet(module)
        sheet.append([book.title])
        sheet.append([module])
        sheet.append([])
        sheet.append(["Mark “Y” if required", book.alias, *HEADINGS, "Justification for request"])
        for line in lines:
            sheet.append([None, *line, None])
    made.properties.creator = "An invented publisher"
    made.save(path)
