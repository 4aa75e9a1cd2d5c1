"""Advice: the group assesses four things and advises the decider. It does not decide."""

from datetime import datetime

from policy.scheme import Advice, Decision, Departure
from sharing.authority import may_act
from sharing.facts import Advised, AnyFact, DepartureSought, Escalated
from sharing.gates import in_force, standing
from sharing.hearing import Heard, Wanted, awaited_or_refused, check_settling, content, terms_fact
from sharing.messages import Advise, ProposeTerms, Speaker
from sharing.refused import Refused
from sharing.request import Request


def wants(request: Request, step: Advice) -> tuple[Wanted, ...]:
    """First the draft terms, so that nobody advises blind of them; then the advice."""
    if request.terms is None:
        return (Wanted(step=step.key, office=step.terms_by, what="draft-terms"),)
    if request.advice is None:
        return (Wanted(step=step.key, office=step.office, what="advise"),)
    return ()


def done(request: Request, step: Advice) -> bool:
    """Whether the advice on the current revision is given."""
    return not wants(request, step)


def hear_terms(request: Request, message: ProposeTerms, speaker: Speaker, at: datetime) -> Heard:
    """The draft terms of the agreement, in a kind that is open to the recipients."""
    step = request.rules.the(Advice)
    by = may_act(request, speaker, step.terms_by, at)
    if not any(task.step == step.key for task in request.awaited.values()):
        awaited_or_refused(request, step.key, step.terms_by)
    return Heard(facts=(terms_fact(request, message),), by=by, sentence="The draft terms lie before the group.")


def hear_advice(request: Request, message: Advise, speaker: Speaker, at: datetime) -> Heard:
    """The advice. Escalation keeps the advice beside it."""
    step = request.rules.the(Advice)
    by = may_act(request, speaker, step.office, at, roles=("osdg-adviser",))
    awaited_or_refused(request, step.key, step.office)
    for part in message.parts:
        if part not in step.parts:
            raise Refused(f"The assessment has no part {part!r}; it has {', '.join(step.parts)}.")
    for part in step.parts:
        content(message.parts.get(part, ""), f"the assessment's part {part!r}")
    check_settling(request, step.settles, message.settles, request.rules.title(step.office))
    if message.outcome == "share-with-conditions" and not message.conditions:
        raise Refused("Name the conditions on which the group advises to share.")
    advised = Advised(
        outcome=message.outcome,
        revision=request.revision,
        parts=dict(message.parts),
        settles=dict(message.settles),
        conditions=message.conditions,
        departures=message.departures,
        dissent=message.dissent,
    )
    facts: list[AnyFact] = [advised]
    decision = request.rules.the(Decision)
    if message.outcome == "to-the-council":
        facts.append(_to_the_council(request, decision, message))
    facts += _departures(request, message, step, at)
    return Heard(facts=tuple(facts), by=by, sentence="The advice is recorded; the decision is the owner's.")


def _to_the_council(request: Request, decision: Decision, message: Advise) -> Escalated:
    reasons = message.parts.get("risks") or next(iter(message.parts.values()))
    return Escalated(
        assets=tuple(asset.key for asset in request.deciding),
        to=decision.escalates_to,
        reasons=message.dissent or reasons,
    )


def _departures(request: Request, message: Advise, step: Advice, at: datetime) -> list[DepartureSought]:
    if message.outcome == "to-the-permanent-secretary" and not message.departures:
        names = ", ".join(one.key for one in request.rules.departures)
        raise Refused(f"Name the exception that the Permanent Secretary is asked for: {names}.")
    found = []
    for key in message.departures:
        departure = request.rules.departure(key)
        if departure is None:
            raise Refused(f"There is no exception {key!r}; a gate without one can be lifted by nobody.")
        _has_something_to_lift(request, message, departure, at)
        state = request.departures.get(key)
        if state is None or (state.decided is not None and not in_force(request, key, at)):
            reasons = message.parts.get("risks", "")
            found.append(DepartureSought(departure=key, office=step.office, reasons=reasons))
    return found


def _has_something_to_lift(request: Request, message: Advise, departure: Departure, at: datetime) -> None:
    """Refuse to ask for an exception from a gate that is met, with what the advice itself says of it."""
    gate = request.rules.gate(departure.lifts)
    assert gate is not None, "a scheme's departures lift gates it has"
    said = message.settles.get(gate.key)
    if said is not None and said.verdict == "not-met":
        return
    advising = any(step.kind == "advice" and step.office in gate.settled_by for step in request.rules.path)
    standings = [standing(request, gate, asset, at) for asset in request.deciding]
    open_otherwise = any(one.verdict == "not-met" or (one.verdict == "unset" and not advising) for one in standings)
    if not open_otherwise and not any(one.verdict == "lifted" for one in standings):
        raise Refused(f"“{gate.title}” is met, so there is nothing for the exception {departure.key!r} to lift.")
