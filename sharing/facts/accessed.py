"""Facts of access: who works on the data, on which credentials, from when until when; what left the secure place."""

from datetime import date
from typing import Literal

from sharing.facts.happening import Fact


class PersonNamed(Fact):
    """Somebody is to work on the data: a short key, their organisation, how they reach the data."""

    kind: Literal["person-named"] = "person-named"
    person: str
    organisation: str
    mode: str = ""


class CredentialRecorded(Fact):
    """The office saw what a person or an organisation has to show. `expires` is the last day on which it counts."""

    kind: Literal["credential-recorded"] = "credential-recorded"
    holder: str
    credential: str
    expires: date | None = None
    evidence: str


class CredentialLost(Fact):
    """A credential counts no more: its day is over, or it was taken back."""

    kind: Literal["credential-lost"] = "credential-lost"
    holder: str
    credential: str
    reason: str


class AccessGranted(Fact):
    """A named person may work on the data."""

    kind: Literal["access-granted"] = "access-granted"
    person: str


class AccessEnded(Fact):
    """A named person may not work on the data any more. `final`: they are not to come back on this request."""

    kind: Literal["access-ended"] = "access-ended"
    person: str
    reason: str
    final: bool = False


class ApprovalEnded(Fact):
    """The approved application has come to its end: by its agreement's last day, or taken back."""

    kind: Literal["approval-ended"] = "approval-ended"
    reason: str


class OutputChecked(Fact):
    """One office passed or returned an output, under one version of the rules of disclosure control."""

    kind: Literal["output-checked"] = "output-checked"
    output: str
    office: str
    outcome: Literal["pass", "return"]
    rules: str
    reason: str = ""


class OutputReleased(Fact):
    """An output left the secure place."""

    kind: Literal["output-released"] = "output-released"
    output: str
    rules: str
