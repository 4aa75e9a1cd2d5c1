"""One real server, with time that can be skipped, for all tests here that do not need to harm it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from demo.servers import Server, dev


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[Server]:
    """A dev server in memory."""
    async with dev() as running:
        yield running
