"""One-time links: a secret that proves, once and for a while, that a mail was received. Only its digest is kept."""

import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Row, func, insert, select, update

from policy.value import Stored, digest
from records.database import Database
from records.ledger import Clock, now
from records.rows import checked
from records.tables import links

REFUSAL = "This link cannot be used: it may be old, or have been used already. Ask for a new one."
"""The one sentence that people get, whatever the reason, so that nobody learns which links there are."""


class Claimed(Stored):
    """What a link stands for: a person (a key), what they may do with it, and about which request."""

    person: str
    purpose: str
    reference: str = ""


class Unclaimable(Stored):
    """Why a link cannot be used. `why` is for our own log; people get `sentence`."""

    why: Literal["unknown", "used", "superseded", "expired"]
    sentence: str = REFUSAL


class Links:
    """One-time links. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def make_link(self, person: str, purpose: str, reference: str, lasts: timedelta) -> str:
        """A new token, which is nowhere else. Unused ones of the same person, purpose and reference are void now.

        Raises ValueError where it would not last at all, Unkeepable for a text that is none.
        """
        if lasts <= timedelta(0):
            raise ValueError("A link has to last for some time.")
        token, at = secrets.token_urlsafe(32), self._clock()
        row = checked(
            {"sha256": digest(token.encode()), "person": person, "purpose": purpose, "reference": reference}
        )
        mine = (links.c.person == person) & (links.c.purpose == purpose) & (links.c.reference == reference)
        unused = links.c.claimed_at.is_(None) & links.c.superseded_at.is_(None)
        with self._db.writing() as connection:
            self._db.alone(connection, f"link/{person}/{purpose}/{reference}")
            connection.execute(update(links).where(mine, unused).values(superseded_at=at))
            connection.execute(insert(links).values(**row, made_at=at, expires_at=at + lasts))
        return token

    def peek_link(self, token: str) -> Claimed | Unclaimable:
        """What a link stands for, without using it up: mail scanners open links before people do."""
        mine = select(links).where(links.c.sha256 == _sha256(token))
        with self._db.reading() as connection:
            return self._judged(connection.execute(mine).one_or_none())

    def claim_link(self, token: str) -> Claimed | Unclaimable:
        """Use a link up. Of all who try, at whatever moment, one succeeds."""
        mine = links.c.sha256 == _sha256(token)
        with self._db.writing() as connection:
            self._db.alone(connection, f"claim/{_sha256(token)}")
            found = self._judged(connection.execute(select(links).where(mine).with_for_update()).one_or_none())
            if isinstance(found, Claimed):
                connection.execute(update(links).where(mine).values(claimed_at=self._clock()))
        return found

    def links_since(self, person: str, purpose: str, since: datetime) -> int:
        """How many links of that purpose somebody was given since an instant."""
        mine = (links.c.person == person) & (links.c.purpose == purpose) & (links.c.made_at >= since)
        with self._db.reading() as connection:
            return int(connection.execute(select(func.count()).where(mine)).scalar_one())

    def _judged(self, row: Row[tuple[object, ...]] | None) -> Claimed | Unclaimable:
        if row is None:
            return Unclaimable(why="unknown")
        if row.claimed_at is not None:
            return Unclaimable(why="used")
        if row.superseded_at is not None:
            return Unclaimable(why="superseded")
        if row.expires_at <= self._clock():
            return Unclaimable(why="expired")
        return Claimed(person=row.person, purpose=row.purpose, reference=row.reference)


def _sha256(token: str) -> str:
    return digest(token.encode("utf-8", errors="replace"))
