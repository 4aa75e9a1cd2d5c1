"""Operators at the command line: in production they sign in with a token; nothing is said in another's name."""

from datetime import timedelta
from pathlib import Path

import pytest

import records
from tests.starter.playing import Playing, keep
from tests.told import REFERENCE, Tale

TASK = "first-screening/onward-sharing-service"


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Playing:
    """An installation in production with one request, and nobody signed in."""
    monkeypatch.delenv("STARTER_TOKEN", raising=False)
    shell = Playing(tmp_path)
    assert shell("migrate").code == 0
    keep(shell, Tale().lodge())
    shell.environ |= {
        "SHARING_ENVIRONMENT": "production",
        "SHARING_DIRECTORY_PATH": str(Path("wiring/sample_directory.yaml").absolute()),
    }
    return shell


def token(shell: Playing, person: str, *scopes: str) -> str:
    with records.open(f"sqlite:///{shell.folder / 'data' / 'records.db'}") as store:
        return store.make_token("mine", person, scopes, timedelta(days=1))


def test_a_clock_is_extended_in_the_name_of_whoever_signed_in(
    production: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STARTER_TOKEN", token(production, "otis", "say"))
    told = production("operate", "extend", REFERENCE, TASK, "3", "--reason", "Illness.")
    assert (told.code, told.out) == (0, "It is recorded.\n"), told.err
    ((_, message, by),) = production.desk.said
    assert (by, message.kind) == ("otis", "extend-clock")


def test_a_token_may_lie_in_a_file(production: Playing) -> None:
    file = production.folder / "token"
    file.write_text(token(production, "otis", "say") + "\n")
    told = production("operate", "close", REFERENCE, "--reason", "Sent by mistake.", "--token-file", str(file))
    assert told.code == 0, told.err
    told = production("operate", "reassign", REFERENCE, "legal", "leo", "--token-file", str(file))
    assert told.code == 0, told.err
    assert [message.kind for _, message, _ in production.desk.said] == ["close", "assign"]


def test_in_production_nobody_speaks_without_signing_in(production: Playing) -> None:
    told = production("operate", "close", REFERENCE, "--reason", "No.", "--as", "otis")
    assert told.code == 1
    assert "Sign in" in told.err
    assert production.desk.said == []


@pytest.mark.parametrize("wrong", ["unknown", "reads", "somebody-else"])
def test_a_token_that_does_not_fit_says_nothing(
    production: Playing, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    written = {"unknown": "x" * 40, "reads": token(production, "otis", "read")}.get(wrong)
    monkeypatch.setenv("STARTER_TOKEN", written or token(production, "rae", "say"))
    told = production("operate", "close", REFERENCE, "--reason", "No.", "--as", "otis")
    assert told.code == 1
    assert "token" in told.err
    assert production.desk.said == []


def test_a_wrong_number_of_days_is_a_misuse(production: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STARTER_TOKEN", token(production, "otis", "say"))
    told = production("operate", "extend", REFERENCE, TASK, "900", "--reason", "Illness.")
    assert told.code == 2
    assert "cannot be said" in told.err
