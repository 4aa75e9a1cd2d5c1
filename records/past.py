"""What a request began with and what was done for it, as the records have it: what they work a past out from."""

from sqlalchemy import select

from policy.pinned import PinnedRules
from policy.value import Stored
from policy.working_days import Calendar
from records.database import Database
from records.ledger import Clock, now
from records.rows import plain
from records.tables import contents, lodgings, transparency_register
from sharing.request import Request


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
        """The request as it was opened, before any fact. Raises LookupError where none of that name was lodged."""
        query = select(lodgings.c.opening).where(lodgings.c.reference == plain(reference))
        with self._db.reading() as connection:
            found = connection.execute(query).scalar()
        if found is None:
            raise LookupError(f"The records know no lodging {reference[:40]}.")
        told = _Opening.model_validate_json(found)
        return Request(reference=told.reference, edition=told.edition, rules=told.rules, calendar=told.calendar)

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
