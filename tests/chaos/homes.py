"""Houses for tests that break something: side by side on one server, each with parts of its own."""

import itertools
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest, DescribeWorkflowExecutionResponse
from temporalio.client import Client
from temporalio.worker import Worker

from activities.ports import Channel, Documents, TryLater
from channels.inbox import InboxChannel
from policy.working_days import local_day
from records import SqlRecords
from sharing.notices.notice import Notice
from starter.desk import utc_now
from tests.workflows.house import House
from wiring.sealing import SealingKey
from worker import build

_houses = itertools.count(1)


def a_house(client: Client, folder: Path, key: SealingKey | None = None) -> House:
    """A house whose references are its own, so that it may share a server with others."""
    home = House(client, folder, key)
    count_on(home.store)
    return home


def count_on(store: SqlRecords) -> None:
    """Have references begin at a number of their own: houses on one server may not have the same."""
    year, last = local_day(utc_now()).year, next(_houses) * 1000
    with store._db.writing() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO reference_counters (prefix, year, last) VALUES ('ONS', {year}, {last})"
        )


def staffed(
    home: House,
    *,
    channels: Sequence[Channel] | None = None,
    store: SqlRecords | None = None,
    documents: Documents | None = None,
    client: Client | None = None,
) -> AbstractAsyncContextManager[Worker]:
    """A worker of this house, with other parts where they are given."""
    return build(
        client or home.client,
        store or home.store,
        [InboxChannel(home.store)] if channels is None else channels,
        home.key.known,
        documents=documents,
        task_queue=home.queue,
        sticky=timedelta(seconds=1),
    )


async def _described(home: House, reference: str) -> DescribeWorkflowExecutionResponse:
    ask = DescribeWorkflowExecutionRequest(
        namespace=home.client.namespace, execution=WorkflowExecution(workflow_id=reference)
    )
    return await home.client.workflow_service.describe_workflow_execution(ask)


async def pending(home: House, reference: str) -> dict[str, PendingActivityInfo]:
    """What is being carried out, or tried again, by the names of the activities."""
    return {one.activity_id: one for one in (await _described(home, reference)).pending_activities}


async def at_rest(home: House, reference: str) -> bool:
    """Whether nothing is being carried out, and the request only waits."""
    found = await _described(home, reference)
    return not found.pending_activities and not found.HasField("pending_workflow_task")


async def tried_again(home: House, reference: str, name: str, times: int = 2) -> bool:
    """Whether an activity of that name has failed, and is tried for the so-manieth time."""
    return any(key.startswith(name) and one.attempt >= times for key, one in (await pending(home, reference)).items())


class Post:
    """A channel as real ones are: it may have taken a message though it says no, and then must look for it.

    `fault` is asked before (`arrived` False) and after a message has arrived, and raises what it likes.
    """

    name = "post"

    def __init__(self, fault: Callable[[Notice, bool], None] = lambda notice, arrived: None) -> None:
        self.messages: list[Notice] = []
        self.tries: list[tuple[str, int, datetime]] = []
        self.fault = fault

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Take it, unless an earlier try has arrived."""
        self.tries.append((notice.key, attempt, first_tried))
        if attempt > 1 and any(one.key == notice.key for one in self.messages):
            return
        self.fault(notice, False)
        self.messages.append(notice)
        self.fault(notice, True)

    def to(self, office: str, kind: str = "ask") -> list[Notice]:
        """The messages to an office."""
        return [one for one in self.messages if (one.office, one.kind) == (office, kind)]

    @property
    def once_each(self) -> bool:
        """Whether nobody was told anything twice."""
        keys = [one.key for one in self.messages]
        return len(keys) == len(set(keys))


def later(after: timedelta | None = None) -> TryLater:
    """What a channel says when its provider is down."""
    return TryLater("The provider does not answer.", after)
