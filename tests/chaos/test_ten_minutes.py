"""A hundred requests travel while workers die at random, for ten minutes: nothing is lost, and nothing counts twice.

Long: `make chaos` alone runs it. CHAOS_SECONDS and CHAOS_REQUESTS make it shorter, to try it.
"""

import asyncio
import os
import random
from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.service import RPCError

import records
from demo.servers import dev
from sharing.messages import AnyMessage
from sharing.refused import Refused
from starter.desk import PENDING
from starter.operators.surveying import Survey
from tests.chaos.mortal_house import hurried, mortal
from tests.workflows.house import ROAD, House, until
from wiring.sealing import key_at
from workflows.contract import TASK_QUEUE, Receipt

SECONDS = float(os.environ.get("CHAOS_SECONDS", "600"))
REQUESTS = int(os.environ.get("CHAOS_REQUESTS", "100"))

AGAIN = ("could not hear this now", "cannot be reached", "not started yet", "ended at this very moment")


class Stubborn(House):
    """A house whose people say everything again, under the same key, until they know that it was heard."""

    said = 0

    async def say(self, reference: str, by: str, message: AnyMessage, once: str = "") -> Receipt:
        """Say it until it is heard."""
        once = once or f"act-{uuid4()}"
        while True:
            try:
                receipt = await super().say(reference, by, message, once)
                if receipt.sentence != PENDING:
                    self.said += 1
                    return receipt
            except Refused as refused:
                if not any(one in str(refused) for one in AGAIN):
                    raise
            except (RPCError, records.RecordsUnreachable):
                pass
            await asyncio.sleep(0.5)


async def travel(house: House, moments: random.Random) -> str:
    """One request's whole road, with pauses that make it last about as long as the test."""
    reference = await house.lodge()
    for place in range(len(ROAD)):
        await asyncio.sleep(moments.uniform(0, 1.5 * SECONDS / len(ROAD)))
        await patient(house, reference, place)
    return reference


async def patient(house: House, reference: str, place: int) -> None:
    """An act of the road, once what it goes by is there: a drafted agreement may take while workers die."""
    for _ in range(20):
        try:
            await house.road(reference, place, place + 1)
            return
        except (TimeoutError, RPCError):
            continue
    raise AssertionError(f"{reference} does not come to act {place}")


async def comes_out_whole(house: House, references: list[str]) -> None:
    """Every fact in the records once, each act heard once, and records and workflows agree."""
    for reference in references:
        await until(lambda one=reference: house.desk.recorded(one).state == "published", 120)  # type: ignore[misc]
        assert house.is_whole(reference)
        facts = house.store.history(reference)
        heard = Counter(str(one.speech.said["once"]) for one in facts if one.speech is not None)
        assert max(heard.values()) == 1
        assert "message-refused" not in {one.fact.kind for one in facts}
    survey = Survey(house.client, house.store)
    for reference in references:
        assert await survey.one(reference) == ()
    assert house.store.divergences() == ()


@pytest.mark.chaos
async def test_requests_come_out_whole_though_workers_die_all_the_time(tmp_path: Path) -> None:
    moments = random.Random(20)
    async with dev() as server, mortal(server, tmp_path) as home:
        house = Stubborn(server.client, tmp_path, key_at(tmp_path / "desk.key", make=False))
        house.queue = TASK_QUEUE
        house.move_to(hurried(server).client)

        async def kill() -> None:
            while True:
                await asyncio.sleep(moments.uniform(1, 8))
                home.kill()

        killing = asyncio.create_task(kill())
        asyncio.get_running_loop().call_later(SECONDS, killing.cancel)
        references = await asyncio.gather(*(travel(house, moments) for _ in range(REQUESTS)))
        killing.cancel()
        await comes_out_whole(house, list(references))
        assert home.killed >= SECONDS / 20
        assert house.said == REQUESTS * len(ROAD)
