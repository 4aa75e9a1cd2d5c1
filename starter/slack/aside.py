"""What is done beside an answer: it holds nothing up, and when it fails, the log says where and not about what."""

import asyncio
import logging
import traceback
from collections.abc import Coroutine
from typing import Any

_log = logging.getLogger(__name__)


class Aside:
    """Tasks that nobody waits for, but the end of the process."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, what: Coroutine[Any, Any, None]) -> None:
        """Begin something."""
        task = asyncio.create_task(_logged(what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def wait(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.gather(*self._tasks)


async def _logged(what: Coroutine[Any, Any, None]) -> None:
    try:
        await what
    except Exception as wrong:
        _log.error("Something done aside failed: %s", where(wrong))


def where(wrong: BaseException) -> str:
    """The kind of an error and the places it came through. Not its text: that may repeat what somebody typed."""
    frames = traceback.extract_tb(wrong.__traceback__)[-4:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(wrong).__name__} at {places}" if places else type(wrong).__name__
