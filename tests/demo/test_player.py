"""The demonstration as its user meets it: one command, plain words, papers to look at, an honest exit code."""

from pathlib import Path

import pytest

import records
from demo import player
from demo import story as stories


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def test_a_story_is_told_in_plain_words_and_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert player.main(["--story", "e"]) == 0
    assert list(tmp_path.iterdir()) == []
    told = capsys.readouterr().out
    assert "Mon 15 Feb 2027  Sana Iqbal lodges a request → Your request is received" in told
    assert "3 working days later. Onward Sharing Service is reminded." in told
    assert "Asha Raman chooses “Refer to the SRS”" in told
    assert "▸ signposted" in told
    assert "│ e-overcrowding │ signposted │         1 │" in told


def test_refusals_are_told_with_their_sentence_and_an_entry_and_its_papers_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    assert player.main(["--story", "c", "--keep", str(kept)]) == 0
    told = capsys.readouterr().out
    assert "Gwen Pritchard decides ✗ Refused: “UK only” (ONS-014) is not met" in told
    assert "The transparency register: ONS-2027-0001, version 1" in told
    assert "│ Processing or access outside the UK" in told
    folder = kept / "c-born-on-a-border"
    assert f"Paper: {folder / 'ONS-2027-0001-agreement-1.pdf'}" in told
    assert (folder / "ONS-2027-0001-agreement-1.pdf").read_bytes().startswith(b"%PDF-")
    assert "outside the UK" in (folder / "register.json").read_text(encoding="utf-8")
    with records.open(f"sqlite:///{kept / 'c-born-on-a-border.db'}") as store:
        assert store.request("ONS-2027-0001") is not None


def test_a_story_is_played_on_the_real_server_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert player.main(["--story", "d", "--server", "dev"]) == 0
    told = capsys.readouterr().out
    assert "The requester is warned. The warning is delivered (inbox)." in told
    assert "The request ends: lapsed." in told


def test_a_story_that_goes_otherwise_ends_with_a_sentence_and_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stories.story.cache_clear()
    monkeypatch.setattr(stories, "STORIES", tmp_path)
    (tmp_path / "x-otherwise.yaml").write_text(
        "title: Otherwise\nbegins: 2027-02-01\noutcome: published\n"
        "acts:\n  - {who: sana, lodges: overcrowding}\n  - {who: sana, says: screen, outcome: pass}\n"
    )
    assert player.main(["--story", "x"]) == 1
    assert "Story x-otherwise, act 2, sana screen was refused: " in capsys.readouterr().out


def test_what_cannot_be_played_is_answered_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert player.main(["--story", "z"]) == 1
    assert "There is no story 'z'; there are a-mortality," in capsys.readouterr().out
    assert player.main(["--server", "moon"]) == 2
    assert player.main(["--help"]) == 0
    monkeypatch.setattr("demo.servers.sysconfig.get_path", lambda name: str(tmp_path))
    assert player.main(["--story", "e"]) == 1
    assert "temporal-test-server is missing. `make up`" in capsys.readouterr().out
