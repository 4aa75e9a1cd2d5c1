"""Versions of the catalogues: which data there are, and which way leads to them. What was in force is kept."""

from datetime import datetime
from functools import lru_cache

from pydantic import ValidationError
from sqlalchemy import Row, insert, select

from policy.catalogue import Catalogue
from policy.scheme import Scheme
from policy.value import Stored
from records.catalogue_tables import catalogues
from records.database import Database
from records.faults import RecordsUnusable
from records.ledger import Clock, now
from records.rows import checked, plain


class CatalogueVersion(Stored):
    """One version of a publisher's catalogue: since when it counts, who brought it in, why."""

    version: int
    catalogue: Catalogue
    by: str
    reason: str
    at: datetime


class CatalogueChanged(Exception):
    """Somebody else brought a version in since it was looked at; the text says so."""


class Catalogues:
    """Versions of catalogues, only ever added to. All methods raise RecordsUnreachable where the database is away."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._db = database
        self._clock = clock

    def put_catalogue(self, scheme: str, catalogue: Catalogue, by: str, reason: str, after: int) -> int:
        """Add a version after the one that was looked at (0: none); its number. Raises CatalogueChanged."""
        with self._db.writing() as connection:
            self._db.alone(connection, f"catalogue/{scheme}")
            mine = select(catalogues.c.version).where(catalogues.c.scheme == plain(scheme))
            stands = max(connection.execute(mine).scalars(), default=0)
            if stands != after:
                raise CatalogueChanged(
                    f"Version {stands} of this catalogue was brought in since you looked. Look again at what changed."
                )
            row = {
                "scheme": scheme,
                "version": stands + 1,
                "sha256": catalogue.digest,
                "catalogue": catalogue.model_dump_json(exclude_unset=True),
                "by_person": by,
                "reason": reason,
            }
            connection.execute(insert(catalogues).values(**checked(row), since=self._clock()))
        return stands + 1

    def catalogue(self, scheme: str) -> CatalogueVersion | None:
        """The newest version; None where none was brought in yet, and the scheme's own counts."""
        mine = select(catalogues).where(catalogues.c.scheme == plain(scheme))
        with self._db.reading() as connection:
            row = connection.execute(mine.order_by(catalogues.c.version.desc()).limit(1)).one_or_none()
        return _version(row) if row is not None else None

    def catalogue_of(self, scheme: Scheme) -> Catalogue:
        """The catalogue in force of a scheme: the newest that was brought in, or else the one that it ships."""
        newest = self.catalogue(scheme.key)
        return newest.catalogue if newest else scheme.catalogue

    def catalogue_versions(self, scheme: str) -> tuple[CatalogueVersion, ...]:
        """All versions that were brought in, oldest first."""
        mine = select(catalogues).where(catalogues.c.scheme == plain(scheme)).order_by(catalogues.c.version)
        with self._db.reading() as connection:
            return tuple(_version(row) for row in connection.execute(mine))


@lru_cache(maxsize=8)
def _read(text: str) -> Catalogue:
    # Every page of a draft asks for the newest one, and tables have thousands of variables.
    return Catalogue.model_validate_json(text)


def _version(row: Row[tuple[object, ...]]) -> CatalogueVersion:
    try:
        catalogue = _read(row.catalogue)
    except ValidationError:
        raise RecordsUnusable(
            f"Version {row.version} of the catalogue of {row.scheme} cannot be read: it is damaged, or was written "
            "by a newer version of this program. Update the program, or put back a backup."
        ) from None
    return CatalogueVersion(
        version=row.version, catalogue=catalogue, by=row.by_person, reason=row.reason, at=row.since
    )
