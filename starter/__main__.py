"""The composition root of the doors: hands an installation to the command line, and ends deliberately."""

import os
import sys
import traceback
from typing import NoReturn

from starter.cli import app
from starter.installation import Installation


def main() -> NoReturn:
    """Run the command line, write out what it said, and leave.

    By os._exit, because a client of Temporal may abort a short-lived interpreter as it is taken down (sdk-python,
    issue 300), and would turn a success into exit code 134.
    """
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # whoever read it has gone
            code = code or 1
    os._exit(code)


def _run() -> int:
    try:
        app(obj=Installation(os.environ))
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BrokenPipeError:
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main()
