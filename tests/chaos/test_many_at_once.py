"""Fifty people act at the same moment, each on another request: all are heard, and nobody waits for another."""

import asyncio
import time
from pathlib import Path

from demo.servers import Server
from records import SqlRecords
from records.database import Database
from sharing.errands import Keeping
from starter.desk import PENDING
from tests import people
from tests.chaos.homes import a_house, staffed
from tests.workflows.house import House, until
from workflows.contract import Receipt

MANY = 50


class JammedRecords(SqlRecords):
    """Records that keep everything but the facts of one request."""

    jammed = ""

    def keep(self, keeping: Keeping) -> None:
        """Keep, or fail."""
        if keeping.reference == self.jammed:
            raise OSError("Input/output error")
        super().keep(keeping)


async def timed(home: House, reference: str) -> tuple[Receipt, float]:
    """One act, and how long its speaker waited for the answer."""
    began = time.monotonic()
    receipt = await home.say(reference, "asha", people.screened())
    return receipt, time.monotonic() - began


async def test_fifty_acts_on_fifty_requests_at_once_are_all_heard_and_kept_though_one_of_them_is_jammed(
    server: Server, tmp_path: Path
) -> None:
    """Trap: one lock for all requests."""
    home = a_house(server.client, tmp_path)
    with JammedRecords(Database(f"sqlite:///{home.store._db.name}")) as workers:
        assert isinstance(workers, JammedRecords)
        async with staffed(home, store=workers):
            references = await asyncio.gather(*(home.lodge() for _ in range(MANY)))
            assert len(set(references)) == MANY
            await until(lambda: all(home.store.request(reference) is not None for reference in references))
            workers.jammed = references[7]
            answered = await asyncio.gather(*(timed(home, reference) for reference in references))
            assert [receipt.sentence for receipt, _ in answered] == ["The first screening is passed."] * MANY
            assert PENDING not in [receipt.sentence for receipt, _ in answered]
            others = [reference for reference in references if reference != workers.jammed]
            await until(lambda: all(len(home.store.history(reference)) == 4 for reference in others))
            assert len(home.store.history(references[7])) == 2
            workers.jammed = ""
            await until(lambda: len(home.store.history(references[7])) == 4)
    assert all(home.is_whole(reference) for reference in references)
    slowest = max(waited for _, waited in answered)
    assert slowest < home.desk._patience.total_seconds()
