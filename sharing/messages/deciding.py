"""What those say who decide, who grant exceptions, and who sign."""

from datetime import date
from typing import ClassVar, Literal

from policy.value import Key, LongKey, Words
from sharing.messages.scrutinising import ProposeTerms
from sharing.messages.speaking import Message, ShareCondition


class DecideShare(Message):
    """The holder of the decision right approves or refuses one asset."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "decide"
    kind: Literal["decide"] = "decide"
    office: Key
    asset: Key
    outcome: Literal["approve", "refuse"]
    reasons: Words
    conditions: tuple[ShareCondition, ...] = ()


class Escalate(Message):
    """The decider hands one asset's decision up the ladder."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "escalate"
    kind: Literal["escalate"] = "escalate"
    asset: Key
    to: Key
    reasons: Words


class SeekDeparture(Message):
    """An office asks for an exception: one named gate, with reasons."""

    doing: ClassVar[str] = "ask for an exception"
    kind: Literal["seek-departure"] = "seek-departure"
    office: Key
    departure: Key
    reasons: Words


class DecideDeparture(Message):
    """An exception is granted or refused, in person: clause, scope, until when, reasons, conditions."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "decide on an exception"
    kind: Literal["decide-departure"] = "decide-departure"
    departure: Key
    outcome: Literal["grant", "refuse"]
    clause: Words = ""
    scope: Words = ""
    until: date | None = None
    reasons: Words
    conditions: Words = ""


class DraftAgreement(Message):
    """A version of the agreement is to be drawn up from the decision and the draft terms."""

    doing: ClassVar[str] = "draft the agreement"
    kind: Literal["draft-agreement"] = "draft-agreement"
    terms: ProposeTerms | None = None
    changes_scope_or_safeguards: bool = False
    note: Words = ""


class ScreenAgreement(Message):
    """The group screens one version of the agreement; `document` is the digest of the fixed copy it read."""

    doing: ClassVar[str] = "screen the agreement"
    kind: Literal["screen-agreement"] = "screen-agreement"
    version: int
    document: Key
    outcome: Literal["pass", "return"]
    reason: Words = ""


class Sign(Message):
    """One party signs one version of the agreement."""

    doing: ClassVar[str] = "sign"
    kind: Literal["sign"] = "sign"
    version: int
    office: Key
    asset: Key | None = None
    organisation: Key | None = None


class VerifyCondition(Message):
    """The verifier of a condition says whether it is fulfilled, on which evidence."""

    doing: ClassVar[str] = "verify a condition"
    kind: Literal["verify-condition"] = "verify-condition"
    condition: LongKey
    fulfilled: bool
    evidence: Words
