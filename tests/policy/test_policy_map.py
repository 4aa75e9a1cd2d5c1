"""The policy map names every line of the policy once, files that exist, and the day counts that are in force."""

import re
from pathlib import Path

from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING

HOUSE = Path(__file__).parent.parent.parent
SCHEME = HOUSE / "policy" / "schemes" / "ons_onward_sharing"
MAP = (HOUSE / "docs" / "policy-map.md").read_text()
SECOND_MAP = (HOUSE / "docs" / "policy-map-dfe.md").read_text()


def test_every_line_has_its_place_or_is_not_yet() -> None:
    rows = re.findall(r"^\| (ONS-\d{3}) \| (.+) \| (.+) \| (.+) \|$", MAP, re.MULTILINE)
    assert [line for line, *_ in rows] == [f"ONS-{number:03}" for number in range(1, 111)]
    assert all(state == "not yet" or state.split(",")[0] == "here" for *_, state in rows)


def test_every_line_of_the_second_policy_has_its_place_or_is_not_yet() -> None:
    rows = re.findall(r"^\| (DFE-\d{3}) \| (.+) \| (.+) \| (.+) \|$", SECOND_MAP, re.MULTILINE)
    assert [line for line, *_ in rows] == [f"DFE-{number:03}" for number in range(1, 68)]
    assert all(state == "not yet" or state.split(",")[0] == "here" for *_, state in rows)


def test_every_module_that_the_second_map_names_exists() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", SECOND_MAP))
    second = HOUSE / "policy" / "schemes" / "dfe_data_sharing"
    assert [name for name in sorted(named) if not ((HOUSE if "/" in name else second) / name).is_file()] == []


def test_every_ambiguity_is_settled() -> None:
    assert re.findall(r"^\| (A\d+) \|", MAP, re.MULTILINE) == [f"A{number}" for number in range(1, 16)]


def test_every_module_that_the_map_names_exists() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", MAP))
    assert [name for name in sorted(named) if not ((HOUSE if "/" in name else SCHEME) / name).is_file()] == []


def test_the_day_counts_of_the_map_are_those_of_the_scheme() -> None:
    stated = re.findall(r"^\| ([a-z-]+) \| (\d+) \| ([\d, ]+|none) \|$", MAP, re.MULTILINE)
    assert stated == [
        (one.what, str(one.days), ", ".join(str(day) for day in one.remind) or "none")
        for one in ONS_ONWARD_SHARING.rules.allowances
    ]
