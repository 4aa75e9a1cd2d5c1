"""From `field=value` words, or a file, to a message; and from pydantic's errors to sentences about the fields."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sharing.messages import MESSAGES, AnyMessage, Message
from starter.cli import fields, sheets
from starter.cli.finding import nearest
from starter.cli.ground import Failed, Misused

UNFILLED = "…"
"""What stands in a command we suggest where somebody's own words belong. It is never said."""

_UNFILLED = re.compile(f"{UNFILLED}(?: \\S+ {UNFILLED})?")

LONGEST_WORD = 1_000_000


def kind_known(name: str) -> type[Message]:
    """The message of that name. Raises Failed with what may have been meant."""
    known = fields.kinds()
    if name in fields.NOT_SAID:
        raise Failed(fields.NOT_SAID[name])
    if name not in known:
        raise Failed(f"There is no message {name[:60]!r}. {nearest(name, known)}`starter messages` shows them all.")
    return known[name]


def message(name: str, words: Sequence[str], file: Path | None = None) -> AnyMessage:
    """The message that the words make, on top of those in the file. Raises Failed, field by field."""
    kind = kind_known(name)
    given = _from_file(file, name) if file else {}
    for path, raws in _gathered(words).items():
        _put(given, path, _value(fields.at(kind, path), path, raws))
    whole = _listed(kind, {**given, "kind": name})
    _refuse_unfilled(whole, ())
    try:
        return MESSAGES.validate_python(whole)
    except ValidationError as wrong:
        raise Failed("\n".join(_sentences(wrong, kind))) from None


def _from_file(file: Path, name: str) -> dict[str, Any]:
    given = sheets.tree_of(file, "a message")
    if not isinstance(given, dict):
        raise Failed(f"{file} holds no fields; write them as `field: value`, one to a line.")
    if given.pop("kind", name) != name:
        raise Failed(f"{file} holds another message than {name}.")
    return given


def _gathered(words: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise Misused(f"{word[:60]!r} is not of the form field=value.")
        if len(value) > LONGEST_WORD:
            raise Failed(f"{name[:60]} has {len(value):,} characters; no field takes so many.")
        found.setdefault(tuple(name.strip().split(".")), []).append(value)
    return found


def _put(given: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    place = given
    for step in path[:-1]:
        below = place.setdefault(step, {})
        if not isinstance(below, dict):
            raise Failed(f"{'.'.join(path)} is given twice: once as a whole, and once part by part.")
        place = below
    if isinstance(place.get(path[-1]), dict):
        raise Failed(f"{'.'.join(path)} is given twice: once as a whole, and once part by part.")
    place[path[-1]] = value


def _value(annotation: Any, path: tuple[str, ...], raws: list[str]) -> object:
    """What the words of one field mean, as its type has it. Of an unknown field they stay as they are."""
    name = ".".join(path)
    if annotation is None:
        return raws[0]
    if fields.is_list(annotation) and (len(raws) > 1 or not fields.is_text(annotation)):
        return [one for raw in raws for one in _several(annotation, name, raw)]
    if len(raws) > 1:
        raise Failed(f"{name} is given {len(raws)} times; it takes one value.")
    return _single(annotation, name, raws[0])


def _single(annotation: Any, name: str, raw: str) -> object:
    if raw.startswith("@@"):
        return raw[1:]
    if raw.startswith("@"):
        path = Path(raw[1:])
        if not fields.is_text(annotation) or path.suffix.lower() in (".yaml", ".yml", ".json"):
            return sheets.tree_of(path, f"the file for {name}")
        return sheets.text_of(path, f"the file for {name}")
    # A text may begin with a bracket; only where something else fits as well, or alone, is it JSON.
    parts = not fields.is_text(annotation) or fields.is_list(annotation)
    if parts and raw.lstrip()[:1] in ("{", "["):
        return _json(name, raw)
    if not fields.is_text(annotation):
        raise Failed(f"{name} has parts: give them one by one ({name}.PART=value), or as JSON.")
    return raw


def _several(annotation: Any, name: str, raw: str) -> list[object]:
    one = fields.inner(annotation, "1")
    if raw.startswith("@") or raw.lstrip()[:1] == "[":
        found = _single(annotation, name, raw)
        return found if isinstance(found, list) else [found]
    if fields.is_text(one):
        return [part.strip() for part in raw.split(",") if part.strip()]
    return [_single(one, name, raw)]


def _json(name: str, raw: str) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise Failed(f"{name} begins like JSON but is none ({wrong}).") from wrong


def _listed(annotation: Any, value: Any) -> Any:
    """The value with `conditions.1.key=…` turned into the first item of a list."""
    if isinstance(value, list):
        return [_listed(fields.inner(annotation, "1"), one) for one in value]
    if not isinstance(value, dict):
        return value
    below = {step: _listed(fields.inner(annotation, step), one) for step, one in value.items()}
    if below and fields.is_list(annotation) and all(step.isdigit() for step in below):
        return [below[step] for step in sorted(below, key=int)]
    return below


def _refuse_unfilled(value: Any, path: tuple[str, ...]) -> None:
    inside: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = ((str(place), one) for place, one in enumerate(value, start=1))
    elif isinstance(value, str) and _UNFILLED.fullmatch(value.strip()):
        raise Failed(f"Fill in {'.'.join(path)}: where {UNFILLED} stands, your own words belong.")
    for step, one in inside:
        _refuse_unfilled(one, (*path, str(step)))


def _sentences(wrong: ValidationError, kind: type[Message]) -> list[str]:
    """One sentence for each field that is missing or wrong; what was typed is not repeated."""
    found = dict.fromkeys(
        _sentence(dict(error), kind) for error in wrong.errors(include_url=False, include_input=False)
    )
    return list(found)[:20]


def _sentence(error: dict[str, Any], kind: type[Message]) -> str:
    # The first step is the message's kind; numbers count from one for people.
    steps = [str(step + 1) if isinstance(step, int) else str(step) for step in error["loc"][1:]]
    name, context = ".".join(steps) or "the message", error.get("ctx", {})
    named = name.removesuffix(".[key]")
    match error["type"]:
        case "missing":
            return f"{name} is missing; give it as {name}=… ({_what(kind, steps)})."
        case "extra_forbidden":
            return _unknown(name, steps, kind)
        case "literal_error":
            return f"{name} is one of {context.get('expected', '').replace(' or ', ', ')}."
        case "string_too_long":
            return f"{name} is too long; shorten it to {context['max_length']:,} characters."
        case "string_pattern_mismatch":
            return f"{named}: a name in data is written in small letters and hyphens, at most 80 characters."
        case "string_type":
            return f"{name} is a text."
        case "bool_parsing" | "bool_type":
            return f"{name} is yes or no."
        case "value_error":
            return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"
        case _:
            return f"{name}: {error['msg']}; wanted is {_what(kind, steps)}."


def _what(kind: type[Message], steps: list[str]) -> str:
    annotation = fields.at(kind, tuple(steps))
    return (annotation is not None and fields.words_for(annotation)) or "several parts, see `starter messages`"


def _unknown(name: str, steps: list[str], kind: type[Message]) -> str:
    parent = fields.at(kind, tuple(steps[:-1])) if steps[:-1] else kind
    known = [
        field
        for member in fields.members(parent)
        if hasattr(member, "model_fields")
        for field in member.model_fields
        if field not in fields.UNSEEN
    ]
    return f"There is no field {name[:80]}. {nearest(steps[-1], known)}There are {', '.join(known) or 'none'}."
