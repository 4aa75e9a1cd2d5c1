"""The tables. What has happened is only ever added to; the read models can be made anew from it.

Every index says which question it answers. The migrations create all this; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An instant in UTC, on every database; a time without its zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps it as text without a zone, which sorts as the instants do."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        inside = value.astimezone(UTC)
        return inside.replace(tzinfo=None) if dialect.name == "sqlite" else inside

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only where the key is called INTEGER.
_Sequence = BigInteger().with_variant(Integer, "sqlite")

happened = Table(
    "happened",
    metadata,
    Column("kept", _Sequence, primary_key=True, comment="the order of keeping"),
    Column("reference", Text, nullable=False),
    Column("branch", Integer, nullable=False, comment="0, and one more for each divergence"),
    Column("number", Integer, nullable=False),
    Column("run", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_person", Text),
    Column("office", Text),
    Column("for_person", Text),
    Column("kind", Text, nullable=False),
    Column("fact", Text, nullable=False, comment="JSON, defaults included"),
    Column("speech", Text, comment="JSON: the sealed words it came from"),
    Column("kept_at", Instant, nullable=False),
    # Which facts has this request, in order? Also what makes keeping idempotent.
    UniqueConstraint("reference", "number", "branch", name="one_fact_per_number"),
    # What did this person do lately?
    Index("happened_by_person", "by_person", "kept"),
    sqlite_autoincrement=True,
)

divergences = Table(
    "divergences",
    metadata,
    # Which facts of older branches count no more? Asked with every reading of a history.
    Column("reference", Text, primary_key=True),
    Column("branch", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False, comment="the first number that the new branch tells anew"),
    Column("run", Text, nullable=False),
    Column("superseded", Text, nullable=False, comment="the run whose facts count no more from that number on"),
    Column("found_at", Instant, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("branch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("requester", Text, nullable=False),
    Column("organisations", Text, nullable=False, comment="JSON"),
    Column("assets", Text, nullable=False, comment="JSON"),
    Column("words", Text, nullable=False, comment="what a search looks through, in lower case"),
    Column("lodged_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    # All requests, newest first, page by page.
    Index("requests_by_age", "lodged_at", "reference"),
    # The same, of one state: most lists show what is open.
    Index("requests_by_state", "state", "lodged_at", "reference"),
)

open_steps = Table(
    "open_steps",
    metadata,
    Column("reference", Text, ForeignKey("requests.reference"), primary_key=True),
    Column("step", Text, primary_key=True),
    # Which requests stand at this step?
    Index("requests_at_step", "step", "reference"),
)

awaited = Table(
    "awaited",
    metadata,
    Column("reference", Text, ForeignKey("requests.reference"), primary_key=True),
    Column("task", Text, primary_key=True),
    Column("step", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("asset", Text),
    Column("detail", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("stopped_at", Instant),
    Column("days", Integer, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("reminded", Integer, nullable=False),
    Column("chased", Integer, nullable=False),
    # What does this office have to do, and what of it is late?
    Index("awaited_by_office", "office", "due", "reference"),
    # What is late, whoever has to do it?
    Index("awaited_by_due", "due", "reference"),
)

contents = Table(
    "contents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

schemes = Table(
    "schemes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("scheme", Text, nullable=False, comment="JSON"),
    Column("kept_at", Instant, nullable=False),
)

counters = Table(
    "reference_counters",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

lodgings = Table(
    "lodgings",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("requester", Text, nullable=False),
    Column("once", Text, nullable=False),
    Column("content", Text, nullable=False, comment="the digest of what was submitted"),
    Column("opening", Text, nullable=False, comment="JSON: what starts the workflow"),
    Column("lodged_at", Instant, nullable=False),
    Column("started_at", Instant),
    # Has this person done this very act before?
    UniqueConstraint("requester", "once", name="one_lodging_per_act"),
    # What has not been started yet? Nearly always nothing, however many requests there are.
    Index(
        "lodgings_unstarted",
        "lodged_at",
        sqlite_where=text("started_at IS NULL"),
        postgresql_where=text("started_at IS NULL"),
    ),
)

notices = Table(
    "notices",
    metadata,
    Column("told", _Sequence, primary_key=True, comment="the order of telling"),
    Column("key", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("asset", Text),
    Column("person", Text),
    Column("kind", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("lines", Text, nullable=False, comment="JSON"),
    Column("choices", Text, nullable=False, comment="JSON"),
    Column("due", Instant),
    Column("task", Text),
    Column("urgent", Boolean, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("number", Integer, nullable=False, server_default="0", comment="the fact that caused it"),
    Column("topic", Text, nullable=False, server_default=""),
    Column("addressed", Text, nullable=False, server_default="{}", comment="JSON: barred, also, assigned"),
    # What was this office told lately?
    Index("notices_by_office", "office", "told"),
    # What was this person told lately?
    Index("notices_by_person", "person", "told"),
    # Which notices belong to this open task?
    Index("notices_by_task", "reference", "task"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    # Has this person had this notice? What makes delivering idempotent over retries.
    Column("notice", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("task", Text),
    Column("number", Integer, nullable=False, comment="of the fact that caused the notice"),
    Column("room", Text, nullable=False, comment="where the channel put it"),
    Column("mark", Text, nullable=False, comment="how the channel finds it again"),
    Column("delivered_at", Instant, nullable=False),
    Column("settled", Integer, nullable=False, server_default="0", comment="the settlement that it shows"),
    # Which copies of this task's cards are there?
    Index("deliveries_of_task", "reference", "task"),
    # Where does this person's thread about the request begin?
    Index("deliveries_of_person", "reference", "office", "person", "delivered_at"),
)

settlements = Table(
    "settlements",
    metadata,
    # Is this task over, and since which fact? A card that arrives late must not offer it.
    Column("reference", Text, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the token; the token itself is nowhere"),
    Column("person", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("claimed_at", Instant),
    Column("superseded_at", Instant),
    # Which earlier links does a newer one supersede?
    Index("links_of_person", "person", "purpose", "reference"),
)

mailbag = Table(
    "mailbag",
    metadata,
    # Has this mail been taken in? What makes fetching idempotent.
    Column("message_id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, comment="the raw mail, in contents"),
    Column("sender", Text, nullable=False),
    Column("reference", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, comment="a sentence: what became of it"),
    Column("received_at", Instant, nullable=False),
    Column("answered_at", Instant),
)

transparency_register = Table(
    "transparency_register",
    metadata,
    Column("register", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("schema_version", Text, nullable=False),
    Column("fields", Text, nullable=False, comment="JSON, in the order of the scheme"),
    Column("address", Text, nullable=False),
    Column("ordered_at", Instant, nullable=False),
    Column("published_at", Instant, nullable=False),
)

APPEND_ONLY = (
    "happened", "divergences", "contents", "schemes", "transparency_register", "seals", "heads", "catalogues",
    "questions", "question_events",
)  # fmt: skip
"""Tables in which the database itself refuses changes and deletions."""
