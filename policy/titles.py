"""Titles spelled from keys, so that a scheme writes one out only where the key does not say it."""

from typing import Any

_SMALL = frozenset({"a", "and", "for", "in", "of", "on", "or", "the", "to", "with"})


def as_name(key: str) -> str:
    """A key spelled as a body's name: `head-of-communications` is Head of Communications."""
    words = key.split("-")
    return " ".join(
        word if place and word in _SMALL else word[:1].upper() + word[1:] for place, word in enumerate(words)
    )


def as_words(key: str) -> str:
    """A key spelled as plain words: `privacy-concerns` is Privacy concerns."""
    words = key.replace("-", " ")
    return words[:1].upper() + words[1:]


def name_of_key(fields: dict[str, Any]) -> str:
    """The default title of a body, for `Field(default_factory=name_of_key)`."""
    return as_name(fields.get("key", ""))


def words_of_key(fields: dict[str, Any]) -> str:
    """The default title of anything else, for `Field(default_factory=words_of_key)`."""
    return as_words(fields.get("key", ""))
