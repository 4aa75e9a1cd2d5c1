"""What differs between a request on record and its workflow, what that means, what to do. Looks at nothing itself."""

from enum import StrEnum

from policy.value import Stored
from records.reading import Listed
from sharing.request import Request

GONE = ("terminated", "failed", "timed_out", "canceled")
"""How a workflow may have ended that its request did not end by."""


class Kind(StrEnum):
    """How a request and its workflow may differ."""

    UNSTARTED = "unstarted"
    LOST = "lost"
    STOPPED = "stopped"
    AHEAD = "ahead"
    BEHIND = "behind"
    ENDED = "ended"
    APART = "apart"
    UNRECORDED = "unrecorded"
    UNASKED = "unasked"
    PAPERS = "papers"
    BRANCHED = "branched"
    UNTOLD = "untold"


MENDED_BY_COMMAND = frozenset({Kind.UNSTARTED, Kind.LOST, Kind.STOPPED, Kind.AHEAD, Kind.BEHIND, Kind.UNRECORDED})
"""What `starter mend` mends. The others want a person to look."""

NOTES = frozenset({Kind.BRANCHED, Kind.UNTOLD})
"""What an operator should know, but what is no difference."""


class Difference(Stored):
    """Something that an operator should know of a request: what it is, and what to do."""

    reference: str
    kind: Kind
    says: str
    do: str

    @property
    def is_note(self) -> bool:
        """Whether nothing need be mended."""
        return self.kind in NOTES


class Recorded(Stored):
    """A request as the records have it. `request` is the sum of its facts; None where none was kept yet."""

    reference: str
    started: bool
    listed: Listed | None = None
    request: Request | None = None
    missing: tuple[str, ...] = ()
    branches: int = 0
    untold: tuple[str, ...] = ()

    @property
    def lives(self) -> bool:
        """Whether it should have a workflow that runs."""
        return self.listed is None or self.listed.state == "open"

    @property
    def number(self) -> int:
        """The number of its last fact."""
        return self.request.number if self.request is not None else 0


class Seen(Stored):
    """A request's workflow, as the server shows it. `status` is in small letters; `missing` where there is none.

    `request` is the state that it shows; None where no worker answered for it.
    """

    reference: str
    status: str
    run: str = ""
    request: Request | None = None


def differences(on_record: Recorded | None, seen: Seen) -> tuple[Difference, ...]:
    """What differs, and what else an operator should know. Empty where all is well."""
    if on_record is None:
        says = f"A workflow runs, but the records know no such request: they are older than the server ({seen.run})."
        return (_found(seen.reference, Kind.UNRECORDED, says),)
    main = _state(on_record, seen)
    return (*((main,) if main else ()), *_beside(on_record))


def _state(on_record: Recorded, seen: Seen) -> Difference | None:
    reference, number = on_record.reference, on_record.number
    if seen.status == "missing":
        if not on_record.lives or (on_record.listed is not None and on_record.listed.state == "dormant"):
            return None
        if not on_record.started:
            says = "It was lodged, and its workflow has not been started."
            return _found(reference, Kind.UNSTARTED, says)
        says = f"It is open with {number} facts on record, and the server has no workflow of it."
        return _found(reference, Kind.LOST, says)
    if seen.status in GONE and on_record.lives:
        return _found(
            reference, Kind.STOPPED, f"It is open, and its workflow was ended from outside ({seen.status})."
        )
    if seen.status == "completed":
        if on_record.lives:
            says = f"Its workflow has ended, and the records show it open with {number} facts: they are older."
            return _found(reference, Kind.AHEAD, says)
        return None
    if seen.status in GONE:
        return None
    return _running(on_record, seen)


def _running(on_record: Recorded, seen: Seen) -> Difference | None:
    reference, number, shown = on_record.reference, on_record.number, seen.request
    if shown is None:
        return _found(reference, Kind.UNASKED, "Its workflow runs, but no worker answers for it.")
    if shown.number > number:
        says = f"Its workflow has {shown.number} facts, {number} of which are on record."
        return _found(reference, Kind.AHEAD, says)
    if shown.number < number:
        says = f"{number} facts are on record, and its workflow knows {shown.number}: the server is older."
        kind = Kind.BEHIND if on_record.lives else Kind.ENDED
        return _found(reference, kind, says)
    if shown != on_record.request:
        says = f"Both have {number} facts, and they do not come to the same."
        return _found(reference, Kind.APART, says)
    return None


def _beside(on_record: Recorded) -> tuple[Difference, ...]:
    reference, found = on_record.reference, []
    if on_record.missing:
        says = f"What it refers to is not in the records: {', '.join(one[:12] for one in on_record.missing)}."
        found.append(_found(reference, Kind.PAPERS, says))
    if on_record.branches:
        says = f"Its history has parted {on_record.branches} times; the newest telling counts."
        found.append(_found(reference, Kind.BRANCHED, says))
    if on_record.untold:
        found.append(_found(reference, Kind.UNTOLD, f"Notices that reached nobody: {', '.join(on_record.untold)}."))
    return tuple(found)


def _found(reference: str, kind: Kind, says: str) -> Difference:
    return Difference(reference=reference, kind=kind, says=says, do=_DO[kind].format(reference))


_MEND = "starter mend {}"
_DO = {
    Kind.UNSTARTED: f"{_MEND} starts it; so does a door within a quarter of a minute while the server answers.",
    Kind.LOST: f"{_MEND} starts it again from the records, where it stands.",
    Kind.STOPPED: f"{_MEND} lets it go on where it was stopped, or else from the records.",
    Kind.AHEAD: f"If it stays so, {_MEND} takes the facts from the workflow's history into the records.",
    Kind.BEHIND: f"{_MEND} puts a workflow in its place that knows all facts on record.",
    Kind.ENDED: "Ask who restored the server: temporal workflow terminate --workflow-id {} ends what is over.",
    Kind.APART: "Do not mend it; keep both as they are, and have it looked into: starter history {} --format json.",
    Kind.UNRECORDED: f"{_MEND} takes the request from the workflow's history into the records.",
    Kind.UNASKED: "Start a worker; if one runs, look at its log and at the workflow's last failure, then again.",
    Kind.PAPERS: "Restore the records' newest backup, or ask those who handed {}'s papers in for them.",
    Kind.BRANCHED: "Nothing need be done; starter history {} shows all.",
    Kind.UNTOLD: "Tell those offices yourself; starter inbox shows what waits for them.",
}
