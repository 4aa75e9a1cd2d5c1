"""Which conditions of the policy are met, by whom, on which evidence; and what keeps an asset from approval."""

from datetime import datetime
from typing import Literal

from policy.scheme import Advice, Departure, Gate
from policy.value import Stored
from policy.working_days import local_day
from sharing.messages import Asset, Settling
from sharing.request import Request

Verdict = Literal["met", "not-met", "unset", "lifted"]


class GateStanding(Stored):
    """How one gate stands for one asset on the current revision. `sentence` says what is missing, who can mend it."""

    gate: str
    title: str
    clause: str
    verdict: Verdict
    by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def closed(self) -> bool:
        """Whether this gate keeps the asset from approval."""
        return self.verdict in ("not-met", "unset")


def standings(request: Request, asset: Asset, at: datetime) -> tuple[GateStanding, ...]:
    """Every gate that applies to the asset, in the scheme's order."""
    return tuple(
        standing(request, gate, asset, at)
        for gate in request.rules.gates
        if (gate.only_if is None or gate.only_if.holds(request.answers(asset.key)))
        and not (gate.per_asset and "third-party-owner" in gate.settled_by and not asset.third_party)
    )


def standing(request: Request, gate: Gate, asset: Asset, at: datetime) -> GateStanding:
    """One gate: lifted by an exception in force, met only if everybody who settles it said so, else closed."""
    verdicts = settled(request, gate, asset.key)
    verdict, sentence = _verdict(request, gate, verdicts, asset, at)
    return GateStanding(
        gate=gate.key,
        title=gate.title,
        clause=gate.clause,
        verdict=verdict,
        by=tuple(verdicts),
        evidence=tuple(one.evidence for one in verdicts.values()),
        sentence=sentence,
    )


def _verdict(
    request: Request, gate: Gate, verdicts: dict[str, Settling], asset: Asset, at: datetime
) -> tuple[Verdict, str]:
    if _met(request, gate, verdicts, asset):
        return "met", ""
    if gate.lifted_by and in_force(request, gate.lifted_by, at):
        return "lifted", f"Lifted by the exception {gate.lifted_by!r}."
    refused = any(one.verdict == "not-met" for one in verdicts.values()) or not _answered(request, gate, asset)
    return "not-met" if refused else "unset", _missing(request, gate, verdicts, asset, refused)


def settled(request: Request, gate: Gate, asset: str | None = None) -> dict[str, Settling]:
    """The verdicts on a gate that stand on the current revision, by office: opinions and the group's advice."""
    found: dict[str, Settling] = {}
    for opinion in request.opinions.values():
        if opinion.office in gate.settled_by and opinion.asset in (None, asset) and gate.key in opinion.settles:
            found[opinion.office] = opinion.settles[gate.key]
    step = request.rules.find(Advice)
    if request.advice and step and step.office in gate.settled_by and gate.key in request.advice.settles:
        found[step.office] = request.advice.settles[gate.key]
    return found


def in_force(request: Request, departure: str, at: datetime) -> bool:
    """Whether an exception was granted and its time has not run out."""
    state = request.departures.get(departure)
    if state is None or state.decided is None or state.decided.outcome != "grant":
        return False
    return state.decided.until is None or local_day(at) <= state.decided.until


def unmet(request: Request, asset: Asset, at: datetime) -> tuple[GateStanding, ...]:
    """The gates that keep an asset from being approved."""
    return tuple(one for one in standings(request, asset, at) if one.closed)


def missing_opinions(request: Request, asset: Asset) -> tuple[str, ...]:
    """Titles of the seats whose opinion on the current revision is missing, third-party owners among them."""
    missing: list[str] = []
    for step in request.rules.path:
        if step.kind != "reviews":
            continue
        for seat, of in request.seats(step):
            if of in (None, asset.key) and request.opinion(step.key, seat.office, of) is None:
                missing.append(request.rules.title(seat.office))
    return tuple(missing)


def _met(request: Request, gate: Gate, verdicts: dict[str, Settling], asset: Asset) -> bool:
    said = all(office in verdicts and verdicts[office].verdict != "not-met" for office in gate.settled_by)
    return said and _answered(request, gate, asset)


def _answered(request: Request, gate: Gate, asset: Asset) -> bool:
    return gate.answered is None or gate.answered.holds(request.answers(asset.key))


def _missing(request: Request, gate: Gate, verdicts: dict[str, Settling], asset: Asset, refused: bool) -> str:
    rules = request.rules
    if not _answered(request, gate, asset):
        why = f"“{gate.title}” ({gate.clause}) is not met by the requester's own answers"
    elif refused:
        against = [rules.title(office) for office, one in verdicts.items() if one.verdict == "not-met"]
        why = f"“{gate.title}” ({gate.clause}) is not met in the opinion of {' and '.join(against)}"
    else:
        silent = [rules.title(office) for office in gate.settled_by if office not in verdicts]
        why = f"“{gate.title}” ({gate.clause}) has not been settled by {' and '.join(silent)}"
    departure = rules.departure(gate.lifted_by) if gate.lifted_by else None
    if departure is None:
        return f"{why}. No exception can lift it: the requester may revise the request, else refuse."
    who = rules.title(departure.granted_by)
    return f"{why}. Only the {who} can lift it, by the exception {departure.key!r}; ask for it, or refuse."


def liftable(request: Request) -> tuple[Departure, ...]:
    """The exceptions that could be asked for now: each lifts a gate that is not met, and is not being asked for."""
    return tuple(one for one in request.rules.departures if _could_be_asked_for(request, one))


def _could_be_asked_for(request: Request, departure: Departure) -> bool:
    state, gate, at = (
        request.departures.get(departure.key),
        request.rules.gate(departure.lifts),
        request.last_moment(),
    )
    if gate is None or (state is not None and state.decided is None):
        return False
    return any(standing(request, gate, asset, at).closed for asset in request.deciding)
