"""What has happened: facts, and the envelope that history keeps them in."""

from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from policy.value import Stored, canonical, digest
from sharing.facts.accessed import (
    AccessEnded,
    AccessGranted,
    ApprovalEnded,
    CredentialLost,
    CredentialRecorded,
    OutputChecked,
    OutputReleased,
    PersonNamed,
)
from sharing.facts.asked import (
    Answered,
    Closed,
    Lodged,
    Narrowed,
    Outcome,
    Questioned,
    Reopened,
    Revised,
)
from sharing.facts.decided import (
    AgreementDrafted,
    AgreementOrdered,
    AgreementScreened,
    ApprovalReturned,
    ConditionVerified,
    Decided,
    DepartureDecided,
    DepartureSought,
    Escalated,
    Signed,
)
from sharing.facts.happening import (
    Awaited,
    By,
    Fact,
    Named,
    Rescheduled,
    Round,
    task_key,
)
from sharing.facts.packing import packed, unpacked
from sharing.facts.published import (
    EntryChecked,
    EntryDrafted,
    EntryExempted,
    EntryPublished,
    EntryScreened,
    PublicationOrdered,
)
from sharing.facts.ran import (
    Assigned,
    AssuranceGiven,
    AwaitedChanged,
    Chased,
    ClockExtended,
    ClocksPaused,
    ClocksResumed,
    ClosingWished,
    ConflictDeclared,
    DeliveriesRetried,
    HolderNamed,
    LapseWarned,
    MarkedUrgent,
    MessageRefused,
    NoticeUndelivered,
    Reminded,
    RemindersHeld,
    StallReported,
    WarningDelivered,
)
from sharing.facts.scrutinised import (
    Advised,
    OpinionGiven,
    PublicationConcluded,
    Screened,
    TermsProposed,
    Triaged,
)
from sharing.facts.trusted import KeyDistrusted, KeyTrusted
from sharing.spoken import Spoken

AnyFact = Annotated[
    Lodged | Questioned | Answered | Revised | Narrowed | Closed | Reopened | Screened | Triaged
    | OpinionGiven | PublicationConcluded | TermsProposed | Advised | Decided | Escalated | DepartureSought
    | DepartureDecided | ApprovalReturned | AgreementOrdered | AgreementDrafted | AgreementScreened | Signed
    | ConditionVerified | EntryDrafted | EntryScreened | EntryChecked | PublicationOrdered | EntryPublished
    | EntryExempted | AwaitedChanged | ConflictDeclared | Assigned | HolderNamed | AssuranceGiven
    | MarkedUrgent | ClockExtended | ClocksPaused | ClocksResumed | Reminded | Chased | StallReported
    | LapseWarned | WarningDelivered | NoticeUndelivered | MessageRefused | ClosingWished
    | RemindersHeld | DeliveriesRetried | KeyTrusted | KeyDistrusted
    | PersonNamed | CredentialRecorded | CredentialLost | AccessGranted | AccessEnded | ApprovalEnded
    | OutputChecked | OutputReleased,
    Field(discriminator="kind"),
]  # fmt: skip


class Happened(Stored):
    """A fact in history: numbered without gaps, who and when (UTC), and the sealed speech it came from.

    On its way it spells the speech packed: most of its words stand beside it in the fact that it became.
    """

    number: int
    at: AwareDatetime
    by: By | None = None
    fact: AnyFact
    speech: Spoken | None = None

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("speech"), str):
            return {**given, "speech": unpacked(given["speech"], given.get("fact"))}
        return given

    @model_serializer(mode="wrap")
    def _pack(self, spell: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        spelled: dict[str, Any] = spell(self)
        if info.mode == "json" and spelled.get("speech") is not None:
            spelled["speech"] = packed(spelled["speech"], spelled["fact"])
        return spelled

    @property
    def digest(self) -> str:
        """What tells the same fact told twice from a different fact under a known number."""
        told = self.model_dump(mode="json", exclude={"speech"}, exclude_defaults=True)
        return digest(canonical({**told, "kind": self.fact.kind}))


__all__ = [
    "AccessEnded",
    "AccessGranted",
    "Advised",
    "AgreementDrafted",
    "AgreementOrdered",
    "AgreementScreened",
    "Answered",
    "AnyFact",
    "ApprovalEnded",
    "ApprovalReturned",
    "Assigned",
    "AssuranceGiven",
    "Awaited",
    "AwaitedChanged",
    "By",
    "Chased",
    "ClockExtended",
    "ClocksPaused",
    "ClocksResumed",
    "Closed",
    "ClosingWished",
    "ConditionVerified",
    "ConflictDeclared",
    "CredentialLost",
    "CredentialRecorded",
    "Decided",
    "DeliveriesRetried",
    "DepartureDecided",
    "DepartureSought",
    "EntryChecked",
    "EntryDrafted",
    "EntryExempted",
    "EntryPublished",
    "EntryScreened",
    "Escalated",
    "Fact",
    "Happened",
    "HolderNamed",
    "KeyDistrusted",
    "KeyTrusted",
    "LapseWarned",
    "Lodged",
    "MarkedUrgent",
    "MessageRefused",
    "Named",
    "Narrowed",
    "NoticeUndelivered",
    "OpinionGiven",
    "Outcome",
    "OutputChecked",
    "OutputReleased",
    "PersonNamed",
    "PublicationConcluded",
    "PublicationOrdered",
    "Questioned",
    "Reminded",
    "RemindersHeld",
    "Reopened",
    "Rescheduled",
    "Revised",
    "Round",
    "Screened",
    "Signed",
    "StallReported",
    "TermsProposed",
    "Triaged",
    "WarningDelivered",
    "task_key",
]
