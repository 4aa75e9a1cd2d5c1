"""What was lodged: written before its workflow starts, and ticked when it has. No lodging is ever lost."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from policy.value import Stored
from records.database import Database
from records.faults import OnceTaken
from records.ledger import Clock, now
from records.rows import plain
from records.tables import counters, lodgings


class Lodging(Stored):
    """An act of lodging. `once` names the act, `content` is the digest of all that was submitted with it.

    `prefix` and `year` begin the reference: ABC and 2026 give ABC-2026-0001.
    """

    scheme: str
    prefix: str
    year: int
    requester: str
    once: str
    content: str


class Outgoing(Stored):
    """A lodging on record. `opening` is the JSON that starts its workflow; `started_at` is None until it has."""

    reference: str
    scheme: str
    requester: str
    once: str
    opening: str
    lodged_at: datetime
    started_at: datetime | None = None


class Outbox:
    """All lodgings, and the counter of references."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def lodge(self, lodging: Lodging, opening: Callable[[str], str]) -> Outgoing:
        """Give the lodging its reference and put it on record, in one transaction.

        `opening` makes the opening's JSON for the reference it is given; if it raises, nothing is written and no
        reference is used up. The same act again gives what is on record. Raises OnceTaken where the same person
        used the same `once` for other content.
        """
        mine = (lodgings.c.requester == plain(lodging.requester), lodgings.c.once == plain(lodging.once))
        with self._db.writing() as connection:
            self._db.alone(connection, f"lodge/{lodging.requester}/{lodging.once}")
            known = connection.execute(select(lodgings).where(*mine)).one_or_none()
            if known is not None:
                if known.content != lodging.content:
                    raise OnceTaken(
                        f"This was lodged before as {known.reference}, with other answers. Show that request and "
                        "revise its answers, or lodge the new ones as a request of their own."
                    )
                return Outgoing.model_validate(dict(known._mapping))
            reference = self._next(connection, lodging.prefix, lodging.year)
            row = {
                "reference": reference,
                "scheme": plain(lodging.scheme),
                "requester": lodging.requester,
                "once": lodging.once,
                "content": plain(lodging.content),
                "opening": plain(opening(reference)),
                "lodged_at": self._clock(),
            }
            connection.execute(insert(lodgings), row)
            return Outgoing.model_validate(row)

    def lodging(self, reference: str) -> Outgoing:
        """The lodging with that reference. Raises LookupError where there is none."""
        query = select(lodgings).where(lodgings.c.reference == plain(reference))
        with self._db.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise LookupError(f"The records know no lodging {reference[:40]}.")
        return Outgoing.model_validate(dict(row._mapping))

    def started(self, reference: str) -> None:
        """Tick a lodging: its workflow has started. Raises LookupError where there is none."""
        here = lodgings.c.reference == plain(reference)
        with self._db.writing() as connection:
            if connection.execute(select(lodgings.c.reference).where(here)).first() is None:
                raise LookupError(f"The records know no lodging {reference[:40]}.")
            unticked = update(lodgings).where(here, lodgings.c.started_at.is_(None))
            connection.execute(unticked.values(started_at=self._clock()))

    def unstarted(self) -> tuple[Outgoing, ...]:
        """The lodgings whose workflow is not known to have started, oldest first."""
        query = (
            select(lodgings)
            .where(lodgings.c.started_at.is_(None))
            .order_by(lodgings.c.lodged_at, lodgings.c.reference)
        )
        with self._db.reading() as connection:
            return tuple(Outgoing.model_validate(dict(row._mapping)) for row in connection.execute(query))

    def put_back(self, lodging: Lodging, reference: str, opening: str, lodged_at: datetime) -> None:
        """Put a lodging on record again that the records have lost.

        Its number is not given out again. Nothing changes where the reference is on record. Raises OnceTaken where
        the same act stands under another reference.
        """
        row = {
            "reference": plain(reference),
            "scheme": plain(lodging.scheme),
            "requester": plain(lodging.requester),
            "once": plain(lodging.once),
            "content": plain(lodging.content),
            "opening": plain(opening),
            "lodged_at": lodged_at,
            "started_at": self._clock(),
        }
        mine = (lodgings.c.requester == row["requester"], lodgings.c.once == row["once"])
        with self._db.writing() as connection:
            self._db.alone(connection, f"reference/{lodging.prefix}/{lodging.year}")
            if connection.execute(select(lodgings).where(lodgings.c.reference == reference)).first() is not None:
                return
            if (other := connection.execute(select(lodgings.c.reference).where(*mine)).scalar()) is not None:
                raise OnceTaken(f"The lodging of {reference} is on record as {other}; one of the two has to end.")
            connection.execute(insert(lodgings), row)
            here = (counters.c.prefix == lodging.prefix, counters.c.year == lodging.year)
            last = connection.execute(select(counters.c.last).where(*here)).scalar()
            number = int(reference.rpartition("-")[2])
            if last is None:
                row = {"prefix": lodging.prefix, "year": lodging.year, "last": number}
                connection.execute(insert(counters), row)
            elif last < number:
                connection.execute(update(counters).where(*here).values(last=number))

    def _next(self, connection: Connection, prefix: str, year: int) -> str:
        # Two years' counters never meet; within one, lodgings take turns until they are written.
        self._db.alone(connection, f"reference/{prefix}/{year}")
        here = (counters.c.prefix == plain(prefix), counters.c.year == year)
        last = connection.execute(select(counters.c.last).where(*here)).scalar()
        if last is None:
            connection.execute(insert(counters).values(prefix=prefix, year=year, last=1))
        else:
            connection.execute(update(counters).where(*here).values(last=last + 1))
        return f"{prefix}-{year}-{(last or 0) + 1:04}"
