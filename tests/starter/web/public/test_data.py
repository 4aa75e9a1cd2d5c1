"""The pages of data and of versions: each data set leads to its door, and every change has its day."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from policy.schemes import SCHEMES
from starter.web.app import make
from tests.starter.web.site import ADDRESS, Site

DFE = SCHEMES["dfe-data-sharing"]


@pytest.fixture(scope="session")
async def anybody(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who looks at the pages of an installation that runs every scheme."""
    app = make(replace(site.ground, schemes=SCHEMES))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ADDRESS, trust_env=False) as client:
        yield client


def row_of(page: str, key: str) -> str:
    found = re.search(rf"<tr[^>]*>.*?<td[^>]*>{key}</td>.*?</tr>", page)
    assert found is not None
    return found[0]


@pytest.mark.requirement("DFE-012", "DFE-023")
async def test_each_data_set_leads_to_its_door_and_an_ambition_shows_no_day(anybody: httpx.AsyncClient) -> None:
    page = (await anybody.get("/data")).text
    assert 'href="https://researchaccreditationservice.ons.gov.uk/"' in row_of(page, "leo")
    assert not re.search(r">[^<]*\d[^<]*<", row_of(page, "pupil-parent"))


@pytest.mark.requirement("DFE-032", "DFE-062", "DFE-066")
async def test_each_paper_says_when_it_was_first_and_last_published(anybody: httpx.AsyncClient) -> None:
    page = (await anybody.get("/versions")).text
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr.*?</tr>", page)]
    (form,) = [row for row in rows if "Application form " in row and "guidance" not in row]
    assert "7 January 2022" in form
    assert "4 April 2024" in form
    assert any("Information security questionnaire" in row and "30 June 2023" in row for row in rows)
    assert any("Statistical disclosure control" in row and "4 April 2024" in row for row in rows)


@pytest.mark.requirement("DFE-065")
async def test_what_an_import_changed_is_told_without_the_name_of_who_brought_it(
    site: Site, anybody: httpx.AsyncClient
) -> None:
    renamed = DFE.catalogue.model_copy(update={"title": "Data of schools"})
    site.house.store.put_catalogue(DFE.key, renamed, "bram", "A better title.", 0)
    page = (await anybody.get("/versions")).text
    assert "Data of schools" in page
    assert "bram" not in page
