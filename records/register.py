"""The transparency register: every version of every entry, for ever; and its public forms, JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select

from policy.value import Stored
from records.database import Database
from records.faults import Contradiction
from records.hdr_uk import HEADERS, hdr_row
from records.ledger import Clock, now
from records.rows import plain
from records.tables import transparency_register as versions
from sharing.errands import Publishing

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet calculate a cell; such a cell gets an apostrophe before it."""


class Entry(Stored):
    """One version of a register entry."""

    published_on: str
    reference: str
    version: int
    schema_version: str
    fields: dict[str, str]
    address: str
    published_at: datetime


class Change(Stored):
    """A line of the change log: what a version changed. The first version of an entry is `new`."""

    reference: str
    version: int
    published_at: datetime
    new: bool
    changed: tuple[str, ...] = ()


class SqlRegister:
    """The register as a table. `base` and the reference make an entry's address."""

    def __init__(self, database: Database, base: str = "/register/", clock: Clock = now) -> None:
        self._db = database
        self._base = base.rstrip("/")
        self._clock = clock

    def publish(self, publishing: Publishing) -> str:
        """Put the entry on the register, once; returns its address. The same version again changes nothing.

        Raises Contradiction where that version is on the register with other words.
        """
        reference, register = plain(publishing.reference), plain(publishing.published_on)
        row = {
            "register": register,
            "reference": reference,
            "version": publishing.version,
            "schema_version": plain(publishing.schema_version),
            "fields": json.dumps({plain(key): plain(text) for key, text in publishing.fields.items()}),
            "address": f"{self._base}/{reference}",
            "ordered_at": publishing.at,
            "published_at": self._clock(),
        }
        here = (
            versions.c.register == register,
            versions.c.reference == reference,
            versions.c.version == publishing.version,
        )
        with self._db.writing() as connection:
            self._db.alone(connection, f"publish/{register}/{reference}")
            known = connection.execute(select(versions).where(*here)).one_or_none()
            if known is None:
                connection.execute(insert(versions), row)
                return str(row["address"])
        entry = _entry(known)
        if (entry.fields, entry.schema_version) != (publishing.fields, publishing.schema_version):
            raise Contradiction(
                f"Version {entry.version} of {reference} is on the register with other words. Publish a new version."
            )
        return entry.address

    def versions(self, reference: str, register: str = "transparency-register") -> tuple[Entry, ...]:
        """All versions of one entry, oldest first; none where it is not on the register."""
        query = _all(register).where(versions.c.reference == plain(reference))
        with self._db.reading() as connection:
            return tuple(map(_entry, connection.execute(query)))

    def entries(self, register: str = "transparency-register") -> tuple[Entry, ...]:
        """The register as it stands: the latest version of each entry, by reference."""
        latest: dict[str, Entry] = {}
        with self._db.reading() as connection:
            for row in connection.execute(_all(register)):
                latest[row.reference] = _entry(row)
        return tuple(latest.values())

    def changes(self, register: str = "transparency-register") -> tuple[Change, ...]:
        """The change log, newest first: which fields each version added, changed or took away."""
        found: list[Change] = []
        before: dict[str, Entry] = {}
        with self._db.reading() as connection:
            for entry in map(_entry, connection.execute(_all(register))):
                old = before.get(entry.reference)
                found.append(
                    Change(
                        reference=entry.reference,
                        version=entry.version,
                        published_at=entry.published_at,
                        new=old is None,
                        changed=_changed(old.fields, entry.fields) if old else (),
                    )
                )
                before[entry.reference] = entry
        return tuple(sorted(found, key=lambda one: (one.published_at, one.reference, one.version), reverse=True))

    def as_json(self, register: str = "transparency-register") -> str:
        """The register as it stands, as JSON."""
        entries = [entry.model_dump(mode="json", exclude={"published_on"}) for entry in self.entries(register)]
        return json.dumps({"register": register, "entries": entries}, ensure_ascii=False, indent=2) + "\n"

    def as_csv(self, register: str = "transparency-register") -> str:
        """The register as it stands, as CSV (RFC 4180; to be sent as UTF-8): our fields, in the scheme's order."""
        entries = self.entries(register)
        keys = list(dict.fromkeys(key for entry in _newest_schema_first(entries) for key in entry.fields))
        own = ("reference", "version", "schema-version", "published-at", "address")
        rows = [
            {
                **entry.fields,
                "reference": entry.reference,
                "version": str(entry.version),
                "schema-version": entry.schema_version,
                "published-at": f"{entry.published_at:%Y-%m-%dT%H:%M:%SZ}",
                "address": entry.address,
            }
            for entry in entries
        ]
        return _csv((*own, *(key for key in keys if key not in own)), rows)

    def as_hdr_uk_csv(self, register: str = "transparency-register") -> str:
        """The register as it stands, in the template of Health Data Research UK (its header row exactly)."""
        return _csv(HEADERS, [hdr_row(entry.reference, entry.fields) for entry in self.entries(register)])


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _csv(headers: tuple[str, ...], rows: Iterable[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel", lineterminator="\r\n")
    writer.writerow([guarded(header) for header in headers])
    writer.writerows([guarded(row.get(header, "")) for header in headers] for row in rows)
    return out.getvalue()


def _all(register: str) -> Select[Any]:
    return (
        select(versions)
        .where(versions.c.register == plain(register))
        .order_by(versions.c.reference, versions.c.version)
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        published_on=row.register,
        reference=row.reference,
        version=row.version,
        schema_version=row.schema_version,
        fields=json.loads(row.fields),
        address=row.address,
        published_at=row.published_at,
    )


def _changed(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    return tuple(key for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key))


def _newest_schema_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.published_at, reverse=True)
