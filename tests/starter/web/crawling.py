"""Going over a whole site as somebody, link by link, and looking at every page as a browser shows it."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from starter.web.app import DECLARED
from starter.web.sessions import COOKIE

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
VISITS = 8
"""So many pages of one route are opened in search of another heading: then its pages are all alike."""

NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1280, "height": 900}
PATTERNS = [
    (page.path, re.compile(re.sub(r"\\{[^}]*:path\\}", ".+", re.sub(r"\\{[^:}]*\\}", "[^/]+", re.escape(page.path)))))
    for page in DECLARED
    if page.method == "GET"
]


@dataclass
class Findings:
    """What was seen: of each route the headings that it was seen with, and everything that is wrong, as sentences."""

    looked: dict[str, set[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def route_of(path: str) -> str:
    """The declared path that an address belongs to; the address itself where none is."""
    return next((declared for declared, pattern in PATTERNS if pattern.fullmatch(path)), path)


async def context_of(browser: Browser, address: str, token: str = "", **options: object) -> BrowserContext:
    """A browser window of somebody's own, signed in where there is a token."""
    context = await browser.new_context(viewport=WIDE, **options)  # type: ignore[arg-type]
    if token:
        await context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    return context


async def crawl(context: BrowserContext, address: str, starts: Sequence[str], seen: Findings, most: int = 2) -> None:
    """Visit every page that links lead to from `starts`: of each route at most so many that differ in headings."""
    page = await context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(_heard(message)))
    page.on("pageerror", lambda error: heard.append(str(error)))
    waiting, known = deque(starts), set(starts)
    looked, visits = seen.looked, Counter[str]()
    while waiting:
        path = waiting.popleft()
        route = route_of(urlsplit(path).path)
        if len(looked.setdefault(route, set())) >= most:
            continue
        if visits[route] >= VISITS:
            continue
        visits[route] += 1
        heard.clear()
        try:
            answer = await page.goto(urljoin(address, path))
        except Error as wrong:
            if "Download is starting" not in str(wrong):
                raise
            continue
        if answer is None or "html" not in (await answer.header_value("content-type") or ""):
            continue
        if answer.status >= 400 and path not in starts:
            seen.wrong.append(f"{path} is linked to and answers {answer.status}")
            continue
        # What a page looks like is told by its headings: the same ones with other words are not looked at again.
        heading = " / ".join(await page.locator("h1, h2").all_inner_texts())
        if heading not in looked[route]:
            looked[route].add(heading)
            await look(page, path, seen)
            seen.wrong += [f"{path} says on the console: {one}" for one in heard if "status of 4" not in one]
        for link in await _links(page, address):
            if link not in known:
                known.add(link)
                waiting.append(link)
    await page.close()


async def look(page: Page, path: str, seen: Findings) -> None:
    """Look at the page that is shown: axe, and whether it fits a narrow screen and one that is zoomed to 200 %."""
    results = await Axe().run(page, options=AXE)
    for one in results.response["violations"]:
        seen.wrong.append(f"{path}: {one['id']} at {one['nodes'][0]['target']}: {one['help']}")
    for width in (NARROW["width"], WIDE["width"] // 2):
        await page.set_viewport_size({"width": width, "height": 800})
        if (found := await page.evaluate("document.documentElement.scrollWidth")) > width:
            seen.wrong.append(f"{path} is {found} pixels wide on a screen of {width}")
    await page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})


async def _links(page: Page, address: str) -> Iterable[str]:
    found = await page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    own = [urldefrag(one).url for one in found if one.startswith(address)]
    return [one.removeprefix(address) or "/" for one in own]


def _heard(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"
