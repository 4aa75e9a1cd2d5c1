"""The tables of questions that people ask before they apply: what was asked, and what became of it."""

from sqlalchemy import Column, Index, Integer, Table, Text

from records.tables import Instant, metadata

questions = Table(
    "questions",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # What did this person ask?
    Index("questions_of_person", "person", "at"),
)

question_events = Table(
    "question_events",
    metadata,
    # What became of this question, in order?
    Column("reference", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False, comment="replied, or became"),
    Column("person", Text, nullable=False),
    Column("words", Text, nullable=False, comment="the reply, or the key of the draft that it became"),
    Column("at", Instant, nullable=False),
)
