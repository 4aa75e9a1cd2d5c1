"""Which entries of the register somebody wishes to see: by text, data, organisation, status and year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from records import Entry
from starter.web.visiting import whole

ON_A_PAGE = 20

STATUSES = {"in-force": "In force", "not-yet": "Not yet in force", "ended": "Ended", "unknown": "Not stated"}


class Wanted(NamedTuple):
    """What to look for; what is empty does not matter."""

    text: str = ""
    asset: str = ""
    organisation: str = ""
    status: str = ""
    year: str = ""


class Shown(NamedTuple):
    """One page of what was found. Pages are counted from 1; there is always one."""

    entries: tuple[Entry, ...]
    found: int
    page: int
    pages: int


def parts(text: str) -> tuple[str, ...]:
    """The names in a field that holds several."""
    return tuple(one for each in text.split("; ") if (one := each.strip()))


def status(entry: Entry, today: date) -> str:
    """How the share stands on a day, by the dates of its agreement."""
    try:
        starts, ends = (date.fromisoformat(entry.fields.get(f"agreement-{each}", "")) for each in ("starts", "ends"))
    except ValueError:
        return "unknown"
    return "not-yet" if today < starts else "ended" if today > ends else "in-force"


def year(entry: Entry) -> str:
    """The year of the approval; where it is not stated, that of the publication."""
    approved = entry.fields.get("approved-on", "")[:4]
    return approved if approved.isdecimal() else str(entry.published_at.year)


def filtered(entries: Iterable[Entry], wanted: Wanted, today: date) -> tuple[Entry, ...]:
    """The entries that are wanted, the one published last first."""
    found = (one for one in entries if _fits(one, wanted, today))
    return tuple(sorted(found, key=lambda one: (one.published_at, one.reference), reverse=True))


def _fits(entry: Entry, wanted: Wanted, today: date) -> bool:
    fields = entry.fields
    text = "\n".join((entry.reference, *fields.values())).casefold()
    return (
        wanted.text.casefold() in text
        and (not wanted.asset or wanted.asset in parts(fields.get("assets", "")))
        and (not wanted.organisation or wanted.organisation in parts(fields.get("organisation", "")))
        and (not wanted.status or wanted.status == status(entry, today))
        and (not wanted.year or wanted.year == year(entry))
    )


def page_of(entries: Sequence[Entry], asked: str) -> Shown:
    """A page of them; the first for what is no page number, the last for one beyond it."""
    pages = max(1, -(-len(entries) // ON_A_PAGE))
    page = min(max(whole(asked) or 1, 1), pages)
    start = (page - 1) * ON_A_PAGE
    return Shown(tuple(entries[start : start + ON_A_PAGE]), len(entries), page, pages)
