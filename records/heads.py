"""The daily heads: a signed chain over all facts, by which it shows that an old fact was changed or is gone."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from pydantic import AwareDatetime
from sqlalchemy import Connection, Row, and_, case, insert, null, select, text

from policy.value import Stored, canonical, digest
from records.database import Database
from records.ledger import Clock, now
from records.seal_tables import heads
from records.tables import divergences, happened, lodgings

Sign = Callable[[bytes], tuple[str, str]]
"""Signs bytes: gives the id of the key and the signature in base64."""


class Head(Stored):
    """What stood on record on a day: `facts` facts after those of the head before, up to the kept number `upto`.

    `facts_digest` is the SHA-256 over them and over what they rest on: the opening of each request that begins
    among them, and each divergence that a branch begins with. `previous` is the digest of the head before.
    """

    number: int
    day: date
    made_at: AwareDatetime
    upto: int
    facts: int
    facts_digest: str
    previous: str
    key_id: str = ""
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        return canonical(self.model_dump(mode="json", exclude={"key_id", "signature"}))

    @property
    def digest(self) -> str:
        """The name of this head, for the next one and for whoever keeps a copy elsewhere."""
        return digest(self.signed)


class Summed(NamedTuple):
    """The facts after one kept number, up to another: how many, and their digest."""

    upto: int
    facts: int
    digest: str


class Heads:
    """The chain of heads."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def heads(self) -> tuple[Head, ...]:
        """All heads, oldest first."""
        with self._db.reading() as connection:
            rows = connection.execute(select(heads).order_by(heads.c.number))
            return tuple(Head.model_validate(dict(row._mapping)) for row in rows)

    def make_head(self, day: date, sign: Sign) -> Head:
        """The head of that day (in London); it is made where there is none. The same day again changes nothing."""
        with self._db.writing() as connection:
            self._db.alone(connection, "heads")
            if not self._db.is_sqlite:
                # Facts whose numbers were given out are waited for: none may come in below the head afterwards.
                connection.execute(text("LOCK TABLE happened IN SHARE MODE"))
            rows = connection.execute(select(heads).order_by(heads.c.number.desc()).limit(1))
            last = next((Head.model_validate(dict(row._mapping)) for row in rows), None)
            if last is not None and last.day >= day:
                return last
            summed = _summed(connection, last.upto if last else 0, None)
            head = Head(
                number=last.number + 1 if last else 1,
                day=day,
                made_at=self._clock(),
                upto=summed.upto,
                facts=summed.facts,
                facts_digest=summed.digest,
                previous=last.digest if last else "",
            )
            key_id, signature = sign(head.signed)
            made = head.model_copy(update={"key_id": key_id, "signature": signature})
            connection.execute(insert(heads), {**made.model_dump(), "day": day.isoformat()})
        return made

    def summed(self, after: int, upto: int | None = None) -> Summed:
        """The facts on record after one kept number, up to another or to the last, as they stand now."""
        with self._db.reading() as connection:
            return _summed(connection, after, upto)


def _summed(connection: Connection, after: int, upto: int | None) -> Summed:
    total, count, last = hashlib.sha256(), 0, after
    for row in _rows(connection, after, upto):
        told = {name: _spelled(value) for name, value in row._mapping.items()}
        total.update(canonical(told) + b"\n")
        count, last = count + 1, row.kept
    return Summed(upto=last, facts=count, digest=total.hexdigest())


def _rows(connection: Connection, after: int, upto: int | None) -> Iterator[Row[Any]]:
    """Facts in the order of keeping, each with the opening or the divergence that it begins with."""
    begins = and_(
        divergences.c.reference == happened.c.reference,
        divergences.c.branch == happened.c.branch,
        divergences.c.number == happened.c.number,
    )
    query = (
        select(
            happened,
            case((happened.c.number == 1, lodgings.c.opening), else_=null()).label("opening"),
            divergences.c.run.label("parted_by"),
            divergences.c.superseded,
        )
        .outerjoin(lodgings, and_(lodgings.c.reference == happened.c.reference, happened.c.number == 1))
        .outerjoin(divergences, begins)
        .where(happened.c.kept > after)
        .order_by(happened.c.kept)
    )
    if upto is not None:
        query = query.where(happened.c.kept <= upto)
    yield from connection.execute(query.execution_options(yield_per=500))


def _spelled(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
