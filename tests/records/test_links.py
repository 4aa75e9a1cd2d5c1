"""A one-time link works once, for a while, for the newest only; a look at it does not use it up."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from records.database import Database
from records.links import REFUSAL, Claimed, Links, Unclaimable

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
RAES = Claimed(person="rae", purpose="answer", reference="ONS-2026-0001")


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def kept(database: Database, watch: Watch) -> Links:
    return Links(database, watch)


def raes(kept: Links, **given: str) -> str:
    told = {**RAES.model_dump(), **given}
    return kept.make_link(told["person"], told["purpose"], told["reference"], HOUR)


def why(found: Claimed | Unclaimable) -> str:
    assert isinstance(found, Unclaimable)
    assert found.sentence == REFUSAL
    return found.why


def test_a_link_is_claimed_once(kept: Links) -> None:
    token = raes(kept)
    assert kept.claim_link(token) == RAES
    assert why(kept.claim_link(token)) == "used"


def test_a_look_does_not_use_it_up(kept: Links) -> None:
    token = raes(kept)
    assert kept.peek_link(token) == RAES
    assert kept.peek_link(token) == RAES
    assert kept.claim_link(token) == RAES
    assert why(kept.peek_link(token)) == "used"


def test_a_link_ends_with_its_time(kept: Links, watch: Watch) -> None:
    token = raes(kept)
    watch.at = AT + HOUR - timedelta(microseconds=1)
    assert kept.peek_link(token) == RAES
    watch.at = AT + HOUR
    assert why(kept.peek_link(token)) == why(kept.claim_link(token)) == "expired"


def test_a_newer_link_supersedes_the_unused_ones_of_the_same_kind_and_no_others(kept: Links) -> None:
    old, other = (
        raes(kept),
        [raes(kept, purpose="sign"), raes(kept, person="ruth"), raes(kept, reference="ONS-2026-2")],
    )
    new = raes(kept)
    assert why(kept.claim_link(old)) == "superseded"
    assert kept.claim_link(new) == RAES
    assert all(isinstance(kept.claim_link(one), Claimed) for one in other)


def test_a_used_link_stays_used_when_a_newer_one_is_made(kept: Links) -> None:
    old = raes(kept)
    kept.claim_link(old)
    raes(kept)
    assert why(kept.claim_link(old)) == "used"


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "é" * 5_000])
def test_a_token_that_nobody_made_is_unknown(kept: Links, token: str) -> None:
    assert why(kept.claim_link(token)) == why(kept.peek_link(token)) == "unknown"


def test_people_get_one_sentence_whatever_the_reason(kept: Links, watch: Watch) -> None:
    used, superseded, expired = raes(kept), raes(kept, person="ruth"), raes(kept, person="ben")
    kept.claim_link(used)
    raes(kept, person="ruth")
    watch.at = AT + HOUR
    found = [kept.claim_link(token) for token in (used, superseded, expired, "made up")]
    assert [why(one) for one in found] == ["used", "superseded", "expired", "unknown"]
    assert {one.sentence for one in found if isinstance(one, Unclaimable)} == {REFUSAL}


def test_of_many_who_claim_at_once_one_succeeds(kept: Links) -> None:
    token, found, ready = raes(kept), [], threading.Barrier(6)

    def claim() -> None:
        ready.wait()
        found.append(kept.claim_link(token))

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in found if isinstance(one, Claimed)] == [RAES]
    assert sum(isinstance(one, Unclaimable) for one in found) == 5


def test_the_records_hold_no_token(kept: Links, database: Database) -> None:
    token = raes(kept)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM links")).all()
    assert len(rows) == 1
    assert token not in repr(rows)


def test_a_link_that_would_not_last_is_not_made(kept: Links) -> None:
    with pytest.raises(ValueError, match="has to last"):
        kept.make_link("rae", "answer", "", timedelta(0))
