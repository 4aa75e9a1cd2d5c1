"""Variables of data tables: searched for, added, picked in a workbook, and held against the version in force."""

import io
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import openpyxl
import pytest
import pytest_asyncio
from temporalio.client import Client

from policy.catalogue import Catalogue, DataTable, Variable
from policy.schemes import SCHEMES
from policy.table_versions import with_version
from starter.spreadsheets.data_tables import book_of, table_of
from starter.spreadsheets.opening import sheets_in
from starter.spreadsheets.writing import workbook_of
from starter.web.app import make
from tests import dfe
from tests.starter.web.intake.drafts import hidden, kept, problems, rows, words
from tests.starter.web.intake.test_tables import worked
from tests.starter.web.site import Site
from tests.workflows.house import House

TABLES = Path(__file__).parents[4] / "demo" / "data_tables"
QUESTION = "/questions/data"


def brought_in() -> Catalogue:
    """The catalogue with the invented workbooks of two tables."""
    catalogue = dfe.SCHEME.catalogue
    for key in ("npd", "ilr"):
        book = book_of(sheets_in((TABLES / f"{key}.xlsx").read_bytes()))
        catalogue = with_version(catalogue, table_of(book, catalogue))
    return catalogue


def with_pages(site: Site, catalogue: Catalogue) -> Site:
    """The site of all schemes, with that catalogue in its records."""
    site.ground = replace(site.ground, schemes=SCHEMES)
    site.app = make(site.ground)
    site.house.store.put_catalogue(dfe.SCHEME.key, catalogue, "ada", "Autumn tables.", 0)
    return site


@pytest_asyncio.fixture(scope="module")
async def data(server: Client, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with two data tables; nothing is sent from it."""
    folder = tmp_path_factory.mktemp("data")
    house = House(server, folder)
    yield with_pages(Site(house, folder), brought_in())
    house.store.close()


async def begun(who: httpx.AsyncClient) -> str:
    """The address of a draft of the scheme with data tables."""
    return str((await who.post(f"/apply/{dfe.SCHEME.key}/begin")).headers["location"])


@pytest.mark.requirement("DFE-034")
async def test_variables_are_searched_for_and_added_with_the_version_of_their_table(data: Site) -> None:
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}/variables"
        asked = words(await rae.get(f"{draft}{QUESTION}"))
        assert "Words to look for in the data tables" in asked
        found = await rae.get(page, params={"words": "key stage ATTAINMENT"})
        for told in ("One variable", "KS4_ATT8", "Attainment 8 score", "2026-09-01", "risk 5", "Sensitivity D"):
            assert told in words(found)
        picked = {one: hidden(found.text, one) for one in ("data-set", "table", "variable")}
        for _ in range(2):
            sent = await rae.post(page, params={"words": "ATT8"}, data=picked)
            assert sent.headers["location"] == f"{page}?words=ATT8"
        again = words(await rae.get(page, params={"words": "ATT8"}))
        assert "KS4_ATT8 stands in row 1. Say there why it is needed." in again
        assert "In your answer" in again
        assert "“Why it is needed”" in words(await rae.get(f"{draft}{QUESTION}"))
        assert rows(data, draft, "data") == (
            {"data-set": "npd", "table": "npd", "version": "2026-09-01", "variable": "KS4_ATT8", "why": ""},
        )
        for wrong in ({"variable": "NONE"}, {"table": "he"}, {"data-set": "ilr"}, {"table": ""}):
            refused = await rae.post(page, data={**picked, **wrong})
            assert "Search again" in words(refused)
        assert len(rows(data, draft, "data")) == 1


async def test_a_search_shows_a_page_at_a_time_and_bears_any_words(data: Site) -> None:
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}/variables"
        first = await rae.get(page, params={"words": "e"})
        assert "Variables 1 to 30 of 32" in words(first)
        assert "Variables 31 to 32 of 32" in words(await rae.get(page, params={"words": "e", "page": "2"}))
        assert "Variables 31 to 32" in words(await rae.get(page, params={"words": "e", "page": "99999"}))
        for strange in ('"><script>alert(1)</script>', "\u202eabc", "x" * 5_000, "%00", "{{ 7 * 7 }}"):
            told = await rae.get(page, params={"words": strange})
            assert told.status_code == 200
            assert "No variable has all these words" in words(told)
            assert "<script>alert" not in told.text
        assert (await rae.get(f"{draft}/questions/organisations/variables")).status_code == 404
        assert (await rae.get(f"{draft}{QUESTION}/workbooks/he.xlsx")).status_code == 404


@pytest.mark.requirement("DFE-034")
async def test_the_link_to_a_publishers_explorer_is_that_of_the_catalogue(
    server: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    linked = {
        "npd": "https://explore.example/npd",
        "ilr": "javascript:alert(1)",
        "swc": "https://explore.example/swc",
    }
    catalogue = brought_in()
    sets = tuple(one.model_copy(update={"explorer": linked.get(one.key, "")}) for one in catalogue.data_sets)
    folder = tmp_path_factory.mktemp("linked")
    house = House(server, folder)
    site = with_pages(Site(house, folder), catalogue.model_copy(update={"data_sets": sets}))
    async with site.visitor("rae") as rae:
        page = (await rae.get(f"{await begun(rae)}{QUESTION}")).text
    assert 'href="https://explore.example/npd"' in page
    assert 'href="https://explore.example/swc"' in page
    assert "javascript:" not in page
    house.store.close()


def marked(content: bytes, picks: dict[str, tuple[str, str]]) -> bytes:
    """The workbook filled in: for each variable what stands under Required, and under Justification."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name in book.sheetnames[1:]:
        for line in book[name].iter_rows(min_row=5):
            line[0].value, line[6].value = picks.get(line[1].value, (None, None))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def downloaded(who: httpx.AsyncClient, draft: str, table: str = "npd") -> bytes:
    """The workbook of today."""
    answer = await who.get(f"{draft}{QUESTION}/workbooks/{table}.xlsx", params={"data-set": table})
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}-2026-09-01.xlsx"'
    return answer.content


async def handed_in(who: httpx.AsyncClient, draft: str, content: bytes) -> httpx.Response:
    """What is said to a workbook that is handed in."""
    return await who.post(f"{draft}{QUESTION}/table", files={"table": ("picked.xlsx", content)})


@pytest.mark.requirement("DFE-033", "DFE-042")
async def test_what_is_picked_in_the_downloaded_workbook_becomes_the_same_rows(data: Site) -> None:
    picks = {
        "KS4_ATT8": ("Y", "Outcome"),
        "CENSUS_Gender": ("y", "@sum(1), a confounder"),
        "KS2_MATSCORE": (" Yes", "Start"),
    }
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        shown = await handed_in(rae, draft, marked(await downloaded(rae, draft), picks))
        assert shown.status_code == 200, words(shown)
        assert "has 3 rows" in words(shown)
        assert "data" not in kept(data, draft).answers
        fields = {one: hidden(shown.text, one) for one in ("kept", "version")}
        await rae.post(f"{draft}{QUESTION}/table/take", data=fields)
    found = rows(data, draft, "data")
    assert {one["variable"]: one["why"] for one in found} == {key: why for key, (_, why) in picks.items()}
    assert {(one["data-set"], one["table"], one["version"]) for one in found} == {("npd", "npd", "2026-09-01")}


def on(sheet: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    """A change of one cell."""

    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return change


WRONG: dict[str, tuple[Callable[[openpyxl.Workbook], None], str]] = {
    "no reason": (on("Census", "G6", None), "Sheet “Census”, row 6: say in “Justification” why “CENSUS_BirthMonth”"),
    "unknown variable": (
        on("Census", "B6", "Shoe_Size"),
        "Sheet “Census”, row 6: version 2026-09-01 of the data table",
    ),
    "no name": (on("Census", "B6", None), "Sheet “Census”, row 6: no variable is named."),
    "no mark": (on("Census", "A6", None), "Sheet “Census”, row 6: “CENSUS_BirthMonth” has a justification, but no Y"),
    "another mark": (on("Census", "A6", "perhaps"), "Sheet “Census”, row 6: “perhaps” stands in “Required”"),
    "twice": (
        on("Census", "B5", "CENSUS_BirthMonth"),
        "Sheet “Census”, row 6: “CENSUS_BirthMonth” is marked already",
    ),
    "reordering": (on("Census", "G6", "a\u202eb"), "Sheet “Census”, row 6: “Why it is needed”: The text contains"),
    "a long reason": (on("Census", "G6", "x" * 32_000), "Sheet “Census”, row 6: “Why it is needed” is longer than"),
    "outdated": (
        on("About this table", "B3", "2024-04-04"),
        "version 2024-04-04 of the data table “npd” is outdated",
    ),
    "never published": (on("About this table", "B3", "2030-01-01"), "there is no version 2030-01-01"),
    "no version": (on("About this table", "B3", None), "does not say its version"),
    "another table": (on("About this table", "B1", "pupils"), "“pupils”, of which there is no data table"),
    "another data set": (on("About this table", "B5", "ilr"), "does not say its data set"),
    "no columns": (on("Absence", "A4", "Colour"), "Sheet “Absence”, row 4: the headings lack Required"),
}


@pytest.mark.requirement("DFE-033")
@pytest.mark.parametrize("what", WRONG)
async def test_a_workbook_that_is_filled_in_wrong_says_where_and_changes_nothing(data: Site, what: str) -> None:
    change, sentence = WRONG[what]
    filled = dict.fromkeys(("CENSUS_PersonRefAnonymous", "CENSUS_BirthMonth"), ("Y", "Because"))
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        book = openpyxl.load_workbook(io.BytesIO(marked(await downloaded(rae, draft), filled)))
        change(book)
        told = await handed_in(rae, draft, saved(book))
        assert told.status_code == 422
        assert sentence in words(told)
        assert problems(told) == ["table"]
        assert kept(data, draft).answers == {}


async def test_a_workbook_with_nothing_marked_is_sent_back(data: Site) -> None:
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        told = await handed_in(rae, draft, await downloaded(rae, draft))
        assert "No variable is marked in this workbook." in words(told)


@pytest.mark.requirement("DFE-033")
async def test_rows_that_are_typed_or_come_as_csv_are_held_against_the_table_too(data: Site) -> None:
    headings = ("Data set", "Data table", "Version of the table", "Variable", "Why it is needed")
    lines = [",".join(headings), "npd,npd,2026-09-01,KS4_ATT8,Outcome", "npd,npd,2024-04-04,KS4_ATT8,Outcome"]
    async with data.visitor("rae") as rae:
        draft = await begun(rae)
        content = "\n".join(lines).encode()
        told = await rae.post(f"{draft}{QUESTION}/table", files={"table": ("picks.csv", content)})
        assert "Row 3: version 2024-04-04 of the data table “npd” is outdated" in words(told)
        cells = {"data-set": "npd", "table": "npd", "version": "", "variable": "KS4_ATT9", "why": "Outcome"}
        await rae.post(f"{draft}{QUESTION}", data={f"answer-data-{key}": one for key, one in cells.items()})
        assert "Row 1: version 2026-09-01 of the data table “npd” has no variable “KS4_ATT9”" in words(
            await rae.get(f"{draft}{QUESTION}")
        )
        assert "has no variable “KS4_ATT9”" in words(await rae.get(f"{draft}/check"))
        cells["variable"] = "KS4_ATT8"
        await rae.post(f"{draft}{QUESTION}", data={f"answer-data-{key}": one for key, one in cells.items()})
    found = [(one["variable"], one["version"]) for one in rows(data, draft, "data")]
    assert found == [("KS4_ATT9", ""), ("KS4_ATT8", "2026-09-01")]


@pytest.mark.requirement("DFE-033")
async def test_twenty_one_thousand_picks_are_held_against_their_table_in_less_than_three_seconds(
    server: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def variables() -> Iterator[Variable]:
        for number in range(21_000):
            group = f"Module {number // 3_000}"
            yield Variable(name=f"VAR_{number}", title="What it tells", group=group, risk=5, sensitivity="D")

    table = DataTable(
        key="npd", title="npd", version="2026-09-01", since=date(2026, 9, 1), variables=tuple(variables())
    )
    folder = tmp_path_factory.mktemp("large")
    house = House(server, folder)
    catalogue = with_version(dfe.SCHEME.catalogue, table)
    site = with_pages(Site(house, folder), catalogue)
    current = catalogue.table("npd", date(2026, 9, 1))
    assert current is not None
    content = marked(workbook_of(current, "npd"), {f"VAR_{n}": ("Y", "Because") for n in range(21_000)})
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        since = worked()
        shown = await handed_in(rae, draft, content)
        assert worked() - since < 3
        assert "has 21,000 rows" in words(shown)
    house.store.close()
