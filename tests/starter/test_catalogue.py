"""The catalogue at a shell: looked at, asked, brought in after a look, and put back."""

import json
from pathlib import Path

import pytest

from tests.starter.shell import Shell

BRINGS = ("--as-person", "ada", "--reason", "A new wave.", "--scheme", "dfe-data-sharing")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    here = Shell(tmp_path)
    assert here("migrate").code == 0
    return here


@pytest.fixture
def newer(shell: Shell, tmp_path: Path) -> Path:
    """The catalogue in force with the national pupil database accredited from 2025 on, in a file."""
    whole = shell("catalogue", "show", "--format", "json").json
    for one in whole["data_sets"]:
        if one["key"] == "npd":
            one["offers"][0]["until"] = "2024-12-31"
            accredited = {
                "status": "available",
                "channel": "accreditation",
                "clause": "DFE-022",
                "since": "2025-01-01",
            }
            one["offers"].append({**accredited, "deidentified": ["individuals", "bodies-corporate"]})
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(whole))
    return file


def channel(shell: Shell, name: str, on: str) -> str:
    return str(shell("catalogue", "route", name, "--on", on, "--format", "json").json["channel"])


@pytest.mark.requirement("DFE-012", "DFE-064")
def test_the_way_to_data_is_asked_for_a_day(shell: Shell) -> None:
    assert channel(shell, "leo", "2023-12-06") == "secure-access"
    assert channel(shell, "leo", "2023-12-08") == "accreditation"
    told = shell("catalogue", "route", "moj-dfe")
    assert "Form: https://www.gov.uk/guidance/ministry-of-justice-data-first" in told.out


@pytest.mark.requirement("DFE-023")
def test_the_list_shows_each_data_set_and_no_date_beside_an_ambition(shell: Shell) -> None:
    lines = shell("catalogue", "show", "--on", "2024-04-05").out.splitlines()
    (pupils,) = [line for line in lines if "pupil-parent" in line]
    assert "ambition" in pupils
    assert not any(character.isdigit() for character in pupils)


@pytest.mark.requirement("DFE-065", "DFE-067")
def test_a_version_is_shown_confirmed_in_force_on_record_and_put_back(shell: Shell, newer: Path) -> None:
    refused = shell("catalogue", "import", str(newer), *BRINGS, stdin="n\n")
    assert refused.code == 1
    assert "+ offer of npd from 2025-01-01" in refused.out
    assert "Nothing was changed" in refused.err
    assert channel(shell, "npd", "2025-06-01") == "secure-access"
    assert shell("catalogue", "import", str(newer), *BRINGS, stdin="y\n").code == 0
    assert channel(shell, "npd", "2025-06-01") == "accreditation"
    assert channel(shell, "npd", "2024-12-31") == "secure-access"
    assert shell("catalogue", "rollback", "0", *BRINGS, "--yes").code == 0
    assert channel(shell, "npd", "2025-06-01") == "secure-access"
    told = shell("catalogue", "history", "--format", "json").json
    assert [(one["version"], one["by"], one["reason"]) for one in told] == [
        ("1", "ada", "A new wave."),
        ("2", "ada", "A new wave."),
    ]
    assert "- offer of npd from 2025-01-01" in told[1]["changes"]


def test_who_does_not_keep_the_catalogue_changes_nothing(shell: Shell, newer: Path) -> None:
    for person in ("asha", "otis", "nobody"):
        told = shell("catalogue", "import", str(newer), "--as-person", person, "--reason", "x", "--yes")
        assert told.code == 1
    assert shell("catalogue", "history").err.startswith("Version 0")


def test_what_cannot_be_used_says_where(shell: Shell, newer: Path) -> None:
    whole = json.loads(newer.read_text())
    whole["data_sets"][0]["offers"][0]["channel"] = "nowhere"
    newer.write_text(json.dumps(whole))
    told = shell("catalogue", "import", str(newer), *BRINGS, "--yes")
    assert told.code == 1
    assert "a channel that it does not have: nowhere" in told.err
    assert shell("catalogue", "rollback", "7", *BRINGS).code == 1
    assert shell("catalogue", "rollback", "0", *BRINGS).err.startswith("That is the catalogue in force")
