"""Keys on the command line: made where told, listed, and changed only with the root in hand."""

from pathlib import Path

import pytest

from starter.installation import Installation
from tests.starter.playing import Playing
from wiring.ring import read
from wiring.sealing import WrongKey


def made(shell: Playing, *words: str) -> str:
    told = shell("keys", "new", *words)
    assert told.code == 0, told.err
    return told.out.split()[0]


@pytest.fixture
def root(shell: Playing, tmp_path: Path) -> Path:
    """The root's private half, on a stick; its public half is set."""
    told = shell("keys", "root", "--to", str(tmp_path / "stick" / "root.key"))
    assert told.code == 0
    name, _, public = told.out.strip().partition("=")
    shell.environ[name] = public
    return tmp_path / "stick" / "root.key"


def test_the_first_key_needs_no_ring_and_the_second_makes_one_with_both(shell: Playing) -> None:
    first = made(shell)
    ring = shell.folder / "data" / "keys.yaml"
    assert not ring.exists()
    second = made(shell, "--to", str(shell.folder / "second.key"))
    assert read(ring).keys.keys() == {first, second}
    assert (shell.folder / "second.key").stat().st_mode & 0o077 == 0


def test_keys_are_listed_with_what_they_are(shell: Playing, root: Path) -> None:
    first, second = made(shell), made(shell, "--to", str(shell.folder / "second.key"))
    lines = shell("keys", "list").out
    assert f"{first}" in lines
    assert "this desk speaks with it" in lines
    assert second in lines
    assert "the offline root" in lines


def test_the_root_lies_where_no_worker_reads_and_is_never_overwritten(shell: Playing, root: Path) -> None:
    assert root.stat().st_mode & 0o077 == 0
    assert "name another place" in shell("keys", "root", "--to", str(root)).err
    inside = shell("keys", "root", "--to", str(shell.folder / "data" / "root.key"))
    assert (inside.code, "where worker and doors read" in inside.err) == (1, True)
    assert not (shell.folder / "data" / "root.key").exists()


def test_without_the_root_no_key_is_distrusted_anywhere(shell: Playing, root: Path) -> None:
    key = made(shell)
    made(shell, "--to", str(shell.folder / "second.key"))
    told = shell("keys", "distrust", key, "--root", str(shell.folder / "second.key"), "--reason", "Stolen.")
    assert (told.code, "is not the root of this installation" in told.err) == (1, True)
    assert read(shell.folder / "data" / "keys.yaml").distrusted == {}


def test_a_key_that_is_not_on_the_ring_is_not_passed_round(shell: Playing, root: Path) -> None:
    made(shell)
    for key in ("0123456789abcdef", "root"):
        told = shell("keys", "rotate", key, "--root", str(root))
        assert (told.code, "The ring does not believe a key" in told.err) == (1, True)


async def test_a_desk_whose_key_is_not_believed_does_not_open(shell: Playing) -> None:
    made(shell)
    made(shell, "--to", str(shell.folder / "second.key"))
    here = Installation({**shell.environ, "SHARING_SIGNING_KEY_PATH": str(shell.folder / "third.key")})
    with pytest.raises(WrongKey, match="is not believed by the ring"):
        await here.desk(lazy=True)
    here.close()
