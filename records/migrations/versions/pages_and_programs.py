"""What pages and API need: sessions, drafts of requests, enquiries that ended, tokens of programs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("sha256", sa.Text, primary_key=True, comment="of the cookie's token; the token itself is nowhere"),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False, comment="link, list or provider: how they signed in"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("fresh_at", INSTANT, nullable=False, comment="when they last proved who they are"),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
    )
    op.create_index("sessions_of_person", "sessions", ["person"])
    _drafts()
    op.create_table(
        "tokens",
        sa.Column("sha256", sa.Text, primary_key=True, comment="of the token; the token itself is nowhere"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False, comment="in whose name its bearer speaks"),
        sa.Column("scopes", sa.Text, nullable=False, comment="JSON"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, comment="of the scheme it is answered under"),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False, comment="JSON: the answers so far"),
        sa.Column("signposted", sa.Text, nullable=False, comment="JSON: advice that was shown"),
        sa.Column(
            "about", sa.Text, nullable=False, server_default="", comment="the request whose answers it would change"
        ),
        sa.Column(
            "unlocked", sa.Text, nullable=False, server_default="[]", comment="JSON: what may change; empty: all"
        ),
        sa.Column("version", sa.Integer, nullable=False, comment="one more with each change"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("reference", sa.Text, nullable=False, server_default="", comment="of the request it became"),
        sa.Column("discarded_at", INSTANT),
    )
    op.create_index("drafts_of_owner", "drafts", ["owner"])
    op.create_index("drafts_by_reference", "drafts", ["reference"])
    op.create_table(
        "draft_people",
        sa.Column("draft", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("invited_by", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("draft_people_of_person", "draft_people", ["person"])
    op.create_table(
        "enquiries",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("signpost", sa.Text, nullable=False, comment="where it was led"),
        sa.Column("answers", sa.Text, nullable=False, comment="JSON: what was answered on the way"),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("at", INSTANT, nullable=False),
    )
