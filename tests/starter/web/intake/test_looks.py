"""The pages of intake in a real browser: nothing that assistive technology stumbles over, or wider than a phone."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page
from playwright.async_api import expect as expects

from policy.form import QuestionKind
from starter.web.sessions import COOKIE
from tests import people
from tests.starter.slack.opening import served
from tests.starter.web.in_browsers import follows
from tests.starter.web.intake import files
from tests.starter.web.intake.drafts import FORM
from tests.starter.web.site import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
KINDS = {
    kind: next(one.key for one in FORM.questions if one.kind is kind)
    for kind in (QuestionKind.TABLE, QuestionKind.DOCUMENT, QuestionKind.CHOICES, QuestionKind.CONFIRMATION)
}
"""Kinds of questions whose pages are the most unlike one another."""


@pytest_asyncio.fixture(scope="module")
async def there(site: Site, browser: Browser) -> AsyncIterator[tuple[Site, Page, str]]:
    """A browser in which the requester is signed in, and the address of a draft that is complete."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    rules = people.SCHEME.pinned()
    site.ground.records.put_scheme(rules.digest, people.SCHEME)
    draft = site.ground.records.begin_draft(people.SCHEME.key, rules.digest, "rae", people.complete())
    async with served(site.app, listening):
        context = await browser.new_context(base_url=address, viewport={"width": 320, "height": 800})
        await context.add_cookies([{"name": COOKIE, "value": site.session("rae"), "url": address}])
        yield site, await context.new_page(), f"/drafts/{draft.key}"
        await context.close()


async def fits(page: Page) -> None:
    """Raises AssertionError where somebody could not use the page."""
    looked = await AXE.run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found: dict[str, Any] = looked.response
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    assert await page.locator("h1").count() == 1


Place = tuple[Site, Page, str]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_question_can_be_used_by_everybody(there: Place, kind: QuestionKind) -> None:
    _, page, draft = there
    await page.goto(f"{draft}/questions/{KINDS[kind]}")
    await fits(page)


async def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(there: Place) -> None:
    _, page, draft = there
    await page.goto(f"{draft}/questions/use-starts")
    await page.fill("#answer-use-starts-day", "31")
    await page.fill("#answer-use-starts-month", "2")
    await follows(page.get_by_role("button", name="Continue"))
    await expects(page.locator(".govuk-error-summary")).to_be_focused()
    await fits(page)
    await page.locator(".govuk-error-summary a").click()
    await expects(page.locator("#answer-use-starts-day")).to_be_focused()


async def test_a_table_is_handed_in_and_taken_without_a_script(there: Place) -> None:
    site, page, draft = there
    await page.goto(f"{draft}/questions/variables")
    table = files.csv_of([("census-2021", "sex", "Confounder")])
    await page.set_input_files("#table", {"name": "t.csv", "mimeType": "text/csv", "buffer": table})
    await follows(page.get_by_role("button", name="Look at this table"))
    await fits(page)
    await follows(page.get_by_role("button", name="Take this table"))
    await follows(page.get_by_role("link", name="Change row 1"))
    await fits(page)
    found = site.ground.records.draft(draft.split("/")[2])
    assert found is not None
    assert found.answers["variables"] == ({"asset": "census-2021", "variable": "sex", "why": "Confounder"},)
