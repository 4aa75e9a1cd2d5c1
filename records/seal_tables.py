"""The tables of seals that were used, and of the daily signed heads over all facts."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from records.tables import Instant, metadata

seals = Table(
    "seals",
    metadata,
    # Has this seal been used? A seal is good for one request and one fact.
    Column("seal", Text, primary_key=True, comment="the digest of the words that were signed"),
    Column("branch", Integer, primary_key=True, autoincrement=False),
    Column("reference", Text, nullable=False),
    Column("number", Integer, nullable=False, comment="of the fact that carries the words"),
)

heads = Table(
    "heads",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Has this day its head? What makes the daily task idempotent.
    Column("day", Text, nullable=False, unique=True, comment="in London"),
    Column("made_at", Instant, nullable=False),
    Column("upto", BigInteger, nullable=False, comment="the last kept fact that it covers"),
    Column("facts", Integer, nullable=False, comment="how many facts it covers that no earlier head does"),
    Column("facts_digest", Text, nullable=False),
    Column("previous", Text, nullable=False, comment="the digest of the head before; empty for the first"),
    Column("key_id", Text, nullable=False),
    Column("signature", Text, nullable=False),
)
