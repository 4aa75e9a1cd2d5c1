"""Facts about the keys that desks seal with."""

from typing import Literal

from sharing.facts.happening import Fact


class KeyTrusted(Fact):
    """Desks may seal with one more key: its id, and its public half in base64."""

    kind: Literal["key-trusted"] = "key-trusted"
    key: str
    public: str


class KeyDistrusted(Fact):
    """What is sealed with a key is heard no more."""

    kind: Literal["key-distrusted"] = "key-distrusted"
    key: str
    reason: str
