"""One dev server and one workplace for the tests that disturb neither."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from temporalio.client import Client

from devslack import Member
from tests import people
from tests.starter.slack.opening import workplace
from tests.starter.slack.workplace import Workplace, staff
from tests.workflows.house import dev_server

OTHERS = (
    Member("U0RAE", "Dr Rae Okafor", "rae@wexbridge.example"),
    Member("U0NOBODY", "Nobody Known", "nobody@ons.example"),
    Member("U0GUEST", "Gus Guest", "gus@ons.example", is_restricted=True),
    Member("U0VISITOR", "Vic Visitor", "vic@ons.example", is_ultra_restricted=True),
    Member("U0ROBOT", "Rob Robot", "rob@ons.example", is_bot=True),
    Member("U0GONE", "Gil Gone", "gil@ons.example", deleted=True),
    Member("U0FAR", "Fay Far", "fay@elsewhere.example", is_stranger=True),
)
"""Members of the pretended team besides the staff of the sample directory."""


@pytest_asyncio.fixture(scope="session")
async def server() -> AsyncIterator[Client]:
    """A dev server in memory."""
    async with dev_server() as client:
        yield client


@pytest_asyncio.fixture(scope="session")
async def workplace_of_all(server: Client, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workplace]:
    """A workplace with its worker running."""
    async with workplace(server, tmp_path_factory.mktemp("workplace"), (*staff(), *OTHERS)) as own, own.worker():
        yield own


@pytest_asyncio.fixture
async def here(workplace_of_all: Workplace) -> AsyncIterator[Workplace]:
    """The same workplace, with its ordinary directory and an undisturbed Slack."""
    yield workplace_of_all
    workplace_of_all.directory = people.DIRECTORY
    workplace_of_all.store.faults.clear()
