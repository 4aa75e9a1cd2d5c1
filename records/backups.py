"""Backups of the records: one file with all, made while they are in use, put back into nothing but an empty place."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL

from records.database import Database, address, exists
from records.faults import RecordsUnreachable, RecordsUnusable
from records.revisions import newer, revision

PATIENCE = 3600
"""Seconds that a backup may take."""


def back_up(url: str, to: Path) -> None:
    """Write all records into the file `to`, as they are at one moment. Nobody need stop meanwhile.

    Raises RecordsUnusable where the file is there already or cannot be made; then there is no such file.
    """
    at = address(url)
    if to.exists():
        raise RecordsUnusable(f"{to} is there already; name a file that is not.")
    aside = to.with_name(f"{to.name}.{os.getpid()}.part")
    try:
        # For its owner alone: it holds everything that everybody wrote.
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if at.get_backend_name() == "sqlite":
            _copy_sqlite(Path(str(at.database)), aside)
        else:
            _run("pg_dump", at, "--format=custom", "--no-owner", "--no-privileges", f"--file={aside}")
        os.replace(aside, to)
    except OSError as wrong:
        raise RecordsUnusable(f"{to} cannot be written: {wrong.strerror}.") from wrong
    finally:
        aside.unlink(missing_ok=True)


def put_back(url: str, source: Path) -> None:
    """Put the records of the file `source` into an empty database.

    Raises RecordsUnusable where the database holds anything at all, or the file is no backup of such a database; then
    nothing has changed.
    """
    at = address(url)
    if not source.is_file():
        raise RecordsUnusable(f"There is no backup at {source}.")
    _refuse_unless_empty(url)
    if at.get_backend_name() == "sqlite":
        _refuse_other_files(source)
        place = Path(str(at.database))
        place.parent.mkdir(parents=True, exist_ok=True)
        aside = place.with_name(f"{place.name}.{os.getpid()}.part")
        try:
            _copy_sqlite(source, aside)
            os.replace(aside, place)
        finally:
            aside.unlink(missing_ok=True)
    else:
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run("pg_restore", at, *options, f"--dbname={at.database}", str(source))
    database = Database(url)
    try:
        with database.reading() as connection:
            found = revision(connection)
    finally:
        database.close()
    if newer(found):
        raise RecordsUnusable("The records are put back; a newer version of this program wrote them. Update it.")


def _refuse_unless_empty(url: str) -> None:
    database = Database(url)
    try:
        if exists(database.url):
            with database.reading() as connection:
                if inspect(connection).get_table_names():
                    raise RecordsUnusable(
                        f"There are records at {database.name} already, and nothing is put in the place of any. Name "
                        "an empty database, or move what is there away."
                    )
    finally:
        database.close()


def _copy_sqlite(source: Path, to: Path) -> None:
    """SQLite's own copy of a database in use."""
    if not source.exists():
        raise RecordsUnusable(f"There are no records at {source} yet.")
    try:
        with closing(sqlite3.connect(source, timeout=60)) as here, closing(sqlite3.connect(to)) as there:
            here.backup(there)
            (sound,) = there.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as wrong:
        raise _from_sqlite(source, wrong) from wrong
    if sound != "ok":
        raise RecordsUnusable(f"The records at {source} are damaged. Put back a backup.")


def _refuse_other_files(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here:
            tables = {name for (name,) in here.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as wrong:
        raise RecordsUnusable(f"{source} is no backup of records on SQLite.") from wrong
    if not {"happened", "lodgings", "alembic_version"} <= tables:
        raise RecordsUnusable(f"{source} is no backup of records.")


def _from_sqlite(source: Path, wrong: sqlite3.Error) -> RecordsUnusable:
    said = str(wrong).lower()
    if "locked" in said or "busy" in said or "full" in said:
        return RecordsUnreachable(f"The records at {source} could not be copied now ({wrong}); try again.")
    return RecordsUnusable(f"The records at {source} could not be copied ({wrong}).")


def _run(program: str, at: URL, *options: str) -> None:
    """PostgreSQL's own tool. Its password goes by the environment, where nobody else sees it."""
    found = shutil.which(program)
    if found is None:
        raise RecordsUnusable(
            f"{program} is not installed here; it comes with PostgreSQL's client programs, in the server's version. "
            "Install it, or have the database's own service make backups."
        )
    host = at.host or str(at.query.get("host", ""))
    given: dict[str, object] = {"PGHOST": host, "PGPORT": at.port, "PGUSER": at.username, "PGPASSWORD": at.password}
    given |= {"PGDATABASE": at.database, "PGSSLMODE": at.query.get("sslmode")}
    environ = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    told = subprocess.run(
        [found, *options], env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if told.returncode:
        lines = [line for line in told.stderr.splitlines() if line.strip()] or ["it did not say why"]
        raise RecordsUnusable(f"{program} could not do it: {lines[0][:300]}")
