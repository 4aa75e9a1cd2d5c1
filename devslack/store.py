"""What the stand-in remembers, in one SQLite file: messages, views, triggers, response addresses and mail."""

import asyncio
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

from devslack.faults import Faults
from devslack.switchboard import Switchboard

Json = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (channel TEXT, ts TEXT, only_for TEXT, body TEXT, PRIMARY KEY (channel, ts));
CREATE TABLE IF NOT EXISTS views (id TEXT PRIMARY KEY, user TEXT, depth INTEGER, body TEXT, typed TEXT, errors TEXT);
CREATE TABLE IF NOT EXISTS triggers (id TEXT PRIMARY KEY, user TEXT, issued REAL, used INTEGER, view TEXT);
CREATE TABLE IF NOT EXISTS hooks (token TEXT PRIMARY KEY, channel TEXT, user TEXT, ts TEXT, issued REAL, uses INT);
CREATE TABLE IF NOT EXISTS seen (user TEXT PRIMARY KEY, ts TEXT);
CREATE TABLE IF NOT EXISTS mails (n INTEGER PRIMARY KEY AUTOINCREMENT, at REAL, sender TEXT, recipients TEXT, raw);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT);
"""


@dataclass
class Kept:
    """A view as it is kept: `depth` is its place in the person's stack of modals, None for App Home."""

    id: str
    user: str
    depth: int | None
    body: Json
    typed: dict[str, dict[str, Any]]
    """What was typed or chosen, by block_id and action_id, as plain values."""
    errors: dict[str, str]


@dataclass(frozen=True)
class Trigger:
    """A moment in which an app may open a view for a person."""

    user: str
    issued: float
    used: bool
    view: str | None


@dataclass(frozen=True)
class Mail:
    """A mail as it was caught, by its envelope."""

    n: int
    at: float
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class Store:
    """The memory of a stand-in. Raises sqlite3.Error where the file cannot be written."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.faults = Faults()
        self.switchboard = Switchboard()
        self.notices: dict[str, list[str]] = {}
        """What to tell a person on the next page they see; forgotten on a restart."""
        self._lock = RLock()
        self._waiting: set[asyncio.Future[None]] = set()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        newest = self._one("SELECT value FROM kept WHERE name = 'ts'")
        self._last = int(newest[0]) if newest else 0
        self.form_token = self._keep_once("form_token", secrets.token_urlsafe(24))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # Time and identities

    def next_ts(self) -> str:
        """A timestamp as Slack writes it: unique, and later than any before, over restarts too."""
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() // 1000)
            self._do("INSERT OR REPLACE INTO kept VALUES ('ts', ?)", str(self._last))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait for something to hold, looking again after every change. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds():
                change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.add(change)
                try:
                    await change
                finally:
                    self._waiting.discard(change)

    # Messages

    def message(self, channel: str, ts: str) -> Json | None:
        """One message, as `conversations.history` with its metadata would give it."""
        found = self._one("SELECT body FROM messages WHERE channel = ? AND ts = ?", channel, ts)
        return json.loads(found[0]) if found else None

    def messages(self, channel: str, viewer: str | None = None) -> list[Json]:
        """All messages of a channel, oldest first; those only for the viewer among them, where one is named."""
        rows = self._all(
            "SELECT body FROM messages WHERE channel = ? AND (only_for IS NULL OR only_for = ?) ORDER BY ts",
            *(channel, viewer),
        )
        return [json.loads(row[0]) for row in rows]

    def only_for(self, channel: str, ts: str) -> str | None:
        """Whom alone a message is shown to."""
        found = self._one("SELECT only_for FROM messages WHERE channel = ? AND ts = ?", channel, ts)
        return found[0] if found else None

    def put_message(self, channel: str, body: Json, only_for: str | None = None) -> None:
        """Keep a message under its `ts`, new or changed."""
        self._do(
            "INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?)", channel, body["ts"], only_for, json.dumps(body)
        )

    def drop_message(self, channel: str, ts: str) -> None:
        """Forget a message."""
        self._do("DELETE FROM messages WHERE channel = ? AND ts = ?", channel, ts)

    def seen(self, user: str) -> str:
        """The timestamp up to which a person has read."""
        found = self._one("SELECT ts FROM seen WHERE user = ?", user)
        return found[0] if found else "0"

    def see(self, user: str, ts: str) -> None:
        """The person has read up to here."""
        self._do("INSERT OR REPLACE INTO seen VALUES (?, ?)", user, ts)

    # Views

    def view(self, view_id: str) -> Kept | None:
        """A view that is open, or a home that is published."""
        return next(iter(self._views("id = ?", view_id)), None)

    def stack(self, user: str) -> list[Kept]:
        """The modals that are open for a person, the one on top last."""
        return self._views("user = ? AND depth IS NOT NULL ORDER BY depth", user)

    def top(self, user: str) -> Kept | None:
        """The modal that a person sees."""
        return next(reversed(self.stack(user)), None)

    def home(self, user: str) -> Kept | None:
        """What was published for a person's App Home."""
        return next(iter(self._views("user = ? AND depth IS NULL", user)), None)

    def named(self, external_id: str) -> Kept | None:
        """The view that the app gave this name."""
        return next((kept for kept in self._views("1") if kept.body.get("external_id") == external_id), None)

    def put_view(self, kept: Kept) -> None:
        """Keep a view, new or changed."""
        self._do(
            "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)",
            *(kept.id, kept.user, kept.depth),
            *(json.dumps(part) for part in (kept.body, kept.typed, kept.errors)),
        )

    def drop_views(self, ids: Iterable[str]) -> None:
        """Close views."""
        for view_id in ids:
            self._do("DELETE FROM views WHERE id = ?", view_id)

    def _views(self, where: str, *values: object) -> list[Kept]:
        rows = self._all(f"SELECT id, user, depth, body, typed, errors FROM views WHERE {where}", *values)
        return [Kept(*row[:3], *(json.loads(part) for part in row[3:])) for row in rows]

    # Triggers and response addresses

    def new_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger for what the person has just done, in this view if in any."""
        trigger = f"{self.next_ts()}.{secrets.token_hex(16)}"
        self._do("INSERT INTO triggers VALUES (?, ?, ?, 0, ?)", trigger, user, time.time(), view)
        return trigger

    def trigger(self, trigger: str) -> Trigger | None:
        """What is known of a trigger."""
        found = self._one("SELECT user, issued, used, view FROM triggers WHERE id = ?", trigger)
        return Trigger(found[0], found[1], bool(found[2]), found[3]) if found else None

    def use_trigger(self, trigger: str, view: str) -> None:
        """The trigger has opened this view."""
        self._do("UPDATE triggers SET used = 1, view = ? WHERE id = ?", view, trigger)

    def new_hook(self, channel: str, user: str, ts: str | None) -> str:
        """The secret part of a response address."""
        token = secrets.token_urlsafe(18)
        self._do("INSERT INTO hooks VALUES (?, ?, ?, ?, ?, 0)", token, channel, user, ts, time.time())
        return token

    def use_hook(self, token: str) -> tuple[str, str, str | None, float, int] | None:
        """Count one use. Gives channel, user, ts, the moment it was issued and how often it was used before."""
        with self._lock:
            found: tuple[str, str, str | None, float, int] | None = self._one(
                "SELECT channel, user, ts, issued, uses FROM hooks WHERE token = ?", token
            )
            self._do("UPDATE hooks SET uses = uses + 1 WHERE token = ?", token)
        return found

    # Mail

    def add_mail(self, sender: str, recipients: Iterable[str], raw: bytes) -> None:
        """Keep a mail as it came."""
        self._do(
            "INSERT INTO mails (at, sender, recipients, raw) VALUES (?, ?, ?, ?)",
            *(time.time(), sender, json.dumps(list(recipients)), raw),
        )

    def mails(self, recipient: str | None = None) -> list[Mail]:
        """Caught mail, newest first; that of one recipient where one is named."""
        rows = self._all("SELECT n, at, sender, recipients, raw FROM mails ORDER BY n DESC")
        found = map(_mail, rows)
        return [mail for mail in found if recipient is None or recipient.lower() in map(str.lower, mail.recipients)]

    def mail(self, n: int) -> Mail | None:
        """One caught mail."""
        row = self._one("SELECT n, at, sender, recipients, raw FROM mails WHERE n = ?", n)
        return _mail(row) if row else None

    def mail_count(self) -> int:
        """How many mails were caught."""
        return int(self._one("SELECT count(*) FROM mails")[0])

    # The file

    def _keep_once(self, name: str, value: str) -> str:
        self._do("INSERT OR IGNORE INTO kept VALUES (?, ?)", name, value)
        found = self._one("SELECT value FROM kept WHERE name = ?", name)
        return str(found[0]) if found else value

    def _do(self, sql: str, *values: object) -> None:
        with self._lock, closing(self._db.execute(sql, values)):
            for change in list(self._waiting):
                change.get_loop().call_soon_threadsafe(_wake, change)

    def _one(self, sql: str, *values: object) -> Any:
        with self._lock, closing(self._db.execute(sql, values)) as found:
            return found.fetchone()

    def _all(self, sql: str, *values: object) -> list[Any]:
        with self._lock, closing(self._db.execute(sql, values)) as found:
            return found.fetchall()


def _mail(row: Any) -> Mail:
    return Mail(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4])


def _wake(change: asyncio.Future[None]) -> None:
    if not change.done():
        change.set_result(None)


def open_store(folder: Path) -> Store:
    """The memory kept in this folder."""
    return Store(folder / "devslack.sqlite")
