"""Blanks of those who screen, review, advise and decide."""

import itertools
from collections.abc import Iterable

from policy.path import Advice, Part, Reviewer, Reviews, Screening
from policy.scheme import LegalGateway
from policy.titles import as_words
from sharing.gates import liftable
from sharing.messages import ShareCondition
from starter.filling.asked import YES_NO, Asked, Found
from starter.filling.blank import Blank, Option

VERDICTS = (Option("met", "Met"), Option("met-with-conditions", "Met, with conditions"), Option("not-met", "Not met"))


def scope(asked: Asked) -> Found:
    """Each fact of the scope, yes or no."""
    return tuple(
        Blank(f"scope.{fact.key}", fact.title, "one", YES_NO, group="Scope") for fact in asked.request.rules.scope
    )


def checklist(asked: Asked) -> Found:
    """Each line of the checklist, yes or no."""
    step: Screening = asked.step(Screening)
    return tuple(Blank(f"checklist.{key}", as_words(key), "one", YES_NO, group="Checklist") for key in step.checklist)


def _panel(asked: Asked) -> tuple[Reviewer, ...]:
    triage: Screening = asked.step(Screening)
    panel = asked.request.rules.step(triage.settles_panel or "")
    return panel.panel if isinstance(panel, Reviews) else ()


def seats(asked: Asked) -> Found:
    """Who is to review; ticked are those whom the policy asks."""
    rules = asked.request.rules
    options = tuple(Option(seat.office, rules.title(seat.office)) for seat in _panel(asked))
    given = ",".join(seat.office for seat in _panel(asked) if asked.request.applies(seat))
    hint = "Those whom the policy always asks are asked whatever is ticked here."
    return (Blank("seats", "Who has to review", "many", options, hint=hint, given=given),)


def not_applicable(asked: Asked) -> Found:
    """The reason for each seat that may fall away."""
    title = asked.request.rules.title
    return tuple(
        Blank(
            f"not_applicable.{seat.office}",
            f"{title(seat.office)} is not applicable, because",
            required=False,
            group="Seats that fall away, with the reason",
        )
        for seat in _panel(asked)
        if seat.droppable
    )


def _part(part: Part) -> Blank:
    path = f"parts.{part.key}"
    if part.choices:
        return Blank(path, part.title, "one", tuple(Option(one, as_words(one)) for one in part.choices))
    return Blank(path, part.title, hint=f"Name: {part.must_name}." if part.must_name else "")


def parts_of_seat(asked: Asked) -> Found:
    """The parts of a seat's structured opinion."""
    seat = asked.seat
    if seat is None:
        return ()
    found = []
    for part in seat.parts:
        blank = _part(part)
        # Whether a conditional part is wanted may hang on another part of this very opinion.
        found.append(blank if part.only_if is None else blank._replace(required=False))
    if any(part.gateway for part in seat.parts):
        found += _shown_for_gateways(asked)
    return tuple(found)


def _shown_for_gateways(asked: Asked) -> Found:
    """What must be shown by whoever relies on one of the gateways that are open to these bodies."""
    relied: dict[str, list[str]] = {}
    for way in _open_gateways(asked):
        for key in way.must_show:
            relied.setdefault(key, []).append(way.title)
    return tuple(
        Blank(f"parts.{key}", as_words(key), required=False, hint=f"Where you rely on: {'; '.join(ways)}"[:1_900])
        for key, ways in relied.items()
    )


def _open_gateways(asked: Asked) -> tuple[LegalGateway, ...]:
    types = {body.type for body in asked.request.bodies}
    return tuple(way for way in asked.request.rules.gateways if not way.recipients or types & set(way.recipients))


def parts_of_advice(asked: Asked) -> Found:
    """The parts of the group's assessment."""
    step: Advice = asked.step(Advice)
    return tuple(Blank(f"parts.{key}", as_words(key)) for key in step.parts)


def _settled(asked: Asked, gates: Iterable[str]) -> Found:
    found: list[Blank] = []
    for key in gates:
        gate = asked.request.rules.gate(key)
        title = gate.title if gate else as_words(key)
        found.append(Blank(f"settles.{key}.verdict", title, "one", VERDICTS, group="Conditions of the policy"))
        found.append(Blank(f"settles.{key}.evidence", f"{title}: the evidence", group="Conditions of the policy"))
    return tuple(found)


def settles_of_seat(asked: Asked) -> Found:
    """A verdict and its evidence on each gate that the seat settles."""
    return _settled(asked, asked.seat.settles if asked.seat else ())


def settles_of_advice(asked: Asked) -> Found:
    """A verdict and its evidence on each gate that the group settles."""
    step: Advice = asked.step(Advice)
    return _settled(asked, step.settles)


def gateways(asked: Asked) -> Found:
    """The legal gateways open to these bodies, for the seat that names them."""
    if asked.seat is None or not any(part.gateway for part in asked.seat.parts):
        return ()
    options = tuple(Option(way.key, way.title) for way in _open_gateways(asked))
    return (Blank("gateways", "Legal gateways relied on", "many", options, required=False),)


def conditions(asked: Asked) -> Found:
    """Rows of conditions: for a decision first those that the group advised, as they stand; then empty ones."""
    advice = asked.request.advice if asked.choice.message["kind"] == "decide" else None
    advised = advice.conditions if advice is not None else ()
    taken = {one.key for one in advised}
    fresh = (key for key in map("condition-{}".format, itertools.count(1)) if key not in taken)
    rows = [
        *((one.key, one) for one in advised),
        *((next(fresh), None) for _ in range(asked.rows.get("conditions", 1))),
    ]
    return tuple(
        blank for place, (key, given) in enumerate(rows, start=1) for blank in _condition(asked, place, key, given)
    )


def _condition(asked: Asked, place: int, key: str, given: ShareCondition | None) -> Found:
    at, offices = f"conditions.{place}", (Option("requester", "The requester"), *asked.offices)
    group = f"Condition {place}" if given is None else f"Condition {place}, as advised"
    hint = "" if given is None else "Empty this to approve without it: that departs from the advice, and is recorded."
    blanks = (
        Blank(f"{at}.text", "What must be so", hint=hint),
        Blank(f"{at}.evidence", "What proves it", "line", most=300),
        Blank(f"{at}.owner", "Who sees to it", "one", offices),
        Blank(f"{at}.verifier", "Who verifies it", "one", asked.offices),
        Blank(f"{at}.due", "By when", "day"),
        Blank(f"{at}.before_signature", "Before the agreement is signed", "one", YES_NO),
    )
    stands = _as_it_stands(given) if given is not None else {}
    return tuple(
        blank._replace(required=False, group=group, row=key, given=stands.get(blank.path.rpartition(".")[2], ""))
        for blank in blanks
    )


def _as_it_stands(condition: ShareCondition) -> dict[str, str]:
    truths = {True: "yes", False: "no", None: ""}
    fields = condition.model_dump(mode="json", exclude={"key"})
    return {name: truths[value] if isinstance(value, bool | None) else str(value) for name, value in fields.items()}


def departures(asked: Asked) -> Found:
    """The exceptions that would be needed."""
    options = tuple(Option(one.key, one.title) for one in asked.request.rules.departures)
    return (Blank("departures", "Which exceptions the Permanent Secretary would have to grant", "many", options),)


def departure(asked: Asked) -> Found:
    """Which exception is asked for, of those that would lift what is not met."""
    options = tuple(Option(one.key, one.title) for one in liftable(asked.request))
    return (Blank("departure", "Which exception is needed", "one", options),)
