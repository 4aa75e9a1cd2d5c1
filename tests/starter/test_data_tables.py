"""Workbooks of data tables at a shell: brought in after a look, kept by version, written out, and refused."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from demo.data_tables.laying_out import write
from demo.data_tables.variables import BOOKS, NPD
from starter.spreadsheets.data_tables import book_of
from starter.spreadsheets.opening import sheets_in
from starter.spreadsheets.writing import workbook_of
from tests.policy.test_picks import NEWER
from tests.starter.shell import Answer, Shell

HERE = Path(__file__).parents[2] / "demo" / "data_tables"
SCHEME = ("--scheme", "dfe-data-sharing")
BRINGS = ("--as-person", "ada", "--reason", "Autumn tables.", *SCHEME)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    here = Shell(tmp_path)
    assert here("migrate").code == 0
    return here


def cells(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """What a workbook holds, sheet by sheet."""
    return [(one.name, one.rows) for one in sheets_in(content)]


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("he", marks=pytest.mark.requirement("DFE-040")),
        pytest.param("ilr", marks=pytest.mark.requirement("DFE-041")),
        pytest.param("npd", marks=pytest.mark.requirement("DFE-042")),
        pytest.param("swc", marks=pytest.mark.requirement("DFE-043")),
    ],
)
def test_each_workbook_comes_in_after_a_look_and_goes_out_with_the_same_variables(
    shell: Shell, tmp_path: Path, key: str
) -> None:
    file = HERE / f"{key}.xlsx"
    looked = shell("tables", "import", str(file), *BRINGS, stdin="n\n")
    assert looked.code == 1
    assert "Nothing was changed" in looked.err
    told = shell("tables", "import", str(file), *BRINGS, stdin="y\n")
    assert told.code == 0
    assert f"+ table {key} 2026-09-01 (from 2026-09-01)" in told.out
    (book,) = [one for one in BOOKS if one.key == key]
    lines = {line.alias: line for module in book.modules.values() for line in module}
    tables = shell("catalogue", "show", "--format", "json", *SCHEME).json["tables"]
    old, new = [one for one in tables if one["key"] == key]
    assert (old["until"], new["since"], new.get("until")) == ("2026-08-31", "2026-09-01", None)
    assert {one["name"]: (one["risk"], one["sensitivity"], one["years"]) for one in new["variables"]} == {
        line.alias: (line.risk, line.sensitivity, line.years) for line in lines.values()
    }
    out = tmp_path / "out.xlsx"
    assert shell("tables", "export", key, str(out), *SCHEME, "--version", "2026-09-01").code == 0
    written, read = book_of(sheets_in(out.read_bytes())), book_of(sheets_in(file.read_bytes()))
    assert written is not None
    assert read is not None
    known = ("name", "title", "years", "risk", "sensitivity", "pick", "why")
    assert [(one.sheet, *(one.cells[key] for key in known)) for one in written.entries] == [
        (one.sheet, *(one.cells[key] for key in known)) for one in read.entries
    ]


def test_the_committed_workbooks_are_those_that_the_script_makes_and_small(tmp_path: Path) -> None:
    for book in BOOKS:
        write(book, tmp_path / "made.xlsx")
        kept = (HERE / f"{book.key}.xlsx").read_bytes()
        assert cells(kept) == cells((tmp_path / "made.xlsx").read_bytes())
        assert len(kept) < 30_000


def test_a_second_version_says_what_is_new_changed_and_gone_and_can_be_put_back(shell: Shell, tmp_path: Path) -> None:
    assert shell("tables", "import", str(HERE / "npd.xlsx"), *BRINGS, "--yes").code == 0
    census = NPD.modules["Census"]
    changed = census[1]._replace(sensitivity="A", description="Month of birth, rounded")
    later = NPD._replace(
        version="2027-03-01",
        published="2027-03-01",
        modules={**NPD.modules, "Census": (census[0], changed, census[2]._replace(alias="Added"), *census[3:])},
    )
    write(later, tmp_path / "later.xlsx")
    told = shell("tables", "import", str(tmp_path / "later.xlsx"), *BRINGS, "--yes")
    assert told.code == 0
    assert "1 new\n  + Added (Year of birth)\n1 changed\n  ~ CENSUS_BirthMonth: title" in told.out
    assert "sensitivity 'D' becomes 'A'" in told.out
    assert "1 gone\n  - CENSUS_BirthYear" in told.out
    assert shell("catalogue", "rollback", "1", *BRINGS, "--yes").code == 0
    versions = [one["version"] for one in shell("catalogue", "show", "--format", "json", *SCHEME).json["tables"]]
    assert "2026-09-01" in versions
    assert "2027-03-01" not in versions


def test_nobody_but_who_keeps_the_catalogue_brings_a_table_in(shell: Shell) -> None:
    told = shell("tables", "import", str(HERE / "npd.xlsx"), "--as-person", "asha", "--reason", "x", *SCHEME, "--yes")
    assert told.code == 1
    assert "does not hold that office" in told.err


def spoilt(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """An invented workbook with something changed in it."""
    book = openpyxl.load_workbook(HERE / "npd.xlsx")
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def put(sheet: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    """A change of one cell."""

    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return change


SPOILT: dict[str, tuple[Callable[[openpyxl.Workbook], None], str]] = {
    "no table": (put("Read me", "B4", "pupils"), "does not say its data table"),
    "no version": (put("Read me", "A5", "Edition"), "does not say its version"),
    "no day": (put("Read me", "B6", "last week"), "does not say its day of publication"),
    "risk": (put("Census", "E6", 9), "Sheet “Census”, row 6, column “Identification risk”: “9” is none of 1 to 6"),
    "sensitivity": (put("Census", "F7", "Z"), "Sheet “Census”, row 7, column “Sensitivity”: “Z” is none of A to E"),
    "a formula": (put("Census", "B6", "'=1+1"), "row 6, column “Alias”: “'=1+1” is no name"),
    "reordering": (
        put("Absence", "C5", "a\u202eb"),
        "Sheet “Absence”, row 5, column “Description”: The text contains",
    ),
    "a long text": (put("Absence", "C5", "x" * 30_000), "row 5, column “Description”: this is longer than 2,000"),
    "twice": (put("Absence", "B5", "KS4_ATT8"), "“KS4_ATT8” stands already in sheet “absence”, row 5"),
    "no alias": (put("Absence", "B6", None), "Sheet “Absence”, row 6, column “Alias”: “” is no name of a variable"),
    "no headings": (put("Absence", "B4", "Colour"), "Sheet “Absence”, row 4: there is a table here, but none of"),
    "no risk": (put("Absence", "E4", "Risk?"), "Sheet “Absence”, row 4: the headings lack identification risk"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_workbook_of_another_shape_is_refused_with_sheet_row_and_column(
    shell: Shell, tmp_path: Path, what: str
) -> None:
    change, sentence = SPOILT[what]
    told = brought(shell, tmp_path, spoilt(change))
    assert told.code == 1
    assert sentence in " ".join(told.err.split())
    assert shell("catalogue", "history", *SCHEME).err.startswith("Version 0")


def brought(shell: Shell, folder: Path, content: bytes) -> Answer:
    """What is said to a workbook of that content."""
    file = folder / "spoilt.xlsx"
    file.write_bytes(content)
    return shell("tables", "import", str(file), *BRINGS, "--yes")


def test_what_is_no_workbook_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert "This is no workbook" in brought(shell, tmp_path, b"a,b,c").err
    assert "damaged" in brought(shell, tmp_path, (HERE / "npd.xlsx").read_bytes()[:3_000]).err
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    assert "No sheet lists variables" in brought(shell, tmp_path, empty.getvalue()).err
    assert "cannot be read" in shell("tables", "import", str(tmp_path / "none.xlsx"), *BRINGS).err
    assert "no such version" in shell("tables", "export", "npd", "x.xlsx", *SCHEME, "--version", "1").err


def test_no_text_of_a_publisher_becomes_a_formula_in_what_we_write() -> None:
    (first, *rest) = NEWER.variables
    hostile = first.model_copy(
        update={"title": '=HYPERLINK("http://x")', "years": "+1", "group": "a/b:c*" + "d" * 40}
    )
    content = workbook_of(NEWER.model_copy(update={"variables": (hostile, *rest)}), "npd")
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {
        cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None
    }
    assert kinds <= {"s", "n"}
    assert not any(re.search(r"[\[\]:*?/\\]", name) or len(name) > 31 for name in book.sheetnames)
    assert any('=HYPERLINK("http://x")' in row for _, rows in cells(content) for row in rows)
