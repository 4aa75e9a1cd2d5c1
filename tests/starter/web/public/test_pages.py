"""The public pages over the real house: what is published is there for everybody, in every form, and nothing else."""

import asyncio
import csv
import io
import json
import re

import pytest

from records.hdr_uk import HEADERS
from sharing.errands import Publishing
from sharing.messages import Withdraw
from starter.desk import utc_now
from starter.turnaround import FEWEST, turnaround
from tests import people
from tests.starter.web.site import Site
from tests.workflows.house import until

HOSTILE = "=cmd|'/C calc'!A0 <script>alert(1)</script>"


@pytest.fixture(scope="session")
async def published(site: Site) -> str:
    """The reference of a share on the register, whose entry has a second version with hostile words."""
    reference = await site.house.lodged(people.complete(title="Heat and health"))
    await site.house.road(reference)
    await until(lambda: bool(site.ground.register.versions(reference)))
    (first,) = site.ground.register.versions(reference)
    changed = {**first.fields, "title": HOSTILE, "output-links": "https://example.org/p javascript:alert(1)"}
    site.ground.register.publish(_publishing(reference, 2, changed))
    return reference


def _publishing(reference: str, version: int, fields: dict[str, str]) -> Publishing:
    return Publishing(
        scheme=people.SCHEME.key,
        published_on="transparency-register",
        reference=reference,
        version=version,
        schema_version="1",
        fields=fields,
        at=utc_now(),
    )


@pytest.mark.parametrize(
    "place", ["/", "/register", "/statistics", "/accessibility", "/privacy", "/cookies", "/api", "/data", "/versions"]
)
async def test_everybody_may_read_the_public_pages(site: Site, published: str, place: str) -> None:
    for person in ("", "rae", "asha"):
        async with site.visitor(person) as visitor:
            page = await visitor.get(place)
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert not [one.name for one in people.DIRECTORY.people if one.key != person and one.name in page.text]


async def test_the_cookies_page_names_every_cookie_there_is(site: Site) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get("/cookies")
        assert not anybody.cookies
    assert re.findall(r'scope="row"[^>]*>([^<]+)<', page.text) == ["session", "told"]


@pytest.mark.requirement("ONS-061", "ONS-091")
async def test_an_entry_shows_all_its_fields_and_what_each_version_changed(site: Site, published: str) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get(f"/register/{published}")
    newest = site.ground.register.versions(published)[-1]
    step = next(one for one in people.RULES.path if one.kind == "publication")
    for field in step.fields:
        assert (f">{field.title}<" in page.text) == bool(newest.fields.get(field.key))
    assert "Version 1" in page.text
    assert ">Heat" in page.text.partition("<del>")[2]
    assert 'href="https://example.org/p"' in page.text
    assert 'href="javascript' not in page.text
    assert "<script>alert" not in page.text


async def test_the_change_log_lists_each_version_with_the_fields_that_it_changed(site: Site, published: str) -> None:
    async with site.visitor() as anybody:
        text = (await anybody.get("/register/changes")).text
    rows = [row for row in text.split("<tr") if published in row]
    assert "Title, Output links" in rows[0]
    assert "New entry" in rows[1]


async def test_filters_find_and_give_back_what_was_typed_as_words(site: Site, published: str) -> None:
    async with site.visitor() as anybody:
        found = await anybody.get("/register", params={"text": "cmd|", "status": "not-yet", "page": "<b>"})
        assert f"/register/{published}" in found.text
        nothing = await anybody.get("/register", params={"text": '"><script>alert(1)</script>', "year": "<i>"})
    assert nothing.status_code == 200
    assert "No entry is like that" in nothing.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in nothing.text
    assert "<script>alert(1)" not in nothing.text


@pytest.mark.parametrize("place", ["/register.csv", "/register/hdr-uk.csv"])
async def test_no_cell_of_a_file_is_a_formula(site: Site, published: str, place: str) -> None:
    async with site.visitor() as anybody:
        file = await anybody.get(place)
    assert file.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(file.text)))
    assert any(f"'{HOSTILE}" in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    if "hdr" in place:
        assert tuple(rows[0]) == HEADERS


async def test_the_register_as_json_is_the_register(site: Site, published: str) -> None:
    async with site.visitor() as anybody:
        entries = json.loads((await anybody.get("/register.json")).text)["entries"]
    assert {one["reference"]: one["fields"] for one in entries} == {
        one.reference: one.fields for one in site.ground.register.entries()
    }


async def test_a_file_that_somebody_has_already_is_not_sent_again_until_it_changes(
    site: Site, published: str
) -> None:
    async with site.visitor() as anybody:
        first = await anybody.get("/register.csv")
        assert "public" in first.headers["cache-control"]
        again = await anybody.get("/register.csv", headers={"if-none-match": f'W/"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        site.ground.register.publish(_publishing("ONS-2020-0001", 1, {"title": "Another"}))
        changed = await anybody.get("/register.csv", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "place", ["/register/ONS-2001-0001", "/register/%00", "/statistics/x.svg", "/statistics/x.csv"]
)
async def test_what_is_not_there_is_a_page_with_a_sentence(site: Site, place: str) -> None:
    async with site.visitor() as anybody:
        page = await anybody.get(place)
    assert page.status_code == 404
    assert "Page not found" in page.text


@pytest.mark.requirement("ONS-084")
async def test_the_figures_agree_with_the_ledger(site: Site, published: str) -> None:
    records, at = site.house.store, utc_now()
    await site.house.lodged()
    figures = turnaround(records, at)
    references = [one.reference for one in records.received()]
    kinds = {one: [each.fact.kind for each in records.history(one)] for one in references}
    assert figures.received == len([one for one in references if "lodged" in kinds[one]])
    listed = {one: records.request(one) for one in references}
    assert figures.open == len([one for one in listed.values() if one is not None and one.state == "open"])
    for step, found in figures.steps.items():
        here = [one for one in listed.values() if one is not None and any(task.step == step for task in one.awaited)]
        assert found.open == len(here)
    assert sum(year.received for year in figures.years) == figures.received
    assert figures.decided >= 1


async def test_statistics_come_as_tables_files_and_pictures_without_a_script(site: Site, published: str) -> None:
    # Five that ended, so that one approval among them does not hide all that is open.
    gone = [await site.house.lodged() for _ in range(FEWEST)]
    await asyncio.gather(*(site.house.say(reference, "rae", Withdraw()) for reference in gone))
    for _ in range(FEWEST + 1):
        await site.house.lodged()
    async with site.visitor() as anybody:
        page = await anybody.get("/statistics")
        rows = list(csv.reader(io.StringIO((await anybody.get("/statistics/years.csv")).text)))
        picture = await anybody.get("/statistics/years.svg")
    assert rows[0][:2] == ["Year", "Received"]
    assert all(cell in page.text for cell in rows[1])
    assert re.search(r'<img[^>]*src="/statistics/years.svg"[^>]*alt="Bars: ', page.text)
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "<script" not in picture.text


async def test_an_entry_of_a_register_with_few_fields_is_listed_and_shown_like_any_other(
    site: Site, published: str
) -> None:
    """Not every scheme publishes when a share was approved, or with whom."""
    few = "ABC-2026-0001"
    site.ground.register.publish(_publishing(few, 1, {"reference": few, "assets": "Wards"}))
    async with site.visitor() as anybody:
        listed = await anybody.get("/register")
        assert listed.status_code == 200
        assert f'href="/register/{few}"' in listed.text
        for place in (
            f"/register/{few}",
            "/register.csv",
            "/register.json",
            "/register/hdr-uk.csv",
            "/register/changes",
        ):
            assert (await anybody.get(place)).status_code == 200
