"""Which seal was used for which fact, and the daily signed heads over all facts; both only ever added to."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)

# SQLite's INSERT OR REPLACE deletes the old row without asking the triggers for deletions.
KNOWN = {"seals": "seal = NEW.seal AND branch = NEW.branch", "heads": "number = NEW.number OR day = NEW.day"}


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("seal", sa.Text, primary_key=True, comment="the digest of the words that were signed"),
        sa.Column("branch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, comment="of the fact that carries the words"),
    )
    op.create_table(
        "heads",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, nullable=False, unique=True, comment="in London"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("upto", sa.BigInteger, nullable=False, comment="the last kept fact that it covers"),
        sa.Column("facts", sa.Integer, nullable=False, comment="how many facts it covers that no earlier head does"),
        sa.Column("facts_digest", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False, comment="the digest of the head before; empty for the first"),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
    )
    _seals_of_old_facts()
    for table in KNOWN:
        _append_only(table)


def _seals_of_old_facts() -> None:
    """Every seal that is on record has been used. Where one stands twice, the first use is the one that counts."""
    columns = ("kept", "reference", "branch", "number", "kind", "speech")
    happened = sa.table("happened", *(sa.column(name) for name in columns))
    seals = sa.table("seals", *(sa.column(name) for name in ("seal", "branch", "reference", "number")))
    query = (
        sa.select(happened)
        .where(happened.c.speech.is_not(None), happened.c.kind != "message-refused")
        .order_by(happened.c.kept)
    )
    connection, used = op.get_bind(), set()
    for row in connection.execute(query).all():
        seal = _digest(json.loads(row.speech)["said"])
        if (seal, row.branch) not in used:
            used.add((seal, row.branch))
            use = {"seal": seal, "branch": row.branch, "reference": row.reference, "number": row.number}
            connection.execute(sa.insert(seals), use)


def _digest(said: dict[str, Any]) -> str:
    """As the program of this step spelled it: a released step depends on nothing that may change."""
    spelled = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {KNOWN[table]}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
