"""Rings of keys for tests, and payloads that nobody can decode."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from wiring.codec_keys import Ring, new_ring
from wiring.encryption import BOUND_TO, ENCODING, KEY

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def a_ring() -> Ring:
    """A ring with one key, in use for a while."""
    return new_ring(LONG_AGO)


def with_a_newer_key(ring: Ring) -> Ring:
    """The same ring with a key that has just come into use."""
    return ring.added(LONG_AGO + timedelta(days=100))


def encrypted(key: str, data: bytes, workflow: str = "") -> RawValue:
    """What claims to be encrypted with that key."""
    bound = {BOUND_TO: workflow.encode()} if workflow else {}
    return RawValue(Payload(metadata={"encoding": ENCODING, KEY: key.encode(), **bound}, data=data))


def undecodable(ring: Ring) -> Sequence[RawValue]:
    """Payloads that break most readers: made up, garbled, of an unknown kind, said to lie elsewhere."""
    key = ring.keys[0].id
    return (
        encrypted(key, b""),
        encrypted(key, b"\x00" * 200, "ONS-2026-0001"),
        encrypted("6e6f74206f7572206b657921", b"\x01" * 80),
        encrypted("\x00\x00", b"\xff" * 80),
        RawValue(Payload(metadata={"encoding": b"binary/zstd"}, data=b"(\xb5/\xfd")),
        RawValue(Payload(metadata={"encoding": b"\xff\xfe"}, data=b"?")),
        RawValue(Payload(metadata={"encoding": b"json/external-storage-reference"}, data=b"{}")),
        RawValue(Payload(metadata={"encoding": b"json/plain", "__temporal_external_storage_reference": b"true"})),
        RawValue(
            Payload(
                metadata={
                    "encoding": b"json/protobuf",
                    "messageType": b"temporal.api.sdk.v1.ExternalStorageReference",
                },
                data=b"{}",
            )
        ),
        RawValue(Payload()),
    )
