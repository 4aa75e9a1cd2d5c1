"""Screening: somebody looks whether the request may go on, and, as triage, who must review it."""

from datetime import datetime

from policy.scheme import NoSuchStep, Reviews, Screening
from policy.scope import scope_reasons, scope_verdict
from sharing.authority import may_act
from sharing.facts import Closed, Screened, Triaged
from sharing.facts.asked import Outcome
from sharing.hearing import Heard, Wanted, awaited_or_refused, content
from sharing.messages import Screen, Speaker, Triage
from sharing.refused import Refused
from sharing.request import Request

ENDS: dict[str, tuple[Outcome, str]] = {
    "out-of-scope-outputs": (
        "out-of-scope",
        "Statistics and statistical research outputs are outside the policy.",
    ),
    "out-of-scope-aggregate": ("out-of-scope", "Aggregated data are outside the policy."),
    "internal-recipient": ("out-of-scope", "The recipient is inside the host, so nothing is shared outside."),
    "to-srs": ("signposted", "The need can be met in the Secure Research Service; please apply there."),
    "to-accreditation": ("signposted", "The data are applied for at the accreditation service; please apply there."),
    "to-partner": ("signposted", "The data are applied for at another body; please apply there."),
    "duplicate": ("duplicate", "The same has been asked before; both requests are linked."),
}
"""How the ways out of a first screening close a request. `to-publication` does not close it: it leads to a task."""


def wants(request: Request, step: Screening) -> tuple[Wanted, ...]:
    """The screening office, once."""
    what = "triage" if step.settles_panel else "screen"
    return (Wanted(step=step.key, office=step.office, what=what),)


def done(request: Request, step: Screening) -> bool:
    """Whether it passed. A screened way out is not a pass."""
    if step.settles_panel:
        return request.triaged is not None
    return request.screened is not None and request.screened.outcome in ("pass", "to-publication")


def _the(request: Request, *, triage: bool) -> Screening:
    """The screening that settles a panel, or the other one."""
    for step in request.rules.path:
        if isinstance(step, Screening) and bool(step.settles_panel) == triage:
            return step
    raise NoSuchStep(f"The road of {request.rules.scheme} has no {'triage' if triage else 'screening'}.")


def hear_screen(request: Request, message: Screen, speaker: Speaker, at: datetime) -> Heard:
    """The first screening. It passes only complete requests whose facts are in scope."""
    step = _the(request, triage=False)
    by = may_act(request, speaker, step.office, at, roles=("first-screener",))
    awaited_or_refused(request, step.key, step.office)
    allowed = ("pass", *step.ways_out)
    if message.outcome not in allowed:
        raise Refused(f"The first screening ends with one of: {', '.join(allowed)}.")
    fact = Screened(
        step=step.key,
        outcome=message.outcome,
        scope=dict(message.scope),
        checklist=dict(message.checklist),
        reason=message.reason,
        duplicate_of=message.duplicate_of,
    )
    if message.outcome == "pass":
        _may_pass(request, step, message)
        return Heard(facts=(fact,), by=by, sentence="The first screening is passed.")
    content(message.reason, "the reason for this way out, in words for the requester")
    _is_justified(request, message)
    if message.outcome == "duplicate":
        content(message.duplicate_of, "the reference of the other request (duplicate_of)")
    if message.outcome == "to-publication":
        return Heard(facts=(fact,), by=by, sentence="The request goes to a publication task.")
    outcome, sentence = ENDS.get(message.outcome, ("out-of-scope", "The request is outside the policy."))
    closed = Closed(outcome=outcome, reason=f"{sentence} {message.reason}")
    return Heard(facts=(fact, closed), by=by, sentence="The request is closed; the requester is told why.")


def _is_justified(request: Request, message: Screen) -> None:
    """A way out for reasons of scope needs the fact that puts the request outside."""
    justified = scope_verdict(request.rules, message.scope).ways_out
    ending = ENDS.get(message.outcome)
    out_of_scope = ending is not None and ending[0] == "out-of-scope"
    if out_of_scope and message.outcome in scope_reasons(request.rules) and message.outcome not in justified:
        raise Refused(f"Nothing in the scope leads to {message.outcome}; answer the fact that does with no.")


def _may_pass(request: Request, step: Screening, message: Screen) -> None:
    if request.filing.gaps:
        raise Refused(
            f"The request is incomplete: {', '.join(request.filing.gaps)}. Ask the requester about these items first."
        )
    channels, way = request.rules.channels, request.way
    if channels and (way is None or way.kind not in channels):
        said = way.sentence if way else "It is not known by which way these data are shared."
        raise Refused(f"{said} Ask the requester to correct what is asked for, or use one of the ways out.")
    verdict = scope_verdict(request.rules, message.scope)
    for key in verdict.unanswered:
        title = next(fact.title for fact in request.rules.scope if fact.key == key)
        raise Refused(f"Settle the scope: say yes or no to scope.{key} ({title}).")
    if not verdict.inside:
        raise Refused(f"By its scope the request goes another way: {' or '.join(verdict.ways_out)}.")
    for item in step.checklist:
        if message.checklist.get(item) != "yes":
            raise Refused(f"The checklist is open: checklist.{item} must be yes to pass; else ask the requester.")


def hear_triage(request: Request, message: Triage, speaker: Speaker, at: datetime) -> Heard:
    """Triage: it may add seats, never drop a mandatory one; an absent seat is recorded with its rule or reason."""
    step = _the(request, triage=True)
    by = may_act(request, speaker, step.office, at, roles=("osdg-adviser",))
    awaited_or_refused(request, step.key, step.office)
    panel = request.rules.step(step.settles_panel or "")
    assert isinstance(panel, Reviews), "the scheme's triage settles a panel of reviews"
    known = {seat.office for seat in panel.panel}
    if unknown := set(message.seats) - known:
        raise Refused(f"The panel has no seat {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}.")
    if not message.seats:
        raise Refused("Name the seats that review; triage cannot leave the panel empty.")
    left_out: dict[str, str] = {}
    waived: list[str] = []
    for seat in panel.panel:
        if seat.office in message.seats:
            continue
        title = request.rules.title(seat.office)
        applies = request.applies(seat)
        if applies and not seat.droppable:
            raise Refused(f"{title} must review every request of this kind; triage cannot leave it out.")
        reason = message.not_applicable.get(seat.office, "")
        if applies and not reason:
            raise Refused(f"{title} is left out: give the reason in not_applicable.{seat.office}.")
        rule = f"asked only if {seat.only_if.question} is {seat.only_if.answer}" if seat.only_if else ""
        left_out[seat.office] = reason or rule
        if applies:
            waived.append(seat.office)
    fact = Triaged(
        step=step.key,
        seats=tuple(dict.fromkeys(message.seats)),
        risk=message.risk,
        complex=message.complex,
        left_out=left_out,
        waived=tuple(waived),
        reason=message.reason,
    )
    return Heard(facts=(fact,), by=by, sentence=f"Triage is recorded; {len(fact.seats)} seats review.")
