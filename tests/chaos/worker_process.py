"""A worker as an operating-system process of its own, that dies where it is ordered to, and is started again.

    python -m tests.chaos.worker_process ORDERS

It is set up as every worker is, from the environment. Whoever writes the name of a point into the file ORDERS has the
worker die there by SIGKILL, the next time it passes; the order is gone then, so that its successor lives. Here, too,
stands all that makes this quick: a dead worker's place is taken by a fork of a parent that has imported everything,
and the server waits for a dead worker's activities for seconds instead of the minute that the workflow asks for.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event
from temporalio.client import Client, OutboundInterceptor, StartWorkflowInput, WorkflowHandle
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import (
    Interceptor,
    StartActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle

import worker
from channels.inbox import InboxChannel
from documents.agreements import Agreements, Drawn
from policy.form import Answers
from records import SqlRecords
from records.database import Database
from sharing import turns
from sharing.errands import Drafting, Keeping
from sharing.notices.notice import Notice
from sharing.request import Request
from sharing.spoken import Spoken
from wiring.sealing import key_at
from wiring.settings import Settings
from wiring.temporal import CONVERTER

# Where a worker can be ordered to die.
HEARING = "while it hears"
KEEPING = "before it keeps"
AMID = "amid the transaction"
KEPT = "kept, but not reported"
TELLING = "before it tells"
TOLD = "told, but not reported"
DRAWING = "while it draws up"
DRAWN = "drawn up, but not kept"

STICKY = timedelta(milliseconds=500)
PATIENCE = timedelta(seconds=2)
PATIENCE_WITH_PAPERS = timedelta(seconds=6)

Strike = Callable[[str], None]


class Orders:
    """The file with the order to die, as a worker sees it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def strike(self, point: str) -> None:
        """Die, if that is the order for this point."""
        try:
            if self._path.read_text() != point:
                return
            self._path.unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


class MortalRecords(SqlRecords):
    """Records that may be the last thing a worker sees."""

    def __init__(self, database: Database, strike: Strike) -> None:
        super().__init__(database)
        self._strike = strike
        self._keeping = threading.local()
        event.listen(database.engine, "commit", self._commits)

    def keep(self, keeping: Keeping) -> None:
        self._strike(KEEPING)
        self._keeping.now = True
        try:
            super().keep(keeping)
        finally:
            self._keeping.now = False
        self._strike(KEPT)

    def _commits(self, connection: Connection) -> None:
        # Everything is written, nothing is committed.
        if getattr(self._keeping, "now", False):
            self._strike(AMID)


class MortalInbox(InboxChannel):
    """An inbox that may be the last thing a worker sees."""

    def __init__(self, store: SqlRecords, strike: Strike) -> None:
        super().__init__(store)
        self._strike = strike

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        self._strike(TELLING)
        await super().deliver(notice, attempt, first_tried)
        self._strike(TOLD)


class MortalAgreements(Agreements):
    """Agreements that may be the last thing a worker sees."""

    def __init__(self, strike: Strike) -> None:
        super().__init__()
        self._strike = strike

    def draw_up(self, drafting: Drafting, answers: Answers) -> Drawn:
        self._strike(DRAWING)
        drawn = super().draw_up(drafting, answers)
        self._strike(DRAWN)
        return drawn


class Hurried(ClientInterceptor, Interceptor):
    """Has the server notice within seconds that a worker is dead: in an activity, or while it hears."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
        return _HurriedClient(next)

    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        return _HurriedWorkflow


class _HurriedClient(OutboundInterceptor):
    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        input.task_timeout = PATIENCE
        return await super().start_workflow(input)


class _HurriedWorkflow(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_HurriedActivities(outbound))


class _HurriedActivities(WorkflowOutboundInterceptor):
    def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:
        input.start_to_close_timeout = PATIENCE_WITH_PAPERS if input.activity == "draft" else PATIENCE
        return super().start_activity(input)


async def serve(settings: Settings, strike: Strike) -> None:
    """A worker, until it is struck or killed, or whoever started all this is gone."""
    asyncio.get_running_loop().add_reader(sys.stdin, os._exit, 0)  # nothing ever comes but the end
    client = await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=CONVERTER,
        interceptors=[Hurried()],
    )
    hears = turns.hear

    def hear(request: Request, spoken: Spoken, keys: Mapping[str, str], now: datetime) -> turns.Turn:
        strike(HEARING)
        return hears(request, spoken, keys, now)

    store = MortalRecords(Database(settings.database_url.get_secret_value()), strike)
    living = worker.build(
        client,
        store,
        [MortalInbox(store, strike)],
        key_at(settings.signing_key_path, make=False).known,
        documents=MortalAgreements(strike),
        task_queue=settings.task_queue,
        sticky=STICKY,
    )
    with patch.object(turns, "hear", hear):
        await living.run()


def born(settings: Settings, orders: Orders) -> int:
    """A worker in a process of its own; its process id. Nothing here has threads yet, so that a fork is whole."""
    child = os.fork()
    if not child:
        try:
            asyncio.run(serve(settings, orders.strike))
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    return child


def main(orders: Path) -> int:
    """Keep one worker alive, and kill it at SIGUSR1; each that was killed leaves a mark beside the orders."""
    settings = Settings.from_env(os.environ)
    while True:
        child = born(settings, Orders(orders))
        signal.signal(signal.SIGUSR1, partial(_kill, child))
        print("ready", flush=True)  # before this, SIGUSR1 would end the parent itself
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            return 1
        with marks(orders).open("a") as file:
            file.write("x")


def marks(orders: Path) -> Path:
    """The file with a mark for each worker that was killed."""
    return orders.with_name("killed")


def _kill(child: int, *_: object) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has just died, and nobody has taken its place yet
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
