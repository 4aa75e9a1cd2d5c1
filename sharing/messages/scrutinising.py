"""What those say who screen, review and advise."""

from datetime import date
from typing import ClassVar, Literal

from policy.value import Key, Reference, Words
from sharing.messages.speaking import ItemQuestion, Message, Settling, ShareCondition


class Screen(Message):
    """Outcome of the first screening: pass, or a way out with its reason."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "screen"
    kind: Literal["screen"] = "screen"
    outcome: Key
    scope: dict[Key, Literal["yes", "no"]] = {}
    checklist: dict[Key, Literal["yes", "no"]] = {}
    reason: Words = ""
    duplicate_of: Reference | Literal[""] = ""


class Triage(Message):
    """The group settles who reviews, the risk, and whether the share is complex."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "triage"
    kind: Literal["triage"] = "triage"
    seats: tuple[Key, ...]
    risk: Literal["low", "medium", "high"]
    complex: bool = False
    not_applicable: dict[Key, Words] = {}
    reason: Words = ""


class AskRequester(Message):
    """An office that is awaited asks the requester about items of the form. Only its own clock stands still."""

    doing: ClassVar[str] = "ask"
    kind: Literal["ask"] = "ask"
    office: Key
    asset: Key | None = None
    questions: tuple[ItemQuestion, ...]


class GiveReview(Message):
    """A seat's structured opinion on the current revision."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "review"
    kind: Literal["give-review"] = "give-review"
    office: Key
    asset: Key | None = None
    verdict: Literal["support", "support-with-conditions", "object"] = "support"
    parts: dict[Key, Words] = {}
    settles: dict[Key, Settling] = {}
    conditions: tuple[ShareCondition, ...] = ()
    gateways: tuple[Key, ...] = ()


class ProposeTerms(Message):
    """The draft terms of the agreement, laid before the group with the business case."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "draft terms"
    kind: Literal["propose-terms"] = "propose-terms"
    agreement: Key
    starts: date
    ends: date
    transfer: Words
    retention: Words
    further: Words = ""


class Advise(Message):
    """The group's advice: four parts, one of five outcomes, dissent kept."""

    judges: ClassVar[bool] = True
    doing: ClassVar[str] = "advise"
    kind: Literal["advise"] = "advise"
    outcome: Literal["share", "share-with-conditions", "do-not-share", "to-the-council", "to-the-permanent-secretary"]
    parts: dict[Key, Words]
    settles: dict[Key, Settling] = {}
    conditions: tuple[ShareCondition, ...] = ()
    departures: tuple[Key, ...] = ()
    dissent: Words = ""


class ConcludePublication(Message):
    """Data that are not identifiable: published, or not published because of a restriction."""

    doing: ClassVar[str] = "conclude the publication task"
    kind: Literal["conclude-publication"] = "conclude-publication"
    asset: Key
    link: Words = ""
    restriction: Words = ""
    agreement: Literal["yes", "no", "not-needed"]
    agreement_reason: Words
    code_of_practice: Literal["yes", "no", "not-needed"]
    code_of_practice_reason: Words
