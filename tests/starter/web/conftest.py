"""One server and one house for all visitors, and one browser for all who need a real one."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from temporalio.client import Client

from tests.starter.web.site import Site
from tests.workflows.house import House, dev_server


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[Client]:
    """A dev server in memory."""
    async with dev_server() as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def site(server: Client, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A site with its worker running, shared by tests that disturb nobody else's requests."""
    folder = tmp_path_factory.mktemp("site")
    house = House(server, folder)
    async with house.worker():
        yield Site(house, folder)
    house.store.close()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The machine's own Chromium; the one without a window, where there is one, is the quickest."""
    found = next(
        filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))),
        None,
    )
    if found is None:
        pytest.skip("There is no Chromium on this machine; install Debian's package chromium, for instance.")
    async with async_playwright() as playing:
        opened = await playing.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        await opened.close()
