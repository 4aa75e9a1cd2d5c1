"""The records fail for a while: nothing is lost, nothing is half-written, and nobody hears what is not on record."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from demo.servers import Server
from records import RecordsUnreachable, SqlRecords
from records.database import Database
from sharing.errands import Keeping
from sharing.messages import Withdraw
from sharing.refused import Refused
from starter.desk import PENDING, utc_now
from tests import people
from tests.chaos.homes import a_house, staffed, tried_again
from tests.workflows.house import DEATHS, House, until


class FrailRecords(SqlRecords):
    """Records that fail as nobody thought they could."""

    failing = False

    def keep(self, keeping: Keeping) -> None:
        """Keep, or fail."""
        if self.failing:
            raise OSError("Input/output error")
        super().keep(keeping)


Fault = Callable[[SqlRecords], AbstractContextManager[None]]


@contextmanager
def locked(store: SqlRecords) -> Iterator[None]:
    """Another process holds the database: a backup, say."""
    with closing(sqlite3.connect(store._db.name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(store: SqlRecords) -> Iterator[None]:
    """The disk has been mounted for reading only."""
    state = "ON"

    def only_read(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {state}")

    event.listen(store._db.engine, "checkout", only_read)
    yield
    state = "OFF"


@contextmanager
def broken(store: SqlRecords) -> Iterator[None]:
    """Something happens that nobody thought of."""
    assert isinstance(store, FrailRecords)
    store.failing = True
    yield
    store.failing = False


@pytest.fixture
def home(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house that waits only a moment for records that somebody else holds."""
    monkeypatch.setattr("records.database.BUSY_SECONDS", 0.2)
    return a_house(server.client, tmp_path)


@pytest.mark.parametrize("fault", [locked, read_only, broken])
async def test_while_the_records_are_away_acts_are_heard_and_afterwards_kept_and_told_once(
    home: House, fault: Fault
) -> None:
    with FrailRecords(Database(f"sqlite:///{home.store._db.name}")) as workers:
        async with staffed(home, store=workers):
            reference = await home.lodged()
            before = home.store.history(reference)
            with fault(workers):
                heard = [await home.say(reference, "asha", people.screened())]
                await until(lambda: tried_again(home, reference, "keep"))
                heard.append(await home.say(reference, "gwen", people.opinion("information-asset-owner", DEATHS)))
                assert home.store.history(reference) == before
                assert home.store.inbox("information-asset-owner", utc_now()) == ()
            await until(lambda: len(home.store.history(reference)) == heard[-1].number)
            await until(lambda: home.store.inbox("onward-data-sharing-group", utc_now()) != ())
    assert PENDING not in [receipt.sentence for receipt in heard]
    assert home.is_whole(reference)
    kinds = [one.fact.kind for one in home.store.history(reference)]
    assert (kinds.count("screened"), kinds.count("opinion-given")) == (1, 1)


async def test_a_lodging_while_the_records_are_away_is_refused_whole_and_uses_up_no_reference(home: House) -> None:
    with locked(home.store), pytest.raises(RecordsUnreachable, match="then try again"):
        await home.lodge()
    assert home.store.unstarted() == ()
    first, second = await home.lodge(), await home.lodge()
    assert (first[-3:], second[-3:]) == ("001", "002")


async def test_a_request_withdrawn_before_anybody_looked_at_it_leaves_its_trace(home: House) -> None:
    """Trap: the deletion of a draft erases its events."""
    async with staffed(home):
        reference = await home.lodged()
        await home.say(reference, "rae", Withdraw(reason="We lodged it by mistake."))
        await home.handle(reference).result()
    assert [one.fact.kind for one in home.store.history(reference)][::2] == ["lodged", "closed"]
    assert home.store.lodging(reference).requester == "rae"
    filing = home.desk.recorded(reference).filing
    assert home.store.answers(filing.digest) == people.complete()
    with closing(sqlite3.connect(home.store._db.name)) as direct:
        for table in ("happened", "contents"):
            with pytest.raises(sqlite3.Error):
                direct.execute(f"DELETE FROM {table}")


async def test_a_lodging_over_records_from_an_older_backup_does_not_vanish_behind_a_request_of_the_same_reference(
    home: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restored")
    with closing(sqlite3.connect(home.store._db.name)) as now, closing(sqlite3.connect(folder / "records.db")) as old:
        now.backup(old)
    async with staffed(home):
        await home.lodged()
        restored = House(home.client, folder, home.key)
        restored.queue = home.queue
        another = people.complete(lay_summary="Quite another request, lodged after the backup was put back.")
        with pytest.raises(Refused, match="the records are older than the server"):
            await restored.lodge(another)
    assert len(restored.store.unstarted()) == 1
