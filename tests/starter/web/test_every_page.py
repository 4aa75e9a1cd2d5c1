"""Every page that anybody can reach by a link: accessible, quiet on the console, whole on a narrow, zoomed screen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from sharing.messages import AskRequester, ItemQuestion
from tests import dfe, people
from tests.starter.web.crawling import Findings, context_of, crawl
from tests.starter.web.site import Site, open_site
from tests.starter.web.who_may import MAY, ONE_OFFICE
from tests.workflows.house import dev_server, until

VISITORS = {"": "/", "rae": "/requests", "asha": "/staff", "gwen": "/staff", "leo": "/staff", "olu": "/staff"}
"""Nobody, the requester, and those who have something to do at one of the requests; and where each begins."""

APPLY = f"/apply/{people.SCHEME.key}"
UNLINKED = ("/link/of-nobody", "/nowhere", "/staff/sign-in", f"{APPLY}/gone/srs", f"{APPLY}/advice?tre-possible=yes")
"""Pages that stand in letters, or behind buttons."""

NO_PAGE = {
    "GET /statistics/{name}.svg",
}
"""What is shown inside a page."""


@dataclass(frozen=True)
class Town:
    """A site with requests in all states, and where it is."""

    site: Site
    address: str
    unlinked: tuple[str, ...]


@pytest_asyncio.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Requests that wait for a screening, for an answer, for reviews, for a decision; one refused, one published."""
    folder: Path = tmp_path_factory.mktemp("town")
    async with dev_server() as client, open_site(client, folder) as (site, address), site.house.worker():
        house = site.house
        paper = site.ground.shelf.put(b"%PDF-1.7 Our assessment.")
        row = {"name": "paper.pdf", "version": "1", "author": "Dr Rae Okafor", "sha256": paper}
        answers = {**people.complete(), "dpia": (row,), "ethics-self-assessment": (row,)}
        numbers = {}
        for upto in (0, 3, 10, 13, 99):
            reference = await house.lodged(answers)
            await house.road(reference, upto=upto)
            numbers[reference] = upto
        asked = await house.lodged(answers)
        question = ItemQuestion(item="methods", asks="Which model?")
        await house.say(asked, "asha", AskRequester(office="onward-sharing-service", questions=(question,)))
        store = house.store
        rules = people.RULES
        store.put_scheme(rules.digest, people.SCHEME)
        store.begin_draft(people.SCHEME.key, rules.digest, "rae", {"title": "Deaths"})
        store.begin_draft(people.SCHEME.key, rules.digest, "rae", answers)
        published = next(one for one, upto in numbers.items() if upto == 99)
        await until(lambda: bool(site.ground.register.versions(published)))
        changing = store.begin_draft(
            people.SCHEME.key, rules.digest, "rae", answers, about=asked, unlocked=("methods",)
        )
        store.put_scheme(dfe.RULES.digest, dfe.SCHEME)
        picking = store.begin_draft(dfe.SCHEME.key, dfe.RULES.digest, "rae", {"data": dfe.complete()["data"]})
        behind = (
            f"/requests/{asked}/received",
            f"/requests/{asked}/answering/{changing.key}?round=1",
            f"/drafts/{picking.key}/questions/data",
            f"/drafts/{picking.key}/questions/data/variables?words=score",
        )
        yield Town(site, address, behind)


async def test_every_page_can_be_used_by_everybody(town: Town, browser: Browser) -> None:
    seen = Findings()
    for visitor, start in VISITORS.items():
        context = await context_of(browser, town.address, town.site.session(visitor) if visitor else "")
        unlinked = {"": UNLINKED, "rae": town.unlinked}.get(visitor, ())
        await crawl(context, town.address, [start, *unlinked], seen)
        await context.close()
    assert not seen.wrong, "\n".join(seen.wrong)
    pages = {route.removeprefix("GET ") for route in {**MAY, **ONE_OFFICE} if route.startswith("GET ")}
    assert pages - seen.looked.keys() == {route.removeprefix("GET ") for route in NO_PAGE}
