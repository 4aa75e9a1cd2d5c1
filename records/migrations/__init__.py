"""How the tables came about, step by step, and the way to bring a database to today's.

A new step is a file in `versions/` (its `down_revision` names the step before) and its line in
`records/revisions.py`. A step that has been released is never edited.
"""

import os
import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, exc

from records.database import Database
from records.faults import RecordsUnreachable, RecordsUnusable
from records.revisions import newer, revision

WAL_TRIES = 50


def migrate(url: str) -> None:
    """Bring the database at `url` to this version's tables; an empty or missing one is set up. Safe to repeat.

    Of two that migrate at once, one waits for the other. All is done, or nothing. Raises RecordsUnusable.
    """
    database = Database(url)
    try:
        if database.is_sqlite:
            _make_file(database)
        with database.writing() as connection:
            database.alone(connection, "migrate")
            if newer(revision(connection)):
                raise RecordsUnusable(
                    f"The records at {database.name} were written by a newer version of this program. Update it."
                )
            _upgrade(connection, database.name)
        if database.is_sqlite:
            _write_ahead(database)
    finally:
        database.close()


def _upgrade(connection: Connection, name: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except (exc.ProgrammingError, exc.OperationalError) as wrong:
        if "already exists" not in str(wrong.orig):
            raise
        raise RecordsUnusable(
            f"The database at {name} has other tables in it, with names that the records need. Give the records a "
            "database of their own."
        ) from None


def _make_file(database: Database) -> None:
    path = Path(str(database.url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The case files are in it: readable by its owner alone.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as wrong:
        raise RecordsUnreachable(
            f"The file {path} cannot be made ({wrong.strerror}). Choose another place, or make the folder writable."
        ) from wrong


def _write_ahead(database: Database) -> None:
    """Let readers and the writer work side by side (WAL). The setting stays with the file."""
    for left in reversed(range(WAL_TRIES)):
        connection = database.engine.raw_connection()
        try:
            # Changing it needs the file alone for a moment, and SQLite does not wait for that by itself.
            if connection.cursor().execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError:
            if not left:
                raise RecordsUnreachable(f"The records at {database.name} are busy; try again.") from None
        finally:
            connection.close()
        time.sleep(0.1)
    raise RecordsUnusable(f"The records at {database.name} lie where SQLite cannot keep a write-ahead log.")
