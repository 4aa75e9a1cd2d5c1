"""The local inbox: a table of notices with their choices, each shown for as long as it asks for something."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, insert, or_, select

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, now
from records.rows import notice_from, notice_row, plain
from records.tables import awaited, notices
from sharing.notices.notice import Notice


class InTray(Stored):
    """A notice in an inbox. `open`: its task still waits, so its choices can be used; `due` is that task's."""

    notice: Notice
    told_at: datetime
    open: bool
    due: datetime | None = None
    overdue: bool = False


class Inbox:
    """The notices of all offices and people."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def tell(self, *told: Notice) -> None:
        """Put notices into the inbox, all or none, each once: the same key again changes nothing.

        That a task is over is not put there: what an inbox shows follows the request by itself.
        """
        at = self._clock()
        rows = {one.key: notice_row(one, at) for one in told if one.kind != "settle"}
        if not rows:
            return
        with self._db.writing() as connection:
            for key in sorted(rows):  # in one order everywhere, so that nobody waits for each other
                self._db.alone(connection, f"tell/{key}")
            known = set(connection.execute(select(notices.c.key).where(notices.c.key.in_(rows))).scalars())
            if new := [row for key, row in rows.items() if key not in known]:
                connection.execute(insert(notices), new)

    def notice(self, key: str) -> Notice | None:
        """The notice of that key, or None where it was never told."""
        with self._db.reading() as connection:
            row = connection.execute(select(notices).where(notices.c.key == key)).first()
        return None if row is None else notice_from(row)

    def inbox(
        self,
        office: str,
        at: datetime,
        assets: Collection[str] | None = None,
        person: str | None = None,
        lately: int = 20,
    ) -> tuple[InTray, ...]:
        """What an office (for these assets; None: all) and a person have before them, newest first.

        Everything that still asks for something, the latest asking of each task; and of what merely tells, chases
        or reminds the `lately` newest. What asked for something that is done or void is left out.
        """
        mine = _addressed(office, assets, person)
        lasting = (notices.c.kind == "ask") & notices.c.task.is_not(None)
        asking = _query().where(mine, lasting, awaited.c.task.is_not(None)).order_by(notices.c.told.desc())
        telling = _query().where(mine, ~lasting).order_by(notices.c.told.desc()).limit(lately)
        with self._db.reading() as connection:
            rows = [*_newest_of_each(connection.execute(asking)), *connection.execute(telling)]
        rows.sort(key=lambda row: int(row.told), reverse=True)
        return tuple(_in_tray(row, at) for row in rows)


def _its_task() -> ColumnElement[bool]:
    return and_(awaited.c.reference == notices.c.reference, awaited.c.task == notices.c.task)


def _query() -> Select[Any]:
    """Notices, beside them what is open of their task now."""
    task = (awaited.c.due.label("task_due"), awaited.c.stopped_at.label("task_stopped_at"))
    return select(notices, *task).join_from(notices, awaited, _its_task(), isouter=True)


def _addressed(office: str, assets: Collection[str] | None, person: str | None) -> ColumnElement[bool]:
    to_office = and_(notices.c.office == plain(office), notices.c.person.is_(None))
    if assets is not None:
        to_office = and_(to_office, or_(notices.c.asset.is_(None), notices.c.asset.in_(sorted(assets))))
    return to_office if person is None else or_(to_office, notices.c.person == plain(person))


def _newest_of_each(rows: Iterable[Row[Any]]) -> Iterable[Row[Any]]:
    """A task that was asked again (after a revision, say) is asked by its newest notice alone."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        task = (row.reference, row.task, row.office, row.person)
        if task not in seen:
            seen.add(task)
            yield row


def _in_tray(row: Row[Any], at: datetime) -> InTray:
    due = row.task_due
    return InTray(
        notice=notice_from(row),
        told_at=row.told_at,
        open=due is not None,
        due=due,
        overdue=due is not None and row.task_stopped_at is None and due < at,
    )
