"""What the offline root says to a request about the keys that desks seal with. No door offers these words."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from policy.value import Words
from sharing.messages.speaking import Message

KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""The name of a desk's key: the first sixteen digits of the SHA-256 of its public half."""

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""The public half of an Ed25519 key: 32 bytes in base64."""


class RootWord(Message):
    """The base of what only the root says."""

    of_root: ClassVar[bool] = True


class TrustKey(RootWord):
    """A desk may seal with this key from now on, beside those that the request knows."""

    doing: ClassVar[str] = "trust a key"
    kind: Literal["trust-key"] = "trust-key"
    key: KeyId
    public: PublicKey


class DistrustKey(RootWord):
    """Nothing more is heard that is sealed with this key. What was heard before stays."""

    doing: ClassVar[str] = "distrust a key"
    kind: Literal["distrust-key"] = "distrust-key"
    key: KeyId
    reason: Words
