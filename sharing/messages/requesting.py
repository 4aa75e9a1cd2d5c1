"""What a requester may say."""

from typing import Literal

from policy.form import Answers, Filing
from policy.value import Key, Text, Words
from sharing.messages.speaking import Asset, Earlier, Kept, Message, Organisation, Person, Way


class Lodge(Message):
    """The requester asks. The form's answers are filed; their texts stay in the records.

    A member of staff who passes on what came by mail or as a referral names the requester in `on_behalf_of`.
    `reconsiders` links a request to an earlier one; `barred` are the people who acted on that one; `earlier` are
    outcomes of the same asked before, which lie before the decider.
    """

    kind: Literal["lodge"] = "lodge"
    filing: Filing
    assets: tuple[Asset, ...]
    organisations: tuple[Organisation, ...]
    source: Literal["form", "mail", "referral"] = "form"
    on_behalf_of: Key | None = None
    signposted: tuple[Key, ...] = ()
    reconsiders: str = ""
    barred: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    people: tuple[Person, ...] = ()
    way: Way | None = None


class Withdraw(Message):
    """The requester takes the request back."""

    kind: Literal["withdraw"] = "withdraw"
    reason: Words = ""


class AnswerQuestions(Message):
    """The requester replies to a round of questions, and may change the answers that were asked about."""

    kind: Literal["answer"] = "answer"
    round: int
    replies: dict[Key, Text | Kept] = {}
    changes: Answers = {}
    filing: Filing | None = None
    assets: tuple[Asset, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    way: Way | None = None


class ReviseAnswers(Message):
    """The requester changes answers unasked: a new revision."""

    kind: Literal["revise"] = "revise"
    reason: Words
    changes: Answers = {}
    filing: Filing | None = None
    assets: tuple[Asset, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    way: Way | None = None


class Narrow(Message):
    """After a partial refusal the requester goes on without the refused assets, or accepts the refusal of all."""

    kind: Literal["narrow"] = "narrow"
    drop: tuple[Key, ...] = ()
    accept_refusal: bool = False
    reason: Words = ""


class Reopen(Message):
    """The requester takes up a lapsed request again, within a year."""

    kind: Literal["reopen"] = "reopen"
    reason: Words
