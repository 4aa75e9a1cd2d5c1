"""Payloads that could not be decoded: handed on with a mark, so that whoever they were meant for refuses them."""

from temporalio.api.common.v1 import Payload

UNREADABLE = b"binary/unreadable"
"""The encoding of such a payload. No converter knows it, so nothing takes it for a value."""


def marked(payload: Payload) -> Payload:
    """The same payload with the mark. Its bytes stay; why it cannot be read is left out, because that may change."""
    return Payload(metadata={"encoding": UNREADABLE}, data=payload.data)


def is_unreadable(payload: Payload) -> bool:
    """Whether a payload carries the mark."""
    return payload.metadata.get("encoding") == UNREADABLE
