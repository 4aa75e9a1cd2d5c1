"""My requests and my drafts."""

from typing import NamedTuple

from starlette.responses import Response

from records import Draft, Listed
from sharing.authority import REQUESTER
from starter.web.pages import Pages, Who
from starter.web.visiting import Visit

pages = Pages()

MOST = 100
"""So many requests are listed; nobody has so many, but an organisation may."""


class Row(NamedTuple):
    """A request in the list: what it asks for, where it stands, and whose move it is: offices', or yours."""

    reference: str
    data: tuple[str, ...]
    stands: tuple[str, ...]
    offices: tuple[str, ...]
    yours: bool
    listed: Listed


@pages.get("/requests", Who.SIGNED_IN)
def my_requests(visit: Visit) -> Response:
    """My requests, whose move it is, and what I have begun to write."""
    if visit.is_staff:
        return visit.goto("/staff/requests")
    records, person = visit.on.records, visit.person
    speaks = any(held.office == REQUESTER for held in person.offices)
    found = records.requests_of(person.key, person.organisation if speaks else "", MOST + 1)
    rows = tuple(_row(visit, one) for one in found[:MOST])
    drafts, changes = _drafts(visit, {one.reference: one for one in found})
    return visit.page(
        "requester/list.html",
        yours=[row for row in rows if row.yours],
        others=[row for row in rows if not row.yours],
        received=records.unrecorded_of(person.key),
        drafts=drafts,
        changes=changes,
        schemes=visit.on.schemes,
        most=MOST if len(found) > MOST else 0,
    )


def _row(visit: Visit, one: Listed) -> Row:
    scheme = visit.on.schemes.get(one.scheme)
    offices = (task.office for task in one.awaited if task.stopped_at is None and task.office != REQUESTER)
    return Row(
        one.reference,
        tuple(asset.title for asset in one.assets),
        tuple(step.title for key in one.steps if scheme and (step := scheme.rules.step(key))),
        tuple(dict.fromkeys(scheme.rules.title(office) if scheme else office for office in offices)),
        any(_is_theirs(visit, task.detail) for task in one.awaited if task.office == REQUESTER),
        one,
    )


def _is_theirs(visit: Visit, detail: str) -> bool:
    """Whether a task of requesters is for this one: a signature is for its own organisation alone."""
    bodies = {body.key for body in visit.on.directory.organisations}
    return detail not in bodies or detail == visit.person.organisation


def _drafts(visit: Visit, known: dict[str, Listed]) -> tuple[list[Draft], list[Draft]]:
    """New requests, and changes to open ones; what was meant for a request that has ended leads nowhere."""
    found = visit.on.records.drafts_of(visit.person.key)
    open_ones = {reference for reference, one in known.items() if one.state == "open"}
    return [one for one in found if not one.about], [one for one in found if one.about in open_ones]
