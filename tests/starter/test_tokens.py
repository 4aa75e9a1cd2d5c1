"""Tokens of programs at the command line: shown once, for one person, and revoked by their name."""

from pathlib import Path

import records
from tests.starter.shell import Shell


def test_a_token_is_printed_once_and_counts_until_it_is_revoked(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell("migrate").code == 0
    words = ("tokens", "make", "lab", "--as-person", "rae", "--scope", "read", "--scope", "lodge", "--days", "2")
    made = shell(*words)
    assert made.code == 0, made.err
    token = made.out.strip()
    assert token not in made.err
    with records.open(f"sqlite:///{tmp_path}/data/records.db") as store:
        found = store.token(token)
        assert found is not None
        assert (found.name, found.person, found.scopes) == ("lab", "rae", ("read", "lodge"))
        assert shell("tokens", "revoke", "lab").code == 0
        assert store.token(token) is None
    again = shell("tokens", "revoke", "lab")
    assert again.code == 1
    assert "No token is called 'lab'" in again.err


def test_no_token_is_made_for_nobody_or_for_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell("migrate").code == 0
    stranger = shell("tokens", "make", "lab", "--as-person", "nobody", "--scope", "read")
    assert (stranger.code, stranger.out) == (1, "")
    assert "no active person 'nobody'" in stranger.err
    for scopes in (("--scope", "everything"), ()):
        assert shell("tokens", "make", "lab", "--as-person", "rae", *scopes).code == 2
    assert shell("tokens", "make", " ", "--as-person", "rae", "--scope", "read").code == 2
    assert shell("tokens", "make", "lab", "--as-person", "rae", "--scope", "read", "--days", "0").code == 2
