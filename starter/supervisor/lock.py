"""One roof at a time: a lock that its holder's death releases, and the list of what was running under it."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from starter.supervisor.part import CannotRun

GRACE = 5.0


class Roof:
    """The folder's lock, as a context manager. Nobody has to clean up a stale one: the system lets go of it."""

    def __init__(self, folder: Path) -> None:
        self._lock = folder / "up.lock"
        self._list = folder / "up.json"
        self._children: dict[int, str] = {}

    def __enter__(self) -> Self:
        """Take the lock. Raises CannotRun where it is held."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._lock.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise CannotRun(
                f"This already runs here (process {holder}). Use it as it is; or stop it first, with Ctrl-C in its "
                f"window or `kill {holder}`."
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""
        self._list.unlink(missing_ok=True)
        self._file.truncate(0)
        self._file.close()

    def running(self, pid: int, program: str) -> None:
        """Note a process, so that it is found if this one is killed and cannot stop it."""
        self._children[pid] = program
        self._list.write_text(json.dumps({str(one): name for one, name in self._children.items()}))

    def ended(self, pid: int) -> None:
        """Strike a process off."""
        self._children.pop(pid, None)
        self._list.write_text(json.dumps({str(one): name for one, name in self._children.items()}))

    def clear(self) -> int:
        """Stop what an earlier roof left running; how many. Where the system sees to that, there is nothing."""
        left = [pid for pid, program in self._left().items() if _runs(pid, program)]
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in left:
                _send(pid, number)
            until = time.monotonic() + GRACE
            while any(map(_alive, left)) and time.monotonic() < until:
                time.sleep(0.05)
        return len(left)

    def _left(self) -> dict[int, str]:
        try:
            return {int(pid): str(program) for pid, program in json.loads(self._list.read_text()).items()}
        except (OSError, ValueError, AttributeError):
            return {}


def _send(pid: int, number: int) -> None:
    if _alive(pid):
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs(pid: int, program: str) -> bool:
    """Whether that process is still the program it was: numbers are given out again."""
    if not _alive(pid):
        return False
    try:
        told = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.strip() == program
