"""The table of catalogues: every version that was ever in force."""

from sqlalchemy import Column, Integer, Table, Text

from records.tables import Instant, metadata

catalogues = Table(
    "catalogues",
    metadata,
    # Which version is the newest? Asked with every enquiry.
    Column("scheme", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("catalogue", Text, nullable=False, comment="JSON: the whole, history included"),
    Column("by_person", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", Instant, nullable=False),
)
