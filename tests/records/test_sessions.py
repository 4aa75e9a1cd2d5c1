"""Sessions and tokens live as long as they should and no longer, and nobody can read one out of the records."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

import records
from records import SqlRecords
from records.database import Database

HOURS = timedelta(hours=1)
IDLE = timedelta(hours=2)


class Ticking:
    """Records whose clock is set on by hand."""

    def __init__(self, url: str) -> None:
        self._at = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
        self.records = records.open(url, lambda: self._at)

    def on(self, by: timedelta) -> None:
        """Let time pass."""
        self._at += by


@pytest.fixture
def ticking(url: str) -> Iterator[Ticking]:
    opened = Ticking(url)
    yield opened
    opened.records.close()


def test_a_session_is_known_by_its_token_alone(kept: SqlRecords, url: str) -> None:
    token = kept.begin_session("rae", "link", 10 * HOURS)
    found = kept.session(token, IDLE)
    assert found is not None
    assert (found.person, found.way) == ("rae", "link")
    assert kept.session(token[:-1], IDLE) is None
    assert kept.session("\ud800", IDLE) is None
    database = Database(url)
    with database.reading() as connection:
        assert token not in str(connection.execute(text("SELECT * FROM sessions")).all())
    database.close()


def test_a_session_ends_when_it_is_left_and_stays_ended(kept: SqlRecords) -> None:
    mine, other = (kept.begin_session("rae", "link", HOURS) for _ in range(2))
    kept.end_session(mine)
    kept.end_session(mine)
    kept.end_session("no session at all")
    assert kept.session(mine, IDLE) is None
    assert kept.session(other, IDLE) is not None


def test_a_session_ends_when_nobody_uses_it_and_at_last_anyhow(ticking: Ticking) -> None:
    kept = ticking.records
    token = kept.begin_session("rae", "link", 5 * HOURS)
    for _ in range(3):
        ticking.on(IDLE - timedelta(minutes=30))
        assert kept.session(token, IDLE) is not None
    ticking.on(timedelta(minutes=31))
    assert kept.session(token, IDLE) is None, "its time is over although it was used"
    idle = kept.begin_session("rae", "link", 5 * HOURS)
    ticking.on(IDLE)
    assert kept.session(idle, IDLE) is None


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_token_has_a_name_that_can_be_kept(kept: SqlRecords, name: str) -> None:
    with pytest.raises(ValueError, match="for the records contains"):
        kept.make_token(name, "rae", ("read",), HOURS)


def test_a_token_stands_for_its_person_and_scopes_until_it_is_revoked_or_old(ticking: Ticking) -> None:
    kept = ticking.records
    token, other = (kept.make_token(name, "rae", ("read", "lodge"), HOURS) for name in ("batch", "other"))
    found = kept.token(token)
    assert found is not None
    assert (found.name, found.person, found.scopes) == ("batch", "rae", ("read", "lodge"))
    assert kept.revoke_tokens("batch") == 1
    assert kept.revoke_tokens("batch") == 0
    assert kept.token(token) is None
    assert kept.token("unknown") is None
    assert kept.token(other) is not None
    ticking.on(HOURS)
    assert kept.token(other) is None
