"""What is said about the entry in the public register."""

from typing import ClassVar, Literal

from policy.value import Key, Words
from sharing.messages.speaking import Message


class DraftEntry(Message):
    """A version of the register entry. What is not given is drawn from the file by the desk."""

    doing: ClassVar[str] = "draft the register entry"
    kind: Literal["draft-entry"] = "draft-entry"
    fields: dict[Key, Words] = {}


class ScreenEntry(Message):
    """The third screening of one version of the register entry."""

    doing: ClassVar[str] = "screen the register entry"
    kind: Literal["screen-entry"] = "screen-entry"
    version: int
    outcome: Literal["pass", "return"]
    reason: Words = ""


class CheckEntry(Message):
    """Communications judges suitability and accessibility of one version of the entry."""

    doing: ClassVar[str] = "check the register entry"
    kind: Literal["check-entry"] = "check-entry"
    version: int
    suitable: bool
    accessible: bool
    reason: Words = ""


class PublishEntry(Message):
    """The checked entry is to be published."""

    doing: ClassVar[str] = "publish the register entry"
    kind: Literal["publish-entry"] = "publish-entry"
    version: int


class ExemptEntry(Message):
    """The entry is withheld on a lawful ground."""

    doing: ClassVar[str] = "exempt the register entry"
    kind: Literal["exempt-entry"] = "exempt-entry"
    ground: Key
    reasons: Words
