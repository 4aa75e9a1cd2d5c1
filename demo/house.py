"""The real stage: records in a file, a worker, and the desk that every door speaks to."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest, DescribeWorkflowExecutionResponse

import records
import worker
from channels.inbox import InboxChannel
from demo.playing import MORNING
from demo.servers import Server
from demo.story import Lodging, Story
from policy.form import Answers
from policy.schemes import SCHEMES
from policy.working_days import LONDON, Calendar, local_day
from records import SqlRecords
from sharing import commissioning
from sharing.facts import Happened
from sharing.messages import AnyMessage, Speaker
from sharing.notices.notice import Notice
from sharing.request import Request
from starter.desk import Desk
from wiring.calendar import england_and_wales
from wiring.directory import read
from wiring.sealing import SealingKey, new_key
from wiring.settings import SAMPLE_DIRECTORY
from workflows.contract import workflow_id

PATIENCE = timedelta(seconds=20)
LOOKS_AGAIN, GIVES_UP = 0.02, 30.0


class NotSettled(Exception):
    """What was set going did not come to an end; its text says what is still under way."""


class Clock:
    """The clock of desk and records: it follows the server's, and runs on between two looks."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def set(self, now: datetime) -> datetime:
        """Follow the server's clock."""
        self._ahead = now - datetime.now(UTC)
        return now


@dataclass(frozen=True)
class Furniture:
    """What all requests on one server have in common."""

    server: Server
    store: SqlRecords
    key: SealingKey
    clock: Clock


class House:
    """One request on a real server. What the desk is told is what a door would tell it."""

    def __init__(self, furniture: Furniture) -> None:
        self.server = server = furniture.server
        self.store = store = furniture.store
        self.reference: str | None = None
        self._clock = clock = furniture.clock
        self._acts = 0
        directory = read(SAMPLE_DIRECTORY)
        self.desk = Desk(
            server.client, store, directory, furniture.key, SCHEMES, _calendar, clock=clock, patience=PATIENCE
        )

    async def now(self) -> datetime:
        return self._clock.set(await self.server.now(self.reference))

    def _once(self) -> str:
        self._acts += 1
        return f"act-{self._acts}"

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        await self.now()
        receipt = await self.desk.lodge(
            act.under, answers, act.who, self._once(), source=act.source, signposted=act.signposted
        )
        self.reference = receipt.reference
        return receipt.sentence

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        await self.now()
        assert self.reference is not None, "a story lodges before it speaks"
        return (await self.desk.say(self.reference, message, by, self._once(), revision=saw)).sentence

    async def wait(self, until: datetime) -> None:
        await self.server.wait(until, self.reference)
        await self.now()

    async def request(self) -> Request | None:
        """The request, once the records hold all its facts and nothing is being carried out."""
        if self.reference is None:
            return None
        gives_up = time.monotonic() + GIVES_UP
        while True:
            raw = await self._described(self.reference)
            listed = self.store.request(self.reference)
            busy = [activity.activity_id for activity in raw.pending_activities]
            if raw.HasField("pending_workflow_task"):
                busy.append("a workflow task")
            if not busy and listed is not None:
                request = await self.desk.view(self.reference)
                if listed.number == request.number and not _errands(request):
                    return request
            if time.monotonic() > gives_up:
                raise NotSettled(f"{self.reference} is still busy with {', '.join(busy) or 'its errands'}.")
            await asyncio.sleep(LOOKS_AGAIN)

    async def _described(self, reference: str) -> DescribeWorkflowExecutionResponse:
        # As it comes: the SDK's own reading stumbles over an unset date among the test server's search attributes.
        ask = DescribeWorkflowExecutionRequest(
            namespace=self.server.client.namespace, execution=WorkflowExecution(workflow_id=workflow_id(reference))
        )
        return await self.server.client.workflow_service.describe_workflow_execution(ask)

    async def facts(self, after: int = 0) -> tuple[Happened, ...]:
        return self.store.history(self.reference, after) if self.reference else ()

    async def notices(self, office: str) -> tuple[Notice, ...]:
        return tuple(one.notice for one in self.store.inbox(office, self._clock(), lately=500))

    def attach(self, content: bytes, name: str) -> str:
        return self.desk.attach(content, name)

    def speaker(self, who: str) -> Speaker:
        return self.desk.directory.speaker(who)


@asynccontextmanager
async def furnished(server: Server, database: Path) -> AsyncIterator[Furniture]:
    """Records in that file, and a worker."""
    url, key, clock = f"sqlite:///{database}", new_key(), Clock()
    records.migrate(url)
    with records.open(url, clock) as store:
        async with worker.build(server.client, store, [InboxChannel(store)], key.known):
            yield Furniture(server, store, key, clock)


async def begin(story: Story, furniture: Furniture) -> House:
    """A stage for that story, at the time at which it begins (on a server whose clock can be set)."""
    await furniture.server.wait(datetime.combine(story.begins, MORNING, LONDON), None)
    return House(furniture)


def _errands(request: Request) -> bool:
    warned = request.silence is not None and request.silence.delivered_at is None
    return bool(commissioning.drafting(request) or commissioning.publishing(request) or warned)


def _calendar(at: datetime) -> Calendar:
    return england_and_wales(local_day(at).year, 4)
