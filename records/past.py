"""What a request began with and what was done for it, as the records have it: what they work a past out from."""

from datetime import datetime
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import select

from policy.pinned import PinnedRules
from policy.value import Stored
from policy.working_days import Calendar
from records.database import Database
from records.faults import RecordsUnusable
from records.ledger import Clock, counts, now
from records.rows import plain
from records.tables import contents, happened, lodgings, transparency_register
from sharing.request import Request


class Row(NamedTuple):
    """A fact's number, the digest that it was kept under, and when it was kept (UTC)."""

    number: int
    digest: str
    kept_at: datetime


class _Opening(Stored):
    """What of an opening makes the request before its first fact."""

    reference: str
    edition: int = 1
    rules: PinnedRules
    calendar: Calendar = Calendar()


class Past:
    """Where a request's facts begin, and the outcomes of its errands."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def opened(self, reference: str) -> Request:
        """The request as it was opened, before any fact. Raises LookupError where none of that name was lodged,
        RecordsUnusable where its opening is damaged."""
        query = select(lodgings.c.opening).where(lodgings.c.reference == plain(reference))
        with self._db.reading() as connection:
            found = connection.execute(query).scalar()
        if found is None:
            raise LookupError(f"The records know no lodging {reference[:40]}.")
        try:
            told = _Opening.model_validate_json(found)
        except ValidationError:
            raise RecordsUnusable(
                f"The opening of {reference[:40]} cannot be read: it is damaged, or from a newer version of this "
                "program. Update the program, or put back a backup."
            ) from None
        return Request(reference=told.reference, edition=told.edition, rules=told.rules, calendar=told.calendar)

    def references(self) -> tuple[str, ...]:
        """All requests that were ever lodged, by their names."""
        with self._db.reading() as connection:
            return tuple(connection.execute(select(lodgings.c.reference).order_by(lodgings.c.reference)).scalars())

    def rows_of(self, reference: str) -> tuple[Row, ...]:
        """What stands beside each fact of a request that counts, in order."""
        query = (
            select(happened.c.number, happened.c.digest, happened.c.kept_at)
            .where(happened.c.reference == plain(reference), counts())
            .order_by(happened.c.number)
        )
        with self._db.reading() as connection:
            return tuple(Row(row.number, row.digest, row.kept_at) for row in connection.execute(query))

    def name_of(self, digest: str) -> str | None:
        """The name under which a document was first kept; None where there is none of that digest."""
        query = select(contents.c.name).where(contents.c.sha256 == plain(digest))
        with self._db.reading() as connection:
            return connection.execute(query).scalar()

    def published(self, reference: str, version: int) -> str | None:
        """The address of that version of a register entry; None where it is not on the register."""
        query = select(transparency_register.c.address).where(
            transparency_register.c.reference == plain(reference), transparency_register.c.version == version
        )
        with self._db.reading() as connection:
            return connection.execute(query).scalars().first()
