"""What staff ask of the records: lists of requests by page, one request, and who acted on it."""

import json
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import ColumnElement, Connection, Row, Select, select, tuple_

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, counts, now
from records.rows import ASSETS, ORGANISATIONS, awaited_from, plain
from records.tables import awaited, happened, open_steps, requests
from sharing.facts import Awaited
from sharing.messages import Asset, Organisation


class Listed(Stored):
    """A request as lists show it: where it stands, and whom it waits for."""

    reference: str
    scheme: str
    number: int
    revision: int
    state: str
    outcome: str | None = None
    requester: str
    organisations: tuple[Organisation, ...]
    assets: tuple[Asset, ...]
    lodged_at: datetime
    at: datetime
    steps: tuple[str, ...]
    awaited: tuple[Awaited, ...]

    def overdue(self, at: datetime) -> tuple[Awaited, ...]:
        """The tasks that are late at that instant; one whose clock stands still is not."""
        return tuple(task for task in self.awaited if task.stopped_at is None and task.due < at)


class Page(Stored):
    """Requests, newest first. `after` asks for the next page; None where there is none."""

    requests: tuple[Listed, ...]
    after: str | None = None


class Wish(Stored):
    """Which requests a list should show. What is not said does not matter.

    A step, an office and `overdue_at` together mean one task: that office's, at that step, late at that instant.
    `text` is looked for in the reference and in the names of requester, organisations and assets.
    """

    step: str | None = None
    office: str | None = None
    overdue_at: datetime | None = None
    state: str | None = None
    scheme: str | None = None
    text: str = ""


class Acted(Stored):
    """A person who acted on a request, the offices they acted for, and those in whose stead they did."""

    person: str
    offices: tuple[str, ...]
    in_stead_of: tuple[str, ...] = ()


class Deed(Stored):
    """Something that a person did: the kind of fact, its outcome where it has one, on which request and when."""

    reference: str
    kind: str
    outcome: str = ""
    asset: str = ""
    at: AwareDatetime


class Reading:
    """Questions that change nothing."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def requests(self, wish: Wish | None = None, after: str | None = None, most: int = 50) -> Page:
        """A page of requests. Raises LookupError where there is no request `after` which to go on."""
        with self._db.reading() as connection:
            query = _wished(wish or Wish()).limit(most + 1)
            if after is not None:
                query = query.where(_older_than(connection, after))
            rows = connection.execute(query).all()
            page = rows[:most]
            listed = with_tasks(connection, page)
        return Page(requests=listed, after=page[-1].reference if len(rows) > most else None)

    def request(self, reference: str) -> Listed | None:
        """One request with its open tasks, or None."""
        query = select(requests).where(requests.c.reference == plain(reference))
        with self._db.reading() as connection:
            found = with_tasks(connection, connection.execute(query).all())
        return found[0] if found else None

    def deeds(self, person: str, most: int = 10) -> tuple[Deed, ...]:
        """What a person did lately, newest first."""
        wanted = (
            select(happened.c.reference, happened.c.kind, happened.c.at, happened.c.fact)
            .where(happened.c.by_person == person, happened.c.kind != "awaited-changed", counts())
            .order_by(happened.c.kept.desc())
            .limit(most)
        )
        with self._db.reading() as connection:
            return tuple(_deed(row) for row in connection.execute(wanted))

    def people_who_acted(self, reference: str) -> tuple[Acted, ...]:
        """Who acted on a request, in the order of their names; also what a newer branch has hidden was acting."""
        query = (
            select(happened.c.by_person, happened.c.office, happened.c.for_person)
            .where(happened.c.reference == plain(reference), happened.c.by_person.is_not(None))
            .distinct()
        )
        people: dict[str, tuple[set[str], set[str]]] = {}
        with self._db.reading() as connection:
            for row in connection.execute(query):
                offices, absent = people.setdefault(row.by_person, (set(), set()))
                offices.update([row.office] if row.office else [])
                absent.update([row.for_person] if row.for_person else [])
        return tuple(
            Acted(person=person, offices=tuple(sorted(offices)), in_stead_of=tuple(sorted(absent)))
            for person, (offices, absent) in sorted(people.items())
        )


def _deed(row: Any) -> Deed:
    fact = json.loads(row.fact)
    outcome = fact.get("outcome") or fact.get("verdict") or ""
    return Deed(reference=row.reference, kind=row.kind, at=row.at, outcome=outcome, asset=fact.get("asset") or "")


def _wished(wish: Wish) -> Select[Any]:
    query = select(requests).order_by(requests.c.lodged_at.desc(), requests.c.reference.desc())
    if wish.state is not None:
        query = query.where(requests.c.state == plain(wish.state))
    if wish.scheme is not None:
        query = query.where(requests.c.scheme == plain(wish.scheme))
    if wish.text.strip():
        query = query.where(requests.c.words.contains(plain(wish.text.strip().casefold()), autoescape=True))
    if wish.office is not None or wish.overdue_at is not None:
        return query.where(_has_task(wish))
    if wish.step is not None:
        at_step = select(open_steps.c.reference).where(open_steps.c.step == plain(wish.step))
        return query.where(requests.c.reference.in_(at_step))
    return query


def _has_task(wish: Wish) -> ColumnElement[bool]:
    # IN, not EXISTS: so SQLite reads the office's own tasks once, not the index once for each request.
    task = select(awaited.c.reference)
    if wish.office is not None:
        task = task.where(awaited.c.office == plain(wish.office))
    if wish.step is not None:
        task = task.where(awaited.c.step == plain(wish.step))
    if wish.overdue_at is not None:
        task = task.where(awaited.c.due < wish.overdue_at, awaited.c.stopped_at.is_(None))
    return requests.c.reference.in_(task)


def _older_than(connection: Connection, reference: str) -> ColumnElement[bool]:
    found = select(requests.c.lodged_at).where(requests.c.reference == plain(reference))
    lodged_at = connection.execute(found).scalar()
    if lodged_at is None:
        raise LookupError(f"There is no request {reference[:40]}, after which the list could go on.")
    return tuple_(requests.c.lodged_at, requests.c.reference) < tuple_(lodged_at, reference)


def with_tasks(connection: Connection, rows: list[Row[Any]] | Any) -> tuple[Listed, ...]:
    """The requests of these rows; their tasks and steps are fetched for the page at once."""
    references = [row.reference for row in rows]
    tasks: dict[str, list[Awaited]] = {}
    steps: dict[str, list[str]] = {}
    if references:
        wanted = select(awaited).where(awaited.c.reference.in_(references))
        for row in connection.execute(wanted.order_by(awaited.c.due, awaited.c.task)):
            tasks.setdefault(row.reference, []).append(awaited_from(row))
        for row in connection.execute(select(open_steps).where(open_steps.c.reference.in_(references))):
            steps.setdefault(row.reference, []).append(row.step)
    return tuple(
        Listed(
            reference=row.reference,
            scheme=row.scheme,
            number=row.number,
            revision=row.revision,
            state=row.state,
            outcome=row.outcome,
            requester=row.requester,
            organisations=ORGANISATIONS.validate_json(row.organisations),
            assets=ASSETS.validate_json(row.assets),
            lodged_at=row.lodged_at,
            at=row.at,
            steps=tuple(sorted(steps.get(row.reference, ()))),
            awaited=tuple(tasks.get(row.reference, ())),
        )
        for row in rows
    )
