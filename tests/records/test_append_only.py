"""What is on record cannot be changed, not even by somebody who has the database open."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from policy.catalogue import Catalogue
from policy.schemes import ons_onward_sharing
from records import SqlRecords
from records.database import Database
from records.tables import APPEND_ONLY, metadata
from tests.records.sample import MONDAY, STORY, an_entry, keeping, some

SCHEME = ons_onward_sharing.ONS_ONWARD_SHARING


@pytest.fixture
def full(kept: SqlRecords) -> SqlRecords:
    """Records with a row in every append-only table."""
    kept.keep(keeping(STORY))
    kept.keep(keeping(some(range(3, 4), told="council"), "new"))
    kept.put(b"%PDF-1.7", "agreement-1.pdf")
    kept.put_scheme("0" * 64, SCHEME)
    kept.register().publish(an_entry())
    kept.make_head(MONDAY.date(), lambda content: ("desk", "c2lnbmVk"))
    kept.answer_question(kept.ask("a-scheme", "A", "rae", "May we?"), "replied", "ada", "You may ask.")
    kept.put_catalogue("a-scheme", Catalogue(), "ada", "The first.", 0)
    return kept


def _refused(url: str, statement: str) -> str:
    database = Database(url)
    try:
        with pytest.raises(Exception, match="append-only") as refused, database.writing() as connection:
            connection.execute(text(statement))
    finally:
        database.close()
    return str(refused.value)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_can_be_changed_removed_or_replaced(full: SqlRecords, url: str, table: str) -> None:
    columns = [column.name for column in metadata.tables[table].columns]
    before = full.history("ONS-2026-0001")
    assert f"{table} is append-only" in _refused(url, f"UPDATE {table} SET {columns[-1]} = {columns[-1]}")
    assert f"{table} is append-only" in _refused(url, f"DELETE FROM {table}")
    if url.startswith("sqlite"):
        _refused(url, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        _refused(url, f"TRUNCATE {table}")
    assert full.history("ONS-2026-0001") == before


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_replacement_is_refused_whatever_the_settings_of_the_connection(full: SqlRecords, file: Path) -> None:
    with closing(sqlite3.connect(file)) as direct:
        assert direct.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        for table in APPEND_ONLY:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                direct.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
