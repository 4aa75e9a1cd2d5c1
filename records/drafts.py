"""Drafts: requests that are being written, by one person or with colleagues, until they are sent. And enquiries."""

import json
import secrets
from collections.abc import Collection
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select, update

from policy.form import Answers
from policy.value import Stored
from records.database import Database
from records.ledger import Clock, now
from records.page_tables import draft_people, drafts, enquiries
from records.rows import checked, plain

_ANSWERS: TypeAdapter[Answers] = TypeAdapter(Answers)


class Draft(Stored):
    """A request that is being written. `digest` names the scheme that it is answered under; `version` counts changes.

    `reference` is that of the request it became; empty while it is a draft. Where `about` names a request, it is that
    request's answers that are being changed, and only those in `unlocked` may be (all, where none is named).
    """

    key: str
    scheme: str
    digest: str
    owner: str
    answers: Answers
    signposted: tuple[str, ...]
    about: str = ""
    unlocked: tuple[str, ...] = ()
    version: int
    made_at: datetime
    changed_at: datetime
    reference: str = ""
    people: tuple[str, ...] = ()


class Enquiry(Stored):
    """An enquiry that ended where it was led elsewhere."""

    key: str
    scheme: str
    signpost: str
    answers: Answers
    reason: str
    at: datetime


class DraftChanged(Exception):
    """Somebody else has changed the draft in between; the text says so."""


class Drafts:
    """Drafts and enquiries. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def begin_draft(
        self,
        scheme: str,
        digest: str,
        owner: str,
        answers: Answers,
        signposted: tuple[str, ...] = (),
        *,
        about: str = "",
        unlocked: tuple[str, ...] = (),
    ) -> Draft:
        """Begin a draft, with what is answered already. `digest` is that of a scheme which the records keep."""
        key, at = secrets.token_urlsafe(12), self._clock()
        row = checked({"key": key, "scheme": scheme, "digest": digest, "owner": owner, "about": about})
        texts = {
            "answers": _packed(answers),
            "signposted": json.dumps(signposted),
            "unlocked": json.dumps(unlocked),
        }
        with self._db.writing() as connection:
            connection.execute(insert(drafts).values(**row, **texts, version=1, made_at=at, changed_at=at))
        found = self.draft(key)
        assert found is not None, "it has just been written"
        return found

    def draft(self, key: str) -> Draft | None:
        """The draft of that key; None where there is none, or it was discarded."""
        with self._db.reading() as connection:
            mine = (drafts.c.key == plain(key)) & drafts.c.discarded_at.is_(None)
            row = connection.execute(select(drafts).where(mine)).one_or_none()
            if row is None:
                return None
            people = _people(connection, [row.key])
        return _draft(row, people[row.key])

    def drafts_of(self, person: str) -> tuple[Draft, ...]:
        """The drafts that somebody owns or was invited to and that are not sent yet, last changed first."""
        invited = select(draft_people.c.draft).where(draft_people.c.person == plain(person))
        mine = (drafts.c.owner == plain(person)) | drafts.c.key.in_(invited)
        wanted = (
            select(drafts)
            .where(mine, drafts.c.discarded_at.is_(None), drafts.c.reference == "")
            .order_by(drafts.c.changed_at.desc())
        )
        with self._db.reading() as connection:
            rows = connection.execute(wanted).all()
            people = _people(connection, [row.key for row in rows])
        return tuple(_draft(row, people[row.key]) for row in rows)

    def change_draft(self, key: str, answers: Answers, version: int) -> int:
        """Put these answers in the place of those of `version`; the new version.

        Raises DraftChanged where it is not that version any more, and LookupError where it was sent or discarded.
        """
        mine = (drafts.c.key == plain(key)) & (drafts.c.reference == "") & drafts.c.discarded_at.is_(None)
        with self._db.writing() as connection:
            self._db.alone(connection, f"draft/{key}")
            stands = connection.execute(select(drafts.c.version).where(mine)).scalar()
            if stands is None:
                raise LookupError("This draft was sent or discarded, so it cannot be changed.")
            if stands != version:
                raise DraftChanged(
                    "Somebody has changed this answer sheet since you opened it. Look, and save again."
                )
            changed = {"answers": _packed(answers), "version": version + 1, "changed_at": self._clock()}
            connection.execute(update(drafts).where(mine).values(**changed))
        return version + 1

    def invite(self, key: str, person: str, by: str) -> None:
        """Let somebody else write on a draft, too. Repeating it changes nothing."""
        row = checked({"draft": key, "person": person, "invited_by": by})
        here = (draft_people.c.draft == key) & (draft_people.c.person == person)
        with self._db.writing() as connection:
            self._db.alone(connection, f"draft/{key}")
            if connection.execute(select(draft_people).where(here)).first() is None:
                connection.execute(insert(draft_people).values(**row, at=self._clock()))

    def sent(self, key: str, reference: str) -> None:
        """Note which request a draft became; the first is what stays."""
        mine = (drafts.c.key == plain(key)) & (drafts.c.reference == "")
        with self._db.writing() as connection:
            connection.execute(update(drafts).where(mine).values(reference=plain(reference)))

    def draft_behind(self, reference: str) -> Draft | None:
        """The draft that became this request, for whoever wrote on it; None where it came in another way."""
        with self._db.reading() as connection:
            wanted = select(drafts.c.key).where(drafts.c.reference == plain(reference), drafts.c.about == "")
            key = connection.execute(wanted).scalar()
        return self.draft(key) if key else None

    def discard(self, key: str) -> None:
        """Throw a draft away. What was sent stays."""
        mine = (drafts.c.key == plain(key)) & (drafts.c.reference == "")
        with self._db.writing() as connection:
            gone = {"discarded_at": self._clock(), "answers": _packed({})}
            connection.execute(update(drafts).where(mine).values(**gone))

    def record_enquiry(self, key: str, scheme: str, signpost: str, answers: Answers, reason: str) -> None:
        """Keep an enquiry that ended elsewhere, once under its key. No person is kept with it."""
        row = checked({"key": key, "scheme": scheme, "signpost": signpost, "reason": reason})
        with self._db.writing() as connection:
            self._db.alone(connection, f"enquiry/{key}")
            if connection.execute(select(enquiries.c.key).where(enquiries.c.key == key)).first() is None:
                connection.execute(insert(enquiries).values(**row, answers=_packed(answers), at=self._clock()))

    def enquiries(self, most: int = 1_000) -> tuple[Enquiry, ...]:
        """The enquiries that ended elsewhere, newest first."""
        wanted = select(enquiries).order_by(enquiries.c.at.desc()).limit(most)
        with self._db.reading() as connection:
            return tuple(
                Enquiry(
                    key=row.key,
                    scheme=row.scheme,
                    signpost=row.signpost,
                    answers=_ANSWERS.validate_json(row.answers),
                    reason=row.reason,
                    at=row.at,
                )
                for row in connection.execute(wanted)
            )


def _packed(answers: Answers) -> str:
    return _ANSWERS.dump_json(answers).decode()


def _people(connection: Connection, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Who was invited to each of these drafts, in the order of the invitations."""
    asked = (
        select(draft_people.c.draft, draft_people.c.person)
        .where(draft_people.c.draft.in_(keys))
        .order_by(draft_people.c.at)
    )
    found: dict[str, tuple[str, ...]] = dict.fromkeys(keys, ())
    for draft, person in connection.execute(asked):
        found[draft] = (*found[draft], person)
    return found


def _draft(row: Row[tuple[object, ...]], people: tuple[str, ...]) -> Draft:
    return Draft(
        key=row.key,
        scheme=row.scheme,
        digest=row.digest,
        owner=row.owner,
        answers=_ANSWERS.validate_json(row.answers),
        signposted=tuple(json.loads(row.signposted)),
        about=row.about,
        unlocked=tuple(json.loads(row.unlocked)),
        version=row.version,
        made_at=row.made_at,
        changed_at=row.changed_at,
        reference=row.reference,
        people=people,
    )
