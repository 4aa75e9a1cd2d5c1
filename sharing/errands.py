"""What the workflow has carried out for it: values that activities take and give back."""

from datetime import date
from typing import Any

from pydantic import (
    AwareDatetime,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from policy.value import Stored
from sharing.facts import Awaited, Happened, Outcome
from sharing.facts.packing import packed, unpacked
from sharing.messages import Asset, Organisation, ShareCondition
from sharing.notices.notice import Notice


class Standing(Stored):
    """Where a request stands, for the read models: refreshed in the transaction that keeps its facts.

    `state` is `open`, `dormant` (lapsed, may be reopened) or the outcome. `steps` are the open steps.
    """

    reference: str
    scheme: str
    number: int
    revision: int
    state: str
    steps: tuple[str, ...] = ()
    outcome: Outcome | None = None
    requester: str
    organisations: tuple[Organisation, ...] = ()
    assets: tuple[Asset, ...] = ()
    lodged_at: AwareDatetime
    at: AwareDatetime
    awaited: tuple[Awaited, ...] = ()


class Keeping(Stored):
    """Facts to append, in order, where the request stands after them, and whom to tell. `run` is the workflow run.

    The standing travels packed against the facts, most of whose words it repeats.
    """

    reference: str
    run: str
    facts: tuple[Happened, ...]
    standing: Standing
    notices: tuple[Notice, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("standing"), str):
            return {**given, "standing": unpacked(given["standing"], {"facts": given.get("facts")})}
        return given

    @model_serializer(mode="wrap")
    def _pack(self, spell: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        spelled: dict[str, Any] = spell(self)
        if info.mode == "json":
            spelled["standing"] = packed(spelled["standing"], {"facts": spelled["facts"]})
        return spelled


class Telling(Stored):
    """A notice to deliver. `tried`: how often it was tried before, so that a channel looks back."""

    notice: Notice
    tried: int = 0

    @model_validator(mode="before")
    @classmethod
    def _only_one(cls, given: Any) -> Any:
        # Earlier workers wrote the one notice as a list; what they ordered is still carried out.
        if isinstance(given, dict) and "notice" not in given and given.get("notices"):
            (notice,) = given["notices"]
            return {**given, "notice": notice}
        return given


class Delivered(Stored):
    """How one notice fared: the channel that took it, or why none did, or that it must be told alone later."""

    notice: str
    channel: str = ""
    why: str = ""
    later: bool = False


class Told(Stored):
    """How notices fared: the one that was told alone; of several those that a workflow has to know of."""

    deliveries: tuple[Delivered, ...]


class Paragraph(Stored):
    """A clause of an agreement as the core settles it: its key and what is decided about it."""

    clause: str
    text: str


class Drafting(Stored):
    """A version of an agreement to draw up. The requester's own texts are in the records, under `filing`.

    `at` is the instant it was ordered: the document is dated by it, so that drawing it up twice gives equal bytes.
    """

    reference: str
    scheme: str
    version: int
    at: AwareDatetime
    filing: str
    agreement: str
    agreement_title: str
    starts: date
    ends: date
    transfer: str
    retention: str
    further: str = ""
    organisations: tuple[Organisation, ...]
    assets: tuple[Asset, ...]
    gateways: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    conditions: tuple[ShareCondition, ...] = ()
    clauses: tuple[str, ...] = ()
    note: str = ""


class Drafted(Stored):
    """The digests under which the editable document (.docx) and its fixed copy (.pdf) lie in the records."""

    document: str
    fixed_copy: str


class Publishing(Stored):
    """A checked register entry to publish. `at` is the instant it was ordered."""

    reference: str
    scheme: str
    published_on: str
    version: int
    schema_version: str
    at: AwareDatetime
    fields: dict[str, str]


class Published(Stored):
    """Where the entry can be read."""

    address: str
