"""Which steps of the tables this program knows, and which one a database stands at."""

from sqlalchemy import Connection, inspect, text

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All steps, oldest first, as the migrations have them; reading those would slow every command."""


def revision(connection: Connection) -> str | None:
    """The step that the database stands at; None where it has no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def newer(found: str | None) -> bool:
    """Whether a newer program than this one has set up the database."""
    return found is not None and found not in REVISIONS
