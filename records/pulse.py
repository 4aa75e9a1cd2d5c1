"""How the installation fares, in a few numbers: for metrics. Quick to ask, and about nobody in particular."""

from datetime import datetime

from sqlalchemy import and_, func, select

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, now
from records.tables import awaited, deliveries, happened, lodgings, notices, open_steps, requests

COUNTED = ("notice-undelivered", "message-refused")


class Pulse(Stored):
    """What there is now. `kinds` counts facts of the kinds in COUNTED, ever.

    `oldest_untold` is when an office was first told of a task that is open and that no person has had a copy of.
    """

    states: dict[str, int]
    steps: dict[str, int]
    overdue: int
    unstarted: int
    kinds: dict[str, int]
    oldest_untold: datetime | None = None


class Pulses:
    """Asks for it. Raises RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def pulse(self) -> Pulse:
        """The numbers, all of one moment."""
        states = select(requests.c.state, func.count()).group_by(requests.c.state)
        steps = (
            select(open_steps.c.step, func.count())
            .join(requests, requests.c.reference == open_steps.c.reference)
            .where(requests.c.state == "open")
            .group_by(open_steps.c.step)
        )
        overdue = select(func.count()).select_from(awaited)
        overdue = overdue.where(awaited.c.due < self._clock(), awaited.c.stopped_at.is_(None))
        unstarted = select(func.count()).select_from(lodgings).where(lodgings.c.started_at.is_(None))
        kinds = select(happened.c.kind, func.count()).where(happened.c.kind.in_(COUNTED)).group_by(happened.c.kind)
        untold = (
            select(func.min(notices.c.told_at))
            .select_from(awaited)
            .join(notices, and_(notices.c.reference == awaited.c.reference, notices.c.task == awaited.c.task))
            .outerjoin(deliveries, deliveries.c.notice == notices.c.key)
            .where(notices.c.kind == "ask", deliveries.c.notice.is_(None))
        )
        with self._db.reading() as connection:
            return Pulse(
                states={row[0]: row[1] for row in connection.execute(states)},
                steps={row[0]: row[1] for row in connection.execute(steps)},
                overdue=connection.execute(overdue).scalar_one(),
                unstarted=connection.execute(unstarted).scalar_one(),
                kinds={row[0]: row[1] for row in connection.execute(kinds)},
                oldest_untold=connection.execute(untold).scalar(),
            )
