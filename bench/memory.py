"""What an open request that a worker has cached holds of its memory: the difference that a thousand of them make."""

import asyncio
from collections.abc import Awaitable, Callable

from bench.servers import WorkerProcess

AT_ONCE = 40

Begin = Callable[[], Awaitable[object]]
"""Begin one that stays open."""


async def kilobytes_each(process: WorkerProcess, begin: Begin, first: int, more: int, still_for: float) -> float:
    """Begin the `first` so that all is loaded that ever is; then what each of the `more` adds, in kilobytes."""
    await _begin(begin, first)
    before = await process.settled(still_for)
    await _begin(begin, more)
    return (await process.settled(still_for) - before) / more


async def _begin(begin: Begin, number: int) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with places:
            await begin()

    await asyncio.gather(*(one() for _ in range(number)))
