"""Questions before an application: each has a reference, replies, and perhaps a draft that it became."""

from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select

from policy.value import Stored
from policy.working_days import local_day
from records.database import Database
from records.ledger import Clock, now
from records.question_tables import question_events, questions
from records.rows import checked, plain


class QuestionEvent(Stored):
    """What became of a question: a reply, or the key of the draft that it became."""

    kind: Literal["replied", "became"]
    person: str
    words: str
    at: datetime


class AskedBefore(Stored):
    """A question that somebody asked before they applied."""

    reference: str
    scheme: str
    person: str
    words: str
    at: datetime
    events: tuple[QuestionEvent, ...] = ()

    @property
    def draft(self) -> str:
        """The key of the draft that it became; empty while it became none."""
        return next((one.words for one in self.events if one.kind == "became"), "")

    @property
    def answered(self) -> bool:
        """Whether anybody replied, or it became an application."""
        return bool(self.events)


class Questions:
    """Questions and what became of them, only ever added to. RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def ask(self, scheme: str, prefix: str, person: str, words: str) -> str:
        """Keep a question; its reference, which begins with `prefix` and never is one of a request."""
        at = self._clock()
        year = local_day(at).year
        with self._db.writing() as connection:
            self._db.alone(connection, "questions")
            begins = f"Q-{prefix}-{year}-"
            last = connection.execute(
                select(func.count()).select_from(questions).where(questions.c.reference.startswith(begins))
            ).scalar()
            row = {"reference": f"{begins}{(last or 0) + 1:04}", "scheme": scheme, "person": person, "words": words}
            connection.execute(insert(questions).values(**checked(row), at=at))
        return str(row["reference"])

    def question(self, reference: str) -> AskedBefore | None:
        """The question of that reference, or None."""
        with self._db.reading() as connection:
            wanted = select(questions).where(questions.c.reference == plain(reference))
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            became = select(question_events).where(question_events.c.reference == reference)
            events = connection.execute(became.order_by(question_events.c.number)).all()
        told = tuple(QuestionEvent(kind=one.kind, person=one.person, words=one.words, at=one.at) for one in events)
        return AskedBefore(
            reference=row.reference, scheme=row.scheme, person=row.person, words=row.words, at=row.at, events=told
        )

    def questions_asked(self, most: int = 1_000) -> tuple[AskedBefore, ...]:
        """Questions, the newest first."""
        with self._db.reading() as connection:
            wanted = select(questions.c.reference).order_by(questions.c.at.desc(), questions.c.reference.desc())
            keys = tuple(connection.execute(wanted.limit(most)).scalars())
        return tuple(found for key in keys if (found := self.question(key)) is not None)

    def answer_question(self, reference: str, kind: Literal["replied", "became"], person: str, words: str) -> None:
        """Add what became of a question. Raises LookupError, or ValueError where it became a draft already."""
        with self._db.writing() as connection:
            self._db.alone(connection, f"question/{reference}")
            mine = question_events.c.reference == plain(reference)
            known = select(questions.c.reference).where(questions.c.reference == reference)
            if connection.execute(known).first() is None:
                raise LookupError(f"There is no question {reference[:40]!r}.")
            kinds = tuple(connection.execute(select(question_events.c.kind).where(mine)).scalars())
            if kind == "became" and "became" in kinds:
                raise ValueError("This question has become an application already.")
            row = {"reference": reference, "number": len(kinds) + 1, "kind": kind, "person": person, "words": words}
            connection.execute(insert(question_events).values(**checked(row), at=self._clock()))
