"""One server, one house and one request before its decision, for all attacks of a file."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from temporalio.client import Client

from tests.attacks.siege import Fort
from tests.workflows.house import dev_server


@pytest_asyncio.fixture(scope="module")
async def server() -> AsyncIterator[Client]:
    """A server of the file's own: others have the same references."""
    async with dev_server() as client:
        yield client


@pytest_asyncio.fixture(scope="module")
async def fort(server: Client, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Fort]:
    """A house with its worker running."""
    home = Fort(server, tmp_path_factory.mktemp("fort"))
    async with home.worker():
        yield home


@pytest_asyncio.fixture(scope="module")
async def reference(fort: Fort) -> str:
    """A request that waits for its owner's decision, and is attacked."""
    return await fort.before_decision()


@pytest_asyncio.fixture(scope="module")
async def other(fort: Fort) -> str:
    """Another request at the same point, from which words can be stolen."""
    return await fort.before_decision()
