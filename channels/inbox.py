"""The local inbox, the channel that is always there: notices lie in the records until they are looked at."""

import asyncio
from datetime import datetime
from typing import Protocol

from activities.ports import TryLater
from sharing.notices.notice import Notice


class Inbox(Protocol):
    """Where notices lie. The records are one, by shape."""

    def tell(self, notice: Notice) -> None:
        """Keep the notice, once for its key. Raises ConnectionError where that cannot be done for now."""


class InboxChannel:
    """Tells by writing into the inbox."""

    name = "inbox"

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Write it down. A second attempt needs no look back: the notice's key is kept once."""
        try:
            await asyncio.to_thread(self._inbox.tell, notice)
        except ConnectionError as away:
            raise TryLater("The inbox cannot be reached.") from away
