"""A house at a server of its own, and what operators use on it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest_asyncio
from temporalio.client import Client

from policy.schemes import SCHEMES
from starter.operators.mending import Mending
from starter.operators.surveying import Survey
from tests.chaos.homes import a_house
from tests.workflows.ciphers import a_ring
from tests.workflows.house import House, dev_server
from wiring.temporal import encrypting


@pytest_asyncio.fixture(scope="package")
async def client() -> AsyncIterator[Client]:
    """A client of a server for all tests here. History is encrypted, as it is where operators mend."""
    ring = a_ring()
    async with dev_server(converter=encrypting(lambda: ring, "default")) as running:
        yield running


@pytest_asyncio.fixture
async def home(client: Client, tmp_path: Path) -> AsyncIterator[House]:
    """A house with references of its own."""
    house = a_house(client, tmp_path)
    yield house
    house.store.close()


def mending(home: House, keys: Mapping[str, str] | None = None) -> Mending:
    """What an operator of this house mends with."""
    survey = Survey(home.client, home.store, patience=5, pause=0.1)
    keys = home.key.known if keys is None else keys
    return Mending(home.client, home.store, keys, SCHEMES, task_queue=home.queue, survey=survey)
