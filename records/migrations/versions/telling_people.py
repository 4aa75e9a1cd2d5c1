"""Telling people one by one: deliveries, settlements of tasks, one-time links, the bag of mail taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "notices",
        sa.Column("number", sa.Integer, nullable=False, server_default="0", comment="the fact that caused it"),
    )
    op.add_column("notices", sa.Column("topic", sa.Text, nullable=False, server_default=""))
    op.add_column(
        "notices",
        sa.Column("addressed", sa.Text, nullable=False, server_default="{}", comment="JSON: barred, also, assigned"),
    )
    op.create_index("happened_by_person", "happened", ["by_person", "kept"])
    _deliveries()
    _mail()


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("notice", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("task", sa.Text),
        sa.Column("number", sa.Integer, nullable=False, comment="of the fact that caused the notice"),
        sa.Column("room", sa.Text, nullable=False, comment="where the channel put it"),
        sa.Column("mark", sa.Text, nullable=False, comment="how the channel finds it again"),
        sa.Column("delivered_at", INSTANT, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False, server_default="0", comment="the settlement that it shows"),
    )
    op.create_index("deliveries_of_task", "deliveries", ["reference", "task"])
    op.create_index("deliveries_of_person", "deliveries", ["reference", "office", "person", "delivered_at"])
    op.create_table(
        "settlements",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("by_person", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )


def _mail() -> None:
    op.create_table(
        "links",
        sa.Column("sha256", sa.Text, primary_key=True, comment="of the token; the token itself is nowhere"),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT),
        sa.Column("superseded_at", INSTANT),
    )
    op.create_index("links_of_person", "links", ["person", "purpose", "reference"])
    op.create_table(
        "mailbag",
        sa.Column("message_id", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False, comment="the raw mail, in contents"),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False, server_default=""),
        sa.Column("outcome", sa.Text, nullable=False, comment="a sentence: what became of it"),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
    )
