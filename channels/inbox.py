"""The local inbox, the channel that is always there: notices lie in the records until they are looked at."""

import asyncio
from datetime import datetime
from typing import Protocol

from activities.ports import TryLater
from sharing.notices.notice import Notice


class Inbox(Protocol):
    """Where notices lie. The records are one, by shape."""

    def tell(self, *told: Notice) -> None:
        """Keep the notices, each once for its key. Raises ConnectionError where that cannot be done for now."""


class InboxChannel:
    """Tells by writing into the inbox. What is told at the same moment, by whichever request, is written together."""

    name = "inbox"

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._waiting: list[tuple[Notice, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Write it down. A second attempt needs no look back: the notice's key is kept once."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((notice, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        try:
            await written
        except ConnectionError as away:
            raise TryLater("The inbox cannot be reached.") from away

    async def _write(self) -> None:
        """Write whatever waits, again and again, until nothing does."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            if len(batch) > 1 and await self._wrote(batch):
                continue
            for one in batch:  # what one of them suffers from is its own
                await self._wrote([one], alone=True)

    async def _wrote(self, batch: list[tuple[Notice, asyncio.Future[None]]], alone: bool = False) -> bool:
        try:
            await asyncio.to_thread(self._inbox.tell, *(notice for notice, _ in batch))
        except Exception as wrong:  # whatever it is, it is raised where somebody waits for it
            if not alone and not isinstance(wrong, ConnectionError):
                return False
            for _, written in batch:
                if not written.done():
                    written.set_exception(wrong)
            return True
        for _, written in batch:
            if not written.done():
                written.set_result(None)
        return True
