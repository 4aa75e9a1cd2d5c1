"""The parts that Slack's rules are written with: a check looks at a value and says what is wrong, and where."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Sentences = Iterator[str]
Check = Callable[[Any, str], Sentences]


def said(sentence: str, place: str) -> str:
    """A sentence with its place, as Slack writes them."""
    return f"{sentence} [json-pointer:{place}]"


def string(most: int, least: int = 1, shape: str | None = None) -> Check:
    """A string with so many characters."""

    def check(value: Any, place: str) -> Sentences:
        if not isinstance(value, str):
            yield said(f"This is a string, not {type(value).__name__}", place)
        elif len(value) > most:
            yield said(f"{len(value)} characters are more than {most}", place)
        elif len(value) < least or (least and not value.strip()):
            yield said("This may not be empty", place)
        elif shape and not re.fullmatch(shape, value):
            yield said("This is not in the form that is asked for", place)

    return check


def flag(value: Any, place: str) -> Sentences:
    """True or false."""
    if not isinstance(value, bool):
        yield said("This is true or false", place)


def whole(least: int, most: int) -> Check:
    """A whole number between two."""

    def check(value: Any, place: str) -> Sentences:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield said(f"This is a whole number from {least} to {most}", place)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, place: str) -> Sentences:
        if value not in allowed:
            yield said(f"{value!r} is none of {', '.join(allowed)}", place)

    return check


def anything(value: Any, place: str) -> Sentences:
    """Nothing is asked of this."""
    return iter(())


def obj(properties: Mapping[str, Check], required: Iterable[str] = ()) -> Check:
    """An object with these properties and no others."""

    def check(value: Any, place: str) -> Sentences:
        if not isinstance(value, dict):
            yield said(f"This is an object, not {type(value).__name__}", place)
            return
        for name in required:
            if value.get(name) is None:
                yield said(f"The property {name!r} is missing", place)
        for name, held in value.items():
            if name not in properties:
                yield said(f"The property {name!r} is unknown here", f"{place}/{name}")
            elif held is not None:
                yield from properties[name](held, f"{place}/{name}")

    return check


def many(each: Check, least: int, most: int) -> Check:
    """A list of so many."""

    def check(value: Any, place: str) -> Sentences:
        if not isinstance(value, list):
            yield said(f"This is a list, not {type(value).__name__}", place)
            return
        if not least <= len(value) <= most:
            yield said(f"{len(value)} are not between {least} and {most}", place)
        for number, item in enumerate(value):
            yield from each(item, f"{place}/{number}")

    return check


def by_type(kinds: Mapping[str, Check], what: str) -> Check:
    """An object judged by its `type`."""

    def check(value: Any, place: str) -> Sentences:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield said(f"{kind!r} is no {what} that is allowed here", place)
        else:
            yield from kinds[kind](value, place)

    return check


def text(*kinds: str, most: int) -> Check:
    """A text object of these kinds."""

    def check(value: Any, place: str) -> Sentences:
        if not isinstance(value, dict):
            yield said("This is a text object", place)
            return
        kind = value.get("type")
        if kind not in kinds:
            yield said(f"A text of type {kind!r} is not allowed here, only {' or '.join(kinds)}", f"{place}/type")
            return
        own: dict[str, Check] = {"emoji": flag} if kind == "plain_text" else {"verbatim": flag}
        yield from obj({"type": anything, "text": string(most), **own}, required=("text",))(value, place)

    return check


def plain(most: int) -> Check:
    """A text object without markup."""
    return text("plain_text", most=most)


def either(most: int) -> Check:
    """A text object with or without markup."""
    return text("plain_text", "mrkdwn", most=most)


def all_of(*checks: Check) -> Check:
    """Every one of several checks."""

    def check(value: Any, place: str) -> Sentences:
        for each in checks:
            yield from each(value, place)

    return check
