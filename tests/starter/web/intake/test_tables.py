"""Table answers: rows added, changed and taken away; whole tables handed in as files, good and bad ones."""

import os
from collections.abc import Callable

import httpx
import pytest

from policy.faults import MOST_ROWS
from tests.starter.web.intake import files
from tests.starter.web.intake.drafts import begun, hidden, kept, problems, rows, version, words
from tests.starter.web.site import Site

QUESTION = "/questions/variables"
GOOD = ("Death registrations in England and Wales", "age_at_death", "Outcome")
KEPT = {"asset": "death-registrations", "variable": "age_at_death", "why": "Outcome"}


def book() -> bytes:
    """A workbook with nothing wrong in it."""
    return files.xlsx([GOOD])


def row(asset: str = "census-2021", variable: str = "sex", why: str = "Confounder", **more: str) -> dict[str, str]:
    """A row as its fields send it."""
    cells = {"asset": asset, "variable": variable, "why": why}
    return {**{f"answer-variables-{key}": value for key, value in cells.items()}, **more}


async def test_rows_are_added_changed_and_taken_away(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}"
        for variable in ("one", "two", "three"):
            sent = await rae.post(page, data=row(variable=variable, then="add"))
            assert sent.headers["location"] == page
        assert "3 rows" in words(await rae.get(page))
        second = f"{page}/rows/2"
        stamp = await version(rae, second)
        await rae.post(second, data=row(variable="changed", version=stamp))
        await rae.post(f"{page}/rows/1/remove", data={"version": await version(rae, f"{page}/rows/1")})
        assert [one["variable"] for one in rows(site, draft, "variables")] == ["changed", "three"]
        for place in ("0", "3", "-1", "x", "9" * 30):
            assert (await rae.get(f"{page}/rows/{place}")).status_code == 404
        assert (await rae.get(f"{draft}/questions/title/rows/1")).status_code == 404


async def test_a_row_that_is_sent_twice_is_added_once_and_one_that_is_meant_twice_twice(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}"
        stamp = await version(rae, page)
        for _ in range(2):
            await rae.post(page, data=row(version=stamp, then="add"))
        assert len(rows(site, draft, "variables")) == 1
        await rae.post(page, data=row(version=hidden(await form_of(rae, page), "version"), then="add"))
        assert len(rows(site, draft, "variables")) == 2


async def form_of(who: httpx.AsyncClient, page: str) -> str:
    """The part of a table's page by which a row is added."""
    return (await who.get(page)).text.rpartition("Add another row")[0].rpartition("<form")[2]


async def test_continue_with_a_filled_row_keeps_it_also_where_it_is_incomplete(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        sent = await rae.post(f"{draft}{QUESTION}", data=row(why=""))
        assert sent.headers["location"] == f"{draft}/questions/time-periods"
        assert "Row 1: fill in “Why it is needed”." in words(await rae.get(f"{draft}{QUESTION}"))


async def test_of_two_who_change_one_row_the_second_sees_both(site: Site) -> None:
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}"
        await rae.post(page, data=row())
        stamp = await version(rae, f"{page}/rows/1")
        await rae.post(f"{page}/rows/1", data=row(why="Theirs", version=stamp))
        clash = await rae.post(f"{page}/rows/1", data=row(why="Mine", version=stamp))
        assert clash.status_code == 422
        assert "Theirs" in words(clash)
        assert 'value="Mine"' in clash.text
        gone = await rae.post(f"{page}/rows/1/remove", data={"version": stamp})
        assert "nothing was taken away" in words(gone)
        await rae.post(f"{page}/rows/1", data=row(why="Mine", version=hidden(clash.text, "version")))
    assert rows(site, draft, "variables")[0]["why"] == "Mine"


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "semicolons"])
async def test_a_table_is_shown_before_it_is_taken(site: Site, kind: str) -> None:
    content = {
        "xlsx": files.xlsx([GOOD, (None, None, None), ("census-2021", 2011, True)]),
        "ods": files.ods([GOOD, ("", "", ""), ("census-2021", "2011", "yes")]),
        "csv": b"\xef\xbb\xbf" + files.csv_of([GOOD, ("", "", ""), ("CENSUS_2021", "2011", " yes ")]),
        "semicolons": files.csv_of(
            [GOOD, ("census-2021", "2011", "yes")], ("why it is NEEDED", "variable", "asset"), ";"
        )
        .replace(
            b"Death registrations in England and Wales;age_at_death;Outcome",
            b"Outcome;age_at_death;death-registrations",
        )
        .replace(b"census-2021;2011;yes", b"yes;2011;census-2021"),
    }[kind]
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = f"{draft}{QUESTION}"
        await rae.post(page, data=row(variable="before"))
        name = f"table.{'csv' if kind == 'semicolons' else kind}"
        shown = await rae.post(f"{page}/table", files={"table": (name, content)})
        assert shown.status_code == 200, words(shown)
        assert "has 2 rows" in words(shown)
        assert len(kept(site, draft).answers["variables"]) == 1
        data = {one: hidden(shown.text, one) for one in ("kept", "version")}
        sent = await rae.post(f"{page}/table/take", data={**data, "how": "append" if kind == "ods" else "replace"})
        assert sent.headers["location"] == page
    found = rows(site, draft, "variables")
    assert found[-2:] == (KEPT, {"asset": "census-2021", "variable": "2011", "why": "yes"})
    assert len(found) == (3 if kind == "ods" else 2)


async def test_rows_that_are_wrong_are_named_as_the_file_counts_them(site: Site) -> None:
    content = files.xlsx([GOOD, (None, None, None), ("Deaths", "x", "y"), ("census-2021", "x" * 2_001, "")])
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        wrong = await rae.post(f"{draft}{QUESTION}/table", files={"table": ("t.xlsx", content)})
        assert wrong.status_code == 422
        assert problems(wrong) == ["table"]
        assert "Row 5: “Variable” is longer than 2,000 characters." in words(wrong)
        content = files.xlsx([GOOD, (None, None, None), ("Deaths", "x", "y")])
        wrong = await rae.post(f"{draft}{QUESTION}/table", files={"table": ("t.xlsx", content)})
        assert "Row 4: “Deaths” is none of what may stand in “Data asset”." in words(wrong)
        lacking = await rae.post(
            f"{draft}{QUESTION}/table", files={"table": ("t.csv", files.csv_of([GOOD, ("census-2021", "x", "")]))}
        )
        assert lacking.status_code == 200
        assert "Row 3: fill in “Why it is needed”." in words(lacking)
    assert "variables" not in kept(site, draft).answers


def worked() -> float:
    """Seconds of work done by this process and its children, however busy the machine is besides."""
    return sum(os.times()[:4])


async def test_twenty_one_thousand_rows_are_read_in_less_than_three_seconds(site: Site) -> None:
    content = files.xlsx(("census-2021", f"variable_{place}", "Because") for place in range(21_000))
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        since = worked()
        shown = await rae.post(f"{draft}{QUESTION}/table", files={"table": ("t.xlsx", content)})
        assert worked() - since < 3
        assert "has 21,000 rows" in words(shown)
        data = {one: hidden(shown.text, one) for one in ("kept", "version")}
        await rae.post(f"{draft}{QUESTION}/table/take", data=data)
        last = words(await rae.get(f"{draft}{QUESTION}?page=420"))
        assert "Rows 20,951 to 21,000 of 21,000" in last
        assert "variable_20999 Because" in last
        more = await rae.post(
            f"{draft}{QUESTION}/table",
            files={"table": ("t.csv", files.csv_of([GOOD] * (MOST_ROWS - 20_999)))},
        )
        assert "together they would be more than the 30,000 rows" in words(more)
    assert len(kept(site, draft).answers["variables"]) == 21_000


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "macros": ("t.xlsm", lambda: files.with_part(book(), "xl/vbaProject.bin", b"x"), "contains macros"),
    "hidden macros": ("t.xlsx", lambda: files.with_part(book(), "xl/VBAProject.bin", b"x"), "contains macros"),
    "a bomb": ("t.xlsx", lambda: files.bomb(book()), "unpacks to far more"),
    "a bomb that lies": ("t.xlsx", lambda: files.lying_bomb(book()), "is damaged"),
    "a far cell": ("t.xlsx", files.far_cell, "reaches far beyond its rows"),
    "no workbook": ("t.xlsx", lambda: files.zipped({"a.txt": "a"}), "must be an Excel"),
    "half a file": ("t.xlsx", lambda: book()[:2_000], "is damaged"),
    "text called a workbook": ("t.xlsx", lambda: files.csv_of([GOOD]), "is damaged"),
    "a workbook called text": ("t.csv", lambda: book(), "must be an Excel"),
    "locked": ("t.xlsx", lambda: files.OLE + "EncryptedPackage".encode("utf-16-le"), "a password"),
    "an old kind": ("t.xls", lambda: files.OLE + b"\0" * 600, "of an old kind"),
    "nothing": ("t.csv", lambda: b"", "is empty"),
    "only headings": ("t.xlsx", lambda: files.xlsx([]), "no rows in this table"),
    "other columns": ("t.csv", lambda: files.csv_of([("a",)], ("Colour",)), "lacks Data asset, Variable, Why it is"),
    "one too many": ("t.csv", lambda: files.csv_of([GOOD], (*files.HEADINGS, "Price")), "it has Price, which is not"),
    "a heading twice": ("t.csv", lambda: files.csv_of([GOOD], (*files.HEADINGS, "Asset")), "stands in it twice"),
    "too many rows": ("t.csv", lambda: files.csv_of([GOOD] * (MOST_ROWS + 1)), "more than 30,000 rows"),
    "NUL": ("t.csv", lambda: b"Data asset,Variable,Why it is needed\na\0,b,c\n", "must be an Excel"),
    "another kind": ("t.pdf", lambda: files.PDF, "must be an Excel"),
}


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_file_is_refused_with_a_sentence_and_changes_nothing(site: Site, bad: str) -> None:
    name, made, sentence = BAD[bad]
    async with site.visitor("rae") as rae:
        draft = await begun(rae)
        page = await rae.post(f"{draft}{QUESTION}/table", files={"table": (name, made())})
        assert page.status_code == 422
        assert sentence in words(page)
        assert problems(page) == ["table"]
    assert kept(site, draft).answers == {}


async def test_a_table_is_taken_only_into_the_draft_that_it_was_handed_in_for(site: Site) -> None:
    async with site.visitor("rae") as rae, site.visitor("sana") as sana:
        mine, theirs = await begun(rae), await begun(sana)
        shown = await rae.post(f"{mine}{QUESTION}/table", files={"table": ("t.csv", files.csv_of([GOOD]))})
        data = {one: hidden(shown.text, one) for one in ("kept", "version")}
        page = await sana.post(f"{theirs}{QUESTION}/table/take", data=data)
        assert "once more" in words(page)
        for kept_as in ("", "0" * 64, "../../etc/passwd"):
            page = await rae.post(f"{mine}{QUESTION}/table/take", data={**data, "kept": kept_as})
            assert page.status_code == 422
        await rae.post(f"{mine}{QUESTION}", data=row())
        clash = await rae.post(f"{mine}{QUESTION}/table/take", data=data)
        assert "Somebody else has changed this table meanwhile." in words(clash)
        assert (await rae.post(f"{mine}{QUESTION}/table", data={})).status_code == 422
    assert kept(site, theirs).answers == {}
    assert len(kept(site, mine).answers["variables"]) == 1
