"""The path of a request: the six kinds of step that a scheme lines up, and the seats and papers they need."""

from typing import Annotated, Literal

from pydantic import Field

from policy.form import Condition
from policy.titles import words_of_key
from policy.value import Key, Stored


class Part(Stored):
    """A part of a structured opinion. Empty parts are refused; `must_name` has to occur in the text."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    choices: tuple[str, ...] = ()
    only_if: Condition | None = None
    must_name: str | None = None
    gateway: bool = False


class Reviewer(Stored):
    """A seat on a panel. `only_if` reads answers, or parts of opinions as `office.part`.

    `always_reopens`: every revision re-opens it; else the scheme's impact map says. `droppable`: triage may
    find it not applicable. `revises`: changing what was said is a new revision. `role` is the role, for
    exclusions, that speaking from this seat means.
    """

    office: Key
    looks_at: str
    clause: str
    parts: tuple[Part, ...] = ()
    settles: tuple[Key, ...] = ()
    per_asset: bool = False
    only_if: Condition | None = None
    only_with_third_party: bool = False
    droppable: bool = False
    always_reopens: bool = False
    revises: bool = False
    role: Key | None = None


class StepBase(Stored):
    """What all steps have: a key, a title, and the steps that must be done before it opens."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    after: tuple[Key, ...] = ()


class Screening(StepBase):
    """Somebody looks whether the request may go on. With `settles_panel` it is the triage of that panel."""

    kind: Literal["screening"] = "screening"
    office: Key
    checklist: tuple[Key, ...] = ()
    ways_out: tuple[Key, ...] = ()
    settles_panel: Key | None = None


class Reviews(StepBase):
    """A panel that scrutinises in parallel. `what` is the kind of task, for its allowance."""

    kind: Literal["reviews"] = "reviews"
    what: Key
    panel: tuple[Reviewer, ...]


class Advice(StepBase):
    """A group advises the decider. Its assessment has parts, none of which may be empty."""

    kind: Literal["advice"] = "advice"
    office: Key
    terms_by: Key
    parts: tuple[Key, ...]
    settles: tuple[Key, ...] = ()
    told_of_rounds_from: int = 3


class Decision(StepBase):
    """The ladder: the owner of each asset, whom it escalates to, who decides besides, who lifts gates."""

    kind: Literal["decision"] = "decision"
    office: Key
    escalates_to: Key
    besides_if_complex: Key


class AgreementKind(Stored):
    """A paper that may be signed, for which recipients (none named: all), with which clauses of its own."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    recipients: tuple[str, ...] = ()
    clauses: tuple[Key, ...] = ()


class Agreement(StepBase):
    """The paper: drafted, screened in that very version, signed by both sides. All kinds have `clauses`."""

    kind: Literal["agreement"] = "agreement"
    drafted_by: Key
    screened_by: Key
    signed_by: Key
    kinds: tuple[AgreementKind, ...]
    clauses: tuple[Key, ...] = ()

    def clauses_of(self, kind: str) -> tuple[str, ...]:
        """The clauses that a paper of that kind must have: the common ones, then its own."""
        own = next((paper.clauses for paper in self.kinds if paper.key == kind), ())
        return (*self.clauses, *own)


class RegisterField(Stored):
    """A field of a register entry. `source` is where its draft comes from: a question's key or a fact's name;
    its own key where nothing else is said."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    required: bool = True
    most_words: int = 0
    source: str = Field(default_factory=lambda fields: fields.get("key", ""))


class Publication(StepBase):
    """The public entry: drafted, quality-assured, checked by Communications, published or exempt."""

    kind: Literal["publication"] = "publication"
    drafted_by: Key
    screened_by: Key
    checked_by: Key
    schema_version: str
    fields: tuple[RegisterField, ...]
    grounds: tuple[Key, ...]
    published_on: Key = "transparency-register"


Step = Annotated[Screening | Reviews | Advice | Decision | Agreement | Publication, Field(discriminator="kind")]
