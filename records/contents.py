"""Texts, documents and schemes, kept for ever under their SHA-256; what is read is checked against its name."""

from datetime import datetime
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Table, insert, select

from policy.form import Answers
from policy.scheme import Scheme
from policy.value import Stored, digest
from records.database import Database
from records.faults import RecordsUnusable
from records.ledger import Clock, now
from records.rows import Columns, plain
from records.tables import contents, schemes


class Content(Stored):
    """A text or document with the name it was first kept under."""

    sha256: str
    name: str
    content: bytes
    kept_at: datetime


class _Sheet(Stored):
    answers: Answers


_SHEET = TypeAdapter(_Sheet)


class Contents:
    """All that facts refer to by digest."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def put(self, content: bytes, name: str) -> str:
        """Keep a text or document for ever under its SHA-256, which is returned. Repeating it changes nothing."""
        sha256 = digest(content)
        row = {
            "sha256": sha256,
            "name": plain(name),
            "bytes": content,
            "size": len(content),
            "kept_at": self._clock(),
        }
        with self._db.writing() as connection:
            self._db.alone(connection, f"put/{sha256}")
            _once(connection, contents, "sha256", row)
        return sha256

    def content(self, sha256: str) -> Content:
        """What lies under that digest. Raises LookupError where nothing is, RecordsUnusable where it is damaged."""
        query = select(contents).where(contents.c.sha256 == plain(sha256))
        with self._db.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise LookupError(f"The records hold nothing under {sha256[:64]}.")
        if digest(row.bytes) != row.sha256:
            raise RecordsUnusable(
                f"What the records hold under {sha256} is damaged: its digest is another one. Put back a backup."
            )
        return Content(sha256=row.sha256, name=row.name, content=row.bytes, kept_at=row.kept_at)

    def holds(self, sha256: str) -> bool:
        """Whether something is kept under that digest."""
        found = select(contents.c.sha256).where(contents.c.sha256 == plain(sha256))
        with self._db.reading() as connection:
            return connection.execute(found).first() is not None

    def answers(self, digest: str) -> Answers:
        """The answer sheet kept under that digest. Raises LookupError where there is none."""
        kept = self.content(digest)
        try:
            return _SHEET.validate_json(kept.content).answers
        except ValidationError:
            raise LookupError(f"What the records hold under {digest} is no answer sheet.") from None

    def put_scheme(self, digest: str, scheme: Scheme) -> None:
        """Keep the whole scheme under the digest that requests pin. Repeating it changes nothing."""
        row = {
            "digest": plain(digest),
            "key": scheme.key,
            "scheme": scheme.model_dump_json(),
            "kept_at": self._clock(),
        }
        with self._db.writing() as connection:
            self._db.alone(connection, f"scheme/{digest}")
            _once(connection, schemes, "digest", row)

    def scheme(self, digest: str) -> Scheme:
        """The scheme kept under that digest. Raises LookupError where there is none."""
        query = select(schemes.c.scheme).where(schemes.c.digest == plain(digest))
        with self._db.reading() as connection:
            found = connection.execute(query).scalar()
        if found is None:
            raise LookupError(f"The records hold no scheme under {digest[:64]}.")
        try:
            return _read(found)
        except ValidationError:
            raise RecordsUnusable(
                f"The scheme under {digest} cannot be read: it is damaged, or from a newer version of this program."
            ) from None


@lru_cache(maxsize=32)
def _read(kept: str) -> Scheme:
    """The scheme that is written so. It is read for every look at a request, and is 100 kB long."""
    return Scheme.model_validate_json(kept)


def _once(connection: Connection, table: Table, key: str, row: Columns) -> None:
    here = table.c[key] == row[key]
    if connection.execute(select(table.c[key]).where(here)).first() is None:
        connection.execute(insert(table), row)
