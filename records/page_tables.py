"""The tables behind pages and API: sessions, drafts of requests, enquiries that ended, tokens of programs."""

from sqlalchemy import Column, Index, Integer, Table, Text

from records.tables import Instant, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the cookie's token; the token itself is nowhere"),
    Column("person", Text, nullable=False),
    Column("way", Text, nullable=False, comment="link, list or provider: how they signed in"),
    Column("made_at", Instant, nullable=False),
    Column("fresh_at", Instant, nullable=False, comment="when they last proved who they are"),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # Ends all sessions of somebody.
    Index("sessions_of_person", "person"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("digest", Text, nullable=False, comment="of the scheme it is answered under"),
    Column("owner", Text, nullable=False),
    Column("answers", Text, nullable=False, comment="JSON: the answers so far"),
    Column("signposted", Text, nullable=False, comment="JSON: advice that was shown"),
    Column("about", Text, nullable=False, server_default="", comment="the request whose answers it would change"),
    Column("unlocked", Text, nullable=False, server_default="[]", comment="JSON: what may change; empty: all"),
    Column("version", Integer, nullable=False, comment="one more with each change"),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("reference", Text, nullable=False, server_default="", comment="of the request it became"),
    Column("discarded_at", Instant),
    # Somebody's drafts.
    Index("drafts_of_owner", "owner"),
    # What a request was drafted in.
    Index("drafts_by_reference", "reference"),
)

draft_people = Table(
    "draft_people",
    metadata,
    Column("draft", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("invited_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # Whose drafts there are.
    Index("draft_people_of_person", "person"),
)

enquiries = Table(
    "enquiries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("signpost", Text, nullable=False, comment="where it was led"),
    Column("answers", Text, nullable=False, comment="JSON: what was answered on the way"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the token; the token itself is nowhere"),
    Column("name", Text, nullable=False),
    Column("person", Text, nullable=False, comment="in whose name its bearer speaks"),
    Column("scopes", Text, nullable=False, comment="JSON"),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
