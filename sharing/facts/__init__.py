"""What has happened: facts, and the envelope that history keeps them in."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from policy.value import Stored, canonical, digest
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
    HolderNamed,
    LapseWarned,
    MarkedUrgent,
    MessageRefused,
    NoticeUndelivered,
    Reminded,
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
from sharing.spoken import Spoken

AnyFact = Annotated[
    Lodged | Questioned | Answered | Revised | Narrowed | Closed | Reopened | Screened | Triaged
    | OpinionGiven | PublicationConcluded | TermsProposed | Advised | Decided | Escalated | DepartureSought
    | DepartureDecided | ApprovalReturned | AgreementOrdered | AgreementDrafted | AgreementScreened | Signed
    | ConditionVerified | EntryDrafted | EntryScreened | EntryChecked | PublicationOrdered | EntryPublished
    | EntryExempted | AwaitedChanged | ConflictDeclared | Assigned | HolderNamed | AssuranceGiven
    | MarkedUrgent | ClockExtended | ClocksPaused | ClocksResumed | Reminded | Chased | StallReported
    | LapseWarned | WarningDelivered | NoticeUndelivered | MessageRefused | ClosingWished,
    Field(discriminator="kind"),
]  # fmt: skip


class Happened(Stored):
    """A fact in history: numbered without gaps, who and when (UTC), and the sealed speech it came from."""

    number: int
    at: AwareDatetime
    by: By | None = None
    fact: AnyFact
    speech: Spoken | None = None

    @property
    def digest(self) -> str:
        """What tells the same fact told twice from a different fact under a known number."""
        told = self.model_dump(mode="json", exclude={"speech"}, exclude_defaults=True)
        return digest(canonical({**told, "kind": self.fact.kind}))


__all__ = [
    "Advised",
    "AgreementDrafted",
    "AgreementOrdered",
    "AgreementScreened",
    "Answered",
    "AnyFact",
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
    "Decided",
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
    "LapseWarned",
    "Lodged",
    "MarkedUrgent",
    "MessageRefused",
    "Named",
    "Narrowed",
    "NoticeUndelivered",
    "OpinionGiven",
    "Outcome",
    "PublicationConcluded",
    "PublicationOrdered",
    "Questioned",
    "Reminded",
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
