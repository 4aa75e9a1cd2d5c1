"""Databases that are lost, put back, full or away."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

import records
from demo.ports import free_port
from records import RecordsUnreachable, SqlRecords
from tests import people
from tests.chaos.homes import tried_again
from tests.runbook.conftest import Office
from tests.starter.shell import Shell
from tests.workflows.house import DEATHS, dev_server, until


def kinds(store: SqlRecords, reference: str) -> list[str]:
    return [one.fact.kind for one in store.history(reference)]


async def test_requests_outlive_the_loss_of_temporals_database(tmp_path: Path) -> None:
    port = free_port()
    async with dev_server(port=port) as client:
        office = Office(client, tmp_path)
        async with office.worker():
            reference = await office.lodged()
            await office.road(reference, 0, 4)
            await office.rests(reference)
    async with dev_server(port=port) as empty:
        office.move_to(empty)
        await office.starter("temporal", "prepare")
        async with office.worker():
            await office.verified(reference, "lost")
            assert "goes on from the records" in (await office.starter("mend", reference)).out
            await office.verified(reference)
            assert (await office.starter("verify")).err.strip() == "Records and workflows agree."
            await office.road(reference, 4)
            await until(lambda: "entry-published" in kinds(office.store, reference))


async def test_records_are_put_back_and_catch_up_with_the_workflows(office: Office, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.db")
    async with office.worker():
        reference = await office.lodged()
        await office.road(reference, 0, 2)
        await office.rests(reference)
        await office.starter("records", "backup", backup)
        await office.road(reference, 2, 4)
        await office.rests(reference)
    facts = office.store.history(reference)
    await office.starter("records", "restore", backup, code=1)
    assert office.store.history(reference) == facts, "nothing is put in the place of records that are there"
    url = f"sqlite:///{tmp_path}/put-back/records.db"
    office.shell = Shell(office.folder, **{**office.shell.environ, "SHARING_DATABASE_URL": url})
    await office.starter("records", "restore", backup)
    await office.starter("records", "migrate")
    with records.open(url) as store:
        assert len(store.history(reference)) < len(facts)
        office.store = office.desk._records = store
        async with office.worker():
            await office.verified(reference, "ahead")
            await office.starter("mend", reference)
            assert store.history(reference) == facts
            await office.verified(reference)
            await office.road(reference, 4)
            await until(lambda: "entry-published" in kinds(store, reference))


def limited(store: SqlRecords, pages: int) -> None:
    """The disk has no more room than that."""

    def no_more(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store._db.engine, "checkout", no_more)


async def test_a_full_disk_holds_requests_up_and_loses_nothing(office: Office) -> None:
    async with office.worker():
        reference = await office.lodged()
        await office.road(reference, 0, 1)
        await office.rests(reference)
        with office.store._db.reading() as connection:
            used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limited(office.store, used)
        with pytest.raises(RecordsUnreachable, match=r"full.*Check that the disk has room"):
            office.store.put(b"x" * 100_000, "a large paper")
        # What is said is too long for the room that is left here and there.
        opinion = people.opinion("information-asset-owner", DEATHS)
        parts = {key: f"{words} " * 40 if " " in words else words for key, words in opinion.parts.items()}
        opinion = opinion.model_copy(update={"parts": parts})
        before = len(office.store.history(reference))
        receipt = await office.say(reference, "gwen", opinion, once="one act")
        assert receipt.number > before, "it is heard"
        await until(lambda: tried_again(office, reference, "keep"))
        assert len(office.store.history(reference)) == before
        limited(office.store, 1_000_000)
        await until(lambda: "opinion-given" in kinds(office.store, reference))
        await office.verified(reference)
    assert kinds(office.store, reference).count("opinion-given") == 1


class AwayRecords(SqlRecords):
    """Records that answer only while they are there."""

    away = False

    def keep(self, keeping: object) -> None:
        """Keep, or fail as a database does that is away."""
        if self.away:
            raise RecordsUnreachable("The records cannot be reached.")
        super().keep(keeping)  # type: ignore[arg-type]


async def test_records_that_were_away_hold_what_was_heard_once_they_are_back(office: Office) -> None:
    from records.database import Database

    with AwayRecords(Database(office.shell.environ["SHARING_DATABASE_URL"])) as store:
        assert isinstance(store, AwayRecords)
        office.store = store
        async with office.worker():
            reference = await office.lodged()
            await office.rests(reference)
            store.away = True
            await office.say(reference, "asha", people.screened())
            await until(lambda: tried_again(office, reference, "keep"))
            assert "screened" not in kinds(store, reference)
            store.away = False
            await until(lambda: "screened" in kinds(store, reference))
            await office.verified(reference)
