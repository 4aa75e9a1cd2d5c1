"""Catalogues: every version of which data there are, and which way leads to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "catalogues",
        sa.Column("scheme", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False, comment="JSON: the whole, history included"),
        sa.Column("by_person", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _append_only_on_sqlite()
    else:
        op.execute(
            "CREATE TRIGGER catalogues_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogues "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _append_only_on_sqlite() -> None:
    known = "scheme = NEW.scheme AND version = NEW.version"
    refuse = "BEGIN SELECT RAISE(ABORT, 'catalogues is append-only'); END"
    for act in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER catalogues_no_{act.lower()} BEFORE {act} ON catalogues {refuse}")
    # SQLite's INSERT OR REPLACE deletes the old row without asking the triggers for deletions.
    op.execute(
        "CREATE TRIGGER catalogues_no_replace BEFORE INSERT ON catalogues "
        f"WHEN EXISTS (SELECT 1 FROM catalogues WHERE {known}) {refuse}"
    )
