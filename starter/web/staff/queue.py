"""All requests, newest first, a page at a time: where each stands, whom it waits for, and its clock."""

from datetime import datetime
from typing import NamedTuple, get_args
from urllib.parse import urlencode

from starlette.responses import Response

from policy.titles import as_words
from records import Page, Unkeepable
from records.reading import Listed, Wish
from sharing.facts.asked import Outcome
from starter.web.pages import Pages, Who
from starter.web.staff import places
from starter.web.staff.my_work import titles, whose
from starter.web.visiting import Visit

ON_A_PAGE = 25
STATES = ("open", "dormant", *get_args(Outcome))

pages = Pages()


class Clock(NamedTuple):
    """Whom a request waits for, and until when."""

    office: str
    asset: str
    due: datetime
    late: bool
    stopped: bool


class Line(NamedTuple):
    """A request in the list."""

    reference: str
    link: str
    whose: str
    assets: tuple[str, ...]
    lodged_at: datetime
    stands: str
    clocks: tuple[Clock, ...]


@pages.get("/staff/requests", Who.STAFF)
def look(visit: Visit) -> Response:
    """A page of the list, as it was wished for. A wish that means nothing finds nothing."""
    asked = {name: visit.asked(name)[:200] for name in ("step", "office", "state", "text", "late")}
    wish = Wish(
        step=asked["step"] or None,
        office=asked["office"] or None,
        state=asked["state"] or None,
        text=asked["text"],
        overdue_at=visit.at if asked["late"] else None,
    )
    page = _page(visit, wish)
    kept = {name: text for name, text in asked.items() if text}
    further = f"/staff/requests?{urlencode({**kept, 'after': page.after})}" if page.after else ""
    return visit.page(
        "staff/queue.html",
        lines=[_line(visit, one) for one in page.requests],
        asked=asked,
        filtered=bool(kept),
        further=further,
        first=f"/staff/requests?{urlencode(kept)}" if visit.asked("after") else "",
        choices=_choices(visit),
    )


def _page(visit: Visit, wish: Wish) -> Page:
    """The page that was asked for; the first one after a request that there is not; none for an unkeepable text."""
    after = visit.asked("after")[:40] or None
    try:
        return visit.on.records.requests(wish, after, ON_A_PAGE)
    except LookupError:
        return visit.on.records.requests(wish, None, ON_A_PAGE)
    except Unkeepable:
        return Page(requests=())


def _line(visit: Visit, one: Listed) -> Line:
    offices, assets = titles(visit), {asset.key: asset.title for asset in one.assets}
    steps = _steps(visit)
    late = {task.key for task in one.overdue(visit.at)}
    clocks = tuple(
        Clock(
            offices.get(task.office, task.office),
            assets.get(task.asset or "", task.asset or ""),
            task.due,
            task.key in late,
            task.stopped_at is not None,
        )
        for task in one.awaited
    )
    stands = ", ".join(steps.get(key, key) for key in one.steps) if one.state == "open" else as_words(one.state)
    return Line(
        one.reference,
        places.dossier(one.reference),
        whose(one),
        tuple(assets.values()),
        one.lodged_at,
        stands or "Open",
        clocks,
    )


def _steps(visit: Visit) -> dict[str, str]:
    return {one.key: one.title for scheme in visit.on.schemes.values() for one in scheme.rules.path}


def _choices(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """What may be wished for, each as key and title."""
    return {
        "step": list(_steps(visit).items()),
        "office": list(titles(visit).items()),
        "state": [(one, as_words(one)) for one in STATES],
    }
