"""My work: what waits for a member of staff or an outside owner, overdue first, and what they did lately."""

from datetime import datetime
from typing import NamedTuple

from starlette.responses import Response

from policy.titles import as_words
from records.inbox import InTray
from records.reading import Deed, Listed
from sharing.authority import REQUESTER
from starter.waiting import desktop
from starter.web.pages import Pages, Who
from starter.web.staff import places
from starter.web.visiting import Visit

MOST = 100

pages = Pages()


class Waiting(NamedTuple):
    """A line of what waits."""

    headline: str
    reference: str
    link: str
    office: str
    asset: str
    whose: str
    due: datetime | None
    overdue: bool
    stopped: bool


class Done(NamedTuple):
    """A line of what somebody did."""

    what: str
    reference: str
    link: str
    at: datetime


@pages.get("/staff", Who.OFFICE)
def look(visit: Visit) -> Response:
    """What lies before the visitor. What waits for them as somebody who asks for data is on their other pages."""
    lies = desktop(visit.on.records, visit.on.directory, visit.person, visit.at, MOST)
    mine = [one for one in lies.waiting if one.notice.office != REQUESTER]
    known = {key: visit.on.records.request(key) for key in {one.notice.reference for one in mine}}
    waiting = [_line(visit, one, known.get(one.notice.reference)) for one in mine]
    return visit.page(
        "staff/my-work.html", waiting=waiting, late=sum(one.overdue for one in waiting), done=_done(lies.lately)
    )


def _line(visit: Visit, one: InTray, known: Listed | None) -> Waiting:
    notice = one.notice
    title = next((asset.title for asset in known.assets if asset.key == notice.asset), "") if known else ""
    task = next((task for task in known.awaited if task.key == notice.task), None) if known else None
    return Waiting(
        headline=notice.headline,
        reference=notice.reference,
        link=places.task(notice.reference, notice.task or ""),
        office=titles(visit).get(notice.office, notice.office),
        asset=title or notice.asset or "",
        whose=whose(known),
        due=one.due,
        overdue=one.overdue,
        stopped=task is not None and task.stopped_at is not None,
    )


def whose(known: Listed | None) -> str:
    """The bodies that ask."""
    return ", ".join(body.title or body.key for body in known.organisations) if known else ""


def titles(visit: Visit) -> dict[str, str]:
    """What offices are called, in all schemes."""
    return {one.key: one.title for scheme in visit.on.schemes.values() for one in scheme.rules.offices}


def _done(lately: tuple[Deed, ...]) -> list[Done]:
    return [
        Done(
            f"{as_words(one.kind)}{': ' + as_words(one.outcome).lower() if one.outcome else ''}",
            one.reference,
            places.dossier(one.reference),
            one.at,
        )
        for one in lately
    ]
