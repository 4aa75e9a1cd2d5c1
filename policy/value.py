"""The base of every model: frozen values, closed where people speak, open where history is read back."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

LONGEST_TEXT = 20_000
LONGEST_WORDS = 4_000

# Characters that change the reading order of what stands around them: a reviewer could be shown a sentence
# that says something else than what is recorded.
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


_BLANKS = frozenset("\u3164\u2800\u115f\u1160\uffa0")
"""Letters and symbols that show nothing."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know. Speech and everything written by hand is one.

    Dumped without unset fields, it is spelled without whatever equals its default: history stays small.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, context: Any, /) -> None:
        """Count a field that says no more than its default as unset; a discriminator is always spelled out."""
        fields, given = type(self).__pydantic_fields__, self.__pydantic_fields_set__
        given -= {name for name in given if name != "kind" and fields[name].default == getattr(self, name)}
        if "kind" in fields:
            given.add("kind")


class Stored(Value):
    """A frozen value that an older or newer worker may have written: unknown fields are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def unreadable(text: str) -> str | None:
    """Why a text cannot be shown safely and truthfully, as a sentence, or None where it can."""
    if text.isprintable():  # nothing that steers or reorders is
        return None
    for character in text:
        if character in "\n\t":
            continue
        if character in _REORDERING:
            return f"The text contains a character that reorders it (U+{ord(character):04X}). Remove it."
        if unicodedata.category(character) in ("Cc", "Cs"):
            return f"The text contains a control character (U+{ord(character):04X}). Remove it."
    return None


def says_something(text: str) -> bool:
    """Whether a text has anything that a reader can see."""
    return any(unicodedata.category(each) not in ("Cf", "Zs", "Cc") and each not in _BLANKS for each in text)


def _readable(text: str) -> str:
    if why := unreadable(text):
        raise ValueError(why)
    return text


Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_readable)]
"""Free text of an answer: at most 20,000 characters, none of which can deceive a reader."""

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_WORDS),
    AfterValidator(_readable),
]
"""A reason, a note, a part of an opinion: at most 4,000 characters. The core asks for content where due."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.:/_-]{0,79}$")]
"""A name used in data: lower case, hyphened, at most 80 characters."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON object that is signed or digested: keys sorted, no spaces, UTF-8, no floats.

    Raises ValueError where the object holds a float (its spelling differs between writers) or is no JSON.
    """
    try:
        _refuse_floats(value)
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except RecursionError as wrong:
        raise ValueError("This is nested too deeply to be canonical JSON.") from wrong
    except (TypeError, UnicodeEncodeError) as wrong:
        raise ValueError(f"This cannot be written as canonical JSON: {wrong}") from wrong


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise ValueError("A signed value holds a floating-point number; write it as text or a whole number.")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal: the name under which long texts and documents stay in the records."""
    return hashlib.sha256(content).hexdigest()


def digest_of(value: BaseModel) -> str:
    """The digest of a value's canonical form, defaults included, so that equal values have equal digests."""
    return digest(canonical(value.model_dump(mode="json")))


LongKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.:/_-]{0,399}$")]
"""A name made of several keys, such as a task's: at most 400 characters."""

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}$")]
"""The public name of a request, and its workflow id: scheme, year, number; nothing about people."""
