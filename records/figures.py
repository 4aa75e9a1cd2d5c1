"""What statistics are counted from, and whose requests somebody may look at."""

from collections.abc import Collection

from pydantic import AwareDatetime
from sqlalchemy import or_, select, true

from policy.value import Stored
from records.database import Database
from records.ledger import Clock, counts, now
from records.outbox import Outgoing
from records.page_tables import draft_people, drafts
from records.reading import Listed, with_tasks
from records.rows import FACT, plain
from records.tables import happened, lodgings, requests
from sharing.facts import AnyFact

MILESTONES = ("awaited-changed", "decided", "approval-returned", "closed", "reopened")
"""The kinds of facts that tell how long something took."""


MOST_NAMED = 500
"""So many requests are asked for by their references; of more, all are read, and those not wanted are left out."""


class Milestone(Stored):
    """A fact of a request from which its course can be seen."""

    reference: str
    at: AwareDatetime
    fact: AnyFact


class Received(Stored):
    """That a request came in. `state` is open, dormant, or its outcome.

    While `branch` and `number` (of its last fact) are the same, so are all its facts.
    """

    reference: str
    scheme: str
    branch: int = 0
    number: int = 0
    lodged_at: AwareDatetime
    state: str


class Figures:
    """Questions of statistics, and of requesters. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def milestones(self, references: Collection[str]) -> tuple[Milestone, ...]:
        """The milestones of these requests, request by request, each in its order."""
        wanted = (
            select(happened.c.reference, happened.c.at, happened.c.fact)
            .where(happened.c.kind.in_(MILESTONES), counts())
            .where(happened.c.reference.in_(tuple(references)) if len(references) <= MOST_NAMED else true())
            .order_by(happened.c.reference, happened.c.number)
        )
        with self._db.reading() as connection:
            return tuple(
                Milestone(reference=row.reference, at=row.at, fact=FACT.validate_json(row.fact))
                for row in connection.execute(wanted)
                if row.reference in references
            )

    def received(self) -> tuple[Received, ...]:
        """All requests on record, oldest first."""
        columns = [requests.c[name] for name in Received.model_fields]
        with self._db.reading() as connection:
            rows = connection.execute(select(*columns).order_by(requests.c.lodged_at, requests.c.reference))
            return tuple(Received.model_validate(row, from_attributes=True) for row in rows)

    def requests_of(self, person: str, organisation: str = "", most: int | None = None) -> tuple[Listed, ...]:
        """The requests that somebody asked for or wrote on, newest first; and those of an organisation, if named.

        Of more than `most`, those that are open go before those that have ended.
        """
        written = select(drafts.c.reference).where(
            or_(
                drafts.c.owner == plain(person),
                drafts.c.key.in_(select(draft_people.c.draft).where(draft_people.c.person == plain(person))),
            ),
            drafts.c.about == "",
        )
        mine = [requests.c.requester == plain(person), requests.c.reference.in_(written)]
        if organisation:
            # A key is spelled the same wherever it stands in the JSON; within a title its quotes would be escaped.
            mine.append(requests.c.organisations.contains(f'"key":"{plain(organisation)}"', autoescape=True))
        newest = (requests.c.lodged_at.desc(), requests.c.reference.desc())
        order = newest if most is None else (requests.c.state != "open", *newest)
        wanted = select(requests).where(or_(*mine)).order_by(*order).limit(most)
        with self._db.reading() as connection:
            return with_tasks(connection, connection.execute(wanted).all())

    def unrecorded_of(self, person: str) -> tuple[Outgoing, ...]:
        """What somebody lodged and what is not on record as a request yet, because no worker has heard it."""
        wanted = (
            select(lodgings)
            .where(lodgings.c.requester == plain(person))
            .where(lodgings.c.reference.not_in(select(requests.c.reference)))
            .order_by(lodgings.c.lodged_at.desc())
        )
        with self._db.reading() as connection:
            return tuple(Outgoing.model_validate(dict(row._mapping)) for row in connection.execute(wanted))
