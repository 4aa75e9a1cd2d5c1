"""What is said about people who work on the data: who they are, what they have shown, access, its end, outputs."""

from datetime import date
from typing import ClassVar, Literal

from policy.value import Key, Words
from sharing.messages.speaking import Message


class NamePerson(Message):
    """The requester names somebody who is to work on the data: a short key, never a name, and how they reach them."""

    doing: ClassVar[str] = "name a person"
    kind: Literal["name-person"] = "name-person"
    person: Key
    organisation: Key
    mode: Key | Literal[""] = ""


class RecordCredential(Message):
    """The office has seen what a person, or an organisation, has to show: what it saw, and until when it counts."""

    doing: ClassVar[str] = "record a credential"
    kind: Literal["record-credential"] = "record-credential"
    holder: Key
    credential: Key
    expires: date | None = None
    evidence: Words


class LoseCredential(Message):
    """A credential counts no more: taken back, found wanting, or its holder has left."""

    doing: ClassVar[str] = "take back a credential"
    kind: Literal["lose-credential"] = "lose-credential"
    holder: Key
    credential: Key
    reason: Words


class GrantAccess(Message):
    """One named person may work on the data from now on."""

    doing: ClassVar[str] = "grant access"
    kind: Literal["grant-access"] = "grant-access"
    person: Key


class EndAccess(Message):
    """One person's access ends, or they are not to have any."""

    doing: ClassVar[str] = "end access"
    kind: Literal["end-access"] = "end-access"
    person: Key
    reason: Words


class EndApproval(Message):
    """Who may decide takes the approval back after the signatures: nobody works on the data any more."""

    doing: ClassVar[str] = "end the approval"
    kind: Literal["end-approval"] = "end-approval"
    asset: Key
    reason: Words


class CheckOutput(Message):
    """One office has looked at an output under the rules of disclosure control, by their version."""

    doing: ClassVar[str] = "check an output"
    kind: Literal["check-output"] = "check-output"
    output: Key
    office: Key
    outcome: Literal["pass", "return"]
    rules: Words
    reason: Words = ""


class ReleaseOutput(Message):
    """An output that everybody has passed leaves the secure place."""

    doing: ClassVar[str] = "release an output"
    kind: Literal["release-output"] = "release-output"
    output: Key
