"""One process, running: it dies with us, its lines are prefixed, and it is asked to stop before it is made to."""

import asyncio
import ctypes
import os
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from starter.supervisor.part import Part

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LONGEST_LINE = 8_192
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Print = Callable[[str, str], None]
"""Prints a line of a part of that name."""


class Child:
    """A running process of a part."""

    def __init__(self, part: Part, process: asyncio.subprocess.Process, log: TextIO | None, show: Print) -> None:
        self.part = part
        self.pid = process.pid
        self._process = process
        self._log = log
        self._show = show
        self.last: deque[str] = deque(maxlen=8)
        self._reading = asyncio.create_task(self._read())

    async def ended(self) -> int:
        """Wait for its end and its last line; the exit code, negative for a signal."""
        code = await self._process.wait()
        await self._reading
        return code

    async def stop(self) -> None:
        """Ask it to stop; after its patience make it."""
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(self._process.wait()), self.part.patience)
        except TimeoutError:
            self.kill()
        await self.ended()

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            self._process.send_signal(number)

    async def _read(self) -> None:
        assert self._process.stdout is not None
        rest = b""
        while chunk := await self._process.stdout.read(_LONGEST_LINE):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > _LONGEST_LINE:
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._tell(line.decode(errors="replace").rstrip())
        if rest:
            self._tell(rest.decode(errors="replace").rstrip())
        if self._log is not None:
            self._log.close()

    def _tell(self, line: str) -> None:
        line = _COLOUR.sub("", line)
        if line:
            self.last.append(line)
        if self._log is not None:
            self._log.write(line + "\n")
            self._log.flush()
        else:
            self._show(self.part.name, line)


async def start(part: Part, environ: Mapping[str, str], logs: Path, show: Print) -> Child:
    """Start a part. In a session of its own: Ctrl-C reaches us alone, and we stop all in order."""
    log = _log(logs, part.name) if part.quiet else None
    process = await asyncio.create_subprocess_exec(
        *part.command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
        preexec_fn=_dying_with(os.getpid()) if sys.platform == "linux" else None,
    )
    return Child(part, process, log, show)


def _log(folder: Path, name: str) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f"{name}.log").open("w", encoding="utf-8")


def _dying_with(parent: int) -> Callable[[], None]:
    """What a new process does first on Linux: ask to be killed when we are, however that comes about."""
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # we died before it could ask
            os._exit(1)

    return ask
