"""What has happened, appended once and for ever; and in the same transaction, where each request stands.

A workflow that was reset, or that goes on from a restored backup, may tell a number anew that the records know
otherwise. Its facts then begin a *branch*: nothing is changed, and the view of a history takes each number from the
newest branch. A branch hides all older facts from its first number on, also those it has not yet told anew, for the
older run did them in a course of events that the request has left.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select, update

from policy.value import Stored
from records.database import Database
from records.faults import Contradiction, FactsMissing
from records.rows import awaited_row, happened_from, happened_row, plain, request_row
from records.seals import use_seal
from records.tables import awaited, divergences, happened, open_steps, requests
from sharing.errands import Keeping, Standing
from sharing.facts import Happened

Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)


class Divergence(Stored):
    """That a run told a known number otherwise: from `number` on the facts of `superseded` count no more."""

    reference: str
    branch: int
    number: int
    run: str
    superseded: str
    found_at: datetime


class _Known(NamedTuple):
    """A fact of the view: who told it, and its digest."""

    run: str
    digest: str


def counts() -> ColumnElement[bool]:
    """The condition that a row of `happened` belongs to the view: no newer branch hides its number."""
    return ~exists().where(
        divergences.c.reference == happened.c.reference,
        divergences.c.branch > happened.c.branch,
        divergences.c.number <= happened.c.number,
    )


def now() -> datetime:
    """The clock of the records: it dates what was kept and told, and decides nothing."""
    return datetime.now(UTC)


class Ledger:
    """The facts of all requests."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def keep(self, keeping: Keeping) -> None:
        """Append facts and refresh the read models in one transaction; the same facts again change nothing.

        Raises Contradiction where the same run tells a known number otherwise, or a run that a newer one has
        superseded tells anything new; SealUsed where sealed words were used before; FactsMissing where the facts
        would leave a gap.
        """
        if keeping.standing.reference != keeping.reference:
            raise Contradiction(f"The standing beside facts of {keeping.reference} is of another request.")
        with self._db.writing() as connection:
            self._db.alone(connection, f"keep/{keeping.reference}")
            _Appending(connection, keeping, self._clock()).do()

    def history(self, reference: str, after: int = 0) -> tuple[Happened, ...]:
        """The facts of a request in order, those after number `after`; of each number the one that counts."""
        with self._db.reading() as connection:
            return tuple(map(happened_from, connection.execute(_facts(reference, after))))

    def fact(self, reference: str, number: int) -> Happened | None:
        """The fact of that number that counts, or None."""
        found = select(happened).where(
            happened.c.reference == plain(reference), happened.c.number == number, counts()
        )
        with self._db.reading() as connection:
            row = connection.execute(found).one_or_none()
        return None if row is None else happened_from(row)

    def divergences(self, reference: str | None = None) -> tuple[Divergence, ...]:
        """Where histories parted: of one request, or all; oldest first."""
        query = select(divergences).order_by(divergences.c.found_at, divergences.c.reference, divergences.c.branch)
        if reference is not None:
            query = query.where(divergences.c.reference == plain(reference))
        with self._db.reading() as connection:
            return tuple(Divergence(**row._mapping) for row in connection.execute(query))


def _facts(reference: str, after: int) -> Select[Any]:
    return (
        select(happened)
        .where(happened.c.reference == plain(reference), happened.c.number > after, counts())
        .order_by(happened.c.number)
    )


class _Appending:
    """One keeping, inside its transaction."""

    def __init__(self, connection: Connection, keeping: Keeping, kept_at: datetime) -> None:
        self._connection = connection
        self._keeping = keeping
        self._kept_at = kept_at
        self._reference, self._run = plain(keeping.reference), plain(keeping.run)
        self._branch = self._newest_branch()
        self._known = self._view()
        self._last = self._last_number()

    def do(self) -> None:
        """Append what is new, then refresh the read models."""
        stale = False
        new: list[dict[str, Any]] = []
        for one in self._keeping.facts:
            known = self._known.get(one.number)
            if known is not None and known.digest == one.digest:
                continue
            if self._superseded_knows(one):
                stale = True
                continue
            if known is not None:
                self._part(one, known)
            elif one.number != self._last + 1:
                raise FactsMissing(
                    f"{self._reference} has {self._last} facts on record; number {one.number} cannot follow. Facts "
                    "in between were never kept, or the records are from an older backup than the workflow."
                )
            else:
                self._refuse_superseded(one.number)
            new.append(happened_row(self._reference, self._run, self._branch, one, self._kept_at))
            use_seal(self._connection, self._reference, self._branch, one)
            self._known[one.number] = _Known(self._run, one.digest)
            self._last = one.number
        if new:
            self._connection.execute(insert(happened), new)
        if not stale and not (new == [] and self._is_superseded()):
            _refresh(self._connection, self._keeping.standing, self._branch)

    def _newest_branch(self) -> int:
        query = select(func.max(divergences.c.branch)).where(divergences.c.reference == self._reference)
        return self._connection.execute(query).scalar() or 0

    def _view(self) -> dict[int, _Known]:
        """What counts from the fact before our first one on: as much as the comparison needs."""
        if not self._keeping.facts:
            return {}
        first = min(one.number for one in self._keeping.facts)
        query = select(happened.c.number, happened.c.run, happened.c.digest).where(
            happened.c.reference == self._reference, happened.c.number >= first - 1, counts()
        )
        return {row.number: _Known(row.run, row.digest) for row in self._connection.execute(query)}

    def _last_number(self) -> int:
        if self._known:
            return max(self._known)
        query = select(func.max(happened.c.number)).where(happened.c.reference == self._reference, counts())
        return self._connection.execute(query).scalar() or 0

    def _part(self, one: Happened, known: _Known) -> None:
        """Begin a branch at this fact, and say so loudly."""
        if known.run == self._run:
            raise Contradiction(
                f"Fact {one.number} of {self._reference} is on record with other content, told by the same run. "
                "What is on record stands. Reset the workflow to before that fact, or find out who wrote it."
            )
        self._refuse_superseded(one.number)
        self._branch += 1
        _log.warning(
            "%s: run %s tells fact %d otherwise than run %s did; from there on the newer run counts",
            self._reference, self._run, one.number, known.run,
        )  # fmt: skip
        self._connection.execute(
            insert(divergences).values(
                reference=self._reference,
                branch=self._branch,
                number=one.number,
                run=self._run,
                superseded=known.run,
                found_at=self._kept_at,
            )
        )
        self._known = {number: fact for number, fact in self._known.items() if number < one.number}

    def _hidden(self) -> Select[Any]:
        return select(happened.c.kept).where(
            happened.c.reference == self._reference, happened.c.run == self._run, ~counts()
        )

    def _superseded_knows(self, one: Happened) -> bool:
        """Whether this is an old run telling once more what it told before it was superseded."""
        if self._branch == 0:
            return False
        query = self._hidden().where(happened.c.number == one.number, happened.c.digest == one.digest)
        return self._connection.execute(query.limit(1)).first() is not None

    def _is_superseded(self) -> bool:
        return self._branch > 0 and self._connection.execute(self._hidden().limit(1)).first() is not None

    def _refuse_superseded(self, number: int) -> None:
        if self._is_superseded():
            raise Contradiction(
                f"Run {self._run} of {self._reference} was superseded by a newer run; its fact {number} is too late."
            )


def _refresh(connection: Connection, standing: Standing, branch: int) -> None:
    """Bring the read models to this standing, unless they know a later one."""
    row = request_row(standing, branch)
    here = requests.c.reference == row["reference"]
    known = connection.execute(select(requests.c.branch, requests.c.number).where(here)).one_or_none()
    if known is None:
        connection.execute(insert(requests), row)
    elif (branch, standing.number) >= (known.branch, known.number):
        connection.execute(update(requests).where(here).values(row))
    else:
        return
    tasks = [awaited_row(standing.reference, task) for task in standing.awaited]
    connection.execute(delete(awaited).where(awaited.c.reference == standing.reference))
    connection.execute(delete(open_steps).where(open_steps.c.reference == standing.reference))
    if tasks:
        connection.execute(insert(awaited), tasks)
    if standing.steps:
        steps = [{"reference": standing.reference, "step": step} for step in dict.fromkeys(standing.steps)]
        connection.execute(insert(open_steps), steps)
