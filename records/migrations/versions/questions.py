"""Questions that people ask before they apply, and what became of them; both only ever added to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)

# SQLite's INSERT OR REPLACE deletes the old row without asking the triggers for deletions.
KNOWN = {
    "questions": "reference = NEW.reference",
    "question_events": "reference = NEW.reference AND number = NEW.number",
}


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("questions_of_person", "questions", ["person", "at"])
    op.create_table(
        "question_events",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False, comment="replied, or became"),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False, comment="the reply, or the key of the draft that it became"),
        sa.Column("at", INSTANT, nullable=False),
    )
    for table in KNOWN:
        _append_only(table)


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for act in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {KNOWN[table]}) {refuse}"
    )
