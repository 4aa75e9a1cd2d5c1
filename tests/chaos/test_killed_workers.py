"""Workers die by SIGKILL, again and again, and the request comes out as if nothing had been."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from demo import story as stories
from demo.playing import play
from demo.servers import Server
from tests.chaos.mortal_house import Deadly, Mortal, Remains, mortal, remains
from tests.chaos.worker_process import AMID, DRAWING, DRAWN, HEARING, KEEPING, KEPT, TELLING, TOLD
from tests.demo.in_memory import in_memory

STORY = stories.story("a")
SPEECHES = sum(1 for act in STORY.acts if hasattr(act, "who") or hasattr(act, "refused"))


@pytest.fixture(scope="session")
async def as_told(tmp_path_factory: pytest.TempPathFactory) -> Remains:
    """What the story leaves behind where no worker dies, because there is none: the core tells it alone."""
    folder = tmp_path_factory.mktemp("as_told")
    with in_memory(STORY, folder) as stage:
        await play(STORY, stage)
        return remains(await stage.facts(), folder / "records.db")


def first(**plan: str) -> Callable[[str], str]:
    """A plan by which the worker dies at the first message of each of these kinds."""
    left = {kind.replace("_", "-"): point for kind, point in plan.items()}
    return lambda kind: left.pop(kind, "")


async def left_by(home: Mortal, house: Deadly) -> Remains:
    """What is left behind; the ledger is whole, and nobody has told it otherwise."""
    facts = await house.facts()
    assert [one.number for one in facts] == list(range(1, len(facts) + 1))
    assert house.store.divergences() == ()
    assert house.reference is not None
    listed = house.store.request(house.reference)
    assert listed is not None
    assert (listed.number, listed.state, listed.awaited) == (len(facts), "published", ())
    assert len(house.store.register().versions(house.reference, "transparency-register")) == 1
    return remains(facts, home.database)


async def test_a_worker_killed_while_it_records_before_it_tells_and_while_it_drafts_leaves_no_trace(
    server: Server, tmp_path: Path, as_told: Remains
) -> None:
    async with mortal(server, tmp_path) as home:
        house = Deadly(home, first(triage=AMID, ask=TELLING, draft_agreement=DRAWN))
        await play(STORY, house)
        assert home.killed == 3
        assert await left_by(home, house) == as_told


@pytest.mark.chaos
@pytest.mark.parametrize("point", [HEARING, KEEPING, AMID, KEPT, TELLING, TOLD])
async def test_a_worker_killed_at_every_act_leaves_no_trace(
    server: Server, tmp_path: Path, as_told: Remains, point: str
) -> None:
    async with mortal(server, tmp_path) as home:
        house = Deadly(home, lambda kind: point)
        await play(STORY, house)
        # Acts that are refused at the desk or by the core, or that nobody is told of, come to fewer points.
        assert home.killed + len(house.unheeded) == SPEECHES
        assert home.killed > SPEECHES / 2
        assert await left_by(home, house) == as_told


@pytest.mark.chaos
@pytest.mark.parametrize("point", [DRAWING, DRAWN])
async def test_a_worker_killed_at_every_version_of_an_agreement_leaves_no_trace(
    server: Server, tmp_path: Path, as_told: Remains, point: str
) -> None:
    async with mortal(server, tmp_path) as home:
        house = Deadly(home, lambda kind: point if kind in ("draft-agreement", "propose-terms") else "")
        await play(STORY, house)
        assert home.killed == 2
        assert await left_by(home, house) == as_told


@pytest.mark.chaos
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_workers_killed_at_any_moment_leave_no_trace(
    server: Server, tmp_path: Path, as_told: Remains, seed: int
) -> None:
    moments = random.Random(seed)
    async with mortal(server, tmp_path) as home:
        house = Deadly(home, lambda kind: "")

        async def kill() -> None:
            while True:
                await asyncio.sleep(moments.uniform(0.5, 5))
                home.kill()

        killing = asyncio.create_task(kill())
        try:
            await play(STORY, house)
        finally:
            killing.cancel()
        assert home.killed > 3
        assert await left_by(home, house) == as_told
