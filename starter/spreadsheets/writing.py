"""A data table as a workbook to be filled in: what is picked in it with Y comes back as the same variables."""

import io
import re
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from policy.catalogue import DataTable, Variable
from starter.spreadsheets.data_tables import HEADED_WITHIN

HEADINGS = ("Required", "Alias", "Description", "Years", "Identification risk", "Sensitivity", "Justification")
WIDTHS = (10, 28, 60, 18, 12, 12, 60)
LONGEST_SHEET = 31
HOW = (
    "Write Y under Required for each variable that you need, and under Justification why you need it.",
    "Leave everything else as it is, and hand the workbook in where you downloaded it.",
)
assert HEADED_WITHIN > 5, "the headings that are written here have to be found again"


def workbook_of(table: DataTable, data_set: str = "") -> bytes:
    """The workbook (xlsx) of a version of a data table: a sheet that says which it is, and one for each group."""
    book = Workbook(write_only=True)
    about = book.create_sheet("About this table")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 60
    labels = {
        "Data table": table.key,
        "Title": table.title,
        "Version": table.version,
        "Published": f"{table.since:%-d %B %Y}",
        **({"Data set": data_set} if data_set else {}),
    }
    for label, text in labels.items():
        about.append([_text(about, label), _text(about, text)])
    for line in ("", *HOW):
        about.append([_text(about, line)])
    taken = {"about this table"}
    for group, variables in _groups(table).items():
        _sheet(book, _sheet_name(group, taken), table, variables)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _groups(table: DataTable) -> dict[str, list[Variable]]:
    found: dict[str, list[Variable]] = {}
    for one in table.variables:
        found.setdefault(one.group, []).append(one)
    return found


def _sheet_name(group: str, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", _plain(group)).strip()[:LONGEST_SHEET] or "Variables"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[: LONGEST_SHEET - 4]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _sheet(book: Workbook, name: str, table: DataTable, variables: list[Variable]) -> None:
    sheet = book.create_sheet(name)
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFG"[place]].width = width
    sheet.freeze_panes = "C5"
    marks = DataValidation(type="list", formula1='"Y"', allow_blank=True)
    marks.add(f"A5:A{len(variables) + 4}")
    sheet.data_validations.append(marks)
    sheet.append([_text(sheet, f"{table.title}: {name}", bold=True)])
    sheet.append([_text(sheet, HOW[0])])
    sheet.append([])
    sheet.append([_text(sheet, heading, bold=True) for heading in HEADINGS])
    for one in variables:
        sheet.append(list(_line(sheet, one)))


def _line(sheet: object, one: Variable) -> Iterator[object]:
    yield None
    yield from (_text(sheet, cell) for cell in (one.name, one.title, one.years))
    yield one.risk
    yield _text(sheet, one.sensitivity)


def _plain(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", text))


def _text(sheet: object, text: str, *, bold: bool = False) -> object:
    """A cell that holds a text, whatever it begins with: nothing that a publisher wrote becomes a formula."""
    plain = _plain(text)
    if not bold and len(plain) < 60 and not plain.startswith(("=", "#", "+", "-", "@")):
        return plain or None
    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    elif len(plain) >= 60:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


__all__ = ["workbook_of"]
