"""A choice's blanks as the fields of a form, and what was typed into them read back."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sharing.notices import Choice
from starter.filling import Blank, Filled, Option
from starter.filling.drawing import REPEATED
from starter.filling.reading import NEEDED
from starter.web.visiting import Form, whole

MOST_ROWS = 20
MOST_RADIOS = 7
"""Of more options than this, one is chosen from a list that opens."""

NO_DAY = "Enter a real day, such as 31 3 2027."

DAY = ("day", "month", "year")


class Field(NamedTuple):
    """A blank as it is drawn: what stands in it, and what is wrong with it."""

    id: str
    label: str
    kind: str
    options: tuple[Option, ...]
    hint: str
    optional: bool
    value: str
    chosen: tuple[str, ...]
    parts: tuple[str, str, str]
    error: str
    most_words: int = 0


class Group(NamedTuple):
    """Fields that belong together, under a heading; one that stands alone has none."""

    title: str
    optional: bool
    fields: tuple[Field, ...]


class More(NamedTuple):
    """A button that adds a row, and the id of the field that the new row will begin with."""

    name: str
    label: str
    begins: str


def rows_of(form: Form, choice: Choice) -> dict[str, int]:
    """How many rows of each repeated blank are open."""
    found = {}
    for name in REPEATED:
        if name in choice.fills:
            found[name] = max(1, min(MOST_ROWS, whole(form.one(f"rows.{name}")) or 1))
    return found


def more(drawn: Sequence[Blank], rows: Mapping[str, int]) -> tuple[More, ...]:
    """The buttons that add rows, of what has rows and room."""
    found = []
    for name, number in rows.items():
        own = [blank.path.split(".") for blank in drawn if blank.path.startswith(f"{name}.")]
        if own and number < MOST_ROWS:
            last, first_field = max(int(path[1]) for path in own), own[0][2]
            found.append(More(name, REPEATED[name], f"{name}.{last + 1}.{first_field}"))
    return tuple(found)


def typed(form: Form, drawn: Sequence[Blank]) -> Filled:
    """What stands in the blanks. A day that is none is left as it was typed, for `wrong_days` to find."""
    found: dict[str, str | tuple[str, ...]] = {}
    for blank in drawn:
        if blank.kind == "many":
            found[blank.path] = form.many(blank.path)
        elif blank.kind == "day":
            found[blank.path] = _day(_parts(form, blank.path))
        else:
            found[blank.path] = form.one(blank.path)
    return found


def wrong_days(drawn: Sequence[Blank], filled: Filled) -> dict[str, str]:
    """The days that are none, by their paths."""
    return {
        blank.path: NO_DAY
        for blank in drawn
        if blank.kind == "day" and (text := str(filled.get(blank.path, ""))) and not _is_day(text)
    }


def groups(
    drawn: Sequence[Blank],
    form: Form | None = None,
    faults: Mapping[str, str] | None = None,
    most_words: Mapping[str, int] | None = None,
) -> tuple[Group, ...]:
    """The fields in their groups: with what was typed where a form was sent, else with what stands there at first."""
    found = []
    for title, blanks in groupby(drawn, key=lambda blank: blank.group):
        own = tuple(blanks)
        optional = bool(title) and not any(blank.required for blank in own)
        fields = tuple(_field(one, form, faults or {}, most_words or {}, optional) for one in own)
        found.append(Group(title, optional, fields))
    return tuple(found)


def named(drawn: Sequence[Blank], faults: Mapping[str, str]) -> dict[str, str]:
    """The faults; where one only says that something is needed, with what that is, as a summary lists them all."""
    labels = {blank.path: blank for blank in drawn}
    return {
        path: f"{_label(labels[path])}: {sentence[:1].lower()}{sentence[1:]}"
        if sentence == NEEDED and path in labels
        else sentence
        for path, sentence in faults.items()
    }


def _label(blank: Blank) -> str:
    repeated = any(blank.path.startswith(f"{name}.") for name in REPEATED)
    return f"{blank.group}, {blank.label[:1].lower()}{blank.label[1:]}" if repeated else blank.label


def ids(drawn: Sequence[Blank], faults: Mapping[str, str]) -> dict[str, str]:
    """Faults by the ids that a summary of errors leads to; those of no blank first, under no id."""
    kinds = {blank.path: blank.kind for blank in drawn}
    nowhere = " ".join(sentence for path, sentence in faults.items() if path not in kinds)
    placed = {
        f"{path}-day" if kinds[path] == "day" else path: sentence
        for path, sentence in sorted(faults.items(), key=lambda one: [*kinds, one[0]].index(one[0]))
        if path in kinds
    }
    return ({"": nowhere} if nowhere else {}) | placed


def _field(
    blank: Blank, form: Form | None, faults: Mapping[str, str], most_words: Mapping[str, int], all_optional: bool
) -> Field:
    value = blank.given if form is None else form.one(blank.path)
    chosen = tuple(filter(None, blank.given.split(","))) if form is None else form.many(blank.path)
    parts = _split(blank.given) if form is None else _parts(form, blank.path)
    kind = "list" if blank.kind == "one" and len(blank.options) > MOST_RADIOS else blank.kind
    return Field(
        id=blank.path,
        label=blank.label,
        kind=kind,
        options=blank.options,
        hint=blank.hint,
        optional=not blank.required and not all_optional,
        value=value,
        chosen=chosen,
        parts=parts,
        error=faults.get(blank.path, ""),
        most_words=most_words.get(blank.path, 0),
    )


def _parts(form: Form, path: str) -> tuple[str, str, str]:
    day, month, year = (form.one(f"{path}-{part}") for part in DAY)
    return day, month, year


def _split(given: str) -> tuple[str, str, str]:
    if not _is_day(given):
        return "", "", ""
    day = date.fromisoformat(given)
    return str(day.day), str(day.month), str(day.year)


def _day(parts: tuple[str, str, str]) -> str:
    if not any(parts):
        return ""
    try:
        day, month, year = map(int, parts)
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return " ".join(parts)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
