"""The page of a task: every choice that its notice offers, for those who hold the office; and what to see before."""

from starlette.responses import Response

from sharing.authority import REQUESTER
from sharing.facts import Awaited
from sharing.notices.asked import barred
from sharing.notices.choices import choices
from sharing.request import Request
from starter.web.pages import Pages, Who
from starter.web.staff import places, standing
from starter.web.staff.admission import admitted, can_act, holders, task_of
from starter.web.staff.beside import beside
from starter.web.staff.dossier import frame
from starter.web.staff.ended import over
from starter.web.visiting import Visit

PLAIN = "govuk-button--secondary"
"""How all choices look but the ordinary one. They only lead to a form; what is grave there looks grave."""

pages = Pages()


@pages.get("/staff/requests/{reference}/tasks/{task:path}", Who.OFFICE)
def look(visit: Visit) -> Response:
    """What may be said, by whom."""
    request = admitted(visit)
    task = task_of(visit, request)
    if task is None:
        return over(visit, request)
    mine = can_act(visit, request, task)
    offers = [
        (one.label, places.saying(request.reference, task.key, one.message), "" if one.style == "primary" else PLAIN)
        for one in choices(request, task)
    ]
    return visit.page(
        "staff/task.html",
        **frame(visit, request),
        **beside(visit, request, task),
        task=task,
        turn=standing.turn(request, task, visit.at),
        mine=mine,
        offers=offers if mine else [],
        who=who(visit, request, task),
        out=visit.person.key in barred(request, task),
    )


def who(visit: Visit, request: Request, task: Awaited) -> str:
    """Who could act without being refused, in words."""
    if task.office == REQUESTER:
        return "the requester, on their own pages"
    out = barred(request, task)
    can = [one.name for one in holders(visit, request, task) if one.key not in out]
    return ", ".join(can) or "nobody: the office has no other holder today"
