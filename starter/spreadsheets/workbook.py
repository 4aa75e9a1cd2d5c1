"""Reads a spreadsheet in a process of its own, so that a file made to do harm harms nothing else.

Run as a program: the file comes in by standard input; each sheet goes out as a line of JSON, its name and rows.
"""

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta

MOST_ROWS = 30_050
MOST_COLUMNS = 60
MOST_SHEETS = 60
MEMORY = 1_500_000_000
SECONDS = 15
LOCKED = 3
"""The exit code for a file that is protected by a password."""

TOO_MANY = 4
"""The exit code for a file with more sheets than are read."""


def as_text(value: object) -> str:
    """What stands in a cell, as somebody would type it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def main() -> int:
    """Read standard input. Returns 0, or the reason why not."""
    _bound()
    # Only this process needs it, and it is bounded by now.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        shown = [one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
        if len(shown) > MOST_SHEETS:
            return TOO_MANY
        for name in shown:
            found = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
            rows = [[as_text(cell) for cell in row[:MOST_COLUMNS]] for row in found]
            print(json.dumps({"name": name, "rows": rows}))
    except PasswordError:
        return LOCKED
    except (CalamineError, OSError, ValueError):
        return 1
    return 0


def _bound() -> None:
    # Not every system has these bounds; the process that started this one has a clock besides.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
