"""The parts of a published scheme: offices, gates, panels, ladder, allowances, and the kinds of step."""

from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from pydantic import Field, model_validator

from policy.catalogue import Catalogue
from policy.conditions import Departure, Gate, LegalGateway, ScopeFact, Signpost
from policy.form import Condition, Form
from policy.path import (
    Access,
    AccessMode,
    Advice,
    Agreement,
    AgreementKind,
    Credential,
    Decision,
    Part,
    Publication,
    RegisterField,
    Reviewer,
    Reviews,
    Screening,
    Step,
    StepBase,
)
from policy.titles import name_of_key
from policy.value import Key, Stored, digest_of

StepKind = TypeVar("StepKind", bound=StepBase)


def _superiors(fields: dict[str, Any]) -> tuple[str, ...]:
    return tuple(office for office in (fields.get("head"), fields.get("accountable_to")) if office)


class Office(Stored):
    """A body that may speak. `chased_with` is whom a delay is told, in order: where nothing else is said, the
    office's head, then the accountable line. Telling moves no right (ambiguity A4)."""

    key: Key
    title: str = Field(default_factory=name_of_key)
    per_asset: bool = False
    outside: bool = False
    in_person: bool = False
    head: Key | None = None
    accountable_to: Key | None = None
    chased_with: tuple[Key, ...] = Field(default_factory=_superiors)


class Allowance(Stored):
    """Working days for a kind of task, when to remind, and when (days past due) to chase up the line."""

    what: Key
    days: int
    remind: tuple[int, ...] = ()
    chase: tuple[int, ...] = (0, 5)
    assumed: bool = True


class Silence(Stored):
    """How a silent requester's request lapses: warn, and only after a delivered warning wait once more."""

    warn_after: int
    lapse_after_warning: int
    reopen_calendar_days: int = 365


class Exclusion(Stored):
    """Two roles that one person may not hold on one request. `per_asset`: only on the same asset."""

    one: Key
    other: Key
    clause: str
    per_asset: bool = False


class Stalling(Stored):
    """Working days after which an approval that nobody signs is reported, and returns to its decider."""

    report_after: int
    returns_after: int


class Recipients(StrEnum):
    """Types of requesting body, as the policies and gateways tell them apart."""

    DEVOLVED = "devolved-government"
    GOVERNMENT = "government-department"
    LOCAL = "local-authority"
    HEALTH = "health-body"
    UNIVERSITY = "university"
    CHARITY = "charity"
    COMPANY = "company"


class Rules(Stored):
    """All that the core decides on, pinned to a request when it is lodged. No wording of the form travels.

    `channels` are the kinds of channel whose requests are approved here; none named: whatever is asked.
    """

    scheme: Key
    version: str
    digest: str = ""
    offices: tuple[Office, ...]
    gates: tuple[Gate, ...]
    departures: tuple[Departure, ...] = ()
    gateways: tuple[LegalGateway, ...] = ()
    scope: tuple[ScopeFact, ...] = ()
    path: tuple[Step, ...]
    allowances: tuple[Allowance, ...]
    silence: Silence
    stalling: Stalling
    exclusions: tuple[Exclusion, ...] = ()
    items: tuple[Key, ...] = ()
    reads: tuple[Key, ...] = ()
    impact: dict[str, tuple[str, ...]] = {}
    redeclares: tuple[Key, ...] = ()
    publishes_if: Condition | None = None
    host: Key = "host"
    service: Key = "service"
    publication_by: Key = "service"
    total_days: int = 40
    channels: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        offices = {office.key for office in self.offices}
        steps = {step.key for step in self.path}
        gates = {gate.key for gate in self.gates}
        named = {office for gate in self.gates for office in gate.settled_by}
        named |= {departure.granted_by for departure in self.departures}
        named |= {office for mapped in self.impact.values() for office in mapped}
        named |= {chased for office in self.offices for chased in office.chased_with}
        named |= {office.head for office in self.offices if office.head}
        if unknown := named - offices:
            raise ValueError(f"The scheme names offices it does not have: {', '.join(sorted(unknown))}.")
        if unknown := {after for step in self.path for after in step.after} - steps:
            raise ValueError(f"The path waits for steps it does not have: {', '.join(sorted(unknown))}.")
        if unknown := {departure.lifts for departure in self.departures} - gates:
            raise ValueError(f"A departure lifts an unknown gate: {', '.join(sorted(unknown))}.")
        return self

    def office(self, key: str) -> Office | None:
        """The office of that key, or None."""
        return next((office for office in self.offices if office.key == key), None)

    def title(self, key: str) -> str:
        """An office's title; its key where it is unknown."""
        office = self.office(key)
        return office.title if office else key

    def step(self, key: str) -> Step | None:
        """The step of that key, or None."""
        return next((step for step in self.path if step.key == key), None)

    def find(self, kind: type[StepKind]) -> StepKind | None:
        """The first step of that kind on the path, or None."""
        return next((step for step in self.path if isinstance(step, kind)), None)

    def the(self, kind: type[StepKind]) -> StepKind:
        """The step of a kind without which nothing of it can come up. Raises NoSuchStep where the path has none."""
        found = self.find(kind)
        if found is None:
            raise NoSuchStep(f"The road of {self.scheme} has no step of the kind {kind.__name__.lower()}.")
        return found

    def gate(self, key: str) -> Gate | None:
        """The gate of that key, or None."""
        return next((gate for gate in self.gates if gate.key == key), None)

    def gateway(self, key: str) -> LegalGateway | None:
        """The legal gateway of that key, or None."""
        return next((gateway for gateway in self.gateways if gateway.key == key), None)

    def departure(self, key: str) -> Departure | None:
        """The departure of that key, or None."""
        return next((departure for departure in self.departures if departure.key == key), None)

    def allowance(self, what: str) -> Allowance:
        """The allowance for a kind of task. Raises KeyError where the scheme forgot one."""
        for allowance in self.allowances:
            if allowance.what == what:
                return allowance
        raise KeyError(what)


class NoSuchStep(LookupError):
    """A road has no step of the kind that somebody speaks of; the text says so."""


class Artefact(Stored):
    """What is published beside a policy and changes by itself: the form, its guidance, a questionnaire, rules.

    `published` are the days of all its versions, oldest first; `version` is the one of the scheme.
    """

    key: Key
    title: str
    clause: str
    version: str
    published: tuple[date, ...] = ()
    link: str = ""


class Scheme(Stored):
    """One published policy that we run: its form, its rules, and the words around them.

    `assets_in` and `bodies_in` say in which table and column of the form the assets and the organisations stand;
    bodies in one of the `signing_roles` decide about the data, and sign. `words_in` is the question that the words
    of a request answer which came without the form. `catalogue` is the first version of the publisher's; later ones
    are in the records. `variable_in` names the columns of table and variable beside the asset's, `version_in`
    that of the table's version, `why_in` that of the reason for the variable; `people_in` the table of those who will
    work on the data, and `direct_if` is what asks for the data themselves.
    """

    key: Key
    title: str
    publisher: str
    policy_version: str
    source: str
    form: Form
    rules: Rules
    signposts: tuple[Signpost, ...] = ()
    warnings: tuple[str, ...] = ()
    guidance: dict[str, str] = {}
    assumptions: dict[str, str] = {}
    assets_in: tuple[Key, Key] = ("variables", "asset")
    bodies_in: tuple[Key, Key] = ("organisations", "name")
    bodies_role: Key = "role"
    signing_roles: tuple[str, ...] = ("recipient", "joint-controller")
    type_in: Key = "recipient-type"
    words_in: Key = "justification"
    catalogue: Catalogue = Catalogue()
    variable_in: tuple[Key, Key] | None = None
    version_in: Key | None = None
    why_in: Key | None = None
    people_in: Key | None = None
    direct_if: Condition | None = None
    artefacts: tuple[Artefact, ...] = ()

    @property
    def prefix(self) -> str:
        """What references of its requests begin with."""
        return self.key.split("-")[0].upper()

    def pinned(self) -> Rules:
        """The rules as they are pinned to a request. Their digest is that of the whole scheme, wording included, so
        that a request is found again under the form it was asked by."""
        return self.rules.model_copy(update={"digest": digest_of(self)})


__all__ = [
    "Access",
    "AccessMode",
    "Advice",
    "Agreement",
    "AgreementKind",
    "Allowance",
    "Artefact",
    "Credential",
    "Decision",
    "Departure",
    "Exclusion",
    "Gate",
    "LegalGateway",
    "NoSuchStep",
    "Office",
    "Part",
    "Publication",
    "Recipients",
    "RegisterField",
    "Reviewer",
    "Reviews",
    "Rules",
    "Scheme",
    "ScopeFact",
    "Screening",
    "Signpost",
    "Silence",
    "Stalling",
    "Step",
    "StepBase",
]
