"""One way to the database: engines, transactions, and the database's own errors turned into sentences."""

import threading
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import URL, make_url

from records.faults import RecordsUnreachable, RecordsUnusable

BUSY_SECONDS = 15
"""How long a writer waits for another one before the records count as unreachable (for now)."""

_DAMAGED = ("not a database", "malformed", "disk i/o error", "could not decode", "corrupted", "invalid page")
_LATER = (
    "locked",
    "busy",
    "unable to open",
    "is full",
    "too many connections",
    "readonly",
    "read-only",
    "no space left",
)
_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}
_UNMIGRATED = ("no such table", "no such column", "undefinedtable", "undefinedcolumn")


class Database:
    """An engine with its two kinds of transaction. Threads may share it: each call has its own connection."""

    def __init__(self, url: str) -> None:
        self.url = address(url)
        self.engine = _engine(self.url)
        # SQLite lets one writer in at a time and makes the others poll. A lock lets the threads of one process
        # queue instead; other processes are waited for by the database's own timeout.
        self._turn: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether the records are one file on this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def name(self) -> str:
        """What sentences call this database: never with its password."""
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, from one moment's state."""
        with self._in_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes all or nothing."""
        with self._turn, self._in_words(), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def alone(self, connection: Connection, name: str) -> None:
        """Until this transaction ends, no other one passes here under the same name."""
        # On SQLite a writing transaction is alone anyway (BEGIN IMMEDIATE).
        if not self.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_key(name)})

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except exc.TimeoutError as wrong:
            raise RecordsUnreachable(f"The records at {self.name} are busy; try again.") from wrong
        except exc.DBAPIError as wrong:
            if told := self._told(wrong):
                raise told from wrong
            raise

    def _told(self, wrong: exc.DBAPIError) -> RecordsUnusable | None:
        cause = wrong.orig
        said = f"{type(cause).__name__} {cause}".lower()
        if any(sign in said for sign in _DAMAGED):
            return RecordsUnusable(
                f"The records at {self.name} are damaged. Stop everything that uses them and put back a backup."
            )
        if any(sign in said for sign in _UNMIGRATED):
            return not_migrated(self.name)
        if any(sign in said for sign in _LATER):
            return RecordsUnreachable(
                f"The records at {self.name} cannot be used now ({_short(cause)}). Check that the disk has room, "
                "that the folder is writable and that nothing else holds them; then try again."
            )
        # SQLite also calls a wrong statement an operational error; that is a bug, and stays one.
        if wrong.connection_invalidated or (isinstance(wrong, exc.OperationalError) and not self.is_sqlite):
            return RecordsUnreachable(
                f"The records at {self.name} cannot be reached ({_short(cause)}). Check that the database runs and "
                "that its address is right; then try again."
            )
        return None


def not_migrated(name: str) -> RecordsUnusable:
    """What is said of a database without our tables, or with those of an older version."""
    return RecordsUnusable(f"The records at {name} are not set up for this version. Run `starter migrate`.")


def address(url: str) -> URL:
    """A database address that we can use. Raises RecordsUnusable with what one looks like."""
    wanted = "Write sqlite:///path/to/records.db, or postgresql://user:password@host/database."
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise RecordsUnusable(f"The address of the records cannot be read. {wanted}") from None
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        if parsed.database in (None, "", ":memory:") or str(parsed.database).startswith("file:"):
            raise RecordsUnusable(f"Records in memory would be lost. {wanted}")
        return parsed.set(drivername="sqlite+pysqlite")
    raise RecordsUnusable(f"Records cannot be kept in {kind!r}. {wanted}")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS}, **_POOL)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    # Transactions are begun by us: the driver's own way cannot take the write lock at once.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    # A ledger must survive a power cut: the default of FULL is kept also in WAL mode.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def exists(url: URL) -> bool:
    """Whether there is a file to open; a server is asked when it is connected to."""
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def _lock_key(name: str) -> int:
    """A stable number for an advisory lock. Two names may share one: they then wait for each other, no more."""
    return zlib.crc32(name.encode())


def _short(cause: object) -> str:
    return str(cause).strip().partition("\n")[0][:200]
