"""Pages for what is asked of nobody any more, or not in this way: how it ended, and what had been typed."""

from collections.abc import Sequence

from starlette.responses import Response

from sharing.facts import AwaitedChanged, Happened
from sharing.hearing import words_for
from sharing.request import Request
from starter.chronicle import sentence
from starter.web.staff import places
from starter.web.staff.dossier import frame
from starter.web.staff.timeline import spelled
from starter.web.visiting import Visit

_OURS = ("once", "revision", "act")


def over(visit: Visit, request: Request) -> Response:
    """A task is asked of nobody any more: what ended it, by whom, and what the request waits for now."""
    act = _ending(visit.history(request.reference), visit.part("task"))
    how = sentence(spelled(request, {}, act.fact, visit.on.name_of), request.rules.title) if act is not None else ""
    by = f"By {visit.on.name_of(act.by.person)}." if act is not None and act.by else ""
    if request.closed is not None:
        now = f"{request.reference} has ended: {request.closed.outcome.replace('-', ' ')}."
    else:
        offices = sorted({words_for(request, one) for one in request.awaited.values()})
        now = f"{request.reference} now waits for: {'; '.join(offices) or 'nobody'}."
    return _page(visit, request, 410, "This is done", [how, by, now], act.at if act else None)


def _ending(history: Sequence[Happened], task: str) -> Happened | None:
    """The act that released a task last; None where time did, or nobody."""
    act: Happened | None = None
    found: Happened | None = None
    for one in history:
        if isinstance(one.fact, AwaitedChanged):
            if task in one.fact.released:
                found = act if act is not None and act.at == one.at else None
        elif one.by is not None:
            act = one
    return found


def moved_on(visit: Visit, request: Request) -> Response:
    """The task still waits, but not for this: its form was opened before something changed."""
    sentence = "What was offered here is not offered any more: the request has moved on since this page was opened."
    return _page(visit, request, 409, "This has moved on", [sentence, "See what may be said now."], None)


def _page(visit: Visit, request: Request, status: int, heading: str, sentences: list[str], when: object) -> Response:
    typed = [
        text
        for name in visit.form.names()
        if name not in _OURS and not name.startswith("rows.")
        if (text := ", ".join(visit.form.many(name)))
    ]
    return visit.page(
        "staff/ended.html",
        status,
        **frame(visit, request),
        heading=heading,
        sentences=[one for one in sentences if one],
        when=when,
        still=places.task(request.reference, visit.part("task")) if status == 409 else "",
        typed=typed,
    )
