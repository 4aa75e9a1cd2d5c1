"""Files that a process looks at again when they change, and files that are written whole or not at all."""

import contextlib
import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]
"""What tells a file from the one that stood there before: when it was written, how long it is, which one it is."""


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file. Raises OSError where there is none."""
    found = path.stat()
    return (found.st_mtime_ns, found.st_size, found.st_ino)


class LiveFile(Generic[T]):
    """What stands in a file, read again when the file changes.

    A changed file that cannot be used (`wrong`) leaves the last good one in force, and the log says so. The first
    reading raises.
    """

    def __init__(self, path: Path, read: Callable[[Path], T], wrong: type[Exception]) -> None:
        self._path = path
        self._reads = read
        self._wrong = wrong
        self._stamp = self._stamped()
        self._stands = read(path)

    def __call__(self) -> T:
        stamp = self._stamped()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._stands = self._reads(self._path)
            except self._wrong as wrong:
                _log.error("What stood in %s before stays in force. %s", self._path.name, wrong)
        return self._stands

    def _stamped(self) -> Stamp | None:
        try:
            return stamp_of(self._path)
        except OSError:
            return None


def write_whole(path: Path, text: str, mode: int) -> None:
    """Put a text into a file; whoever reads it meanwhile finds the old one or the new one.

    A new file gets `mode`, as far as the process lets it; one that is there stays whose it was, for whom it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # added to by root, it still is for the worker's user
            old = path.stat()
            os.chown(beside, old.st_uid, old.st_gid)
            beside.chmod(old.st_mode & 0o777)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
