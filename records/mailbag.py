"""The bag of mail taken in: every mail once, by whom, what became of it, and whether its sender was answered."""

from datetime import datetime

from sqlalchemy import func, insert, select, update

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, now
from records.rows import checked
from records.tables import mailbag

MOST = 200


class Mail(Stored):
    """A mail on record. `outcome` is a sentence: what became of it. `sha256` is where its bytes lie in the contents.

    `answered_at` is None while its sender is still to be answered; where no answer is due, it is when it came in.
    """

    message_id: str
    sha256: str
    sender: str
    reference: str = ""
    outcome: str
    received_at: datetime
    answered_at: datetime | None = None


class Mailbag:
    """All mail that came in. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def bag(
        self, message_id: str, sha256: str, sender: str, outcome: str, *, reference: str = "", to_answer: bool = False
    ) -> Mail:
        """Put a mail on record under its Message-ID, once: the same again gives what is on record.

        `sha256` is the digest of its bytes, which the contents keep. Raises Unkeepable for a text that is none.
        """
        at = self._clock()
        row = checked(
            {
                "message_id": message_id,
                "sha256": sha256,
                "sender": sender,
                "reference": reference,
                "outcome": outcome,
                "received_at": at,
                "answered_at": None if to_answer else at,
            }
        )
        mine = select(mailbag).where(mailbag.c.message_id == message_id)
        with self._db.writing() as connection:
            self._db.alone(connection, f"mail/{message_id}")
            if connection.execute(mine).first() is None:
                connection.execute(insert(mailbag), row)
            return Mail.model_validate(connection.execute(mine).one(), from_attributes=True)

    def bagged(self, message_id: str) -> Mail | None:
        """The mail of that Message-ID, or None."""
        with self._db.reading() as connection:
            row = connection.execute(select(mailbag).where(mailbag.c.message_id == message_id)).one_or_none()
        return None if row is None else Mail.model_validate(row, from_attributes=True)

    def note_answered(self, message_id: str) -> None:
        """Note that the sender of a mail was answered; the first time is what stays."""
        mine = (mailbag.c.message_id == message_id) & mailbag.c.answered_at.is_(None)
        with self._db.writing() as connection:
            connection.execute(update(mailbag).where(mine).values(answered_at=self._clock()))

    def mails(self, reference: str = "", most: int = MOST) -> tuple[Mail, ...]:
        """The newest mail first, at most so many; those about one request where its reference is given."""
        wanted = select(mailbag).order_by(mailbag.c.received_at.desc(), mailbag.c.message_id).limit(most)
        if reference:
            wanted = wanted.where(mailbag.c.reference == reference)
        with self._db.reading() as connection:
            return tuple(Mail.model_validate(row, from_attributes=True) for row in connection.execute(wanted))

    def unanswered_mails(self) -> tuple[Mail, ...]:
        """Mail whose sender is still to be answered, oldest first."""
        wanted = select(mailbag).where(mailbag.c.answered_at.is_(None)).order_by(mailbag.c.received_at)
        with self._db.reading() as connection:
            return tuple(Mail.model_validate(row, from_attributes=True) for row in connection.execute(wanted))

    def answers_since(self, sender: str, since: datetime) -> int:
        """How many of a sender's mails that came in since an instant were answered, or are to be."""
        answered = mailbag.c.answered_at.is_(None) | (mailbag.c.answered_at > mailbag.c.received_at)
        wanted = select(func.count()).where(mailbag.c.sender == sender, mailbag.c.received_at >= since, answered)
        with self._db.reading() as connection:
            return int(connection.execute(wanted).scalar_one())
