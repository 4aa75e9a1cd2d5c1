"""From filled blanks to a message, and from what is wrong with it back to the blank it belongs to."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sharing.messages import MESSAGES, AnyMessage
from sharing.notices import Choice
from starter.filling.blank import Blank

Filled = Mapping[str, str | tuple[str, ...]]
"""What stands in the blanks, by their paths: a text, or the keys of the options that were chosen."""

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
    for name in _ROWS:
        if isinstance(rows := whole.get(name), dict):
            whole[name] = [_row(name, place, row) for place, row in sorted(rows.items(), key=lambda one: int(one[0]))]
    try:
        return MESSAGES.validate_python(whole)
    except ValidationError as wrong:
        raise Misfilled(_from_pydantic(wrong, blanks)) from None


def placed(sentence: str, blanks: Sequence[Blank]) -> Mapping[str, str]:
    """A refusal beside the blank that it speaks of; beside the first one where it speaks of none."""
    words = sentence.casefold()
    named = [one for one in blanks if one.path.casefold() in words or f"'{one.path.split('.')[-1]}'" in words]
    titled = [one for one in blanks if one.label.casefold() in words]
    place = next(iter((*named, *titled, *blanks)), None)
    return {place.path if place else "": sentence}


def _faults(blanks: Sequence[Blank], filled: Filled) -> Sequence[tuple[str, str]]:
    """What can be said before the core is asked: empty, too long, no such option."""
    found = []
    for blank in blanks:
        value = filled.get(blank.path, "")
        chosen = (value,) if isinstance(value, str) else tuple(value)
        if blank.required and not any(one.strip() for one in chosen):
            found.append((blank.path, "This is needed; it stays on record with your name."))
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


def _row(name: str, place: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of a repeated blank; a condition is given the key that others name it by."""
    return {"key": f"condition-{place}", **row} if name == "conditions" else row


def _put(whole: dict[str, Any], steps: Sequence[str], value: object) -> None:
    place = whole
    for step in steps[:-1]:
        below = place.get(step)
        if not isinstance(below, dict):
            below = place[step] = dict(below or {})
        place = below
    place[steps[-1]] = value


def _from_pydantic(wrong: ValidationError, blanks: Sequence[Blank]) -> dict[str, str]:
    paths = [blank.path for blank in blanks]
    found: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        # The first step is the discriminator's; rows are counted from one where they are drawn.
        steps = [str(one + 1) if isinstance(one, int) else one for one in error["loc"][1:]]
        sentence = error["msg"].removeprefix("Value error, ")
        place = next((one for one in paths if one.split(".") == steps), None)
        near = next((one for one in paths if steps and one.split(".")[: len(steps)] == steps), "")
        found.setdefault(place or near, sentence[:1].upper() + sentence[1:])
    return found
