"""Decision: the owner of each asset decides, the ladder above takes over by escalation, exceptions lift one gate."""

from datetime import datetime

from policy.scheme import Advice, Decision
from policy.working_days import local_day
from sharing.authority import held, may_act
from sharing.facts import Advised, By, Decided, DepartureDecided, DepartureSought, Escalated
from sharing.gates import in_force, missing_opinions, standing, unmet
from sharing.hearing import Heard, Wanted, awaited_or_refused, content
from sharing.messages import (
    Asset,
    DecideDeparture,
    DecideShare,
    Escalate,
    SeekDeparture,
    ShareCondition,
    Speaker,
)
from sharing.refused import Refused
from sharing.request import Request


def wants(request: Request, step: Decision) -> tuple[Wanted, ...]:
    """Pending exceptions, the holder of the right for every undecided asset, and the office that decides besides."""
    found = [
        Wanted(step=step.key, office=_granted_by(request, key), what="departure", detail=key)
        for key in pending_departures(request)
    ]
    for asset in request.deciding:
        office = request.holder_of_decision(step, asset)
        if refused(request, asset):
            continue
        if asset.key not in request.decisions:
            what = "decide" if office == step.office else "decide-council"
            found.append(Wanted(step=step.key, office=office, what=what, asset=asset.key))
        if _complex(request) and office != step.besides_if_complex and asset.key not in request.besides:
            found.append(
                Wanted(step=step.key, office=step.besides_if_complex, what="decide-besides", asset=asset.key)
            )
    verdicts = [refused(request, asset) for asset in request.deciding]
    if not found and any(verdicts) and not all(verdicts):
        found.append(Wanted(step=step.key, office="requester", what="narrow"))
    return tuple(found)


def done(request: Request, step: Decision) -> bool:
    """Whether every asset is approved by all who have a say."""
    return bool(request.deciding) and all(approved(request, step, asset) for asset in request.deciding)


def approved(request: Request, step: Decision, asset: Asset) -> bool:
    """Whether the holder of the right approved, and, for a complex share, the office besides as well."""
    own = request.decisions.get(asset.key)
    if own is None or own.outcome != "approve":
        return False
    if not _complex(request) or own.office == step.besides_if_complex:
        return True
    besides = request.besides.get(asset.key)
    return besides is not None and besides.outcome == "approve"


def refused(request: Request, asset: Asset) -> bool:
    """Whether anybody with a say refused the asset."""
    return any(
        decided is not None and decided.outcome == "refuse"
        for decided in (request.decisions.get(asset.key), request.besides.get(asset.key))
    )


def pending_departures(request: Request) -> tuple[str, ...]:
    """Exceptions that were asked for and not decided."""
    return tuple(key for key, state in request.departures.items() if state.decided is None)


def _complex(request: Request) -> bool:
    return request.triaged is not None and request.triaged.complex


def _granted_by(request: Request, key: str) -> str:
    departure = request.rules.departure(key)
    assert departure is not None, "only known exceptions are ever sought"
    return departure.granted_by


def _step(request: Request) -> Decision:
    return request.rules.the(Decision)


def _asset(request: Request, key: str) -> Asset:
    asset = next((one for one in request.deciding if one.key == key), None)
    if asset is None:
        keys = ", ".join(one.key for one in request.deciding)
        raise Refused(f"There is no decision on the asset {key!r} in this request; it asks for {keys}.")
    return asset


def hear_decision(request: Request, message: DecideShare, speaker: Speaker, at: datetime) -> Heard:
    """Approve or refuse one asset, with reasons. No approval while anything that the policy asks is missing."""
    step, asset = _step(request), _asset(request, message.asset)
    by = may_act(request, speaker, message.office, at, asset=asset.key, roles=("decider",))
    if request.advice is None and request.rules.find(Advice) is not None:
        raise Refused("There is no advice of the group on the current revision yet; it comes before any decision.")
    awaited_or_refused(request, step.key, message.office, asset.key)
    if message.office != step.office and request.acted({speaker.person}, "wisher"):
        raise Refused("You wished this approval against the advice; somebody else of the office has to decide on it.")
    content(message.reasons, "the reasons for the decision")
    differs = _differs(request.advice, message)
    if message.outcome == "approve":
        _may_approve(request, asset, at)
        _sound_conditions(request, message.conditions)
        holder = request.holder_of_decision(step, asset)
        against = request.advice is not None and request.advice.outcome == "do-not-share"
        if against and message.office == holder != step.escalates_to:
            council = request.rules.title(step.escalates_to)
            wish = Escalated(assets=(asset.key,), to=step.escalates_to, reasons=message.reasons, wished="approve")
            return Heard(facts=(wish,), by=by, sentence=f"An approval against the advice goes to the {council}.")
    decided = Decided(
        office=message.office,
        asset=asset.key,
        outcome=message.outcome,
        revision=request.revision,
        reasons=message.reasons,
        conditions=message.conditions,
        differs_from_advice=differs,
    )
    return Heard(facts=(decided,), by=by, sentence=f"The decision on {asset.title} is recorded.")


def _differs(advice: Advised | None, message: DecideShare) -> bool:
    """Whether a decision departs from the advice: against it, or without a condition that it named."""
    if advice is None:
        return False
    if message.outcome == "refuse":
        return advice.outcome.startswith("share")
    advised = {one.key for one in advice.conditions}
    return advice.outcome == "do-not-share" or not advised <= {one.key for one in message.conditions}


def _may_approve(request: Request, asset: Asset, at: datetime) -> None:
    if missing := missing_opinions(request, asset):
        raise Refused(
            f"The opinion of {', '.join(missing)} on revision {request.revision} is missing; nobody can waive it."
        )
    if closed := unmet(request, asset, at):
        raise Refused(" ".join(one.sentence for one in closed))


def _sound_conditions(request: Request, conditions: tuple[ShareCondition, ...]) -> None:
    keys = [one.key for one in conditions]
    if len(set(keys)) != len(keys):
        raise Refused("Two conditions have the same key; give each its own.")
    for one in conditions:
        content(one.text, f"the text of the condition {one.key!r}")
        content(one.evidence, f"what would prove the condition {one.key!r}")
        verifier = request.rules.office(one.verifier)
        if verifier is None or verifier.outside:
            raise Refused(f"The condition {one.key!r} is verified by an office of ours; {one.verifier!r} is none.")
        if one.due is None:
            raise Refused(f"Name the day by which the condition {one.key!r} is to be fulfilled (due).")


def hear_escalation(request: Request, message: Escalate, speaker: Speaker, at: datetime) -> Heard:
    """The decider hands an asset up the ladder. The right moves because its holder says so, never by lateness."""
    step, asset = _step(request), _asset(request, message.asset)
    holder = request.holder_of_decision(step, asset)
    by = may_act(request, speaker, holder, at, asset=asset.key, roles=("decider",))
    if request.advice is None and request.rules.find(Advice) is not None:
        raise Refused(
            "There is no advice of the group on the current revision yet; escalate with the advice at hand."
        )
    awaited_or_refused(request, step.key, holder, asset.key)
    rungs = [rung for rung in (step.escalates_to, step.besides_if_complex) if rung != holder]
    if message.to not in rungs:
        raise Refused(
            f"The decision can go from {request.rules.title(holder)} to {' or '.join(rungs)}; an exception is "
            "asked for by its own message, seek-departure."
        )
    content(message.reasons, "the reasons for escalating")
    fact = Escalated(assets=(asset.key,), to=message.to, reasons=message.reasons)
    title = request.rules.title(message.to)
    return Heard(facts=(fact,), by=by, sentence=f"The decision on {asset.title} is now with the {title}.")


def hear_seeking(request: Request, message: SeekDeparture, speaker: Speaker, at: datetime) -> Heard:
    """Ask for an exception: one gate that is not met, and that somebody may lift at all."""
    rules = request.rules
    step = _step(request)
    offices = {step.office, step.escalates_to, step.besides_if_complex, rules.service}
    offices |= {one.office for one in rules.path if one.kind == "advice"}
    if message.office not in offices:
        raise Refused(f"An exception is asked for by one of {', '.join(sorted(offices))}.")
    by = _as_seeker(request, message, speaker, at)
    departure = rules.departure(message.departure)
    if departure is None:
        names = ", ".join(one.key for one in rules.departures)
        raise Refused(f"There is no exception {message.departure!r}. There are {names}; other gates nobody can lift.")
    state = request.departures.get(departure.key)
    if state is not None and state.decided is None:
        raise Refused(f"The exception {departure.key!r} is already before the {rules.title(departure.granted_by)}.")
    if in_force(request, departure.key, at):
        raise Refused(f"The exception {departure.key!r} is already granted.")
    gate = rules.gate(departure.lifts)
    assert gate is not None, "a scheme's departures lift gates it has"
    if not any(standing(request, gate, asset, at).closed for asset in request.deciding):
        raise Refused(f"“{gate.title}” is met, so there is nothing to lift.")
    content(message.reasons, "the reasons for asking")
    fact = DepartureSought(departure=departure.key, office=message.office, reasons=message.reasons)
    return Heard(
        facts=(fact,), by=by, sentence=f"The {rules.title(departure.granted_by)} is asked for the exception."
    )


def _as_seeker(request: Request, message: SeekDeparture, speaker: Speaker, at: datetime) -> By:
    """The speaker in the office that asks; an owner must own some of the data asked for."""
    office = request.rules.office(message.office)
    if office is None or not office.per_asset:
        return may_act(request, speaker, message.office, at)
    owned = [asset.key for asset in request.deciding if held(request, speaker, message.office, at, asset.key)]
    return may_act(request, speaker, message.office, at, asset=(owned or [request.assets[0].key])[0])


def hear_departure(request: Request, message: DecideDeparture, speaker: Speaker, at: datetime) -> Heard:
    """Grant or refuse an exception, in person. Granting names clause, scope, duration and reasons."""
    departure = request.rules.departure(message.departure)
    if departure is None:
        raise Refused(f"There is no exception {message.departure!r} in this scheme.")
    by = may_act(request, speaker, departure.granted_by, at, roles=("decider",))
    awaited_or_refused(request, _step(request).key, departure.granted_by, None, departure.key)
    content(message.reasons, "the reasons")
    if message.outcome == "grant":
        content(message.clause, "the clause of the policy that is departed from")
        content(message.scope, "the scope of the exception")
        if message.until is None:
            raise Refused("Name the day until which the exception holds (until).")
        if message.until < local_day(at):
            raise Refused("The exception would end in the past; name a later day.")
    fact = DepartureDecided(revision=request.revision, **message.model_dump(exclude={"kind"}))
    word = "granted; it lifts one gate and approves nothing" if message.outcome == "grant" else "refused"
    return Heard(facts=(fact,), by=by, sentence=f"The exception is {word}.")
