"""Every entry of the runbook is tried by a test that is there, and names commands that there are."""

import re
import shlex
from pathlib import Path

import typer.main

from starter.cli import app

HOUSE = Path(__file__).parent.parent.parent
TEXT = (HOUSE / "docs" / "runbook.md").read_text(encoding="utf-8")
ENTRIES = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]


def test_every_entry_says_what_is_seen_what_to_do_and_what_it_means() -> None:
    assert len(ENTRIES) >= 10
    for entry in ENTRIES:
        assert {"**You see**", "**Do**"} <= set(re.findall(r"\*\*[\w ]+\*\*", entry)), entry.partition("\n")[0]
        assert re.search(r"\*\*For (the )?requests?\*\*", entry), entry.partition("\n")[0]


def test_every_entry_is_tried_by_a_test_that_is_there() -> None:
    for entry in ENTRIES:
        (found,) = re.findall(r"^\*Tried by\* `(tests/\S+?\.py)::(test_\w+)`\.$", entry, re.MULTILINE)
        assert f"def {found[1]}(" in (HOUSE / found[0]).read_text(), entry.partition("\n")[0]


def test_every_command_of_ours_is_one() -> None:
    commands = {one.strip() for one in re.findall(r"`starter ([^`]*)`", TEXT)} - {"…"}
    assert len(commands) > 10
    for command in commands:
        found = typer.main.get_command(app)
        for word in shlex.split(command):
            inner = getattr(found, "commands", None)
            if inner is None:
                break
            assert word in inner, command
            found = inner[word]
        assert getattr(found, "commands", None) is None, f"{command} is only a group"
