"""What is written to a terminal: data to stdout, messages to stderr, and nothing that a terminal would obey."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policy.working_days import LONDON

_WIDE = 160
"""The width of a table that no terminal shows: into a pipe or a file."""

_JOINERS = "\u200c\u200d"
"""Invisible, but letters of some scripts need them."""


def safe(text: str) -> str:
    """The text with everything spelled out that would move a cursor, colour a line or change the reading order."""
    return "".join(character if _is_harmless(character) else _spelled(character) for character in text)


def _is_harmless(character: str) -> bool:
    if character in "\n\t" or character in _JOINERS:
        return True
    # Cc: control characters, escape among them. Cf: invisible ones, those that reorder text among them.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _spelled(character: str) -> str:
    point = ord(character)
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def one_line(text: str, most: int = 0) -> str:
    """The text in one line, cut where it is longer than `most` characters."""
    words = safe(" ".join(text.split()))
    return words if not most or len(words) <= most else words[: most - 1].rstrip() + "…"


def day(at: datetime) -> str:
    """An instant as a day in London."""
    return f"{at.astimezone(LONDON):%a %-d %b %Y}"


def moment(at: datetime) -> str:
    """An instant as day and time in London."""
    return f"{at.astimezone(LONDON):%a %-d %b %Y %H:%M}"


def now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)


def console(file: TextIO | None = None) -> Console:
    """Where data go. Text is never taken for markup."""
    out = file or sys.stdout
    width = None if out.isatty() else _WIDE
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)


def line(text: str = "", style: str = "") -> None:
    """A line of data, however long, never broken by us."""
    console().print(Text(safe(text), style=style), soft_wrap=True)


def note(text: str) -> None:
    """A message: not data, so not on stdout."""
    console(sys.stderr).print(Text(safe(text)), soft_wrap=True)


def raw(text: str) -> None:
    """Data in a format of its own, as they are."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def as_json(value: object) -> None:
    """Data as JSON. What is not plain ASCII is escaped, and so harmless in every terminal."""
    raw(json.dumps(value, indent=2))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], nothing: str) -> None:
    """Rows under headings; `nothing` is said, as a message, where there are none."""
    listed = [[Text(safe(cell)) for cell in row] for row in rows]
    if not listed:
        note(nothing)
        return
    grid = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        # The first column is a name that somebody copies; the others may be broken into lines.
        grid.add_column(heading, no_wrap=place == 0, overflow="fold")
    for row in listed:
        grid.add_row(*row)
    console().print(grid)


def markdown(text: str) -> None:
    """Markdown, as a terminal can show it."""
    from rich.markdown import Markdown  # slow to import, and only `show` needs it

    out = console()
    out.print(Markdown(safe(text), hyperlinks=False), width=min(out.width, 100))
