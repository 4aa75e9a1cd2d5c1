"""The operators' page: saved views for Temporal's own pages, which a link installs, and what an operator may do."""

from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.responses import Response

from starter.web.ground import Ground
from starter.web.pages import Pages, Who
from starter.web.visiting import Visit

pages = Pages()

RUNNING = 'ExecutionStatus = "Running"'


class View(NamedTuple):
    """A list of requests in Temporal's pages: what it is called there, what it shows, and the filter that does."""

    name: str
    shows: str
    query: str


def views(offices: dict[str, str]) -> tuple[View, ...]:
    """All views: those that an operator looks at every day, then one for each office (key -> title)."""
    return (
        View("Overdue", "A clock has run out.", f"Overdue = true AND {RUNNING}"),
        View(
            "Failing",
            "A bug, or a worker that is too old, stalls it. Nothing is lost; it goes on once that is mended.",
            'TemporalReportedProblems IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut")',
        ),
        View("Refused words", "Something was said that no desk had sealed, or past a bound.", "RefusedWords > 0"),
        View("Open", "Everything that has not ended.", RUNNING),
        *(
            View(f"Waiting on {title}", "", f'PendingOn = "{key}" AND {RUNNING}')
            for key, title in sorted(offices.items(), key=lambda one: one[1])
        ),
    )


def address(on: Ground, view: View) -> str:
    """Where Temporal's pages show it; opening it there keeps it among the saved views of that browser."""
    asked = urlencode({"query": view.query, "savedQuery": view.name}, quote_via=quote)
    return f"{on.settings.temporal_ui}/namespaces/{on.settings.temporal_namespace}/workflows?{asked}"


@pages.get("/staff/operating", Who.STAFF)
def look(visit: Visit) -> Response:
    """The views, and what an operator may do."""
    offices = {
        office.key: office.title
        for scheme in visit.on.schemes.values()
        for office in scheme.rules.offices
        if office.key != "operator"
    }
    found = views({"requester": "the requester", **offices})
    return visit.page("staff/operating.html", views=[(one, address(visit.on, one)) for one in found])
