"""A house whose operator sits at a shell, as in an installation: key, ring and records are where the settings say."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from temporalio.client import Client

from tests.chaos.homes import at_rest, count_on
from tests.fresh import fresh_records
from tests.starter.shell import Answer, Shell
from tests.workflows.house import House, dev_server, temporal, until
from wiring.sealing import key_at


class Office(House):
    """A house, and its operator's shell."""

    def __init__(self, client: Client, folder: Path) -> None:
        data = folder / "data"
        data.mkdir()
        super().__init__(client, data, key_at(data / "desk.key", make=True))
        self.folder = folder
        self.shell = Shell(
            folder,
            SHARING_DATABASE_URL=fresh_records(data),
            SHARING_TEMPORAL_ADDRESS=client.service_client.config.target_host,
            SHARING_TASK_QUEUE=self.queue,
        )

    async def starter(self, *words: str, code: int = 0) -> Answer:
        """A command of ours, as the operator gives it."""
        told = await _aside(self.shell, *words)
        assert told.code == code, f"{words}: {told.out} {told.err}"
        return told

    async def temporal(self, *words: str) -> str:
        """A command of Temporal's own."""
        address = self.client.service_client.config.target_host
        return await _output(temporal(), *words, "--address", address)

    async def rests(self, reference: str) -> None:
        """Wait until nothing is under way."""
        await until(lambda: at_rest(self, reference))

    async def verified(self, reference: str, *kinds: str) -> None:
        """What `starter verify` says of a request; notes apart."""
        told = await _aside(self.shell, "verify", reference, "--format", "json")
        found = [one["kind"] for one in told.json if one["kind"] not in ("branched", "untold")]
        assert found == list(kinds)
        assert told.code == (1 if kinds else 0)


async def _aside(shell: Shell, *words: str) -> Answer:
    return await asyncio.to_thread(shell, *words)


async def _output(*command: str) -> str:
    told = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return str(told.stdout)


@pytest_asyncio.fixture(scope="package")
async def client() -> AsyncIterator[Client]:
    """A client of a server for all tests here that do not need to harm it."""
    async with dev_server() as running:
        yield running


@pytest_asyncio.fixture
async def office(client: Client, tmp_path: Path) -> AsyncIterator[Office]:
    """An office with references of its own."""
    made = Office(client, tmp_path)
    count_on(made.store)
    yield made
    made.store.close()
