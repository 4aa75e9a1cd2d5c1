"""What a choice still wants to be filled in, item by item, as the rules of the request have it.

A choice says which fields of its message are open (`parts`, `settles`, `scope`). Which parts those are depends on the
scheme and on the seat; a door that shows a box for each reads them here. They are proposals: the core decides.
"""

from typing import Any, NamedTuple

from policy.scheme import Advice, Agreement, Publication, Reviewer, Reviews, Screening
from sharing.facts import Awaited
from sharing.gates import liftable
from sharing.notices import Choice
from sharing.request import Request

YES = "yes"


class Blank(NamedTuple):
    """A place to fill in. `offers` are what may stand there; one alone is what mostly does; none: own words."""

    path: str
    title: str
    offers: tuple[str, ...] = ()
    names: str = ""
    several: bool = False


def blanks(request: Request, task: Awaited | None, choice: Choice) -> tuple[Blank, ...]:
    """All places that the choice leaves open; a field that nothing is known about is one place of its own."""
    found: list[Blank] = []
    for fills in choice.fills:
        found += _of(request, task, choice.message, fills) or [Blank(fills, fills)]
    return tuple(blank for blank in found if blank.path)


NOTHING = [Blank("", "")]
"""The field may stay as it is: the desk, or nobody, fills it in."""


def _of(request: Request, task: Awaited | None, message: dict[str, Any], fills: str) -> list[Blank]:
    step = request.rules.step(task.step) if task is not None else None
    match (message.get("kind"), fills):
        case ("screen", "scope"):
            return [Blank(f"scope.{fact.key}", fact.title, (YES,)) for fact in request.rules.scope]
        case ("screen", "checklist") if isinstance(step, Screening):
            return [Blank(f"checklist.{key}", key, (YES,)) for key in step.checklist]
        case ("triage", "seats") if isinstance(step, Screening):
            panel = request.rules.step(step.settles_panel or "")
            seats = panel.panel if isinstance(panel, Reviews) else ()
            proposed = ",".join(seat.office for seat in seats if request.applies(seat))
            return [Blank("seats", "The seats that review", (proposed,))]
        case ("triage", "not_applicable"):
            return NOTHING
        case ("give-review", _):
            return _opinion(request, task, step, fills)
        case ("advise", _) if isinstance(step, Advice):
            return _advice(request, step, fills)
        case ("ask", "questions"):
            items = Blank("questions.1.item", "An item of the form")
            return [items, Blank("questions.1.asks", "The question")]
        case ("answer", "replies") if task is not None:
            asked = request.asked.get(int(task.detail or 0))
            return [Blank(f"replies.{one.item}", one.asks) for one in asked.questions] if asked else []
        case ("answer", "changes") | ("draft-entry", "fields"):
            return NOTHING
        case _:
            return _papers(request, message, fills)


def _seat(task: Awaited, step: Reviews) -> Reviewer | None:
    return next((seat for seat in step.panel if seat.office == task.office), None)


def _settling(gates: tuple[str, ...]) -> list[Blank]:
    verdicts = ("met", "met-with-conditions", "not-met")
    return [
        blank
        for gate in gates
        for blank in (
            Blank(f"settles.{gate}.verdict", gate, verdicts),
            Blank(f"settles.{gate}.evidence", f"Evidence on {gate}"),
        )
    ] or NOTHING


def _condition(fills: str) -> list[Blank]:
    keys = {"key": "A name for it", "text": "What has to be done"}
    return [Blank(f"{fills}.1.{key}", title) for key, title in keys.items()]


def _opinion(request: Request, task: Awaited | None, step: object, fills: str) -> list[Blank]:
    seat = _seat(task, step) if task is not None and isinstance(step, Reviews) else None
    if task is None or seat is None:
        return []
    match fills:
        case "parts":
            answers = request.answers(task.asset)
            return [
                Blank(f"parts.{part.key}", part.title, part.choices, part.must_name or "")
                for part in seat.parts
                if not part.gateway and (part.only_if is None or part.only_if.holds(answers))
            ]
        case "settles":
            return _settling(seat.settles)
        case "gateways":
            legal = any(part.gateway for part in seat.parts)
            return _gateways(request) if legal else NOTHING
        case "conditions":
            return _condition(fills)
        case _:
            return []


def _gateways(request: Request) -> list[Blank]:
    types = {body.type for body in request.lodged.organisations} if request.lodged else set()
    open_ways = [
        way
        for way in request.rules.gateways
        if not way.elsewhere and (not way.recipients or types <= {*way.recipients})
    ]
    return [Blank("gateways", "Legal gateway", tuple(way.key for way in open_ways), several=True)]


def _advice(request: Request, step: Advice, fills: str) -> list[Blank]:
    match fills:
        case "parts":
            return [Blank(f"parts.{part}", part) for part in step.parts]
        case "settles":
            return _settling(step.settles)
        case "conditions":
            return _condition(fills)
        case "departures":
            keys = tuple(one.key for one in request.rules.departures)
            return [Blank("departures", "Exceptions to be asked for", keys, several=True)]
        case _:
            return []


def _papers(request: Request, message: dict[str, Any], fills: str) -> list[Blank]:
    agreement = request.rules.find(Agreement)
    publication = request.rules.find(Publication)
    match (message.get("kind"), fills):
        case ("propose-terms", "agreement") if agreement:
            return [Blank("agreement", "Kind of agreement", _kinds(request, agreement))]
        case ("draft-agreement", "terms") if agreement:
            kind = Blank("terms.agreement", "Kind of agreement", _kinds(request, agreement))
            return [kind, *(Blank(f"terms.{name}", name) for name in ("starts", "ends", "transfer", "retention"))]
        case ("seek-departure", "departure"):
            return [Blank("departure", "The exception that is needed", tuple(one.key for one in liftable(request)))]
        case ("exempt-entry", "ground") if publication:
            return [Blank("ground", "Lawful ground", publication.grounds)]
        case ("decide", "conditions") | ("draft-agreement", "note") | ("propose-terms", "further"):
            return NOTHING
        case ("narrow" | "withdraw", "reason"):
            return NOTHING
        case ("narrow", "drop"):
            refused = (key for key, one in request.decisions.items() if one.outcome == "refuse")
            return [Blank("drop", "Assets to go on without", (",".join(refused),))]
        case _:
            return []


def _kinds(request: Request, step: Agreement) -> tuple[str, ...]:
    types = {body.type for body in request.lodged.organisations} if request.lodged else set()
    return tuple(kind.key for kind in step.kinds if not kind.recipients or types <= {*kind.recipients})
