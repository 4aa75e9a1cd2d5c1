"""What tests of intake do again and again: begin a draft, answer, read what a page says."""

import html
import re
from typing import Any

import httpx

from policy.form import Answers, Row
from records import Draft
from tests import people
from tests.starter.web.site import Site

APPLY = f"/apply/{people.SCHEME.key}"
FORM = people.SCHEME.form


async def begun(who: httpx.AsyncClient, query: str = "") -> str:
    """The address of a draft that somebody has begun."""
    there = await who.post(f"{APPLY}/begin{query}")
    assert there.status_code == 303, there.text
    return str(there.headers["location"])


def filled(site: Site, address: str, answers: Answers | None = None) -> None:
    """Put answers into a draft past its pages: all that are needed, where none are named."""
    draft = kept(site, address)
    given = people.complete() if answers is None else answers
    site.ground.records.change_draft(draft.key, given, draft.version)


def kept(site: Site, address: str) -> Draft:
    """A draft as the records have it."""
    found = site.ground.records.draft(key_of(address))
    assert found is not None
    return found


def key_of(address: str) -> str:
    """The key of a draft, from the address of any of its pages."""
    return address.split("/")[2]


async def version(who: httpx.AsyncClient, page: str) -> str:
    """The version that a page hands out, to be handed back with what is changed."""
    return hidden((await who.get(page)).text, "version")


def hidden(page: str, name: str) -> str:
    """A hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no {name}"
    return html.unescape(found.group(1))


async def answered(who: httpx.AsyncClient, address: str, question: str, **more: Any) -> httpx.Response:
    """Answer a question whose field is the whole answer."""
    page = f"{address}/questions/{question}"
    data = {"version": await version(who, page), **{name.replace("_", "-"): one for name, one in more.items()}}
    return await who.post(page, data=data)


def words(page: httpx.Response) -> str:
    """The text of a page, as people read it: no tags, one space between words."""
    body = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def problems(page: httpx.Response) -> list[str]:
    """What the error summary of a page links to. Each link has to lead to something on the page."""
    summary = page.text.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    found = re.findall(r'href="#([^"]+)"', summary)
    for one in found:
        assert f'id="{one}"' in page.text, f"{one} is not on the page"
    return found


def promised(page: str) -> dict[str, str]:
    """All boxes of the last page, ticked, and what it hides."""
    boxes = re.findall(r'id="(answer-[^"]+)"[^>]*type="checkbox"', page)
    return {"version": hidden(page, "version"), **dict.fromkeys(boxes, "yes")}


def rows(site: Site, address: str, question: str) -> tuple[Row, ...]:
    """The rows of an answer."""
    return tuple(row for row in kept(site, address).answers.get(question, ()) if isinstance(row, dict))
