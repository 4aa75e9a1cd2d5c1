"""Sealed words count once: not for another fact, and not in another request; a reset is no offence."""

import pytest

from records import SealUsed, SqlRecords
from records.database import Database
from sharing.facts import By, Happened
from tests.records.sample import STORY, decided, happened, keeping, some, speech

IVO = By(person="ivo", office="owner")
REFERENCE = "ONS-2026-0001"


def again(number: int, outcome: str = "approve") -> Happened:
    """The owner's sealed words of the story, under another number."""
    return happened(number, decided(outcome), IVO, speech=speech(4))


def test_words_played_again_under_another_number_are_refused(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    with pytest.raises(SealUsed, match=r"Fact 6 of ONS-2026-0001 \(decided\) is not kept: its seal was used before"):
        kept.keep(keeping((again(6),)))
    assert kept.history(REFERENCE) == STORY


def test_words_said_to_one_request_cannot_be_used_in_another(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    stolen = happened(1, STORY[0].fact, STORY[0].by, speech=STORY[0].speech)
    # Past the sample, which would say it anew to the other request.
    told = keeping(STORY[:1], reference="ONS-2026-0002").model_copy(update={"facts": (stolen,)})
    with pytest.raises(SealUsed, match="for fact 1 of ONS-2026-0001"):
        kept.keep(told)
    assert kept.history("ONS-2026-0002") == ()


def test_the_same_words_twice_in_one_keeping_are_refused_and_nothing_of_it_is_kept(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY[:3]))
    with pytest.raises(SealUsed):
        kept.keep(keeping((again(4), again(5))))
    assert kept.history(REFERENCE) == STORY[:3]


def test_told_again_by_a_retry_or_another_run_they_are_no_offence(kept: SqlRecords) -> None:
    for run in ("run-1", "run-1", "run-2"):
        kept.keep(keeping(STORY, run))
    assert kept.history(REFERENCE) == STORY


def test_after_a_reset_the_same_words_may_come_under_another_number_once(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    branch = (*some(range(3, 4), "council"), again(4), *some(range(5, 6), "council"))
    kept.keep(keeping(branch, "run-2"))
    with pytest.raises(SealUsed):
        kept.keep(keeping((again(6),), "run-2"))
    moved = (*some(range(3, 5), "owner"), again(5))
    kept.keep(keeping(moved, "run-3"))
    assert kept.history(REFERENCE)[2:] == moved


def test_facts_kept_before_seals_were_noted_have_used_theirs(kept: SqlRecords, url: str) -> None:
    """What step 0004 does for older records: here done once more, by its own hand, on emptied tables."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from records.migrations.versions import seals_and_heads

    kept.keep(keeping(STORY))
    database = Database(url)
    drop = "DROP TRIGGER seals_no_delete" if database.is_sqlite else "ALTER TABLE seals DISABLE TRIGGER USER"
    with database.writing() as connection:
        connection.exec_driver_sql(drop)
        connection.exec_driver_sql("DELETE FROM seals")
        with Operations.context(MigrationContext.configure(connection)):
            seals_and_heads._seals_of_old_facts()
    database.close()
    with pytest.raises(SealUsed):
        kept.keep(keeping((again(6),)))
