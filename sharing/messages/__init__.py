"""What people may say to a request, and who says it. Every door builds these; no door lists them."""

from typing import Annotated

from pydantic import AwareDatetime, Field, TypeAdapter

from policy.value import Reference, Value
from sharing.messages.accessing import (
    CheckOutput,
    EndAccess,
    EndApproval,
    GrantAccess,
    LoseCredential,
    NamePerson,
    RecordCredential,
    ReleaseOutput,
)
from sharing.messages.deciding import (
    DecideDeparture,
    DecideShare,
    DraftAgreement,
    Escalate,
    ScreenAgreement,
    SeekDeparture,
    Sign,
    VerifyCondition,
)
from sharing.messages.publishing import CheckEntry, DraftEntry, ExemptEntry, PublishEntry, ScreenEntry
from sharing.messages.requesting import AnswerQuestions, Lodge, Narrow, Reopen, ReviseAnswers, Withdraw
from sharing.messages.running import (
    Assign,
    Assure,
    Chase,
    CloseRequest,
    DeclareConflict,
    ExtendClock,
    MarkUrgent,
    NameHolder,
    PauseClocks,
    ResumeClocks,
)
from sharing.messages.scrutinising import (
    Advise,
    AskRequester,
    ConcludePublication,
    GiveReview,
    ProposeTerms,
    Screen,
    Triage,
)
from sharing.messages.speaking import (
    Asset,
    Earlier,
    Holding,
    ItemQuestion,
    Kept,
    Message,
    Organisation,
    Person,
    Settling,
    ShareCondition,
    Speaker,
    Way,
)
from sharing.messages.trusting import DistrustKey, RootWord, TrustKey

AnyMessage = Annotated[
    Lodge | Withdraw | AnswerQuestions | ReviseAnswers | Narrow | Reopen
    | Screen | Triage | AskRequester | GiveReview | ProposeTerms | Advise
    | DecideShare | Escalate | SeekDeparture | DecideDeparture
    | DraftAgreement | ScreenAgreement | Sign | VerifyCondition
    | DraftEntry | ScreenEntry | CheckEntry | PublishEntry | ExemptEntry | ConcludePublication
    | NamePerson | RecordCredential | LoseCredential | GrantAccess | EndAccess | EndApproval
    | CheckOutput | ReleaseOutput
    | DeclareConflict | Assign | NameHolder | Assure | MarkUrgent
    | ExtendClock | Chase | PauseClocks | ResumeClocks | CloseRequest,
    Field(discriminator="kind"),
]  # fmt: skip

MESSAGES: TypeAdapter[AnyMessage] = TypeAdapter(AnyMessage)
"""Builds a message from what a door was given. Raises pydantic's ValidationError."""


class Said(Value):
    """What one person said to one request: `once` names the act, `revision` is what they saw, `at` is in UTC."""

    reference: Reference
    once: Annotated[str, Field(min_length=1, max_length=200)]
    revision: int
    at: AwareDatetime
    message: Annotated[AnyMessage | TrustKey | DistrustKey, Field(discriminator="kind")]
    by: Speaker


__all__ = [
    "MESSAGES",
    "Advise",
    "AnswerQuestions",
    "AnyMessage",
    "AskRequester",
    "Asset",
    "Assign",
    "Assure",
    "Chase",
    "CheckEntry",
    "CheckOutput",
    "CloseRequest",
    "ConcludePublication",
    "DecideDeparture",
    "DecideShare",
    "DeclareConflict",
    "DistrustKey",
    "DraftAgreement",
    "DraftEntry",
    "Earlier",
    "EndAccess",
    "EndApproval",
    "Escalate",
    "ExemptEntry",
    "ExtendClock",
    "GiveReview",
    "GrantAccess",
    "Holding",
    "ItemQuestion",
    "Kept",
    "Lodge",
    "LoseCredential",
    "MarkUrgent",
    "Message",
    "NameHolder",
    "NamePerson",
    "Narrow",
    "Organisation",
    "PauseClocks",
    "Person",
    "ProposeTerms",
    "PublishEntry",
    "RecordCredential",
    "ReleaseOutput",
    "Reopen",
    "ResumeClocks",
    "ReviseAnswers",
    "RootWord",
    "Said",
    "Screen",
    "ScreenAgreement",
    "ScreenEntry",
    "SeekDeparture",
    "Settling",
    "ShareCondition",
    "Sign",
    "Speaker",
    "Triage",
    "TrustKey",
    "VerifyCondition",
    "Way",
    "Withdraw",
]
