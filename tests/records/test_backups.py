"""A backup is one file made while records are in use; it is put back into nothing but an empty place."""

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import records
from records import RecordsUnusable, SqlRecords
from records.backups import back_up, put_back
from records.outbox import Lodging
from tests.records.postgres import PACKAGE, POSTGRES, _installed


@pytest.fixture(autouse=True)
def _programs_of_the_servers_version(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = (_installed() / POSTGRES).parent
    assert PACKAGE in str(programs)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place of the same kind as the records."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/elsewhere/records.db"
    make: Callable[[bool], str] = request.getfixturevalue("postgres")
    return make(False)


@pytest.fixture
def source(elsewhere: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Records, set up."""
    if elsewhere.startswith("sqlite"):
        url = f"sqlite:///{tmp_path}/records.db"
        records.migrate(url)
        return url
    make: Callable[[bool], str] = request.getfixturevalue("postgres")
    return make(True)


def lodging(once: str = "once") -> Lodging:
    return Lodging(scheme="ons-onward-sharing", prefix="ONS", year=2026, requester="rae", once=once, content="0")


def filled(url: str) -> SqlRecords:
    store = records.open(url)
    store.put("Ünïcode — and a document\x00".encode(), "a.bin")
    store.lodge(lodging(), lambda reference: f'{{"reference": "{reference}"}}')
    return store


def test_what_was_backed_up_is_there_again_and_whoever_wrote_meanwhile_was_not_held_up(
    source: str, elsewhere: str, tmp_path: Path
) -> None:
    with filled(source) as store:
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                store.put(f"{number}".encode(), "later.txt")
                number += 1

        writing = threading.Thread(target=write)
        writing.start()
        try:
            back_up(source, tmp_path / "backup")
        finally:
            stop.set()
            writing.join()
        put_back(elsewhere, tmp_path / "backup")
        with records.open(elsewhere) as again:
            assert again.references() == store.references()
            sha256 = store.put("Ünïcode — and a document\x00".encode(), "a.bin")
            assert again.content(sha256) == store.content(sha256)
            assert again.lodge(lodging(once="another"), str).reference == "ONS-2026-0002"
            with pytest.raises(Exception, match="append-only"), again._db.writing() as connection:
                connection.exec_driver_sql("DELETE FROM contents")


def test_a_backup_is_for_its_owner_alone_and_never_written_over(source: str, tmp_path: Path) -> None:
    filled(source).close()
    back_up(source, tmp_path / "backup")
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    before = (tmp_path / "backup").read_bytes()
    with pytest.raises(RecordsUnusable, match="is there already; name a file that is not"):
        back_up(source, tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() == before


def test_records_that_are_there_are_never_put_aside_for_a_backup(source: str, tmp_path: Path) -> None:
    with filled(source) as store:
        back_up(source, tmp_path / "backup")
        with pytest.raises(RecordsUnusable, match="nothing is put in the place of any"):
            put_back(source, tmp_path / "backup")
        assert len(store.references()) == 1


def test_what_is_no_backup_is_not_put_back(elsewhere: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("milk, eggs, bread")
    with pytest.raises(RecordsUnusable):
        put_back(elsewhere, tmp_path / "list")
    with pytest.raises(RecordsUnusable, match="There is no backup at"):
        put_back(elsewhere, tmp_path / "gone")
    with pytest.raises(RecordsUnusable):
        records.open(elsewhere)


def test_nothing_half_written_is_left_where_a_backup_fails(source: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsUnusable, match="cannot be written"):
        back_up(source, tmp_path / "no-such-folder" / "backup")
    assert not (tmp_path / "no-such-folder").exists()


def test_without_the_databases_own_programs_a_sentence_says_so(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if source.startswith("sqlite"):
        back_up(source, tmp_path / "backup")
        return
    with pytest.raises(RecordsUnusable, match="pg_dump is not installed here"):
        back_up(source, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []
