"""The first tables: facts, read models, contents, lodgings, notices, the register; and what is append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
APPEND_ONLY = ("happened", "divergences", "contents", "schemes", "transparency_register")

# SQLite's INSERT OR REPLACE deletes the old row without asking the triggers for deletions.
KNOWN = {
    "happened": "kept = NEW.kept OR (reference = NEW.reference AND branch = NEW.branch AND number = NEW.number)",
    "divergences": "reference = NEW.reference AND branch = NEW.branch",
    "contents": "sha256 = NEW.sha256",
    "schemes": "digest = NEW.digest",
    "transparency_register": "register = NEW.register AND reference = NEW.reference AND version = NEW.version",
}


def upgrade() -> None:
    _history()
    _read_models()
    _contents()
    _doors()
    if op.get_bind().dialect.name == "sqlite":
        _append_only_on_sqlite()
    else:
        _append_only_on_postgresql()


def _history() -> None:
    op.create_table(
        "happened",
        sa.Column("kept", SEQUENCE, primary_key=True, comment="the order of keeping"),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("branch", sa.Integer, nullable=False, comment="0, and one more for each divergence"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_person", sa.Text),
        sa.Column("office", sa.Text),
        sa.Column("for_person", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fact", sa.Text, nullable=False, comment="JSON, defaults included"),
        sa.Column("speech", sa.Text, comment="JSON: the sealed words it came from"),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.UniqueConstraint("reference", "number", "branch", name="one_fact_per_number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "divergences",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("branch", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False, comment="the first number that the new branch tells anew"),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column(
            "superseded", sa.Text, nullable=False, comment="the run whose facts count no more from that number on"
        ),
        sa.Column("found_at", INSTANT, nullable=False),
    )


def _read_models() -> None:
    op.create_table(
        "requests",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("branch", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("requester", sa.Text, nullable=False),
        sa.Column("organisations", sa.Text, nullable=False, comment="JSON"),
        sa.Column("assets", sa.Text, nullable=False, comment="JSON"),
        sa.Column("words", sa.Text, nullable=False, comment="what a search looks through, in lower case"),
        sa.Column("lodged_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("requests_by_age", "requests", ["lodged_at", "reference"])
    op.create_index("requests_by_state", "requests", ["state", "lodged_at", "reference"])
    op.create_table(
        "open_steps",
        sa.Column("reference", sa.Text, sa.ForeignKey("requests.reference"), primary_key=True),
        sa.Column("step", sa.Text, primary_key=True),
    )
    op.create_index("requests_at_step", "open_steps", ["step", "reference"])
    op.create_table(
        "awaited",
        sa.Column("reference", sa.Text, sa.ForeignKey("requests.reference"), primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("asset", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("chased", sa.Integer, nullable=False),
    )
    op.create_index("awaited_by_office", "awaited", ["office", "due", "reference"])
    op.create_index("awaited_by_due", "awaited", ["due", "reference"])


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
    )
    op.create_table(
        "schemes",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False, comment="JSON"),
        sa.Column("kept_at", INSTANT, nullable=False),
    )
    op.create_table(
        "transparency_register",
        sa.Column("register", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("schema_version", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False, comment="JSON, in the order of the scheme"),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
    )


def _doors() -> None:
    op.create_table(
        "reference_counters",
        sa.Column("prefix", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "lodgings",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("requester", sa.Text, nullable=False),
        sa.Column("once", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False, comment="the digest of what was submitted"),
        sa.Column("opening", sa.Text, nullable=False, comment="JSON: what starts the workflow"),
        sa.Column("lodged_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.UniqueConstraint("requester", "once", name="one_lodging_per_act"),
    )
    unstarted = sa.text("started_at IS NULL")
    op.create_index(
        "lodgings_unstarted", "lodgings", ["lodged_at"], sqlite_where=unstarted, postgresql_where=unstarted
    )
    op.create_table(
        "notices",
        sa.Column("told", SEQUENCE, primary_key=True, comment="the order of telling"),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("asset", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False, comment="JSON"),
        sa.Column("choices", sa.Text, nullable=False, comment="JSON"),
        sa.Column("due", INSTANT),
        sa.Column("task", sa.Text),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("notices_by_office", "notices", ["office", "told"])
    op.create_index("notices_by_person", "notices", ["person", "told"])
    op.create_index("notices_by_task", "notices", ["reference", "task"])


def _append_only_on_sqlite() -> None:
    for table in APPEND_ONLY:
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


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
