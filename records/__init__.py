"""The durable memory of the house. SQLAlchemy and Alembic live here and nowhere else; others get values.

`records.migrate(url)` sets a database up, or brings it up to date; `records.open(url)` opens it.
"""

from records.catalogue import CatalogueChanged, Catalogues, CatalogueVersion
from records.contents import Content, Contents
from records.database import Database, exists, not_migrated
from records.deliveries import Deliveries, Delivery, Settlement
from records.drafts import Draft, DraftChanged, Drafts, Enquiry
from records.faults import (
    Contradiction,
    FactsMissing,
    OnceTaken,
    RecordsUnreachable,
    RecordsUnusable,
    SealUsed,
    Unkeepable,
)
from records.figures import Figures, Milestone, Received
from records.heads import Head, Heads
from records.inbox import Inbox, InTray
from records.ledger import Clock, Divergence, Ledger, now
from records.links import Links
from records.mailbag import Mailbag
from records.outbox import Lodging, Outbox, Outgoing
from records.past import Past
from records.pulse import Pulses
from records.questions import AskedBefore, Questions
from records.reading import Acted, Listed, Page, Reading, Wish
from records.register import Change, Entry, SqlRegister
from records.revisions import REVISIONS, newer, revision
from records.sessions import Session, Sessions, Token


class SqlRecords(
    Ledger,
    Contents,
    Outbox,
    Inbox,
    Deliveries,
    Links,
    Mailbag,
    Sessions,
    Drafts,
    Reading,
    Figures,
    Heads,
    Past,
    Catalogues,
    Questions,
    Pulses,
):
    """All records in one database. Safe to share between threads; `close` it, or use it as a context manager."""

    def register(self, base: str = "/register/") -> SqlRegister:
        """The transparency register in the same database; an entry's address is `base` and its reference."""
        return SqlRegister(self._db, base, self._clock)

    def usable(self) -> None:
        """Raises RecordsUnusable or RecordsUnreachable where the records cannot serve now."""
        _check(self._db)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def __enter__(self) -> "SqlRecords":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(url: str, clock: Clock = now) -> SqlRecords:
    """Open the records at `url`: sqlite:///path/to/records.db, or postgresql://user:password@host/database.

    Raises RecordsUnusable with a sentence where they are damaged, not set up for this version, or newer than it;
    RecordsUnreachable where the database does not answer.
    """
    database = Database(url)
    try:
        _check(database)
    except BaseException:
        database.close()
        raise
    return SqlRecords(database, clock)


def migrate(url: str) -> None:
    """Set the records at `url` up for this version; nothing happens where they are. Raises RecordsUnusable."""
    # Alembic is slow to import, and only this needs it.
    from records.migrations import migrate as bring_up_to_date

    bring_up_to_date(url)


def _check(database: Database) -> None:
    if not exists(database.url):
        raise RecordsUnusable(f"There are no records at {database.name} yet. Run `starter migrate` to make them.")
    with database.reading() as connection:
        found = revision(connection)
    if newer(found):
        raise RecordsUnusable(
            f"The records at {database.name} were written by a newer version of this program. Update it."
        )
    if found != REVISIONS[-1]:
        raise not_migrated(database.name)


__all__ = [
    "Acted",
    "AskedBefore",
    "CatalogueChanged",
    "CatalogueVersion",
    "Change",
    "Content",
    "Contradiction",
    "Delivery",
    "Divergence",
    "Draft",
    "DraftChanged",
    "Enquiry",
    "Entry",
    "FactsMissing",
    "Head",
    "InTray",
    "Listed",
    "Lodging",
    "Milestone",
    "OnceTaken",
    "Outgoing",
    "Page",
    "Received",
    "RecordsUnreachable",
    "RecordsUnusable",
    "SealUsed",
    "Session",
    "Settlement",
    "SqlRecords",
    "SqlRegister",
    "Token",
    "Unkeepable",
    "Wish",
    "migrate",
    "open",
]
