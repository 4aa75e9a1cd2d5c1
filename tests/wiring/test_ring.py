"""The ring of keys: read when it changes, written whole, and refused with a sentence where it cannot be believed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sharing.spoken import ROOT
from wiring.ring import LiveRing, read, ring_for
from wiring.sealing import WrongKey, new_key, signed
from wiring.settings import Settings, WrongSetting

OWN, OTHER, OFFLINE = new_key(), new_key(), new_key()
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ring(tmp_path: Path) -> LiveRing:
    return LiveRing(tmp_path / "keys.yaml", OFFLINE.public, OWN.known)


def test_without_a_file_the_desk_s_own_key_is_the_only_one(ring: LiveRing) -> None:
    assert ring().believed == {**OWN.known, ROOT: OFFLINE.public}


def test_a_key_that_is_added_is_believed_beside_the_old_one_at_once(ring: LiveRing) -> None:
    before = ring()
    assert ring.add(OTHER.public) == OTHER.id
    assert ring().believed == {**before.believed, **OTHER.known}


def test_a_distrusted_key_stays_on_the_ring_for_what_was_said_before(ring: LiveRing) -> None:
    ring.add(OTHER.public)
    ring.distrust(OWN.id, NOON)
    assert ring().keys.keys() == {OWN.id, OTHER.id, ROOT}
    assert ring().believed.keys() == {OTHER.id, ROOT}
    assert ring().distrusted == {OWN.id: NOON}


def test_a_key_that_is_distrusted_again_is_so_since_the_first_time(ring: LiveRing) -> None:
    ring.distrust(OWN.id, NOON)
    ring.distrust(OWN.id, NOON + timedelta(days=1))
    assert ring().distrusted == {OWN.id: NOON}


def test_with_a_file_what_is_not_in_it_is_not_believed(ring: LiveRing) -> None:
    ring.add(OTHER.public)
    assert LiveRing(ring.path, "", new_key().known)().keys.keys() == {OWN.id, OTHER.id}


@pytest.mark.parametrize(
    "written",
    [
        "keys: [",
        "keys: 7",
        "{}",
        f'keys: {{0123456789abcdef: "{OTHER.public}"}}',
        f"keys: {{{OTHER.id}: short}}",
        f'keys: {{{OTHER.id}: "{OTHER.public}"}}\ndistrusted: {{0123456789abcdef: 2026-11-22T12:00:00+00:00}}',
        f'keys: {{{OTHER.id}: "{OTHER.public}"}}\ndistrusted: {{{OTHER.id}: yesterday}}',
    ],
    ids=["broken", "a number", "empty", "another name", "a short key", "an unknown distrusted", "no instant"],
)
def test_a_ring_that_cannot_be_read_believes_nobody_until_it_is_mended(ring: LiveRing, written: str) -> None:
    ring.add(OTHER.public)
    ring()
    ring.path.write_text(written)
    with pytest.raises(WrongKey, match=r"Restore it|no public key"):
        ring()


def test_what_is_no_key_is_neither_added_nor_distrusted(ring: LiveRing) -> None:
    with pytest.raises(WrongKey, match="no public key"):
        ring.add("not a key")
    with pytest.raises(WrongKey, match="has no key 'nobody'"):
        ring.distrust("nobody", NOON)
    assert not ring.path.exists()


def test_the_file_holds_what_was_written(ring: LiveRing) -> None:
    ring.add(OTHER.public)
    ring.distrust(OTHER.id, NOON)
    assert read(ring.path).keys == {**OWN.known, **OTHER.known}
    assert [path.name for path in ring.path.parent.iterdir()] == ["keys.yaml"]


def test_a_worker_with_a_ring_needs_no_private_key(ring: LiveRing, tmp_path: Path) -> None:
    ring.add(OTHER.public)
    given = {"SHARING_DATA_DIR": str(tmp_path), "SHARING_ROOT_KEY": OFFLINE.public}
    assert ring_for(Settings.from_env(given))().keys.keys() == {OWN.id, OTHER.id, ROOT}
    assert not (tmp_path / "desk.key").exists()


def test_without_ring_and_key_nobody_is_believed_in_production(tmp_path: Path) -> None:
    given = {
        "SHARING_DATA_DIR": str(tmp_path),
        "SHARING_ENVIRONMENT": "production",
        "SHARING_DIRECTORY_PATH": str(tmp_path / "directory.yaml"),
    }
    with pytest.raises(WrongKey, match=r"There is no ring of keys at .*keys.yaml, and no key of a desk"):
        ring_for(Settings.from_env(given))()


@pytest.mark.parametrize("text", ["root", "AAAA", "é"])
def test_a_root_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(WrongSetting, match="SHARING_ROOT_KEY is no public key"):
        Settings.from_env({"SHARING_ROOT_KEY": text})


def test_a_signature_fits_its_bytes_and_its_key_alone() -> None:
    key_id, signature = OWN.sign(b"a head")
    assert key_id == OWN.id
    assert signed(b"a head", OWN.public, signature)
    assert not signed(b"another", OWN.public, signature)
    assert not signed(b"a head", OTHER.public, signature)
    assert not signed(b"a head", "no key", signature)
