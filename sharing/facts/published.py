"""Facts of the register entry."""

from typing import Literal

from sharing.facts.happening import Fact


class EntryDrafted(Fact):
    """A version of the register entry, under a version of the register's own rules."""

    kind: Literal["entry-drafted"] = "entry-drafted"
    version: int
    schema_version: str
    fields: dict[str, str]


class EntryScreened(Fact):
    """The third screening of one version."""

    kind: Literal["entry-screened"] = "entry-screened"
    version: int
    outcome: Literal["pass", "return"]
    reason: str = ""


class EntryChecked(Fact):
    """Communications judged one version's suitability and accessibility."""

    kind: Literal["entry-checked"] = "entry-checked"
    version: int
    suitable: bool
    accessible: bool
    reason: str = ""


class PublicationOrdered(Fact):
    """The entry is to be put on the register."""

    kind: Literal["publication-ordered"] = "publication-ordered"
    version: int


class EntryPublished(Fact):
    """The entry is on the register, at this address."""

    kind: Literal["entry-published"] = "entry-published"
    version: int
    address: str


class EntryExempted(Fact):
    """The entry is withheld on a lawful ground."""

    kind: Literal["entry-exempted"] = "entry-exempted"
    ground: str
    reasons: str
