"""The transparency register: a list with filters, each entry with all its versions, the change log, and files."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup
from starlette.responses import Response

from policy.scheme import Publication
from policy.titles import as_words
from policy.working_days import local_day
from records import Entry, Unkeepable
from starter.web.differences import compared
from starter.web.pages import Pages, Who
from starter.web.public.files import public_file
from starter.web.public.filtering import STATUSES, Wanted, filtered, page_of, parts, status, year
from starter.web.rendering import day
from starter.web.visiting import NotThere, Visit

pages = Pages()

CSV = "text/csv; charset=utf-8"
CHANGES_ON_A_PAGE = 100
LONGEST_SEARCH = 200

_KEY = re.compile(r"[a-z]+(-[a-z]+)*")


class Field(NamedTuple):
    """A field of an entry as people read it. `links` are the addresses in it that may be followed."""

    title: str
    text: str
    links: tuple[str, ...]


class Version(NamedTuple):
    """A version of an entry, with what it changed, field by field; nothing for the first."""

    entry: Entry
    changed: tuple[tuple[str, Markup], ...]


@pages.get("/register", Who.ANYBODY)
def listed(visit: Visit) -> Response:
    """The register, as far as it is wished to be seen."""
    entries, today = visit.on.register.entries(), local_day(visit.at)
    wanted = Wanted(*(visit.asked(name)[:LONGEST_SEARCH].strip() for name in Wanted._fields))
    shown = page_of(filtered(entries, wanted, today), visit.asked("page"))
    return visit.page(
        "public/register.html",
        wanted=wanted,
        shown=shown,
        choices=_choices(entries),
        statuses=STATUSES,
        rows=[(one, one.fields.get("title") or one.reference, STATUSES[status(one, today)]) for one in shown.entries],
        query=urlencode({name: value for name, value in wanted._asdict().items() if value}),
    )


def _choices(entries: Iterable[Entry]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in a filter, and how it is called: what stands in the register."""
    every = tuple(entries)

    def names(key: str) -> list[tuple[str, str]]:
        found = {name for one in every for name in parts(one.fields.get(key, ""))}
        return [(name, name) for name in sorted(found, key=str.casefold)]

    return {
        "asset": names("assets"),
        "organisation": names("organisation"),
        "year": [(one, one) for one in sorted({year(one) for one in every}, reverse=True)],
    }


@pages.get("/register/changes", Who.ANYBODY)
def changes(visit: Visit) -> Response:
    """What was put on the register and what was changed on it, newest first."""
    found, titles = visit.on.register.changes(), _titles(visit)
    return visit.page(
        "public/changes.html",
        changes=[(one, [titles.get(key, as_words(key)) for key in one.changed]) for one in found[:CHANGES_ON_A_PAGE]],
        more=len(found) > CHANGES_ON_A_PAGE,
    )


@pages.get("/register.csv", Who.ANYBODY)
def as_csv(visit: Visit) -> Response:
    """The register as CSV."""
    return public_file(visit, visit.on.register.as_csv(), CSV, "transparency-register.csv")


@pages.get("/register.json", Who.ANYBODY)
def as_json(visit: Visit) -> Response:
    """The register as JSON."""
    return public_file(visit, visit.on.register.as_json(), "application/json")


@pages.get("/register/hdr-uk.csv", Who.ANYBODY)
def as_hdr_uk(visit: Visit) -> Response:
    """The register in the template of Health Data Research UK."""
    return public_file(visit, visit.on.register.as_hdr_uk_csv(), CSV, "transparency-register-hdr-uk.csv")


@pages.get("/register/{reference}", Who.ANYBODY)
def entry(visit: Visit) -> Response:
    """An entry as it stands, and all that was changed in it."""
    try:
        found = visit.on.register.versions(visit.part("reference"))
    except Unkeepable:
        raise NotThere from None
    if not found:
        raise NotThere
    titles = _titles(visit)
    newest = found[-1]
    return visit.page(
        "public/entry.html",
        entry=newest,
        standing=STATUSES[status(newest, local_day(visit.at))],
        title=newest.fields.get("title") or newest.reference,
        fields=[_field(titles.get(key, as_words(key)), newest.fields[key]) for key in _in_order(newest, titles)],
        versions=_versions(found, titles)[::-1],
    )


def _titles(visit: Visit) -> dict[str, str]:
    """The titles of all fields that a scheme's entries have, in the scheme's order."""
    steps = (step for one in visit.on.schemes.values() for step in one.rules.path if isinstance(step, Publication))
    return {field.key: field.title for step in steps for field in step.fields}


def _in_order(entry: Entry, titles: dict[str, str]) -> tuple[str, ...]:
    filled = [key for key, text in entry.fields.items() if text.strip()]
    return tuple(sorted(filled, key=lambda key: list(titles).index(key) if key in titles else len(titles)))


def _field(title: str, text: str) -> Field:
    links = tuple(word for word in text.split() if _is_link(word))
    return Field(title, "; ".join(map(_words, text.split("; "))), links)


def _words(text: str) -> str:
    """A day as a day, and a key as words; every other text as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return as_words(text) if _KEY.fullmatch(text) else text


def _is_link(word: str) -> bool:
    if not word.startswith(("https://", "http://")) or not word.isascii():
        return False
    try:
        return bool(urlsplit(word).hostname)
    except ValueError:
        return False


def _versions(found: tuple[Entry, ...], titles: dict[str, str]) -> tuple[Version, ...]:
    befores: tuple[Entry | None, ...] = (None, *found[:-1])
    return tuple(Version(one, _changed(before, one, titles)) for before, one in zip(befores, found, strict=True))


def _changed(before: Entry | None, after: Entry, titles: dict[str, str]) -> tuple[tuple[str, Markup], ...]:
    if before is None:
        return ()
    keys = dict.fromkeys([*after.fields, *before.fields])
    pairs = ((key, before.fields.get(key, ""), after.fields.get(key, "")) for key in keys)
    return tuple((titles.get(key, as_words(key)), compared(old, new)) for key, old, new in pairs if old != new)
