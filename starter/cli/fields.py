"""What a message's fields are, read off its type: so the command line knows no message by name."""

import types
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from sharing.messages import AnyMessage, Message

NOT_SAID = {"lodge": "Lodge a request with `starter lodge FILE`."}
"""Messages that are not said with `say`, and what to do instead."""

UNSEEN = frozenset({"kind", "filing"})
"""Fields that nobody writes: the kind is the message's name, and the desk files answers."""


@lru_cache(maxsize=1)
def kinds() -> dict[str, type[Message]]:
    """Every message by the name it is said under."""
    union = get_args(AnyMessage)[0]
    return {member.model_fields["kind"].default: member for member in get_args(union)}


def members(annotation: Any) -> tuple[Any, ...]:
    """The types that a value may have, None left out and wrappers taken off."""
    if get_origin(annotation) is Annotated:
        return members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(member for part in get_args(annotation) for member in members(part))
    return () if annotation is types.NoneType else (annotation,)


def inner(annotation: Any, step: str) -> Any:
    """The type one step further inside; None where there is no such place."""
    for member in members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            if step in member.model_fields:
                return member.model_fields[step].annotation
        elif get_origin(member) is dict:
            return get_args(member)[1]
        elif get_origin(member) is tuple and step.isdigit():
            return get_args(member)[0]
    return None


def at(annotation: Any, path: tuple[str, ...]) -> Any:
    """The type at the end of a path; None where there is no such place."""
    for step in path:
        annotation = inner(annotation, step)
    return annotation


def is_text(annotation: Any) -> bool:
    """Whether a word as it stands will do: a text, a choice, a date, a number, yes or no."""
    return any(member in (str, int, bool, date) or get_origin(member) is Literal for member in members(annotation))


def is_list(annotation: Any) -> bool:
    """Whether several values may stand there."""
    return any(get_origin(member) is tuple for member in members(annotation))


class Field(NamedTuple):
    """A place that can be filled in: its path, what may stand there, whether it must be given."""

    path: str
    what: str
    required: bool


def fields_of(kind: type[BaseModel], before: str = "", must: bool = True) -> list[Field]:
    """The fields of a message, those inside its parts included."""
    found: list[Field] = []
    for name, field in kind.model_fields.items():
        if name not in UNSEEN:
            found += _spelled(f"{before}{name}", field.annotation, must and field.is_required())
    return found


def _spelled(path: str, annotation: Any, required: bool) -> list[Field]:
    if annotation is not None and not is_text(annotation):
        member = members(annotation)[0]
        if get_origin(member) is dict:
            return _spelled(f"{path}.KEY", get_args(member)[1], required)
        if get_origin(member) is tuple:
            one = get_args(member)[0]
            if not is_text(one):
                return _spelled(f"{path}.1", one, required)
        if isinstance(member, type) and issubclass(member, BaseModel):
            return fields_of(member, f"{path}.", required)
    return [Field(path, words_for(annotation), required)]


_PLURALS = {"text": "texts", "a row": "rows"}


def words_for(annotation: Any) -> str:
    """What may stand in a place, in a few words."""
    found: list[str] = []
    for member in members(annotation):
        if get_origin(member) is Literal:
            found.append("|".join(map(str, get_args(member))))
        elif get_origin(member) is tuple:
            found.append(f"a list of {_PLURALS.get(words_for(get_args(member)[0]), 'choices')}")
        elif get_origin(member) is dict:
            found.append("a row")
        elif isinstance(member, type) and not issubclass(member, BaseModel):
            found.append({int: "a whole number", bool: "yes|no", date: "a day, as 2027-03-31"}.get(member, "text"))
    return ", or ".join(dict.fromkeys(found))
