"""The audit of a case, and of the chain of heads: from records and public keys alone, it shows what was changed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

import records
from sharing.spoken import ROOT
from sharing.vouching import Ring
from tests.starter.playing import Playing, keep
from tests.told import KEY, REFERENCE, ROOT_KEY, Tale
from wiring.ring import write

REFUSED = "replace(fact, 'approve', 'refuse')"


@pytest.fixture
def tale(shell: Playing) -> Tale:
    """A request before its decision, as the records keep it; the ring has the key that it was sealed with."""
    shell.environ["SHARING_ROOT_KEY"] = ROOT_KEY.public
    write(shell.folder / "data" / "keys.yaml", Ring(keys=KEY.known))
    tale = Tale().at_decision().approved()
    keep(shell, tale)
    return tale


def change(shell: Playing, *statements: str) -> None:
    """What somebody with the database open could do."""
    with closing(sqlite3.connect(shell.folder / "data" / "records.db")) as direct:
        for act in ("update", "delete"):
            direct.execute(f"DROP TRIGGER IF EXISTS happened_no_{act}")
            direct.execute(f"DROP TRIGGER IF EXISTS heads_no_{act}")
        for statement in statements:
            direct.execute(statement)
        direct.commit()


@pytest.mark.requirement("ONS-094")
def test_a_case_that_is_whole_holds(shell: Playing, tale: Tale) -> None:
    told = shell("audit", REFERENCE)
    assert "BROKEN" not in told.out, told.out
    assert (told.code, told.err) == (0, "All of it holds.\n")
    assert f"The numbers of its {len(tale.facts)} facts have no gap." in told.out


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM happened WHERE kind = 'decided'", "have no gap"),
        ("DELETE FROM happened WHERE number = 1", "have no gap"),
        (f"UPDATE happened SET fact = {REFUSED} WHERE kind = 'decided'", "does not follow"),
        (
            f"UPDATE happened SET fact = {REFUSED} WHERE kind = 'decided'",
            "digest that it was",
        ),
        ("UPDATE happened SET by_person = 'olu' WHERE kind = 'decided'", "Its speech is somebody else's"),
        ("UPDATE happened SET speech = NULL WHERE kind = 'decided'", "Nobody is known to have said it"),
        ("UPDATE happened SET speech = replace(speech, 'death', 'birth') WHERE kind = 'decided'", "does not fit"),
        ("UPDATE requests SET state = 'published'", "What lists and pages show"),
        ("UPDATE awaited SET due = '2030-01-01 00:00:00.000000'", "What lists and pages show"),
        ("UPDATE lodgings SET opening = replace(opening, '\"rules\"', '\"ruled\"')", "BROKEN"),
    ],
)
def test_what_was_changed_in_the_database_shows(shell: Playing, tale: Tale, statement: str, finding: str) -> None:
    change(shell, statement)
    told = shell("audit", REFERENCE)
    assert told.code == 1
    assert any(finding in line for line in told.out.splitlines() if "BROKEN" in line), told.out


def test_a_key_that_is_not_on_the_ring_vouches_for_nothing(shell: Playing, tale: Tale) -> None:
    write(shell.folder / "data" / "keys.yaml", Ring(keys=ROOT_KEY.known))
    told = shell("audit", REFERENCE)
    assert told.code == 1
    assert "not sealed by a desk" in told.out


def test_what_was_said_after_its_key_was_distrusted_does_not_hold(shell: Playing, tale: Tale) -> None:
    since = tale.facts[-1].at
    write(shell.folder / "data" / "keys.yaml", Ring(keys=KEY.known, distrusted={KEY.id: since}))
    assert "was distrusted" in shell("audit", REFERENCE).out


def test_what_claims_to_be_older_than_the_distrust_but_was_kept_after_it_is_pointed_out(
    shell: Playing, tale: Tale
) -> None:
    with records.open(f"sqlite:///{shell.folder / 'data' / 'records.db'}") as store:
        kept = max(row.kept_at for row in store.rows_of(REFERENCE))
    assert kept < tale.facts[0].at, "the tale plays in the future, so that what it claims cannot be kept late"
    change(shell, "UPDATE happened SET kept_at = '2040-01-01 00:00:00.000000' WHERE kind = 'decided'")
    distrusted = {KEY.id: datetime(2039, 1, 1, tzinfo=UTC)}
    write(shell.folder / "data" / "keys.yaml", Ring(keys=KEY.known, distrusted=distrusted))
    told = shell("audit", REFERENCE)
    assert told.code == 0
    assert "LOOK   Fact" in told.out
    assert "though it claims to be older" in told.out


def test_an_unknown_reference_and_no_reference_at_all_are_sentences(shell: Playing, tale: Tale) -> None:
    assert shell("audit", "ONS-2027-0099").err.startswith("There is no request 'ONS-2027-0099' on record")
    assert shell("audit").code == 2


def signed(shell: Playing, tale: Tale) -> str:
    """Today's head, signed by this desk; its digest."""
    key = shell("keys", "new", "--to", str(shell.folder / "data" / "desk.key"))
    assert key.code == 0
    told = shell("audit", "head")
    assert told.code == 0, told.err
    return told.out.split()[2]


def test_a_head_is_made_once_a_day_and_all_cases_are_verified_with_it(shell: Playing, tale: Tale) -> None:
    head = signed(shell, tale)
    assert shell("audit", "head").out.split()[2] == head
    told = shell("audit", "--all")
    assert told.code == 0, told.out
    assert (
        f"Head 1 of {told.out.split('Head 1 of ')[1][:10]}, over {len(tale.facts)} facts ({head[:16]})." in told.out
    )
    assert shell("audit", "heads", "--holds", head).code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM happened WHERE number = 3",
        "UPDATE happened SET fact = replace(fact, 'approve', 'refuse')",
        "UPDATE lodgings SET opening = opening || ' '",
        "UPDATE heads SET facts_digest = 'x'",
        "UPDATE heads SET day = '2020-01-01'",
        f"UPDATE heads SET key_id = '{ROOT}'",
    ],
)
def test_a_change_before_the_head_shows_in_the_chain(shell: Playing, tale: Tale, statement: str) -> None:
    signed(shell, tale)
    change(shell, statement)
    told = shell("audit", "heads")
    assert (told.code, "BROKEN" in told.out) == (1, True)


def test_a_chain_that_is_gone_shows_by_a_digest_kept_elsewhere(shell: Playing, tale: Tale) -> None:
    head = signed(shell, tale)
    change(shell, "DELETE FROM heads")
    told = shell("audit", "heads")
    assert (told.code, "nothing vouches for them yet" in told.out) == (0, True)
    assert shell("audit", "heads", "--holds", head).code == 1
