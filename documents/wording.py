"""The wording that a lawyer edits (`templates/clauses.yaml`), read once and checked before anything is drawn up."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from pydantic import ValidationError

from policy.value import Key, Value

FILLED_IN = frozenset({"host", "Host", "this", "This", "must", "title", "reference", "version", "starts", "ends"})
"""The words in braces that a text may hold."""


Spelled = Literal["verbatim", "words", "date"]
"""How an answer is repeated: as it was given, or a key or a date put into words."""


class PassageWords(Value):
    """A paragraph of a clause: its text, and after it a list, words that were settled, or a confirmation."""

    text: str
    lists: Literal["gateways"] | None = None
    quotes: Literal["transfer", "retention", "further"] | None = None
    confirms: Key | None = None


class ClauseWords(Value):
    """A clause."""

    title: str
    paragraphs: tuple[PassageWords, ...]


class KindWords(Value):
    """A kind of paper: how it calls itself, its verb of duty, and the clauses around those of the scheme."""

    this: str
    must: str
    opens_with: tuple[Key, ...]
    closes_with: tuple[Key, ...]


class SchemeWords(Value):
    """The disclosing body of a scheme, its people and its law."""

    service: str
    name: str
    named: str
    host: str
    party: str
    recipient: str
    owner: str
    without_owner: str
    host_signs: str
    recipient_signs: str
    project: Key
    warning_title: str
    warning: str
    recipient_types: dict[Key, str] = {}
    offices: dict[Key, str] = {}
    gateways: dict[Key, str] = {}
    always: tuple[Key, ...]


class ColumnWords(Value):
    """How a column of an answer is headed, and how wide it is beside the others."""

    key: Key
    title: str
    share: int = 2
    spelled: Spelled = "verbatim"


class AnswerWords(Value):
    """An answer of the form that an agreement repeats.

    `confirms` is the sentence that the answer confirms; `without` names columns that stay out of the agreement.
    """

    answer: Key
    title: str
    spelled: Spelled = "verbatim"
    confirms: str = ""
    columns: tuple[ColumnWords, ...] = ()
    without: tuple[Key, ...] = ()


class AssetColumns(Value):
    """How the columns of the table of assets are headed."""

    title: str
    key: str
    third_party: str


class ConditionColumns(Value):
    """How the columns of the table of conditions are headed."""

    text: str
    evidence: str
    owner: str
    verifier: str
    due: str


class DataWords(Value):
    """The schedule of the data."""

    title: str
    intro: str
    assets_title: str
    assets_columns: AssetColumns
    answers: tuple[AnswerWords, ...]


class StatementsWords(Value):
    """The schedule of what the recipient declared."""

    title: str
    intro: str
    answers: tuple[AnswerWords, ...]
    confirmed: str
    not_confirmed: str


class ConditionsWords(Value):
    """The schedule of conditions."""

    title: str
    intro: str
    columns: ConditionColumns
    before_signature: str
    none: str


class ExceptionsWords(Value):
    """The schedule of exceptions."""

    title: str
    intro: str
    none: str


class SchedulesWords(Value):
    """The four schedules."""

    data: DataWords
    statements: StatementsWords
    conditions: ConditionsWords
    exceptions: ExceptionsWords
    too_long: str


class Wording(Value):
    """All of it."""

    labels: dict[str, str]
    status: str
    signing: str
    schemes: dict[Key, SchemeWords]
    kinds: dict[Key, KindWords]
    clauses: dict[Key, ClauseWords]
    schedules: SchedulesWords

    @property
    def confirmable(self) -> dict[str, str]:
        """The sentences that answers of the form confirm, by the answer's key."""
        return {one.answer: one.confirms for one in self.schedules.statements.answers if one.confirms}

    def scheme(self, key: str) -> SchemeWords:
        """The words of a scheme. Raises ValueError where it has none."""
        if key not in self.schemes:
            raise ValueError(_unknown("scheme", key, self.schemes))
        return self.schemes[key]

    def kind(self, key: str) -> KindWords:
        """The words of a kind of paper. Raises ValueError where it has none."""
        if key not in self.kinds:
            raise ValueError(_unknown("kind of agreement", key, self.kinds))
        return self.kinds[key]

    def clause(self, key: str) -> ClauseWords:
        """The words of a clause. Raises ValueError where it has none."""
        if key not in self.clauses:
            raise ValueError(_unknown("clause", key, self.clauses))
        return self.clauses[key]


def read_wording(path: Path) -> Wording:
    """The wording in that file. Raises ValueError, naming the file and the place, where it cannot be used."""
    try:
        wording = Wording.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise ValueError(f"The wording of agreements in {path.name} cannot be used: {wrong}") from wrong
    if faults := [*_unfillable(wording), *_missing(wording)]:
        raise ValueError(f"The wording of agreements in {path.name} cannot be used: {' '.join(faults)}")
    return wording


def fill(text: str, words: dict[str, str]) -> str:
    """The text with its words in braces filled in. What is filled in is not looked at again."""
    return text.format_map(words)


def _unknown(what: str, key: str, known: Iterable[str]) -> str:
    listed = ", ".join(sorted(known))
    return f"There is no wording for the {what} {key!r}. Add it to clauses.yaml, or use one of: {listed}."


def _unfillable(wording: Wording) -> Iterator[str]:
    texts = [("status", wording.status), ("signing", wording.signing)]
    texts += [(key, part.text) for key, clause in wording.clauses.items() for part in clause.paragraphs]
    schedules = wording.schedules
    texts += [("data", schedules.data.intro), ("statements", schedules.statements.intro)]
    texts += [("conditions", schedules.conditions.intro), ("exceptions", schedules.exceptions.intro)]
    for place, text in texts:
        try:
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            yield f"A brace in {place!r} has no partner."
            continue
        for name in sorted(names - FILLED_IN):
            yield f"{{{name}}} in {place!r} is not one of {', '.join(sorted(FILLED_IN))}."


def _missing(wording: Wording) -> Iterator[str]:
    named = {key for kind in wording.kinds.values() for key in (*kind.opens_with, *kind.closes_with)}
    named |= {key for scheme in wording.schemes.values() for key in scheme.always}
    for key in sorted(named - set(wording.clauses)):
        yield f"The clause {key!r} is named and not written."
    confirmed = {part.confirms for clause in wording.clauses.values() for part in clause.paragraphs if part.confirms}
    for key in sorted(confirmed - set(wording.confirmable)):
        yield f"The confirmation {key!r} is quoted and not among the statements."
