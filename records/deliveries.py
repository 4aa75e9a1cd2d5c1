"""Who has had which notice, where its copy lies, and which tasks are over: so that nothing is told twice."""

from datetime import datetime

from pydantic import AwareDatetime
from sqlalchemy import insert, select, update

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, now
from records.rows import checked
from records.tables import deliveries, settlements
from sharing.notices.notice import Notice


class Delivery(Stored):
    """A notice that a person has had. `room` and `mark` are where its channel finds the copy again."""

    notice: str
    person: str
    channel: str
    room: str = ""
    mark: str = ""


class Settlement(Stored):
    """How a task ended: the words, the fact's number, the person (a key) and the instant."""

    number: int
    headline: str
    by: str = ""
    at: AwareDatetime


class Deliveries:
    """What was delivered to whom. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def delivered(self, notice: str) -> dict[str, str]:
        """The people who have had a notice, each with the channel that brought it."""
        wanted = select(deliveries.c.person, deliveries.c.channel).where(deliveries.c.notice == notice)
        with self._db.reading() as connection:
            return {row.person: row.channel for row in connection.execute(wanted)}

    def note(self, notice: Notice, person: str, channel: str, sent: tuple[str, str]) -> None:
        """Note that a person has had a notice, and in which room under which mark; again changes nothing."""
        room, mark = sent
        row = checked(
            {
                "notice": notice.key,
                "person": person,
                "channel": channel,
                "reference": notice.reference,
                "office": notice.office,
                "task": notice.task,
                "number": notice.number,
                "room": room,
                "mark": mark,
                "delivered_at": self._clock(),
            }
        )
        known = select(deliveries.c.notice).where(deliveries.c.notice == notice.key, deliveries.c.person == person)
        with self._db.writing() as connection:
            self._db.alone(connection, f"deliver/{notice.key}/{person}")
            if connection.execute(known).first() is None:
                connection.execute(insert(deliveries), row)

    def thread(self, reference: str, office: str, person: str, channel: str) -> Delivery | None:
        """The first copy that a person had in a channel about a request in an office: where the thread begins."""
        wanted = (
            select(deliveries)
            .where(
                deliveries.c.reference == reference,
                deliveries.c.office == office,
                deliveries.c.person == person,
                deliveries.c.channel == channel,
                deliveries.c.mark != "",
            )
            .order_by(deliveries.c.delivered_at, deliveries.c.mark)
            .limit(1)
        )
        with self._db.reading() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else Delivery.model_validate(row, from_attributes=True)

    def settle(self, notice: Notice, at: datetime) -> None:
        """Remember that a task is over; an older settlement never replaces a newer one."""
        values = checked(
            {"number": notice.number, "headline": notice.headline, "by_person": notice.by, "at": notice.at or at}
        )
        mine = (settlements.c.reference == notice.reference) & (settlements.c.task == notice.task)
        with self._db.writing() as connection:
            self._db.alone(connection, f"settle/{notice.reference}/{notice.task}")
            known = connection.execute(select(settlements.c.number).where(mine)).scalar()
            if known is None:
                row = {"reference": notice.reference, "task": notice.task, **values}
                connection.execute(insert(settlements), row)
            elif known < notice.number:
                connection.execute(update(settlements).where(mine).values(**values))

    def settlement(self, reference: str, task: str, after: int) -> Settlement | None:
        """How a task ended that was asked for by fact `after`; None while it is open."""
        wanted = select(settlements).where(
            settlements.c.reference == reference, settlements.c.task == task, settlements.c.number > after
        )
        with self._db.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        return Settlement(number=row.number, headline=row.headline, by=row.by_person, at=row.at)

    def copies(self, reference: str, task: str, before: int, channel: str) -> tuple[Delivery, ...]:
        """The copies of a task's cards told before that fact which do not show yet that it is over."""
        wanted = select(deliveries).where(
            deliveries.c.reference == reference,
            deliveries.c.task == task,
            deliveries.c.number < before,
            deliveries.c.settled == 0,
            deliveries.c.channel == channel,
            deliveries.c.mark != "",
        )
        with self._db.reading() as connection:
            return tuple(Delivery.model_validate(row, from_attributes=True) for row in connection.execute(wanted))

    def unsettled(self, reference: str) -> frozenset[str]:
        """The tasks of a request of which there are cards that do not show an end."""
        wanted = select(deliveries.c.task).where(
            deliveries.c.reference == reference,
            deliveries.c.task.is_not(None),
            deliveries.c.settled == 0,
            deliveries.c.mark != "",
        )
        with self._db.reading() as connection:
            return frozenset(connection.execute(wanted.distinct()).scalars())

    def note_settled(self, copy: Delivery, number: int) -> None:
        """Note that a copy shows the end of its task."""
        mine = (deliveries.c.notice == copy.notice) & (deliveries.c.person == copy.person)
        with self._db.writing() as connection:
            connection.execute(update(deliveries).where(mine).values(settled=number))
