"""Records open, or say why not and what to do. Setting them up is safe to repeat, and to do twice at once."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import records
import records.migrations
from records import RecordsUnreachable, RecordsUnusable, SqlRecords
from records.database import Database
from records.revisions import REVISIONS
from records.tables import metadata
from tests.records.sample import STORY, keeping

REFERENCE = "ONS-2026-0001"


def test_records_are_set_up_once_and_stay_as_they_are(empty: str) -> None:
    records.migrate(empty)
    with records.open(empty) as kept:
        kept.keep(keeping(STORY))
    records.migrate(empty)
    with records.open(empty) as kept:
        assert kept.history(REFERENCE) == STORY


def test_several_processes_may_set_records_up_at_once(empty: str) -> None:
    program = f"import records; records.migrate({empty!r})"
    running = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    with records.open(empty) as kept:
        kept.keep(keeping(STORY))


def test_records_that_are_held_by_another_process_for_a_moment_are_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "records.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE somebody (name TEXT)")
        other.execute("BEGIN")
        other.execute("SELECT * FROM somebody").fetchall()
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            other.execute("COMMIT")

        monkeypatch.setattr("records.migrations.time.sleep", wait)
        monkeypatch.setattr("records.database.BUSY_SECONDS", 0)
        database = Database(f"sqlite:///{path}")
        records.migrations._write_ahead(database)
        database.close()
    assert len(waited) == 1
    with closing(sqlite3.connect(path)) as afterwards:
        assert afterwards.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url: str) -> None:
    database = Database(url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(Path(records.migrations.__file__).parent))
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


def test_an_empty_database_says_how_to_set_it_up(empty: str) -> None:
    with pytest.raises(RecordsUnusable, match="Run `starter migrate`"):
        records.open(empty)


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(RecordsUnusable, match=r"There are no records at .*nowhere.db yet"):
        records.open(f"sqlite:///{tmp_path}/nowhere.db")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_database_is_neither_opened_nor_touched(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for act in (records.open, records.migrate):
        with pytest.raises(RecordsUnusable, match=r"newer version of this program. Update it"):
            act(url)


def test_a_database_with_other_tables_is_left_alone(empty: str) -> None:
    if empty.startswith("sqlite"):
        Path(empty.removeprefix("sqlite:///")).touch()
    database = Database(empty)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE requests (id INTEGER)")
    with pytest.raises(RecordsUnusable, match="Give the records a database of their own"):
        records.migrate(empty)
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM requests").scalar() == 0
        with pytest.raises(Exception, match="happened"):
            connection.exec_driver_sql("SELECT * FROM happened")
    database.close()


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(b"This is a shopping list, not a database. " * 100)
    for act in (records.open, records.migrate):
        with pytest.raises(
            RecordsUnusable, match=r"are damaged\. Stop everything that uses them and put back a backup"
        ):
            act(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"This is a shopping list")


def test_damage_that_is_met_later_is_called_damage(file: Path) -> None:
    url = f"sqlite:///{file}"
    with records.open(url) as kept:
        for number in range(1, 60):
            kept.keep(keeping(STORY, reference=f"ONS-2026-{number:04}"))
    with closing(sqlite3.connect(file)) as direct:
        direct.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = direct.execute("SELECT rootpage FROM sqlite_master WHERE name = 'happened'").fetchone()[0]
        size = direct.execute("PRAGMA page_size").fetchone()[0]
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xee" * size
    file.write_bytes(whole)
    with records.open(url) as kept:
        with pytest.raises(RecordsUnusable, match="are damaged"):
            kept.history(REFERENCE)
        with pytest.raises(RecordsUnusable, match="are damaged"):
            kept.keep(keeping(STORY, reference="ONS-2026-0099"))


def test_a_fact_that_cannot_be_read_says_which(kept: SqlRecords, url: str) -> None:
    kept.keep(keeping(STORY[:2]))
    database = Database(url)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO happened (reference, branch, number, run, digest, at, kind, fact, kept_at) VALUES "
            "('ONS-2026-0001', 0, 3, 'r', 'd', '2026-11-02 10:00:00', 'foreseen', '{\"kind\": \"foreseen\"}', "
            "'2026-11-02 10:00:00')"
        )
    database.close()
    with pytest.raises(RecordsUnusable, match=r"Fact 3 of ONS-2026-0001 \(foreseen\) cannot be read"):
        kept.history(REFERENCE)


def test_a_file_that_another_process_holds_is_busy_for_now(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.database.BUSY_SECONDS", 0.2)
    with records.open(f"sqlite:///{file}") as kept:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsUnreachable, match="cannot be used now"):
            kept.keep(keeping(STORY))
        assert kept.history(REFERENCE) == ()
        other.execute("ROLLBACK")
        kept.keep(keeping(STORY))
        other.close()
        assert kept.history(REFERENCE) == STORY


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordsUnreachable, match="cannot be made"):
        records.migrate(f"sqlite:///{tmp_path}/file/records.db")


def test_records_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    records.migrate(f"sqlite:///{tmp_path}/deep/down/records.db")
    assert (tmp_path / "deep/down/records.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://host/records", "records", "", "http://a b"]
)
def test_an_address_that_holds_no_records_is_refused_with_an_example(url: str) -> None:
    for act in (records.open, records.migrate):
        with pytest.raises(RecordsUnusable, match=r"Write sqlite:///.* or postgresql://"):
            act(url)


def test_a_server_that_does_not_answer_is_unreachable_and_its_password_untold(tmp_path: Path) -> None:
    with pytest.raises(RecordsUnreachable, match="cannot be reached") as refused:
        records.open(f"postgresql://clerk:hush-hush@/records?host={tmp_path}")
    assert "hush-hush" not in str(refused.value)
    assert isinstance(refused.value, ConnectionError)


def test_a_connection_that_was_cut_is_made_anew(postgres: Callable[[bool], str]) -> None:
    url = postgres(True)
    with records.open(url) as kept:
        kept.keep(keeping(STORY[:2]))
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        kept.keep(keeping(STORY))
        assert kept.history(REFERENCE) == STORY
