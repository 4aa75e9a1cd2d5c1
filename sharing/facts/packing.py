"""Words on their way beside a fact that they repeat: packed against it, so that none travels twice."""

import base64
import json
import zlib
from typing import Any

from policy.value import canonical

_LARGEST = 1_000_000


def packed(speech: dict[str, Any], fact: dict[str, Any]) -> str:
    """The speech, deflated with the fact's spelling as its dictionary, in base64."""
    press = zlib.compressobj(9, zdict=canonical(fact))
    return base64.b64encode(press.compress(canonical(speech)) + press.flush()).decode()


def unpacked(text: str, fact: Any) -> Any:
    """The speech of a packed text. Raises ValueError where text and fact do not belong together."""
    if not isinstance(fact, dict):
        raise ValueError("A packed speech needs the fact beside it.")
    try:
        inflating = zlib.decompressobj(zdict=canonical(fact))
        return json.loads(inflating.decompress(base64.b64decode(text, validate=True), _LARGEST))
    except (ValueError, zlib.error) as wrong:
        raise ValueError(f"The packed speech does not fit its fact: {wrong}") from wrong
