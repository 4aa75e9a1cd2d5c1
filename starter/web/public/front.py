"""The front page; what must be told about accessibility, privacy and cookies; and what programs can do here."""

from starlette.responses import Response

from sharing.messages import MESSAGES
from starter.lately import if_counted
from starter.web.pages import Pages, Who
from starter.web.sessions import IDLE, LASTS, cookie
from starter.web.visiting import TOLD, Visit

pages = Pages()

HOUR = 3_600


@pages.get("/", Who.ANYBODY)
def front(visit: Visit) -> Response:
    """What this service is, and the ways into it."""
    figures = if_counted(visit.on.records, visit.at)
    total = figures.total if figures is not None else None
    return visit.page("public/front.html", schemes=tuple(visit.on.schemes.values()), total=total)


@pages.get("/accessibility", Who.ANYBODY)
def accessibility(visit: Visit) -> Response:
    """How far everybody can use these pages, and whom to tell where somebody cannot."""
    return visit.page("public/accessibility.html")


@pages.get("/privacy", Who.ANYBODY)
def privacy(visit: Visit) -> Response:
    """What is kept about people, what for, and for how long."""
    return visit.page("public/privacy.html", hours=int(LASTS.total_seconds() // HOUR))


@pages.get("/cookies", Who.ANYBODY)
def cookies(visit: Visit) -> Response:
    """The two cookies there are."""
    hours, idle = (int(each.total_seconds() // HOUR) for each in (LASTS, IDLE))
    return visit.page("public/cookies.html", session=cookie(visit), told_cookie=TOLD, hours=hours, idle=idle)


@pages.get("/api", Who.ANYBODY)
def programs(visit: Visit) -> Response:
    """The interface for programs, explained."""
    kinds = sorted(str(kind) for kind in MESSAGES.json_schema()["discriminator"]["mapping"])
    example = next(iter(visit.on.schemes), "")
    return visit.page("api/about.html", kinds=kinds, address=visit.on.settings.web_address, example=example)
