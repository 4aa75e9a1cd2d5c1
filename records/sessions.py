"""Who is signed in: a secret in a cookie, of which only the digest is kept; and tokens of programs, likewise."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import insert, select, update

from policy.value import Stored, digest
from records.database import Database
from records.ledger import Clock, now
from records.page_tables import sessions, tokens
from records.rows import checked

Way = Literal["link", "list", "provider"]
"""How somebody signed in: by a one-time link, from the list of a local installation, through an identity provider."""


class Session(Stored):
    """Somebody's session. `fresh_at` is when they last proved who they are; `expires_at`, when it ends anyhow."""

    person: str
    way: Way
    made_at: datetime
    fresh_at: datetime
    seen_at: datetime
    expires_at: datetime


SCOPES = ("lodge", "say", "read")
"""What a program may be let do."""


class Token(Stored):
    """A program's token: in whose name it speaks, and what for."""

    name: str
    person: str
    scopes: tuple[str, ...]
    expires_at: datetime


class Sessions:
    """Sessions and tokens. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def begin_session(self, person: str, way: Way, lasts: timedelta) -> str:
        """A new session; its token, which is nowhere else. Every sign-in has one of its own."""
        token, at = secrets.token_urlsafe(32), self._clock()
        row = checked({"sha256": digest(token.encode()), "person": person, "way": way})
        times = {"made_at": at, "fresh_at": at, "seen_at": at, "expires_at": at + lasts}
        with self._db.writing() as connection:
            connection.execute(insert(sessions).values(**row, **times))
        return token

    def session(self, token: str, idle: timedelta) -> Session | None:
        """The session of a token, where it lives: not ended, not expired, not idle for longer than this.

        Seeing it is noted at most once a minute, so that pages do not write at each look.
        """
        at, mine = self._clock(), sessions.c.sha256 == _sha256(token)
        with self._db.reading() as connection:
            row = connection.execute(select(sessions).where(mine)).one_or_none()
        if row is None or row.ended_at is not None or row.expires_at <= at or row.seen_at + idle <= at:
            return None
        if row.seen_at + timedelta(minutes=1) <= at:
            with self._db.writing() as connection:
                connection.execute(update(sessions).where(mine).values(seen_at=at))
        return Session.model_validate(row, from_attributes=True)

    def end_session(self, token: str) -> None:
        """End a session; one that has ended, or never was, changes nothing."""
        mine = (sessions.c.sha256 == _sha256(token)) & sessions.c.ended_at.is_(None)
        with self._db.writing() as connection:
            connection.execute(update(sessions).where(mine).values(ended_at=self._clock()))

    def make_token(self, name: str, person: str, scopes: tuple[str, ...], lasts: timedelta) -> str:
        """A new token for a program, which is nowhere else. Raises Unkeepable for a text that is none."""
        token, at = secrets.token_urlsafe(32), self._clock()
        row = checked({"sha256": digest(token.encode()), "name": name, "person": person})
        with self._db.writing() as connection:
            values = {**row, "scopes": json.dumps(scopes), "made_at": at, "expires_at": at + lasts}
            connection.execute(insert(tokens).values(**values))
        return token

    def token(self, token: str) -> Token | None:
        """What a token stands for; None for one that is unknown, revoked or too old."""
        with self._db.reading() as connection:
            row = connection.execute(select(tokens).where(tokens.c.sha256 == _sha256(token))).one_or_none()
        if row is None or row.revoked_at is not None or row.expires_at <= self._clock():
            return None
        return Token(
            name=row.name, person=row.person, scopes=tuple(json.loads(row.scopes)), expires_at=row.expires_at
        )

    def revoke_tokens(self, name: str) -> int:
        """Revoke all tokens of that name; how many there were."""
        mine = (tokens.c.name == name) & tokens.c.revoked_at.is_(None)
        with self._db.writing() as connection:
            return connection.execute(update(tokens).where(mine).values(revoked_at=self._clock())).rowcount


def _sha256(token: str) -> str:
    return digest(token.encode("utf-8", errors="replace"))
