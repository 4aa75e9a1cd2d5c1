"""Many roads at once, each as fast as it is answered: of story (a) through the desk, and of the floor."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle

from bench.floor import Floor
from bench.floor_worker import QUEUE
from bench.script import SCHEME, Office, Script
from bench.servers import WorkerProcess, own_seconds, server_seconds
from sharing.facts import AgreementDrafted
from sharing.messages import AnyMessage, ScreenAgreement
from workflows.contract import workflow_id

LOOKS_AGAIN = 0.25
GIVES_UP = 120

Found = TypeVar("Found")
Road = Callable[[list[float]], Awaitable[None]]
"""A road, from lodging to the end of its workflow; the seconds that each update took go into the list."""


@dataclass(frozen=True)
class Round:
    """So many roads at once: how many per second, how many seconds each update took, and whose processor time."""

    roads_per_second: float
    updates: tuple[float, ...]
    busy: dict[str, float]


async def round_of(road: Road, at_once: int, worker: WorkerProcess) -> Round:
    """Begin all at the same moment; the round is over when the last workflow has ended."""
    updates: list[float] = []
    before, begun = _busy(worker), time.perf_counter()
    await asyncio.gather(*(road(updates) for _ in range(at_once)))
    took, after = time.perf_counter() - begun, _busy(worker)
    busy = {who: (after[who] - before[who]) / at_once for who in after}
    return Round(at_once / took, tuple(updates), busy)


def _busy(worker: WorkerProcess) -> dict[str, float]:
    return {"worker": worker.seconds, "server": server_seconds(), "door": own_seconds()}


class Ours:
    """The road of story (a)."""

    def __init__(self, client: Client, office: Office, script: Script) -> None:
        self._client = client
        self._office = office
        self._script = script

    async def __call__(self, updates: list[float]) -> None:
        reference = await self.lodged()
        revision = 1
        for by, message in self._script.says:
            heard = await self._said(reference, by, await self._about(reference, message), revision, updates)
            revision = heard
        handle: WorkflowHandle[object, object] = self._client.get_workflow_handle(workflow_id(reference))
        await asyncio.wait_for(handle.result(), GIVES_UP)

    async def lodged(self) -> str:
        """Lodge what the story lodges; its reference, once it is on record."""
        script = self._script
        receipt = await self._office.desk.lodge(
            SCHEME, script.answers, script.by, f"lodge-{uuid4()}", source=script.source
        )
        await _until(lambda: self._office.store.request(receipt.reference))
        return receipt.reference

    async def screened(self) -> str:
        """Lodge and pass the first screening, no more: an open request that waits for its reviewers."""
        reference = await self.lodged()
        by, passed = next((by, said) for by, said in self._script.says if said.kind == "screen")
        await self._said(reference, by, passed, 1, [])
        return reference

    async def _said(self, reference: str, by: str, message: AnyMessage, revision: int, updates: list[float]) -> int:
        begun = time.perf_counter()
        receipt = await self._office.desk.say(reference, message, by, f"act-{uuid4()}", revision=revision)
        updates.append(time.perf_counter() - begun)
        return receipt.revision

    async def _about(self, reference: str, message: AnyMessage) -> AnyMessage:
        """A screening names the very document that was drawn up for this request, once it is."""
        if not isinstance(message, ScreenAgreement):
            return message
        document = await _until(lambda: self._drawn_up(reference, message.version))
        return message.model_copy(update={"document": document})

    def _drawn_up(self, reference: str, version: int) -> str | None:
        """The digest of that version's fixed copy, once the group's inbox would offer it for screening."""
        known = self._office.store.request(reference)
        if known is None or not any(task.what == "screen-agreement" for task in known.awaited):
            return None
        for one in self._office.store.history(reference, after=len(self._script.says)):
            if isinstance(one.fact, AgreementDrafted) and one.fact.version == version:
                return one.fact.fixed_copy
        return None


async def _until(look: Callable[[], Found | None]) -> Found:
    """Look again and again until something is there. Raises TimeoutError where it never is."""
    for _ in range(round(GIVES_UP / LOOKS_AGAIN)):
        if (found := look()) is not None:
            return found
        await asyncio.sleep(LOOKS_AGAIN)
    raise TimeoutError(f"The records did not get what was waited for within {GIVES_UP} seconds.")


class Bare:
    """The floor's road, with as many updates."""

    def __init__(self, client: Client, updates: int) -> None:
        self._client = client
        self._updates = updates

    async def __call__(self, updates: list[float]) -> None:
        await asyncio.wait_for((await self.after(self._updates, updates)).result(), GIVES_UP)

    async def after(self, said: int, updates: list[float]) -> WorkflowHandle[Floor, int]:
        """Begin a road and say so much of it."""
        handle = await self._client.start_workflow(Floor.run, self._updates, id=f"floor-{uuid4()}", task_queue=QUEUE)
        for number in range(said):
            begun = time.perf_counter()
            await handle.execute_update(Floor.hear, number)
            updates.append(time.perf_counter() - begun)
        return handle
