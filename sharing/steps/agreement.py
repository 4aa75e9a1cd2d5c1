"""Agreement: drawn up from the decision, screened in that very version, signed by both sides."""

from datetime import datetime

from policy.scheme import Agreement, Decision
from sharing.authority import may_act
from sharing.facts import (
    AgreementOrdered,
    AgreementScreened,
    AnyFact,
    ApprovalReturned,
    By,
    ConditionVerified,
    Signed,
    task_key,
)
from sharing.gates import unmet
from sharing.hearing import Heard, Wanted, awaited_or_refused, content, sealed_by_signature, terms_fact
from sharing.messages import DraftAgreement, ScreenAgreement, Sign, Speaker, VerifyCondition
from sharing.refused import Refused
from sharing.request import AgreementState, ConditionState, Request


def wants(request: Request, step: Agreement) -> tuple[Wanted, ...]:
    """Drafting; then screening of that version; then open conditions; then every signature."""
    agreement = request.agreement
    if agreement is None or (agreement.screened is not None and agreement.screened.outcome == "return"):
        return (Wanted(step=step.key, office=step.drafted_by, what="draft-agreement"),)
    if agreement.drafted is None:
        return ()
    if agreement.screened is None:
        return (Wanted(step=step.key, office=step.screened_by, what="screen-agreement"),)
    open_conditions = _before_signature(request)
    if open_conditions:
        return tuple(
            Wanted(step=step.key, office=state.condition.verifier, what="verify-condition", detail=key)
            for key, state in open_conditions.items()
        )
    return tuple(
        Wanted(step=step.key, office=office, what="sign", asset=asset, detail=organisation)
        for party, (office, asset, organisation) in parties(request, step).items()
        if party not in agreement.signed
    )


def done(request: Request, step: Agreement) -> bool:
    """Whether the current version passed the screening and every party signed it."""
    agreement = request.agreement
    if agreement is None or agreement.screened is None or agreement.screened.outcome != "pass":
        return False
    return not _before_signature(request) and set(parties(request, step)) <= set(agreement.signed)


def agreed(request: Request) -> bool:
    """Whether the document that was screened and signed exists, or the road knows no agreement."""
    step = request.rules.find(Agreement)
    if step is None:
        return True
    return done(request, step) and request.agreement is not None and request.agreement.drafted is not None


def parties(request: Request, step: Agreement) -> dict[str, tuple[str, str | None, str]]:
    """Who signs: every organisation of the requester's side, and the signatory office of every asset."""
    decision = request.rules.find(Decision)
    found: dict[str, tuple[str, str | None, str]] = {key: ("requester", None, key) for key in request.organisations}
    for asset in request.deciding:
        office = step.signed_by
        if decision is not None and not asset.owned:
            office = decision.escalates_to
        found[task_key(office, asset.key)] = (office, asset.key, "")
    return found


def _before_signature(request: Request) -> dict[str, ConditionState]:
    return {
        key: state
        for key, state in request.conditions.items()
        if state.condition.before_signature and state.fulfilled is None
    }


def _step(request: Request) -> Agreement:
    return request.rules.the(Agreement)


def _version(request: Request, version: int) -> AgreementState:
    agreement = request.agreement
    if agreement is None:
        raise Refused("There is no agreement yet; it is drafted after the approval.")
    if version != agreement.version:
        raise Refused(
            f"Version {version} of the agreement is not the current one; that is version {agreement.version}."
        )
    return agreement


def hear_drafting(request: Request, message: DraftAgreement, speaker: Speaker, at: datetime) -> Heard:
    """A version is to be drawn up. Changed scope or safeguards return the approval to its deciders first."""
    step = _step(request)
    by = may_act(request, speaker, step.drafted_by, at)
    if request.approved_at is None or sealed_by_signature(request) or request.agreement is None:
        awaited_or_refused(request, step.key, step.drafted_by)
    facts: list[AnyFact] = []
    if message.terms is None and request.terms is None:
        raise Refused("There are no terms to draw the agreement up from; give them with it (terms).")
    if message.terms is not None:
        facts.append(terms_fact(request, message.terms))
    if message.changes_scope_or_safeguards or _changes_safeguards(request, message):
        reason = content(message.note, "what changed in scope or safeguards (note)")
        facts.append(ApprovalReturned(reason=f"The terms changed in negotiation: {reason}"))
        return Heard(facts=tuple(facts), by=by, sentence="The changed terms go back to the deciders.")
    facts.append(AgreementOrdered(version=request.versions + 1, note=message.note))
    return Heard(facts=tuple(facts), by=by, sentence=f"Version {request.versions + 1} is being drawn up.")


def _changes_safeguards(request: Request, message: DraftAgreement) -> bool:
    """Whether other terms move the data or keep them otherwise than those that were decided on."""
    old, new = request.terms, message.terms
    return old is not None and new is not None and (old.transfer, old.retention) != (new.transfer, new.retention)


def hear_screening(request: Request, message: ScreenAgreement, speaker: Speaker, at: datetime) -> Heard:
    """The group screens the version it read, named by number and digest."""
    step = _step(request)
    by = may_act(request, speaker, step.screened_by, at, roles=("osdg-adviser",))
    agreement = _version(request, message.version)
    if agreement.screened is not None:
        raise Refused(f"Version {message.version} has been screened already ({agreement.screened.outcome}).")
    # While the document is being drawn up again (after a reset of the workflow) its digest is not known here;
    # the screening is heard, and falls if the bytes turn out to be others than those that were read.
    if agreement.drafted is not None and message.document != agreement.drafted.fixed_copy:
        raise Refused("You read another document than the current version; open the current one and screen that.")
    if message.outcome == "return":
        content(message.reason, "what has to change in the agreement")
    fact = AgreementScreened(**message.model_dump(exclude={"kind"}))
    word = "passed" if message.outcome == "pass" else "returned"
    return Heard(facts=(fact,), by=by, sentence=f"Version {message.version} of the agreement is {word}.")


def hear_signature(request: Request, message: Sign, speaker: Speaker, at: datetime) -> Heard:
    """One party signs the version that the group has screened."""
    step = _step(request)
    agreement = _version(request, message.version)
    party, by = _party(request, step, message, speaker, at)
    if agreement.screened is None or agreement.screened.outcome != "pass":
        raise Refused(f"Version {message.version} has not passed the group's screening; nobody can sign it yet.")
    if open_conditions := _before_signature(request):
        raise Refused(f"These conditions must be fulfilled before signature: {', '.join(open_conditions)}.")
    for asset in request.deciding:
        if closed := unmet(request, asset, at):  # an exception may have run out since the approval
            raise Refused(" ".join(one.sentence for one in closed))
    if party in agreement.signed:
        raise Refused(f"Version {message.version} has already been signed by {party}.")
    fact = Signed(version=message.version, party=party)
    return Heard(facts=(fact,), by=by, sentence=f"The signature of {party} is recorded.")


def _party(request: Request, step: Agreement, message: Sign, speaker: Speaker, at: datetime) -> tuple[str, By]:
    known = parties(request, step)
    if message.office == "requester":
        party = message.organisation or (request.organisations[0] if len(request.organisations) == 1 else "")
        by = may_act(request, speaker, "requester", at)
        if party not in known:
            raise Refused(f"Name the organisation that signs: {', '.join(request.organisations)}.")
        if speaker.organisation != party:
            raise Refused(f"Only somebody of {party} can sign for it.")
        return party, by
    party = task_key(message.office, message.asset or "")
    if party not in known:
        raise Refused(f"This agreement is not signed by {party}; its parties are {', '.join(known)}.")
    return party, may_act(request, speaker, message.office, at, asset=message.asset)


def hear_verification(request: Request, message: VerifyCondition, speaker: Speaker, at: datetime) -> Heard:
    """A condition is fulfilled, or it failed and the approval returns to its deciders."""
    state = request.conditions.get(message.condition)
    if state is None:
        keys = ", ".join(request.conditions) or "none"
        raise Refused(f"There is no condition {message.condition!r} on this approval; there are: {keys}.")
    by = may_act(request, speaker, state.condition.verifier, at, asset=state.asset)
    if state.fulfilled is not None:
        raise Refused(f"The condition {message.condition!r} has been verified already.")
    content(message.evidence, "the evidence you saw")
    facts: list[AnyFact] = [ConditionVerified(**message.model_dump(exclude={"kind"}))]
    if not message.fulfilled:
        facts.append(ApprovalReturned(reason=f"The condition {message.condition!r} failed: {message.evidence}"))
    return Heard(facts=tuple(facts), by=by, sentence="The verification is recorded.")
