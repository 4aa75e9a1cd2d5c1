"""Who speaks, and the small values that several messages carry."""

from datetime import date
from typing import ClassVar, Literal

from policy.value import Key, Stored, Value, Words


class Holding(Stored):
    """An office that a person holds, for which assets (none named: all), from and until which days.

    `for_person` marks a deputy: whom they stand in for. The deputy inherits that person's conflicts.
    """

    office: Key
    assets: tuple[str, ...] = ()
    since: date
    until: date | None = None
    for_person: str | None = None


class Speaker(Stored):
    """Who speaks, as the desk vouches for it: an identifier (no name), their organisation, the offices held.

    `acknowledged` is the version of the policy that this member of staff has acknowledged.
    """

    person: Key
    organisation: Key
    holdings: tuple[Holding, ...] = ()
    acknowledged: str = ""


class Asset(Stored):
    """A data asset of the register: whether it has an Information Asset Owner, and the outside owner, if any."""

    key: Key
    title: str
    owned: bool = True
    third_party: str = ""


class Organisation(Stored):
    """A requesting or receiving body, and its type as the legal gateways tell types apart."""

    key: Key
    type: str
    title: str = ""


class Earlier(Stored):
    """An earlier request for the same, and how it ended."""

    reference: str
    outcome: str


class Way(Stored):
    """Which channel a request came to on a day, by which version of the catalogue (its digest), and why."""

    channel: Key
    kind: Key
    why: Key
    sentence: Words = ""
    catalogue: Key | Literal[""] = ""
    on: date | None = None


class Person(Stored):
    """Somebody who is to work on the data: a short key that the requester chose (no name), and how they reach it."""

    key: Key
    organisation: Key
    mode: Key | Literal[""] = ""


class Kept(Stored):
    """A text that stays at home: its digest in the records and its length in characters."""

    sha256: str
    characters: int


class ItemQuestion(Value):
    """A question to the requester about one item of the form."""

    item: Key
    asks: Words


class ShareCondition(Value):
    """A condition of an approval: what, who sees to it, what proves it, who verifies, by when."""

    key: Key
    text: Words
    owner: Key = "requester"
    evidence: Words = ""
    verifier: Key = "onward-sharing-service"
    due: date | None = None
    before_signature: bool = False


class Settling(Value):
    """A verdict on one gate, with the evidence it rests on."""

    verdict: Literal["met", "met-with-conditions", "not-met"]
    evidence: Words


class Message(Value):
    """The base of all speech. `judges`: the speaker must have seen the revision that stands now.

    `of_root`: only the offline root says this, and it says nothing else.
    """

    judges: ClassVar[bool] = False
    of_root: ClassVar[bool] = False
    doing: ClassVar[str] = "speak"
