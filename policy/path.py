"""The path of a request: the seven kinds of step that a scheme lines up, and the seats and papers they need."""

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
    """What all steps have: a key, a title, and the steps that must be done before it opens. Where `only_if` does not
    hold, the road goes on without it."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    after: tuple[Key, ...] = ()
    only_if: Condition | None = None


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


class Cells(Stored):
    """Cells of a table answer: what stands in a column, of those rows that have one of these texts in another."""

    column: Key
    where: Key
    among: tuple[str, ...]


class RegisterField(Stored):
    """A field of a register entry. `source` is where its draft comes from: a question's key or a fact's name;
    its own key where nothing else is said; of a table, the `cells` that are meant."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    required: bool = True
    most_words: int = 0
    source: str = Field(default_factory=lambda fields: fields.get("key", ""))
    cells: Cells | None = None


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


class Credential(Stored):
    """What has to be shown, and to stay true, while somebody works on the data: each person's own, or that of their
    organisation. `expires`: it counts until a day, and has to name it."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    clause: str
    of: Literal["person", "organisation"] = "person"
    expires: bool = False
    only_if: Condition | None = None


class AccessMode(Stored):
    """A way to reach the data, where that can be done, and the credentials that it needs beside the common ones."""

    key: Key
    title: str = Field(default_factory=words_of_key)
    clause: str
    locations: tuple[str, ...] = ()
    needs: tuple[Key, ...] = ()


class Access(StepBase):
    """What follows the paper where people come to the data: for each named person credentials, a grant, an end.

    Outputs leave only when each of `outputs_checked_by` has passed them under the rules of version `output_rules`.
    """

    kind: Literal["access"] = "access"
    office: Key
    credentials: tuple[Credential, ...]
    modes: tuple[AccessMode, ...] = ()
    outputs_checked_by: tuple[Key, ...] = ()
    output_rules: str = ""

    def mode(self, key: str) -> AccessMode | None:
        """The mode of that key, or None."""
        return next((mode for mode in self.modes if mode.key == key), None)

    def needed(self, mode: str) -> tuple[Credential, ...]:
        """The credentials that access in this mode rests on: the common ones and its own."""
        special = {key for one in self.modes for key in one.needs}
        chosen = self.mode(mode)
        own = chosen.needs if chosen else ()
        return tuple(one for one in self.credentials if one.key not in special or one.key in own)


Step = Annotated[
    Screening | Reviews | Advice | Decision | Agreement | Publication | Access, Field(discriminator="kind")
]
