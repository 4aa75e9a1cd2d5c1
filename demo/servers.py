"""Throw-away servers on which time can be let pass: a small one without a UI, and the real one with its UI."""

import functools
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.converter import DataConverter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from demo.ports import free_port
from wiring.temporal import CONVERTER
from workflows.contract import SEARCH_ATTRIBUTES

NAMESPACE = "default"
IDENTITY = "demo"
"""What histories call client and worker, rather than by the name of somebody's machine."""

SWITCH = ("frontend.WorkflowTimeSkippingEnabled=true", "system.workflowTimeSkippingEnabled=true")
"""The real server skips time only where this is set; the second is its name in coming versions."""

PROMPT = 'history.timerProcessorMaxTimeShift="100ms"'
"""Else timers that are skipped ring up to a second late: the server allows for clocks of several machines."""


class NoBinary(Exception):
    """A server's program is missing; the text says how to get it."""


class Server(Protocol):
    """A server and its clock."""

    @property
    def client(self) -> Client:
        """A client of it."""

    @property
    def ui(self) -> str:
        """The address of its UI; empty where it has none."""

    async def now(self, reference: str | None) -> datetime:
        """What time it is there, for that request."""

    async def wait(self, until: datetime, reference: str | None) -> None:
        """Let time pass; it stands still for nobody while work is under way."""


class Skipping:
    """The time-skipping test server: one clock for all, no UI, started in a moment."""

    ui = ""

    def __init__(self, environment: WorkflowEnvironment) -> None:
        self._environment = environment
        self.client = environment.client

    async def now(self, reference: str | None) -> datetime:
        return await self._environment.get_current_time()

    async def wait(self, until: datetime, reference: str | None) -> None:
        left = until - await self.now(reference)
        if left > timedelta():
            await self._environment.sleep(left)


class Dev:
    """The dev server with time skipping: every request has its own clock, which begins at the present."""

    def __init__(self, environment: WorkflowEnvironment, ui: str) -> None:
        self._environment = environment
        self.client = environment.client
        self.ui = ui

    def _handle(self, reference: str) -> WorkflowHandle[object, object]:
        return self.client.get_workflow_handle(reference)

    async def now(self, reference: str | None) -> datetime:
        if reference is None:
            return datetime.now().astimezone()
        return await self._environment.get_current_time(self._handle(reference))

    async def wait(self, until: datetime, reference: str | None) -> None:
        left = until - await self.now(reference)
        if reference is not None and left > timedelta():
            await self._environment.fast_forward(self._handle(reference), left)


@asynccontextmanager
async def skipping(converter: DataConverter = CONVERTER) -> AsyncIterator[Server]:
    """Start the time-skipping test server. One for each story: its clock jumps years when a request completes."""
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=_binary("temporal-test-server"),
        data_converter=converter,
        runtime=_quiet(),
        identity=IDENTITY,
    )
    async with environment:
        await environment.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=NAMESPACE,
                # The library types these keys by their values, and a tuple of all kinds has no one type.
                search_attributes={key.name: key.indexed_value_type for key in SEARCH_ATTRIBUTES},  # type: ignore[misc]
            )
        )
        with environment.auto_time_skipping_disabled():
            yield Skipping(environment)


@asynccontextmanager
async def dev(
    ui_port: int | None = None, converter: DataConverter = CONVERTER, file: Path | None = None
) -> AsyncIterator[Server]:
    """Start the real dev server, with its UI and with time that can be skipped; in memory, or over a file."""
    port = ui_port or free_port()
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=converter,
        runtime=_quiet(),
        identity=IDENTITY,
        dev_server_existing_path=_binary("temporal"),
        dev_server_log_level="error",
        dev_server_database_filename=str(file) if file else None,
        dev_server_extra_args=[part for switch in (*SWITCH, PROMPT) for part in ("--dynamic-config-value", switch)],
        search_attributes=SEARCH_ATTRIBUTES,
        ui=True,
        ui_port=port,
    )
    async with environment:
        yield Dev(environment, f"http://127.0.0.1:{port}")


@functools.cache
def _quiet() -> Runtime:
    """The SDK's engine, which warns on every start that the test server is not the newest."""
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter="error")))


def _binary(name: str) -> str:
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.exists():
        raise NoBinary(f"{path} is missing. `make up` or `make test` installs what is needed.")
    return str(path)
