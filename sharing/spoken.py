"""The signed envelope of speech: verify first, then parse. Anybody can send; only a desk speaks."""

import base64
import binascii
import contextlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from policy.value import Stored, canonical, digest
from sharing.messages import Said
from sharing.refused import Refused

ROOT = "root"
"""The name of the key that lies offline and speaks about the desks' keys, and about nothing else."""

NO_FIT = "The message's seal does not fit its words. Say it again through a door."

MOST_BYTES = 400_000
"""A message with more bytes than this is refused unread: no honest one comes near it."""


# The library looks its exception up when it first raises it. Inside a workflow's sandbox that look-up fails, and the
# library then aborts the whole process: so one forged seal would end the worker. Here it is looked up outside.
with contextlib.suppress(InvalidSignature):
    Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().verify(bytes(64), b"a seal that does not fit")


class Spoken(Stored):
    """What a door hands to a request: `said` as a JSON object, signed (Ed25519) over its canonical form."""

    said: dict[str, Any]
    key_id: str
    signature: str


def seal(said: Said, key_id: str, key: Ed25519PrivateKey) -> Spoken:
    """Sign what somebody said. Only the desk holds the private key."""
    spoken: dict[str, Any] = said.model_dump(mode="json", exclude_unset=True)
    return Spoken(said=spoken, key_id=key_id, signature=base64.b64encode(key.sign(canonical(spoken))).decode())


def seal_digest(spoken: Spoken) -> str:
    """The digest of the words that were signed: the name of their one use. Raises ValueError for what is no JSON."""
    return digest(canonical(spoken.said))


def said_digest(spoken: Spoken) -> str:
    """The digest of the canonical speech, in 32 digits: the update's id, which history repeats five times over."""
    try:
        return digest(canonical(spoken.said))[:32]
    except ValueError as wrong:
        raise Refused(f"The message cannot be read: {wrong}") from wrong


def act_key(spoken: Spoken) -> str:
    """The name of an act: who spoke, and the key that their door gave to the act."""
    return f"{spoken.said['by']['person']}:{spoken.said['once']}"


def act_digest(spoken: Spoken) -> str:
    """The digest of what was said by whom, apart from when: tells a repeated act from another under its key.

    It reads the speech as it was received, so that it stays the same when messages gain fields.
    """
    act = {"by": spoken.said["by"]["person"], "message": spoken.said["message"]}
    return digest(canonical(act))[:32]


def verify(spoken: Spoken, keys: Mapping[str, str]) -> Said:
    """Check the seal against the public keys (key id -> base64), then parse. Raises Refused with a sentence."""
    public = keys.get(spoken.key_id)
    if public is None:
        raise Refused("The message is not sealed by a desk that this request knows. Speak through a door.")
    try:
        content = canonical(spoken.said)
    except ValueError as wrong:
        raise Refused(NO_FIT) from wrong
    said = _sealed(content, spoken.signature, public)
    if said.message.of_root != (spoken.key_id == ROOT):
        raise Refused("The root speaks about the desks' keys, and about nothing else; nobody else does.")
    return said


@lru_cache(maxsize=64)
def _sealed(content: bytes, signature: str, public: str) -> Said:
    """What these bytes say, if this key has signed them. Raises Refused, which is not remembered.

    The same words are verified several times on their way: before they are heard, as they are, and before what comes
    of them is kept. The answer hangs on nothing but the three.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, binascii.Error, ValueError) as wrong:
        raise Refused(NO_FIT) from wrong
    if len(content) > MOST_BYTES:
        raise Refused(f"The message has {len(content):,} bytes; at most {MOST_BYTES:,} are heard. Shorten it.")
    try:
        return Said.model_validate_json(content)
    except ValidationError as wrong:
        raise Refused(f"The message cannot be read: {in_words(wrong)}") from wrong


def public_bytes(public: str) -> bytes:
    """A public key as bytes. Raises Refused where the text is none."""
    try:
        raw = base64.b64decode(public, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except (binascii.Error, ValueError) as wrong:
        raise Refused("This is no public key; write the 32 bytes of an Ed25519 key in base64.") from wrong
    return raw


def _named(step: int | str) -> str:
    """A step to a value, as we spell it; a key that somebody typed otherwise is not repeated."""
    return str(step) if re.fullmatch(r"[a-zA-Z0-9_-]{1,40}", str(step)) else "(a key)"


def in_words(wrong: ValidationError) -> str:
    """What is wrong with a value, field by field, without repeating what was typed."""
    parts = []
    for error in wrong.errors(include_url=False, include_input=False)[:5]:
        place = ".".join(_named(step) for step in error["loc"]) or "the message"
        said = error["msg"].removeprefix("Value error, ")
        if error["type"] == "union_tag_invalid":
            said = "there is no message of that kind"
        parts.append(f"{place}: {said}")
    return "; ".join(parts) + "."
