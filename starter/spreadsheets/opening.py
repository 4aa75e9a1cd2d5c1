"""The sheets of a workbook, read by a program with bounds on what it may use."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from starter.spreadsheets import workbook
from starter.spreadsheets.packed import NotTaken, is_packed, kind_of, refuse_old, repacked

PATIENCE = 20.0
"""Seconds that the reading of a spreadsheet may take."""

UNREADABLE = "This table cannot be read: it is damaged, or its sheet reaches far beyond its rows. Save it anew."
NO_WORKBOOK = "This is no workbook. Save the table as Excel (xlsx) or OpenDocument (ods), and take that file."


class Sheet(NamedTuple):
    """One visible sheet: its name, and the texts of its cells."""

    name: str
    rows: list[list[str]]


def sheets_in(content: bytes, wrong_kind: str = NO_WORKBOOK) -> list[Sheet]:
    """The visible sheets of a workbook (xlsx or ods). Raises NotTaken; with `wrong_kind` for any other file."""
    refuse_old(content)
    if not is_packed(content) or kind_of(content) not in ("xlsx", "ods"):
        raise NotTaken(wrong_kind)
    program = [sys.executable, "-I", str(Path(workbook.__file__))]
    try:
        found = subprocess.run(program, input=repacked(content), capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotTaken(UNREADABLE) from None
    if found.returncode == workbook.LOCKED:
        raise NotTaken("This table is protected by a password. Take the password off, and hand in that file.")
    if found.returncode == workbook.TOO_MANY:
        raise NotTaken(f"This workbook has more than {workbook.MOST_SHEETS} sheets. Leave those that are needed.")
    if found.returncode != 0:
        raise NotTaken(UNREADABLE)
    lines = (json.loads(line) for line in found.stdout.splitlines())
    return [Sheet(one["name"], one["rows"]) for one in lines]
