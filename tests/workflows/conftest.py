"""One dev server and one house for the tests that need no server of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client

from tests.workflows.house import House, dev_server


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[Client]:
    """A dev server in memory."""
    async with dev_server() as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def house(server: Client, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A house with its worker running."""
    folder: Path = tmp_path_factory.mktemp("house")
    home = House(server, folder)
    async with home.worker():
        yield home
