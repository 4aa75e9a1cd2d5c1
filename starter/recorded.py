"""Waiting until the records know what was just said, so that what is shown next is true."""

import asyncio
import time

from records import SqlRecords

PATIENCE = 10.0
"""Seconds for which we wait."""

LOOKS_AGAIN = 0.05


async def recorded_up_to(records: SqlRecords, reference: str, number: int) -> None:
    """Wait until the records know a request up to that fact; not for ever, where no worker keeps it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        known = await asyncio.to_thread(records.request, reference)
        if known is not None and known.number >= number:
            return
        await asyncio.sleep(LOOKS_AGAIN)
