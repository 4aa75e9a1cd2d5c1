"""A message becomes facts, or is refused: lodge() for the first, decide() for every other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from policy.scheme import NoSuchStep
from sharing import clarification, running
from sharing.authority import has_acknowledged, office_of_staff
from sharing.facts import By, Lodged
from sharing.hearing import Heard
from sharing.messages import (
    Advise,
    AnswerQuestions,
    AskRequester,
    Assign,
    Assure,
    Chase,
    CheckEntry,
    CheckOutput,
    CloseRequest,
    ConcludePublication,
    DecideDeparture,
    DecideShare,
    DeclareConflict,
    DistrustKey,
    DraftAgreement,
    DraftEntry,
    EndAccess,
    EndApproval,
    Escalate,
    ExemptEntry,
    ExtendClock,
    GiveReview,
    GrantAccess,
    Lodge,
    LoseCredential,
    MarkUrgent,
    Message,
    NameHolder,
    NamePerson,
    Narrow,
    PauseClocks,
    ProposeTerms,
    PublishEntry,
    RecordCredential,
    ReleaseOutput,
    Reopen,
    ResumeClocks,
    ReviseAnswers,
    Said,
    Screen,
    ScreenAgreement,
    ScreenEntry,
    SeekDeparture,
    Sign,
    Speaker,
    Triage,
    TrustKey,
    VerifyCondition,
    Withdraw,
)  # fmt: skip
from sharing.refused import Refused
from sharing.request import HOST, Request
from sharing.steps import access, advice, agreement, decision, publication, reviews, screening
from sharing.trusting import hear_key

HEARS: dict[type[Message], Callable[[Request, Any, Speaker, datetime], Heard]] = {
    Screen: screening.hear_screen,
    Triage: screening.hear_triage,
    GiveReview: reviews.hear_review,
    ConcludePublication: reviews.hear_conclusion,
    ProposeTerms: advice.hear_terms,
    Advise: advice.hear_advice,
    DecideShare: decision.hear_decision,
    Escalate: decision.hear_escalation,
    SeekDeparture: decision.hear_seeking,
    DecideDeparture: decision.hear_departure,
    DraftAgreement: agreement.hear_drafting,
    ScreenAgreement: agreement.hear_screening,
    Sign: agreement.hear_signature,
    VerifyCondition: agreement.hear_verification,
    DraftEntry: publication.hear_draft,
    ScreenEntry: publication.hear_screening,
    CheckEntry: publication.hear_check,
    PublishEntry: publication.hear_publishing,
    ExemptEntry: publication.hear_exemption,
    NamePerson: access.hear_naming,
    RecordCredential: access.hear_credential,
    LoseCredential: access.hear_loss,
    GrantAccess: access.hear_grant,
    EndAccess: access.hear_end,
    EndApproval: access.hear_ending,
    CheckOutput: access.hear_check,
    ReleaseOutput: access.hear_release,
    AskRequester: clarification.hear_question,
    AnswerQuestions: clarification.hear_answer,
    ReviseAnswers: clarification.hear_revision,
    Narrow: clarification.hear_narrowing,
    Withdraw: clarification.hear_withdrawal,
    Reopen: clarification.hear_reopening,
    DeclareConflict: running.hear_conflict,
    Assign: running.hear_assignment,
    NameHolder: running.hear_naming,
    Assure: running.hear_assurance,
    MarkUrgent: running.hear_urgency,
    ExtendClock: running.hear_extension,
    Chase: running.hear_chasing,
    PauseClocks: running.hear_pausing,
    ResumeClocks: running.hear_resuming,
    CloseRequest: running.hear_closing,
}
"""Who hears which message. A test holds it complete against the union of all messages."""


UNSETTLED = "contact"
"""The kind of channel that leads to a person, who has to find out what is asked for."""


def lodge(request: Request, said: Said, at: datetime) -> Heard:
    """The first message of a request. Raises Refused for one that must not even be received."""
    message = said.message
    if not isinstance(message, Lodge):
        raise Refused("A request begins by being lodged.")
    if request.lodged is not None:
        raise Refused(f"{request.reference} has been lodged already.")
    if message.filing.gaps and message.source == "form":
        raise Refused(f"The form is incomplete: {', '.join(message.filing.gaps)}.")
    if not message.assets:
        raise Refused("Name at least one data asset.")
    if not message.organisations:
        raise Refused("Name the requesting organisation.")
    _is_for_us(request, message)
    if len({asset.key for asset in message.assets}) != len(message.assets):
        raise Refused("An asset is named twice.")
    hosts = {body.key for body in message.organisations if body.type == HOST}
    theirs = {body.key for body in message.organisations} - hosts
    passed_on = message.source != "form" and said.by.organisation not in theirs
    office = office_of_staff(request, said.by, at)
    if passed_on and office is None:
        raise Refused("Only staff pass on what others ask for; lodge your own request with the form.")
    if passed_on:
        has_acknowledged(request, said.by)
    if message.source == "form" and message.on_behalf_of:
        raise Refused("The form is lodged by the requester; staff pass on only mail and referrals.")
    fact = Lodged(
        requester=(message.on_behalf_of or "") if passed_on else said.by.person,
        organisation=next(iter(theirs), "") if passed_on else said.by.organisation,
        **message.model_dump(exclude={"kind", "on_behalf_of"}),
    )
    by = By(person=said.by.person, office=office if passed_on and office else "requester")
    return Heard(facts=(fact,), by=by, sentence=f"Your request is received; its reference is {request.reference}.")


def _is_for_us(request: Request, message: Lodge) -> None:
    """What another channel leads to is asked for there. What only staff can tell, they may receive to find out."""
    channels, way = request.rules.channels, message.way
    if not channels or (way is not None and way.kind in channels):
        return
    if way is None:
        raise Refused("It is not known by which way these data are shared; hand the request in through a door.")
    if way.kind == UNSETTLED and message.source != "form":
        return
    raise Refused(way.sentence or f"These data are asked for elsewhere ({way.channel}).")


def decide(request: Request, said: Said, at: datetime) -> Heard:
    """What a message becomes, at the moment of speaking. Raises Refused with a sentence; then nothing changes."""
    message = said.message
    if said.reference != request.reference:
        raise Refused(f"This was said to {said.reference}, not to {request.reference}.")
    if isinstance(message, TrustKey | DistrustKey):
        return hear_key(request, message, said, at)
    if request.closed is not None and not isinstance(message, Reopen):
        hint = " It can be reopened by its requester." if request.dormant else ""
        raise Refused(f"{request.reference} is closed ({request.closed.outcome}).{hint}")
    if message.judges and said.revision != request.revision:
        raise Refused(
            f"You saw revision {said.revision} of {request.reference}; it is now revision {request.revision}. "
            "Look at what changed, then say it again."
        )
    hears = HEARS.get(type(message))
    if hears is None:
        raise Refused(f"{request.reference} has been lodged already.")
    try:
        return hears(request, message, said.by, at)
    except NoSuchStep as wrong:
        raise Refused(f"{wrong} Nothing of this is asked for on {request.reference}.") from wrong
