"""Facts of deciding, of exceptions, and of the agreement."""

from datetime import date
from typing import Literal

from sharing.facts.happening import Fact
from sharing.messages import ShareCondition


class Decided(Fact):
    """One asset was approved or refused by the office that holds the right to decide it."""

    kind: Literal["decided"] = "decided"
    office: str
    asset: str
    outcome: Literal["approve", "refuse"]
    revision: int
    reasons: str
    conditions: tuple[ShareCondition, ...] = ()
    differs_from_advice: bool = False


class Escalated(Fact):
    """The right to decide these assets passed up the ladder, for reasons that stay on record."""

    kind: Literal["escalated"] = "escalated"
    assets: tuple[str, ...]
    to: str
    reasons: str
    wished: str = ""


class DepartureSought(Fact):
    """An exception was asked for: one named gate."""

    kind: Literal["departure-sought"] = "departure-sought"
    departure: str
    office: str
    reasons: str


class DepartureDecided(Fact):
    """An exception was granted or refused, in person. Granting lifts one gate and approves nothing."""

    kind: Literal["departure-decided"] = "departure-decided"
    departure: str
    outcome: Literal["grant", "refuse"]
    revision: int
    clause: str = ""
    scope: str = ""
    until: date | None = None
    reasons: str
    conditions: str = ""


class ApprovalReturned(Fact):
    """An approval went back to its deciders: not signed in time, a condition failed, or the terms changed."""

    kind: Literal["approval-returned"] = "approval-returned"
    reason: str


class AgreementOrdered(Fact):
    """A version of the agreement is to be drawn up."""

    kind: Literal["agreement-ordered"] = "agreement-ordered"
    version: int
    note: str = ""


class AgreementDrafted(Fact):
    """A version of the agreement lies in the records: the editable document and its fixed copy, by digest."""

    kind: Literal["agreement-drafted"] = "agreement-drafted"
    version: int
    document: str
    fixed_copy: str


class AgreementScreened(Fact):
    """The group passed or returned one version of the agreement."""

    kind: Literal["agreement-screened"] = "agreement-screened"
    version: int
    document: str
    outcome: Literal["pass", "return"]
    reason: str = ""


class Signed(Fact):
    """One party signed one version of the agreement."""

    kind: Literal["signed"] = "signed"
    version: int
    party: str


class ConditionVerified(Fact):
    """A condition was found fulfilled, or not."""

    kind: Literal["condition-verified"] = "condition-verified"
    condition: str
    fulfilled: bool
    evidence: str
