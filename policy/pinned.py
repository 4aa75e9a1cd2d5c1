"""Rules on their way: packed into one text, so that a request starts small, and shared once unpacked."""

import base64
import zlib
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from policy.scheme import Rules

_LARGEST = 1_000_000


def packed(rules: Rules) -> str:
    """The rules as they travel: their JSON without what is unset, deflated, in base64."""
    return base64.b64encode(zlib.compress(rules.model_dump_json(exclude_unset=True).encode(), 9)).decode()


@lru_cache(maxsize=64)
def unpacked(text: str) -> Rules:
    """The rules of a packed text. Equal texts give the same object, so that requests share it in memory.

    Raises ValueError where the text holds no rules, or unreasonably many.
    """
    inflating = zlib.decompressobj()
    try:
        written = inflating.decompress(base64.b64decode(text, validate=True), _LARGEST)
    except (ValueError, zlib.error) as wrong:
        raise ValueError(f"These are no packed rules: {wrong}") from wrong
    if not inflating.eof:
        raise ValueError(f"The packed rules are cut short, or longer than {_LARGEST:,} bytes.")
    return Rules.model_validate_json(written)


def _unpack(given: object) -> object:
    return unpacked(given) if isinstance(given, str) else given


PinnedRules = Annotated[Rules, BeforeValidator(_unpack), PlainSerializer(packed, return_type=str, when_used="json")]
"""The type of a field that holds rules and writes them packed."""
