"""Decoding for people: payloads as the Temporal UI sends them, in JSON, decrypted as far as they can be."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from temporalio.api.common.v1 import Payload, Payloads

from wiring.encryption import BOUND_TO, ENCODING, Encryption, KeyAway, Rings, Unreadable


class NotPayloads(Exception):
    """What was sent is not a list of payloads."""


class Decoded(NamedTuple):
    """The answer, how much of it was read, what could not be, and of which workflows it was."""

    body: bytes
    read: int
    unread: int
    workflows: tuple[str, ...]


class Decoder:
    """Decodes what was encrypted for one namespace."""

    def __init__(self, ring: Rings, namespace: str) -> None:
        self._codec = Encryption(ring, namespace)
        self._namespace = namespace

    def decode(self, body: bytes, namespace: str) -> Decoded:
        """The same payloads, decrypted. What cannot be, or is of another namespace, comes back as it was.

        Raises NotPayloads.
        """
        given = payloads(body)
        told = [self._opened(one) if namespace == self._namespace else None for one in given]
        answer = Payloads(payloads=[one or asked for one, asked in zip(told, given, strict=True)])
        hidden = [one for one in given if one.metadata.get("encoding") == ENCODING]
        read = sum(one is not None for one in told)
        seen = [asked for one, asked in zip(told, given, strict=True) if one is not None]
        workflows = {one.metadata.get(BOUND_TO, b"").decode(errors="replace")[:100] for one in seen}
        return Decoded(_written(answer), read, len(hidden) - read, tuple(sorted(workflows - {""})))

    def _opened(self, payload: Payload) -> Payload | None:
        """What it hides; None for what hides nothing, or cannot be read."""
        if payload.metadata.get("encoding") != ENCODING:
            return None
        try:
            return self._codec.opened(payload)
        except (Unreadable, KeyAway):
            return None


def payloads(body: bytes) -> Sequence[Payload]:
    """The payloads in a request of the UI. Raises NotPayloads."""
    try:
        given = json.loads(body)
        return ParseDict({"payloads": given.get("payloads", [])}, Payloads()).payloads
    except (ParseError, ValueError, RecursionError, TypeError, AttributeError):
        raise NotPayloads from None


def _written(answer: Payloads) -> bytes:
    # An empty list would be left out, and the UI asks for as many as it sent.
    return json.dumps({"payloads": [], **MessageToDict(answer)}, separators=(",", ":")).encode()
