"""From filled blanks to a message, and from what is wrong with it back to the blank it belongs to."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sharing.messages import MESSAGES, AnyMessage
from sharing.notices import Choice
from starter.filling.blank import Blank

Filled = Mapping[str, str | tuple[str, ...]]
"""What stands in the blanks, by their paths: a text, or the keys of the options that were chosen."""

NEEDED = "This is needed; it stays on record with your name."

_ROWS = ("conditions", "questions")
_TRUTHS = ("suitable", "accessible", "complex", "before_signature", "fulfilled")


class Misfilled(Exception):
    """What is wrong, by the path of the blank; under the empty path, what belongs to none."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


def filled_message(choice: Choice, blanks: Sequence[Blank], filled: Filled) -> AnyMessage:
    """The choice's message with its blanks filled in; what is empty is left out. Raises Misfilled."""
    if faults := dict(_faults(blanks, filled)):
        raise Misfilled(faults)
    whole: dict[str, Any] = {**choice.message}
    for blank in blanks:
        value = filled.get(blank.path, "")
        if value and (not isinstance(value, str) or value.strip()):
            _put(whole, blank.path.split("."), _meant(blank.path, value))
    places = {name: _in_rows(whole, name, blanks) for name in _ROWS}
    try:
        return MESSAGES.validate_python(whole)
    except ValidationError as wrong:
        raise Misfilled(_from_pydantic(wrong, blanks, places)) from None


def placed(sentence: str, blanks: Sequence[Blank]) -> Mapping[str, str]:
    """A refusal beside the blank that it speaks of; beside the first one where it speaks of none."""
    words = sentence.casefold()
    rows = [one for one in blanks if one.row and f"'{one.row}'" in words]
    fields = [one for one in rows if f"({one.path.split('.')[-1]})" in words]
    named = [one for one in blanks if one.path.casefold() in words or f"'{one.path.split('.')[-1]}'" in words]
    titled = [one for one in blanks if one.label.casefold() in words]
    place = next(iter((*fields, *rows, *named, *titled, *blanks)), None)
    return {place.path if place else "": sentence}


def _faults(blanks: Sequence[Blank], filled: Filled) -> Sequence[tuple[str, str]]:
    """What can be said before the core is asked: empty, too long, no such option."""
    found = []
    for blank in blanks:
        value = filled.get(blank.path, "")
        chosen = (value,) if isinstance(value, str) else tuple(value)
        if blank.required and not any(one.strip() for one in chosen):
            found.append((blank.path, NEEDED))
        elif blank.kind in ("one", "many"):
            known = {option.key for option in blank.options}
            if wrong := [one for one in chosen if one and one not in known]:
                found.append((blank.path, f"{wrong[0][:60]!r} cannot be chosen here."))
        elif len(value) > blank.most:
            found.append((blank.path, f"{len(value):,} characters; at most {blank.most:,} are taken. Shorten it."))
    return found


def _meant(path: str, value: str | tuple[str, ...]) -> object:
    if path.split(".")[-1] in _TRUTHS and value in ("yes", "no"):
        return value == "yes"
    return list(value) if isinstance(value, tuple) else value


def _in_rows(whole: dict[str, Any], name: str, blanks: Sequence[Blank]) -> list[str]:
    """Put the rows of a repeated blank in their order; the numbers under which they were drawn.

    A row is given the key that its blanks carry. One that was there and whose text was emptied is left out.
    """
    if not isinstance(rows := whole.get(name), dict):
        return []
    keys = {blank.path.split(".")[1]: blank.row for blank in blanks if blank.path.startswith(f"{name}.")}
    stood = {blank.path.split(".")[1] for blank in blanks if blank.path.startswith(f"{name}.") and blank.given}
    kept = {
        at: row for at, row in sorted(rows.items(), key=lambda one: int(one[0])) if at not in stood or "text" in row
    }
    whole[name] = [{**({"key": keys[at]} if keys[at] else {}), **row} for at, row in kept.items()]
    return list(kept)


def _put(whole: dict[str, Any], steps: Sequence[str], value: object) -> None:
    place = whole
    for step in steps[:-1]:
        below = place.get(step)
        if not isinstance(below, dict):
            below = place[step] = dict(below or {})
        place = below
    place[steps[-1]] = value


def _from_pydantic(
    wrong: ValidationError, blanks: Sequence[Blank], places: Mapping[str, list[str]]
) -> dict[str, str]:
    paths = [blank.path for blank in blanks]
    found: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        # The first step is the discriminator's; rows go by the numbers under which they were drawn.
        steps = [str(one) for one in error["loc"][1:]]
        if len(steps) > 1 and (drawn := places.get(steps[0])):
            steps[1] = drawn[int(steps[1])]
        sentence = NEEDED if error["type"] == "missing" else error["msg"].removeprefix("Value error, ")
        place = next((one for one in paths if one.split(".") == steps), None)
        near = next((one for one in paths if steps and one.split(".")[: len(steps)] == steps), "")
        found.setdefault(place or near, sentence[:1].upper() + sentence[1:])
    return found
