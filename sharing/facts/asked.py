"""Facts about the requester's side: lodging, questions and answers, revisions, the end."""

from typing import Literal

from policy.form import Filing
from sharing.facts.happening import Fact, Round
from sharing.messages import Asset, Earlier, Kept, Organisation, Person, Way

Outcome = Literal[
    "published", "exempt", "refused", "withdrawn", "lapsed", "out-of-scope", "signposted", "duplicate",
    "data-published", "data-not-published", "closed-by-operator",
]  # fmt: skip


class Lodged(Fact):
    """A written request was received and has its reference."""

    kind: Literal["lodged"] = "lodged"
    filing: Filing
    requester: str
    organisation: str
    assets: tuple[Asset, ...]
    organisations: tuple[Organisation, ...]
    source: str = "form"
    signposted: tuple[str, ...] = ()
    reconsiders: str = ""
    barred: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    people: tuple[Person, ...] = ()
    way: Way | None = None


class Questioned(Fact):
    """An office asked the requester; the office's own clock stands still until the answer."""

    kind: Literal["questioned"] = "questioned"
    round: Round


class Answered(Fact):
    """The requester replied to a round. The replies' texts are in the records."""

    kind: Literal["answered"] = "answered"
    round: int
    replies: dict[str, Kept] = {}


class Revised(Fact):
    """A new revision: what changed, because of whom. `reopens` are the offices whose opinions fall.

    `assets`, `organisations`, `people` and `way` stand here where the answers now lead to others than before.
    """

    kind: Literal["revised"] = "revised"
    revision: int
    cause: str
    changed: tuple[str, ...] = ()
    filing: Filing | None = None
    reopens: tuple[str, ...] = ()
    reason: str = ""
    assets: tuple[Asset, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    way: Way | None = None


class Narrowed(Fact):
    """The requester goes on without some assets."""

    kind: Literal["narrowed"] = "narrowed"
    dropped: tuple[str, ...]
    reason: str = ""


class Closed(Fact):
    """The request has ended, with an outcome and its reason in words for the requester."""

    kind: Literal["closed"] = "closed"
    outcome: Outcome
    reason: str = ""


class Reopened(Fact):
    """A lapsed request goes on."""

    kind: Literal["reopened"] = "reopened"
    reason: str
