"""What the codec hides, from whom, under which key, and what becomes of what it cannot read."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from activities.unreadable import is_unreadable
from tests.workflows.ciphers import LONG_AGO, a_ring, undecodable, with_a_newer_key
from wiring.codec_keys import LiveRing, Ring, WrongKeys, read, write
from wiring.decoding import Decoder, NotPayloads
from wiring.encryption import BOUND_TO, ENCODING, KEY, Encryption, KeyAway, Unreadable
from wiring.settings import Settings, WrongSetting
from wiring.temporal import CONVERTER, converter_of

WORDS = Payload(metadata={"encoding": b"json/plain"}, data=b'"Only half the file has been read."')


def codec(ring: Ring, workflow: str = "ONS-2026-0001", namespace: str = "sharing") -> Encryption:
    return Encryption(lambda: ring, namespace).with_context(WorkflowSerializationContext(namespace, workflow))


@given(st.binary(max_size=400), st.dictionaries(st.text(max_size=9), st.binary(max_size=9), max_size=3))
def test_whatever_is_encrypted_comes_back_as_it_was(data: bytes, told: dict[str, bytes]) -> None:
    ring, payload = a_ring(), Payload(metadata=told, data=data)
    assert codec(ring).opened(codec(ring)._closed(payload, ring.keys[0])) == payload


async def test_nothing_of_a_value_or_its_kind_is_seen_but_the_key_and_the_workflow_are() -> None:
    ring = a_ring()
    (closed,) = await codec(ring).encode([WORDS])
    assert dict(closed.metadata) == {
        "encoding": ENCODING,
        KEY: ring.keys[0].id.encode(),
        BOUND_TO: b"ONS-2026-0001",
    }
    assert b"half" not in closed.data
    (again,) = await codec(ring).encode([WORDS])
    assert again.data != closed.data  # the same words do not look alike


@pytest.mark.parametrize(
    "what", ["another workflow", "another namespace", "another key", "a changed byte", "relabelled"]
)
async def test_what_was_bound_is_read_nowhere_else(what: str) -> None:
    ring = a_ring()
    (closed,) = await codec(ring).encode([WORDS])
    reader = codec(ring)
    match what:
        case "another workflow":
            reader = codec(ring, "ONS-2026-0002")
        case "another namespace":
            reader = codec(ring, namespace="staging")
        case "another key":
            ring = with_a_newer_key(ring)
            reader = codec(ring)
            closed.metadata[KEY] = ring.keys[1].id.encode()
        case "a changed byte":
            closed.data = closed.data[:-1] + bytes([closed.data[-1] ^ 1])
        case "relabelled":
            del closed.metadata[BOUND_TO]
    with pytest.raises(Unreadable):
        reader.opened(closed)
    (handed_on,) = await reader.decode([closed])
    assert is_unreadable(handed_on)


async def test_what_a_desk_did_not_encrypt_is_handed_on_as_it_is() -> None:
    assert await codec(a_ring()).decode([WORDS]) == [WORDS]


async def test_nothing_that_strangers_send_makes_reading_raise() -> None:
    ring = a_ring()
    for sent in undecodable(ring):
        assert len(await codec(ring).decode([sent.payload])) == 1


async def test_the_newest_key_whose_time_has_come_encrypts_and_all_decrypt() -> None:
    ring = with_a_newer_key(a_ring())
    old, new = ring.keys
    assert ring.encrypting(old.used_from + timedelta(days=1)) == old
    assert ring.encrypting(new.used_from) == new
    assert ring.encrypting(old.used_from - timedelta(days=1)) == old
    for key in ring.keys:
        assert codec(ring).opened(codec(ring)._closed(WORDS, key)) == WORDS


async def test_a_key_that_has_not_arrived_is_waited_for_and_a_made_up_one_is_not() -> None:
    old = a_ring()
    new = with_a_newer_key(old)
    (closed,) = await codec(new).encode([WORDS])
    with pytest.raises(KeyAway, match="has not reached this process"):
        await codec(old).decode([closed])
    (handed_on,) = await codec(a_ring()).decode([closed])
    assert is_unreadable(handed_on)


async def test_what_a_dropped_key_encrypted_is_lost_and_nobody_waits_for_it() -> None:
    ring = a_ring()
    (closed,) = await codec(ring).encode([WORDS])
    dropped = with_a_newer_key(ring).dropped(ring.keys[0].id)
    assert is_unreadable((await codec(dropped).decode([closed]))[0])
    assert dropped.encrypting(LONG_AGO) == dropped.keys[1]


async def test_values_get_smaller_though_they_are_encrypted() -> None:
    long = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps([{"office": "legal"}] * 50).encode())
    (closed,) = await codec(a_ring()).encode([long])
    assert closed.ByteSize() < long.ByteSize() / 3


def test_a_file_of_keys_is_its_owner_s_alone_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    path, ring = tmp_path / "codec.keys", a_ring()
    write(path, ring)
    assert path.stat().st_mode & 0o077 == 0
    live = LiveRing(path)
    newer = with_a_newer_key(ring)
    write(path, newer)
    assert live().keys == newer.keys
    path.write_text("half a fi")
    assert live().keys == newer.keys
    assert [file.name for file in tmp_path.iterdir()] == ["codec.keys"]
    path.chmod(0o640)
    write(path, ring)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("content", ["", "{}", '{"ring":"AA==","keys":[]}', '{"ring": 3, "keys": "secret"}', "\xff"])
def test_a_file_that_holds_no_keys_is_refused_without_repeating_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "codec.keys"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(WrongKeys, match="Restore the file from its backup") as wrong:
        read(path)
    assert "secret" not in str(wrong.value)


def test_production_does_not_start_without_keys(tmp_path: Path) -> None:
    production = {"SHARING_ENVIRONMENT": "production", "SHARING_DIRECTORY_PATH": str(tmp_path / "people.yaml")}
    with pytest.raises(WrongSetting, match="SHARING_CODEC_KEYS is not set"):
        converter_of(Settings.from_env(production))
    keys = {"SHARING_CODEC_KEYS": str(tmp_path / "codec.keys")}
    with pytest.raises(WrongSetting, match="starter codec new-key"):
        converter_of(Settings.from_env(production | keys))
    write(tmp_path / "codec.keys", a_ring())
    assert isinstance(converter_of(Settings.from_env(production | keys)).payload_codec, Encryption)
    assert converter_of(Settings.from_env({})) is CONVERTER


async def test_for_people_what_can_be_read_is_and_the_rest_comes_back_as_it_was() -> None:
    ring = a_ring()
    (closed,) = await codec(ring).encode([WORDS])
    broken = Payload(metadata=closed.metadata, data=b"broken")
    sent = json.dumps({"payloads": [_json(one) for one in (closed, broken, WORDS)]}).encode()
    told = Decoder(lambda: ring, "sharing").decode(sent, "sharing")
    assert json.loads(told.body)["payloads"] == [_json(WORDS), _json(broken), _json(WORDS)]
    assert (told.read, told.unread, told.workflows) == (1, 1, ("ONS-2026-0001",))
    elsewhere = Decoder(lambda: ring, "sharing").decode(sent, "staging")
    assert json.loads(elsewhere.body) == json.loads(sent)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b'{"payloads": 3}', b'{"payloads":[{"data":3}]}', b"\xff", b"[" * 9000]
)
def test_what_is_no_list_of_payloads_is_not_decoded(body: bytes) -> None:
    with pytest.raises(NotPayloads):
        Decoder(a_ring, "sharing").decode(body, "sharing")


def _json(payload: Payload) -> dict[str, object]:
    told = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return {"metadata": told, "data": base64.b64encode(payload.data).decode()}


def test_no_payloads_at_all_are_an_answer_too() -> None:
    assert json.loads(Decoder(a_ring, "sharing").decode(b"{}", "sharing").body) == {"payloads": []}
