"""Hands for the staff's pages: a page's links and form as a browser without scripts has them, filled in and sent."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import httpx

from sharing.facts import Awaited
from sharing.messages import AnyMessage
from sharing.notices import Choice
from sharing.notices.choices import choices
from tests.starter.slack.filling_in import fields_of, in_its_rows, rows_wanted
from tests.starter.test_filling import flat
from tests.starter.web.site import Site
from tests.workflows.house import until

FROM_THE_PAPER = ("version", "document", "condition")
"""What only the choice knows: which version it is of."""

DAY = ("day", "month", "year")


@dataclass
class Sheet(HTMLParser):
    """The form that says something, on a page: what stands in its fields, and which options they have."""

    action: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    _inside: bool = False
    _area: str = ""
    _select: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self._inside = given.get("action", "").startswith("/staff")
            self.action = given["action"] if self._inside else self.action
        if not self._inside:
            return
        if tag == "button" and name == "act":
            self.buttons.append(value)
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.options.setdefault(name, []).append(value)
            if "checked" in given:
                self.chosen.setdefault(name, []).append(value)
        elif tag == "input":
            self.texts[name] = value
        if tag == "textarea":
            self._area, self.texts[name] = name, ""
        if tag == "select":
            self._select = name
            self.chosen[name] = [""]
        if tag == "option":
            self.options.setdefault(self._select, []).append(value)
            if "selected" in given:
                self.chosen[self._select] = [value]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.texts[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The macro writes no line end of its own, and a browser takes away the first.
            self._area = ""
        if tag == "form":
            self._inside = False

    @property
    def paths(self) -> set[str]:
        """The blanks that are drawn."""
        days = {name.removesuffix("-year") for name in self.texts if name.endswith("-year")}
        parts = {f"{day}-{part}" for day in days for part in DAY}
        hidden = {"once", "revision", "act", "next"}
        texts = {name for name in self.texts if name not in parts | hidden and not name.startswith("rows.")}
        return texts | days | set(self.options)

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a browser would send once these blanks are filled in."""
        data: dict[str, Any] = {**self.texts, **self.chosen}
        for path, value in given.items():
            if f"{path}-year" in self.texts:
                year, month, day = str(value or "--").split("-")
                data |= dict(zip((f"{path}-{part}" for part in DAY), (day, month, year), strict=True))
            else:
                data[path] = list(value) if isinstance(value, tuple) else value or ""
        return data

    def as_view(self) -> dict[str, Any]:
        """The form as other doors' tests know one: which inputs it has, and which buttons add rows."""
        inputs = [{"type": "input", "block_id": path, "element": self._stands(path)} for path in sorted(self.paths)]
        rows = [one.removeprefix("more.") for one in self.buttons if one.startswith("more.")]
        return {"blocks": [*inputs, *({"type": "actions", "block_id": f"rows-{name}"} for name in rows)]}

    def _stands(self, path: str) -> dict[str, str]:
        return {"initial_value": self.texts[path]} if self.texts.get(path) else {}


def sheet(page: httpx.Response) -> Sheet:
    """The form of a page."""
    found = Sheet()
    found.feed(page.text)
    assert found.action, f"there is no form: {words(page)[-600:]}"
    return found


def links(page: httpx.Response) -> dict[str, str]:
    """Where the links of a page lead, by their words."""
    found = re.findall(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page.text, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", "", text).split()): html.unescape(href) for href, text in found}


def words(page: httpx.Response) -> str:
    """What a page says, in one line."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


class Clerk:
    """Somebody in office who works in a browser without scripts."""

    def __init__(self, site: Site, person: str) -> None:
        self.site = site
        self.person = person
        self.browser = site.visitor(person)

    async def opened(self, reference: str, message: AnyMessage) -> tuple[str, Sheet]:
        """From my work to the task to the form of the choice that says this; where it is, and the form."""
        wanted = message.model_dump(mode="json")
        found: list[tuple[str, Choice]] = []

        async def look() -> bool:
            found.extend(await self._offers(reference, wanted))
            return bool(found)

        await until(look, 40)
        task, choice = found[0]
        page = await self.browser.get(task)
        assert page.status_code == 200, words(page)
        address = links(page)[choice.label]
        form = await self.browser.get(address)
        assert form.status_code == 200, words(form)
        return address, sheet(form)

    async def _offers(self, reference: str, wanted: Mapping[str, Any]) -> list[tuple[str, Choice]]:
        page = await self.browser.get("/staff")
        request = self.site.house.desk.recorded(reference)
        prefix = f"/staff/requests/{reference}/tasks/"
        return [
            (href, choice)
            for href in links(page).values()
            if href.startswith(prefix) and (task := request.awaited.get(unquote(href.removeprefix(prefix))))
            for choice in choices(request, task)
            if _says(choice, wanted)
        ]

    async def says(self, reference: str, message: AnyMessage) -> str:
        """Say something as people do; the sentence that the next page shows."""
        address, form = await self.opened(reference, message)
        given = in_its_rows(form.as_view(), flat(message.model_dump(mode="json")))
        while wanting := rows_wanted(form.as_view(), given):
            values = {path: given[path] for path in fields_of(form.as_view()) & given.keys()}
            more = f"more.{wanting.removeprefix('rows-')}"
            form = sheet(await self.browser.post(address, data={**form.filled(values), "act": more}))
        values = {path: given[path] for path in form.paths & given.keys()}
        sent = await self.browser.post(form.action, data=form.filled(values))
        assert sent.status_code == 303, words(sent)
        return words(await self.browser.get(sent.headers["location"]))

    async def close(self) -> None:
        """Close the browser."""
        await self.browser.aclose()


def _says(choice: Choice, wanted: Mapping[str, Any]) -> bool:
    return all(
        wanted.get(name, value) == value for name, value in choice.message.items() if name not in FROM_THE_PAPER
    )


def address_of(site: Site, reference: str, label: str, what: str = "") -> tuple[str, Awaited]:
    """Where the form of a choice is, and its task, read off the request instead of a page."""
    from starter.web.staff import places

    request = site.house.desk.recorded(reference)
    for task in request.awaited.values():
        for choice in choices(request, task):
            if choice.label == label and what in task.key:
                return places.saying(reference, task.key, choice.message), task
    raise AssertionError(f"{label} is not offered: {list(request.awaited)}")
