"""Running an installation from the command line: its records, its key, its directory, its end."""

from pathlib import Path

from tests.starter.playing import Playing
from tests.starter.shell import Shell


def test_without_records_a_sentence_says_how_to_make_them(tmp_path: Path) -> None:
    told = Playing(tmp_path)("list")
    assert told.code == 1
    assert told.err.startswith("There are no records at")


def test_a_key_is_made_once_and_never_overwritten(shell: Playing) -> None:
    assert shell("key", "new").code == 0
    path = shell.folder / "data" / "desk.key"
    before = path.read_bytes()
    assert shell("key", "new").code == 1
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


def test_the_sample_directory_is_in_order_and_its_oddities_are_remarked(shell: Playing) -> None:
    told = shell("directory", "check")
    assert told.code == 0
    assert "travel-survey-1991 has no information-asset-owner today" in told.err


def test_a_directory_with_an_unknown_office_is_refused(shell: Playing) -> None:
    path = shell.folder / "people.yaml"
    path.write_text(
        "organisations: [{key: ons, title: ONS, type: host}]\nassets: []\n"
        "people: [{key: x, name: X, organisation: ons, offices: [{office: legel}]}]\n"
    )
    told = shell("directory", "check", str(path))
    assert told.code == 1
    assert "x holds legel, an office that no scheme has." in told.err


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    told = Playing(tmp_path, SHARING_DATADIR="/x")("list")
    assert told.code == 1
    assert told.err.startswith("SHARING_DATADIR is not a setting of this project.")


def test_the_program_ends_deliberately_with_the_exit_code_of_its_command(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell.program("form", "--list").code == 0
    assert shell.program("nothing").code == 2
