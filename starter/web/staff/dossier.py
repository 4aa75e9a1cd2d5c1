"""The dossier of a request: where it stands, what was said of it, its answers by revision, papers and history."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from sharing.facts import Advised, AgreementDrafted, Decided, Happened
from sharing.request import Request
from starter.web.pages import Pages, Who
from starter.web.saving import as_file
from starter.web.staff import ladder, places, revisions, standing, timeline
from starter.web.staff.admission import admitted, can_act, is_inside
from starter.web.visiting import NotThere, Visit, whole

pages = Pages()


@pages.get("/staff/requests/{reference}", Who.OFFICE)
def look(visit: Visit) -> Response:
    """Where it stands, and all that was said. Somebody from outside sees what concerns their own part."""
    request, inside = admitted(visit), is_inside(visit)
    history = visit.history(request.reference)
    mine = {key for key, task in request.awaited.items() if can_act(visit, request, task)}
    turns = [one for one in standing.turns(request, visit.at) if inside or one.key in mine]
    values: dict[str, Any] = {"turns": turns, "mine": mine, **_said_by_all(visit, request, history)} if inside else {}
    theirs = [one for one in standing.opinions(request, history) if inside or one.by == visit.person.key]
    return visit.page(
        "staff/dossier.html",
        **{"turns": turns, "mine": mine, **values, **frame(visit, request), "opinions": theirs},
    )


def frame(visit: Visit, request: Request) -> dict[str, Any]:
    """What every page of a request shows around its own matter."""
    return {
        "request": request,
        "inside": is_inside(visit),
        "at": visit.at,
        "state": standing.state(request),
        "ball": standing.ball(request),
        "elapsed": request.elapsed(visit.at),
        "name_of": visit.on.name_of,
        "places": places,
        "whose": ", ".join(body.title or body.key for body in request.bodies),
    }


def _said_by_all(visit: Visit, request: Request, history: tuple[Happened, ...]) -> dict[str, Any]:
    return {
        "gates": standing.gates(request, visit.at),
        "advised": standing.said(history, Advised),
        "decided": standing.said(history, Decided),
        "settled": standing.settled,
        "climbs": ladder.climbs(request, history, None),
        "rounds": standing.rounds(history, _replies(visit, history)),
        "agreements": [one for one in history if isinstance(one.fact, AgreementDrafted)],
        "published": visit.on.register.versions(request.reference),
    }


def _replies(visit: Visit, history: tuple[Happened, ...]) -> Mapping[str, str]:
    found = {}
    for sha256 in standing.kept_replies(history):
        try:
            found[sha256] = visit.on.records.content(sha256).content.decode("utf-8", errors="replace")
        except LookupError:
            found[sha256] = "This reply is not in the records."
    return found


@pages.get("/staff/requests/{reference}/answers", Who.OFFICE)
def answers(visit: Visit) -> Response:
    """What the requester answered, in one revision; beside another one, only what differs."""
    request = admitted(visit)
    known = {one.number: one for one in revisions.revisions(visit.history(request.reference))}
    if not known:
        raise NotThere
    chosen = known.get(whole(visit.asked("revision")) or 0, known[max(known)])
    against = known.get(whole(visit.asked("against")) or 0)
    form, given = revisions.form_of(visit.on, request), revisions.answers_of(visit.on, chosen)
    differs = None
    if against is not None and against.number != chosen.number:
        differs = revisions.changed(form, revisions.answers_of(visit.on, against), given)
    return visit.page(
        "staff/answers.html",
        **frame(visit, request),
        revisions=list(known.values()),
        chosen=chosen,
        against=against if differs is not None else None,
        differs=differs,
        sections=revisions.items(form, given),
    )


@pages.get("/staff/requests/{reference}/history", Who.STAFF)
def history(visit: Visit) -> Response:
    """Everything that happened, newest first, in sentences."""
    request = admitted(visit)
    told = timeline.events(request, visit.history(request.reference), visit.on.name_of)
    return visit.page("staff/history.html", **frame(visit, request), events=told)


@pages.get("/staff/requests/{reference}/documents/{sha256}", Who.OFFICE)
def document(visit: Visit) -> Response:
    """A document that belongs to the request, to be saved: browsers show nothing that somebody sent in."""
    request = admitted(visit)
    name = _documents(visit, request).get(visit.part("sha256"))
    if name is None:
        raise NotThere
    try:
        content = visit.on.document(visit.part("sha256"))
    except LookupError:
        raise NotThere from None
    return as_file(name, content)


def _documents(visit: Visit, request: Request) -> dict[str, str]:
    """The names of the documents that this visitor may have of a request, by their digests."""
    facts = visit.history(request.reference)
    found: dict[str, str] = {}
    for revision in revisions.revisions(facts):
        given = revisions.answers_of(visit.on, revision)
        found |= {paper.sha256: paper.name for paper in revisions.papers(given)}
    if is_inside(visit):
        for one in facts:
            if isinstance(one.fact, AgreementDrafted):
                name = f"{request.reference}-agreement-{one.fact.version}"
                found |= {one.fact.document: f"{name}.docx", one.fact.fixed_copy: f"{name}.pdf"}
    return found
