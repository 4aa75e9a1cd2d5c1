"""One dev server over a file, and the workers as processes of their own, as they are in production."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from demo.servers import NoBinary
from starter.supervisor.part import CannotRun
from starter.supervisor.server import binary
from wiring.temporal import CONVERTER
from workflows.contract import SEARCH_ATTRIBUTES

KEPT = "file database, synchronous=OFF"
STARTS_WITHIN = 60
STOPS_WITHIN = 30
SETTLES_WITHIN = 20
LOOKS_AGAIN = 0.5
STILL = 0.005
"""A change of memory by less than this share is none."""


class WorkerFailed(Exception):
    """A worker did not start, or ended by itself; the text holds its last words."""


@asynccontextmanager
async def dev_server(folder: Path) -> AsyncIterator[Client]:
    """A server that writes a file and does not wait for the disk, so that the disk is not what is measured."""
    try:
        path = binary()
    except CannotRun as wrong:
        raise NoBinary(str(wrong)) from wrong
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(path),
        dev_server_database_filename=str(folder / "temporal.db"),
        dev_server_extra_args=["--sqlite-pragma", "synchronous=OFF"],
        dev_server_log_level="never",
        data_converter=CONVERTER,
        search_attributes=SEARCH_ATTRIBUTES,
    ) as environment:
        yield environment.client


def server_seconds() -> float:
    """The seconds of processor time that the server has used; it is this process's child, as the workers are."""
    return sum(_seconds(one) for one in psutil.Process().children() if Path(one.name()).stem == "temporal")


def own_seconds() -> float:
    """The seconds of processor time that this process, the door, has used."""
    return _seconds(psutil.Process())


def _seconds(process: psutil.Process) -> float:
    used = process.cpu_times()
    seconds: float = used.user + used.system
    return seconds


class WorkerProcess:
    """A worker under way."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._seen = psutil.Process(process.pid)

    @property
    def seconds(self) -> float:
        """The seconds of processor time that it has used."""
        return _seconds(self._seen)

    @property
    def kilobytes(self) -> float:
        """The memory that would be free without this process (USS)."""
        used: int = self._seen.memory_full_info().uss
        return used / 1024

    async def settled(self, still_for: float) -> float:
        """Its memory in kilobytes, once that has stood still for so many seconds."""
        before, still = self.kilobytes, 0.0
        for _ in range(round(SETTLES_WITHIN / LOOKS_AGAIN)):
            await asyncio.sleep(LOOKS_AGAIN)
            now = self.kilobytes
            still = still + LOOKS_AGAIN if abs(now - before) < before * STILL else 0.0
            before = now
            if still >= still_for:
                break
        return before


@asynccontextmanager
async def our_worker(client: Client, folder: Path) -> AsyncIterator[WorkerProcess]:
    """The worker of this project, over the records and with the key in that folder."""
    own = {"SHARING_DATA_DIR": str(folder), "SHARING_TEMPORAL_ADDRESS": client.service_client.config.target_host}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHARING_")}
    async with a_process(("-m", "worker"), folder / "worker.log", environment | own) as process:
        yield process


@asynccontextmanager
async def floor_worker(client: Client, folder: Path) -> AsyncIterator[WorkerProcess]:
    """The floor's worker."""
    arguments = ("-m", "bench.floor_worker", client.service_client.config.target_host)
    async with a_process(arguments, folder / "floor.log", dict(os.environ)) as process:
        yield process


@asynccontextmanager
async def a_process(
    arguments: tuple[str, ...], log: Path, environment: dict[str, str]
) -> AsyncIterator[WorkerProcess]:
    """A process of the project, once it has said its first line; ended with the block."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=Path(__file__).parent.parent,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        assert process.stdout is not None
        try:
            ready = await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
        except TimeoutError:
            ready = b""
        if not ready:
            raise WorkerFailed(f"The worker ({' '.join(arguments)}) did not start.\n{_last_words(log)}")
        yield WorkerProcess(process)
    finally:
        await _end(process)


def _last_words(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOPS_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
