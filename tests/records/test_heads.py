"""The daily heads: one a day, each over what is new and over the head before, so that an old change shows."""

from datetime import timedelta

import pytest

from records import SqlRecords
from records.database import Database
from tests.records.sample import MONDAY, STORY, keeping, some

DAY = MONDAY.date()


def sign(content: bytes) -> tuple[str, str]:
    return "desk", "c2lnbmVk"


def test_a_head_covers_what_is_new_and_names_the_one_before(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    first = kept.make_head(DAY, sign)
    kept.keep(keeping(some(range(6, 9))))
    second = kept.make_head(DAY + timedelta(days=1), sign)
    assert (first.number, first.facts, first.previous) == (1, 5, "")
    assert (second.number, second.facts, second.previous) == (2, 3, first.digest)
    assert kept.heads() == (first, second)
    assert kept.summed(first.upto, second.upto).digest == second.facts_digest


def test_a_day_has_one_head_however_often_it_is_made(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY[:2]))
    made = kept.make_head(DAY, sign)
    kept.keep(keeping(STORY[2:]))
    assert kept.make_head(DAY, sign) == made
    assert kept.make_head(DAY - timedelta(days=1), sign) == made
    assert kept.heads() == (made,)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE happened SET fact = replace(fact, 'approve', 'refuse') WHERE number = 4",
        "UPDATE happened SET by_person = 'eve' WHERE number = 4",
        "UPDATE happened SET speech = NULL WHERE number = 4",
        "DELETE FROM happened WHERE number = 5",
    ],
)
def test_whoever_changes_an_old_fact_changes_what_its_head_signed(kept: SqlRecords, url: str, change: str) -> None:
    kept.keep(keeping(STORY))
    head = kept.make_head(DAY, sign)
    assert kept.summed(0, head.upto).digest == head.facts_digest
    database = Database(url)
    with database.writing() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER happened_no_update")
            connection.exec_driver_sql("DROP TRIGGER happened_no_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE happened DISABLE TRIGGER USER")
        connection.exec_driver_sql(change)
    database.close()
    assert kept.summed(0, head.upto).digest != head.facts_digest
