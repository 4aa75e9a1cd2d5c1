"""What an attentive reader remembers of a request's facts: a second, plainer fold that knows nothing of the first."""

from datetime import datetime

from policy.form import Answer
from policy.working_days import local_day
from sharing.facts import (
    Advised,
    AgreementDrafted,
    AgreementOrdered,
    AgreementScreened,
    AnyFact,
    ApprovalReturned,
    Closed,
    ConflictDeclared,
    Decided,
    DepartureDecided,
    DepartureSought,
    EntryChecked,
    EntryDrafted,
    EntryScreened,
    Escalated,
    Happened,
    Lodged,
    Narrowed,
    OpinionGiven,
    PublicationConcluded,
    Reopened,
    Revised,
    Screened,
    Signed,
    Triaged,
)
from sharing.messages import Asset, Organisation

OWNER, COUNCIL, OFFICER = "information-asset-owner", "data-governance-council", "chief-data-officer"
MANDATORY = ("legal", "data-protection", "security", "ethics", "data-governance", "legal-and-data-services")

GATES: dict[str, tuple[tuple[str, ...], tuple[str, str] | None, str | None]] = {
    "publish-first": (("data-governance",), None, "publish-first"),
    "tre-first": (("data-governance",), None, "tre-first"),
    "legislation": (("legal",), None, None),
    "public-benefit": (("ethics", "onward-data-sharing-group"), None, None),
    "confidentiality": (("data-protection", "security"), None, None),
    "statistical-purpose": (("onward-data-sharing-group",), ("purpose-kind", "statistical"), "administrative-use"),
    "uk-only": ((), ("all-in-uk", "yes"), "outside-uk"),
    "legal-gateway": (("legal",), None, None),
    "third-party-agreement": (("third-party-owner",), None, None),
}
"""What the policy asks before anything is approved: who has to say so, what must be answered, what may lift it."""


ABOUT: dict[str, tuple[str, ...]] = {
    "administrative-use": ("purpose-kind", "statistical-use"),
    "outside-uk": ("all-in-uk", "places"),
    "publish-first": ("needs-records", "why-not-published", "why-not-anonymous", "why-not-synthetic"),
    "tre-first": ("tre-possible", "why-not-tre", "tre-evidence"),
}
"""For which answers an exception is granted: it falls when they change."""


class Memory:
    """The facts read so far, and what of them still stands."""

    def __init__(self) -> None:
        self.facts: list[Happened] = []
        self.lodged: Lodged | None = None
        self.revision = 0
        self.clear: dict[str, Answer] = {}
        self.assets: list[Asset] = []
        self.dropped: set[str] = set()
        self.bodies: set[str] = set()
        self.screened: Screened | None = None
        self.triaged: Triaged | None = None
        self.opinions: dict[tuple[str, str | None], OpinionGiven] = {}
        self.advised: Advised | None = None
        self.rights: dict[str, str] = {}
        self.decided: dict[tuple[str, str], Decided] = {}
        self.exceptions: dict[str, DepartureDecided | None] = {}
        self.version = 0
        self.document = ""
        self.passed = ""
        self.signed: dict[str, str] = {}
        self.entry: EntryDrafted | None = None
        self.entry_passed = self.entry_checked = False
        self.conflicts: set[str] = set()
        self.concluded: set[str] = set()
        self.closed: Closed | None = None

    def read(self, happened: Happened) -> None:
        """One more fact."""
        self._read_asking(happened.fact)
        self._read_deciding(happened.fact)
        self._read_papers(happened.fact)
        self.facts.append(happened)

    def _read_asking(self, fact: AnyFact) -> None:
        match fact:
            case Lodged():
                self.lodged, self.revision, self.assets = fact, 1, list(fact.assets)
                self.bodies = _outsiders(fact.organisations)
                self.clear = dict(fact.filing.clear)
            case Revised():
                self._revise(fact)
            case Narrowed():
                self.dropped |= set(fact.dropped)
                self._keep([asset for asset in self.assets if asset.key not in fact.dropped])
            case Screened():
                self.screened = fact
            case Triaged():
                self.triaged = fact
            case OpinionGiven():
                self.opinions[fact.seat or fact.office, fact.asset] = fact
            case ConflictDeclared():
                self.conflicts.add(fact.person)
            case PublicationConcluded():
                self.concluded.add(fact.asset)
            case Closed():
                self.closed = fact
            case Reopened():
                self.closed = None
            case _:
                pass

    def _revise(self, fact: Revised) -> None:
        assert fact.revision == self.revision + 1, "revisions are counted without gaps"
        assert {"legal", "data-protection"} <= set(fact.reopens), "every revision re-opens Legal and data protection"
        self.revision = fact.revision
        if fact.filing is not None:
            self.clear = dict(fact.filing.clear)
        if fact.assets:
            self._keep([asset for asset in fact.assets if asset.key not in self.dropped])
        if fact.organisations:
            self.bodies = _outsiders(fact.organisations)
        for departure, granted in list(self.exceptions.items()):
            if granted is not None and set(ABOUT[departure]) & set(fact.changed):
                del self.exceptions[departure]
        self.opinions = {k: o for k, o in self.opinions.items() if o.office not in fact.reopens}
        self.advised = None
        self.rights = {}
        self._undecide()

    def _keep(self, assets: list[Asset]) -> None:
        self.assets = assets
        keys = {None, *(asset.key for asset in assets)}
        self.opinions = {k: o for k, o in self.opinions.items() if k[1] in keys}

    def _undecide(self) -> None:
        self.decided, self.version, self.document, self.passed, self.signed = {}, 0, "", "", {}

    def _read_deciding(self, fact: AnyFact) -> None:
        match fact:
            case Advised():
                self.advised = fact
            case Escalated():
                self.rights |= dict.fromkeys(fact.assets, fact.to)
                for asset in fact.assets:
                    self.decided = {k: d for k, d in self.decided.items() if k[0] != asset or k[1] == OFFICER}
            case Decided():
                self.decided[fact.asset, fact.office] = fact
            case DepartureSought():
                self.exceptions[fact.departure] = None
            case DepartureDecided():
                self.exceptions[fact.departure] = fact
            case ApprovalReturned():
                self._undecide()
            case _:
                pass

    def _read_papers(self, fact: AnyFact) -> None:
        match fact:
            case AgreementOrdered():
                self.version, self.document, self.passed, self.signed = fact.version, "", "", {}
            case AgreementDrafted() if fact.version == self.version:
                self.document = fact.fixed_copy
                if self.passed != self.document:  # something else was read, and signed
                    self.passed, self.signed = "", {}
            case AgreementScreened():
                self.passed = fact.document if fact.outcome == "pass" else ""
            case Signed():
                self.signed[fact.party] = fact.party
            case EntryDrafted():
                self.entry, self.entry_passed, self.entry_checked = fact, False, False
            case EntryScreened():
                self.entry_passed = fact.outcome == "pass"
            case EntryChecked():
                self.entry_checked = fact.suitable and fact.accessible
            case _:
                pass

    # What follows from it ------------------------------------------------------------------------------------

    def published_instead(self, asset: Asset) -> bool:
        """Whether an asset goes to publication: screened so, or determined so by disclosure control."""
        determined = self.opinions.get(("disclosure-control", asset.key))
        by_screening = self.screened is not None and self.screened.outcome == "to-publication"
        return by_screening or (
            determined is not None and determined.parts.get("determination") == "not-identifiable"
        )

    @property
    def deciding(self) -> list[Asset]:
        """The assets on which there is something to decide."""
        return [asset for asset in self.assets if not self.published_instead(asset)]

    def right_to_decide(self, asset: Asset) -> str:
        """The office that decides an asset."""
        return self.rights.get(asset.key, OWNER if asset.owned else COUNCIL)

    def missing(self, asset: Asset) -> set[str]:
        """The offices whose opinion an approval of the asset lacks on the current revision."""
        wanted: set[tuple[str, str | None]] = {(office, None) for office in MANDATORY} | {(OWNER, asset.key)}
        wanted |= {(office, None) for office in (self.triaged.seats if self.triaged else ())}
        information = self.opinions.get((OWNER, asset.key))
        if information is not None and information.parts.get("identifiability") == "in-doubt":
            wanted.add(("disclosure-control", asset.key))
        if asset.third_party:
            wanted.add(("third-party-owner", asset.key))
        missing = {office for office, of in wanted if (office, of) not in self.opinions}
        for office in ("legal", "data-protection"):
            given = self.opinions.get((office, None))
            if given is not None and given.revision != self.revision:
                missing.add(office)
        return missing

    def closed_gates(self, asset: Asset, at: datetime) -> set[str]:
        """The conditions that keep an asset from approval, exceptions in force taken into account."""
        return {
            gate
            for gate in GATES
            if not (gate == "third-party-agreement" and not asset.third_party)
            and not self._met(gate, asset)
            and not self._lifted(gate, at)
        }

    def _met(self, gate: str, asset: Asset) -> bool:
        settlers, answer, _ = GATES[gate]
        return all(self._says(office, gate, asset) for office in settlers) and (
            answer is None or self.clear.get(answer[0]) == answer[1]
        )

    def _says(self, office: str, gate: str, asset: Asset) -> bool:
        settles = None
        if office == "onward-data-sharing-group":
            settles = self.advised.settles if self.advised else None
        elif given := self.opinions.get((office, asset.key)) or self.opinions.get((office, None)):
            settles = given.settles
        return settles is not None and gate in settles and settles[gate].verdict != "not-met"

    def _lifted(self, gate: str, at: datetime) -> bool:
        departure = GATES[gate][2]
        granted = self.exceptions.get(departure) if departure else None
        return (
            granted is not None
            and granted.outcome == "grant"
            and granted.until is not None
            and local_day(at) <= granted.until
        )

    def approved(self, asset: Asset) -> bool:
        """Whether everybody who has a say on an asset has approved it."""
        offices = {self.right_to_decide(asset)} | ({OFFICER} if self.triaged and self.triaged.complex else set())
        said = [self.decided.get((asset.key, office)) for office in offices]
        return all(one is not None and one.outcome == "approve" for one in said)

    def parties(self) -> set[str]:
        """Who has to sign."""
        return self.bodies | {f"{OWNER if asset.owned else COUNCIL}/{asset.key}" for asset in self.deciding}


def _outsiders(bodies: tuple[Organisation, ...]) -> set[str]:
    return {body.key for body in bodies if body.type != "host"}
