"""The state of one request: the sum of its facts. It is only ever changed by `fold.after`."""

from datetime import datetime

from pydantic import AwareDatetime

from policy.form import Answer, Answers, Filing
from policy.pinned import PinnedRules
from policy.remembering import remembered
from policy.scheme import Decision, Reviewer, Reviews, Step
from policy.value import Stored
from policy.working_days import Calendar
from sharing.facts import (
    Advised,
    AgreementDrafted,
    AgreementScreened,
    Awaited,
    Closed,
    CredentialRecorded,
    Decided,
    DepartureDecided,
    DepartureSought,
    EntryChecked,
    EntryDrafted,
    EntryExempted,
    EntryPublished,
    EntryScreened,
    Lodged,
    Named,
    OpinionGiven,
    OutputChecked,
    PublicationConcluded,
    Round,
    Screened,
    TermsProposed,
    Triaged,
    task_key,
)
from sharing.messages import Asset, Organisation, ShareCondition, Way

HOST = "host"
"""The type of the organisation whose data and offices these are."""


class Act(Stored):
    """That a person acted in a role (for an asset, in somebody's stead). Acts are never forgotten."""

    person: str
    role: str
    asset: str | None = None
    for_person: str | None = None


class DepartureState(Stored):
    """An exception: asked for, and perhaps decided."""

    sought: DepartureSought
    decided: DepartureDecided | None = None


class ConditionState(Stored):
    """A condition of an approval, and whether its verifier found it fulfilled."""

    condition: ShareCondition
    asset: str
    fulfilled: bool | None = None


class AgreementState(Stored):
    """The current version of the agreement. `signed` maps a party to who signed."""

    version: int
    ordered_at: AwareDatetime
    note: str = ""
    drafted: AgreementDrafted | None = None
    screened: AgreementScreened | None = None
    signed: dict[str, str] = {}


class EntryState(Stored):
    """The current version of the register entry."""

    drafted: EntryDrafted
    screened: EntryScreened | None = None
    checked: EntryChecked | None = None
    ordered_at: AwareDatetime | None = None
    published: EntryPublished | None = None


class PersonState(Stored):
    """Somebody named to work on the data: since when they may, and whether that is over for good."""

    organisation: str
    mode: str = ""
    granted_at: AwareDatetime | None = None
    ended: str = ""


class Silence(Stored):
    """Since when a lapse warning stands, the number of its fact, and since when it is known to be delivered."""

    warned_at: AwareDatetime
    number: int = 0
    delivered_at: AwareDatetime | None = None


class Request(Stored):
    """One request, whole. `number` and `at` are those of its last fact; `heard` maps who-and-what to its digest.

    `trusted` are keys of desks (id -> public half in base64) that the root named since the opening, beside those
    pinned in it; `distrusted` the ids of those that are believed no more.
    """

    reference: str
    edition: int
    rules: PinnedRules
    calendar: Calendar = Calendar()
    number: int = 0
    at: AwareDatetime | None = None
    lodged: Lodged | None = None
    lodged_at: AwareDatetime | None = None
    revision: int = 0
    filing: Filing = Filing(digest="")
    changed: tuple[str, ...] = ()
    assets: tuple[Asset, ...] = ()
    bodies: tuple[Organisation, ...] = ()
    dropped: tuple[str, ...] = ()

    screened: Screened | None = None
    triaged: Triaged | None = None
    opinions: dict[str, OpinionGiven] = {}
    spoken_seats: tuple[str, ...] = ()
    concluded: dict[str, PublicationConcluded] = {}
    terms: TermsProposed | None = None
    advice: Advised | None = None
    decisions: dict[str, Decided] = {}
    besides: dict[str, Decided] = {}
    rights: dict[str, str] = {}
    departures: dict[str, DepartureState] = {}
    conditions: dict[str, ConditionState] = {}
    approved_at: AwareDatetime | None = None
    agreement: AgreementState | None = None
    versions: int = 0
    entry: EntryState | None = None
    entries: int = 0
    exempted: EntryExempted | None = None
    way: Way | None = None
    people: dict[str, PersonState] = {}
    credentials: dict[str, CredentialRecorded] = {}
    approval_ended: str = ""
    outputs: dict[str, dict[str, OutputChecked]] = {}
    released: tuple[str, ...] = ()

    held_until: AwareDatetime | None = None
    retried_at: AwareDatetime | None = None

    rounds: int = 0
    asked: dict[int, Round] = {}
    awaited: dict[str, Awaited] = {}
    acts: tuple[Act, ...] = ()
    conflicted: tuple[str, ...] = ()
    assigned: dict[str, str] = {}
    named: tuple[Named, ...] = ()
    urgent: bool = False
    paused: bool = False
    stall_reported: bool = False
    silence: Silence | None = None
    heard: dict[str, str] = {}
    trusted: dict[str, str] = {}
    distrusted: tuple[str, ...] = ()
    refusals: int = 0
    closing_wished: bool = False
    closed: Closed | None = None
    closed_at: AwareDatetime | None = None

    @property
    def dormant(self) -> bool:
        """Lapsed, and so not quite at an end: it may be reopened for a while."""
        return self.closed is not None and self.closed.outcome == "lapsed"

    @property
    def state(self) -> str:
        """`open`, `dormant`, or the outcome."""
        return "open" if self.closed is None else "dormant" if self.dormant else self.closed.outcome

    @property
    def organisations(self) -> tuple[str, ...]:
        """The keys of all requesting and receiving bodies. The host, where it is one of them, is not."""
        return tuple(body.key for body in self.bodies if body.type != HOST)

    def asset(self, key: str | None) -> Asset | None:
        """The asset of that key that is still asked for, or None."""
        return next((asset for asset in self.assets if asset.key == key), None)

    def answers(self, asset: str | None = None) -> Answers:
        """What conditions read: answers that travel, and parts of opinions as `office.part`, of one asset."""
        before = _read_before(self)
        if asset not in before:
            known: dict[str, Answer] = dict(self.filing.clear)
            for opinion in self.opinions.values():
                if opinion.asset is None or opinion.asset == asset:
                    seat = opinion.seat or opinion.office
                    known.update({f"{seat}.{part}": text for part, text in opinion.parts.items()})
            before[asset] = known
        return before[asset]

    def to_publication(self, asset: Asset) -> bool:
        """Whether the asset's data are to be published rather than shared (not identifiable, or screened so)."""
        if self.screened is not None and self.screened.outcome == "to-publication":
            return True
        test = self.rules.publishes_if
        return test is not None and test.holds(self.answers(asset.key))

    @property
    def deciding(self) -> tuple[Asset, ...]:
        """The assets on which there is something to decide: those asked for and not sent to publication."""
        return tuple(asset for asset in self.assets if not self.to_publication(asset))

    def seats(self, step: Reviews) -> tuple[tuple[Reviewer, str | None], ...]:
        """Who sits on a panel: each seat that applies, once for each of its assets where it is per asset."""
        found: list[tuple[Reviewer, str | None]] = []
        for seat in step.panel:
            if not seat.per_asset:
                if self.sits(step, seat):
                    found.append((seat, None))
                continue
            for asset in self.assets if step.what == "inform" else self.deciding:
                if seat.only_with_third_party and not asset.third_party:
                    continue
                if seat.only_if is None or seat.only_if.holds(self.answers(asset.key)):
                    found.append((self._filled(seat, asset), asset.key))
        return tuple(found)

    def _filled(self, seat: Reviewer, asset: Asset) -> Reviewer:
        """The seat; for the owner's of an asset that has none, the Council's."""
        decision = self.rules.find(Decision)
        if decision is None or seat.office != decision.office or asset.owned:
            return seat
        return seat.model_copy(update={"office": decision.escalates_to})

    def sits(self, step: Reviews, seat: Reviewer) -> bool:
        """Whether a seat is asked: always, by its condition, or because triage added it. Triage drops none else."""
        triaged = self.triaged
        if triaged is not None and any(getattr(one, "settles_panel", None) == step.key for one in self.rules.path):
            return seat.office in triaged.seats or (self.applies(seat) and seat.office not in triaged.waived)
        return self.applies(seat)

    def applies(self, seat: Reviewer) -> bool:
        """Whether a seat's own condition holds."""
        return seat.only_if is None or seat.only_if.holds(self.answers())

    def opinion(self, step: str, office: str, asset: str | None = None) -> OpinionGiven | None:
        """The opinion of that seat which stands on the current revision, or None."""
        return self.opinions.get(task_key(step, office, asset))

    def acted(self, people: set[str], role: str, asset: str | None = None) -> bool:
        """Whether any of these people acted in a role (on that asset, if one is given), in person or by deputy."""
        return any(
            act.role == role
            and (asset is None or act.asset == asset)
            and (act.person in people or act.for_person in people)
            for act in self.acts
        )

    def holder_of_decision(self, step: Step, asset: Asset) -> str:
        """Who may decide an asset now: whom it was escalated to, its owner, or without an owner the Council."""
        if asset.key in self.rights:
            return self.rights[asset.key]
        office: str = getattr(step, "office", "")
        council: str = getattr(step, "escalates_to", "")
        return office if asset.owned else council

    def elapsed(self, at: datetime) -> int:
        """Working days from its lodging to its end, or to `at` while it is open; 0 before it is lodged."""
        return self.calendar.left(self.lodged_at or at, self.closed_at or at)

    def last_moment(self) -> datetime:
        """The instant of the last fact. Raises ValueError before there is one."""
        if self.at is None:
            raise ValueError("The request has no facts yet.")
        return self.at


@remembered
def _read_before(request: Request) -> dict[str | None, Answers]:
    """The answers that were already put together of this request, by asset."""
    return {}
