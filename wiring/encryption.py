"""The codec: what Temporal keeps of a value is deflated and encrypted (AES-GCM), under a key that the payload names.

A ciphertext is bound to its namespace, and to the workflow it was made for: it can be read nowhere else. Reading
raises only where a key of ours has yet to reach this process; whatever else cannot be read is handed on with a mark.
"""

import logging
import secrets
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from activities.unreadable import marked
from wiring.codec_keys import CodecKey, Ring

ENCODING = b"binary/encrypted"
KEY, BOUND_TO = "key", "workflow"
"""Where a payload says, in the clear and bound to what it hides, with which key and for which workflow it is."""

NONCE = 12
PLAIN, DEFLATED = b"\x00", b"\x01"

_log = logging.getLogger(__name__)

Rings = Callable[[], Ring]


class KeyAway(RuntimeError):
    """Something was encrypted with a key of ours that has not reached this process: its task has to wait."""


class Unreadable(Exception):
    """A payload that claims to be encrypted and cannot be decoded; the text says why, and repeats none of it."""


class Encryption(PayloadCodec, WithSerializationContext):
    """Encrypts with the newest key whose time has come, and decrypts with every key that there is."""

    def __init__(
        self,
        ring: Rings,
        namespace: str,
        workflow: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ring = ring
        self._namespace = namespace
        self._workflow = workflow
        self._clock = clock

    def with_context(self, context: SerializationContext) -> "Encryption":
        """The same codec for one workflow. What belongs to an activity belongs to its workflow."""
        if isinstance(context, WorkflowSerializationContext | ActivitySerializationContext):
            return Encryption(self._ring, self._namespace, context.workflow_id or "", self._clock)
        return self

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt."""
        key = self._ring().encrypting(self._clock())
        return [self._closed(payload, key) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt. What is not encrypted is handed on; what cannot be read, with the mark. Raises KeyAway."""
        return [self._handed_on(payload) for payload in payloads]

    def _closed(self, payload: Payload, key: CodecKey) -> Payload:
        whole = payload.SerializeToString()
        small = zlib.compress(whole)
        content = DEFLATED + small if len(small) < len(whole) else PLAIN + whole
        nonce = secrets.token_bytes(NONCE)
        told = {KEY: key.id.encode(), **({BOUND_TO: self._workflow.encode()} if self._workflow else {})}
        sealed = _cipher(key.material()).encrypt(nonce, content, self._bound(key.id, self._workflow))
        return Payload(metadata={"encoding": ENCODING, **told}, data=nonce + sealed)

    def _handed_on(self, payload: Payload) -> Payload:
        try:
            return self.opened(payload)
        except Unreadable as why:
            _log.warning("A payload for %s could not be decoded: %s", self._workflow[:60] or "somebody", why)
            return marked(payload)

    def opened(self, payload: Payload) -> Payload:
        """What a payload hides; itself, where it hides nothing. Raises Unreadable, or KeyAway."""
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key_id = payload.metadata.get(KEY, b"").decode(errors="replace")
        workflow = payload.metadata.get(BOUND_TO, b"").decode(errors="replace")
        known = self._ring().known(key_id)
        if known.to_come:
            raise KeyAway(
                f"The key {key_id} has not reached this process, so it waits. Bring the newest file of keys here: "
                "nothing is lost meanwhile."
            )
        if known.key is None:
            raise Unreadable("nobody here knows its key")
        if known.key.dropped:
            raise Unreadable("its key was dropped")
        if self._workflow and workflow and workflow != self._workflow:
            raise Unreadable("it was made for another workflow")
        try:
            nonce, sealed = payload.data[:NONCE], payload.data[NONCE:]
            content = _cipher(known.key.material()).decrypt(nonce, sealed, self._bound(key_id, workflow))
            whole = zlib.decompress(content[1:]) if content[:1] == DEFLATED else content[1:]
            return Payload.FromString(whole)
        except (InvalidTag, ValueError, zlib.error, DecodeError):
            raise Unreadable("its bytes are not what was encrypted") from None

    def _bound(self, key_id: str, workflow: str) -> bytes:
        return "\0".join((ENCODING.decode(), key_id, self._namespace, workflow)).encode()


@lru_cache(maxsize=64)
def _cipher(material: bytes) -> AESGCM:
    return AESGCM(material)
