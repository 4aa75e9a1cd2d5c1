"""A lodging gets its reference once, is never lost, and is started again until it is ticked."""

import threading
from datetime import UTC, datetime

import pytest

from records import Lodging, OnceTaken, SqlRecords

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def a_lodging(once: str = "form-1", **more: object) -> Lodging:
    told = {
        "scheme": "ons-onward-sharing", "prefix": "ONS", "year": 2026, "requester": "rae", "once": once,
        "content": "c" * 64,
    }  # fmt: skip
    return Lodging.model_validate({**told, **more})


def an_opening(reference: str) -> str:
    return f'{{"reference":"{reference}"}}'


def test_references_count_up_for_each_prefix_and_year(kept: SqlRecords) -> None:
    assert [kept.lodge(a_lodging(f"form-{one}"), an_opening).reference for one in range(3)] == [
        "ONS-2026-0001", "ONS-2026-0002", "ONS-2026-0003",
    ]  # fmt: skip
    assert kept.lodge(a_lodging("next", year=2027), an_opening).reference == "ONS-2027-0001"
    assert kept.lodge(a_lodging("other", prefix="DFE"), an_opening).reference == "DFE-2026-0001"


def test_the_same_act_again_gives_the_same_lodging(kept: SqlRecords) -> None:
    first = kept.lodge(a_lodging(), an_opening)
    assert first.opening == '{"reference":"ONS-2026-0001"}'
    assert kept.lodge(a_lodging(), an_opening) == first
    assert kept.lodging("ONS-2026-0001") == first
    assert kept.unstarted() == (first,)


def test_the_same_act_with_other_content_is_refused(kept: SqlRecords) -> None:
    kept.lodge(a_lodging(), an_opening)
    with pytest.raises(OnceTaken, match="was lodged before as ONS-2026-0001, with other answers"):
        kept.lodge(a_lodging(content="d" * 64), an_opening)


def test_two_people_may_use_the_same_key(kept: SqlRecords) -> None:
    kept.lodge(a_lodging(), an_opening)
    assert kept.lodge(a_lodging(requester="sam"), an_opening).reference == "ONS-2026-0002"


def test_a_lodging_that_cannot_be_opened_uses_up_no_reference(kept: SqlRecords) -> None:
    def fails(reference: str) -> str:
        raise ZeroDivisionError(reference)

    with pytest.raises(ZeroDivisionError):
        kept.lodge(a_lodging(), fails)
    assert kept.unstarted() == ()
    assert kept.lodge(a_lodging(), an_opening).reference == "ONS-2026-0001"


def test_what_was_started_is_ticked_and_stays_ticked(kept: SqlRecords) -> None:
    for one in range(3):
        kept.lodge(a_lodging(f"form-{one}"), an_opening)
    for _ in range(2):
        kept.started("ONS-2026-0002")
    assert [one.reference for one in kept.unstarted()] == ["ONS-2026-0001", "ONS-2026-0003"]
    assert kept.lodge(a_lodging("form-1"), an_opening).started_at is not None
    for act in (kept.started, kept.lodging):
        with pytest.raises(LookupError, match="no lodging ONS-2026-0009"):
            act("ONS-2026-0009")


def test_many_may_lodge_at_once(kept: SqlRecords) -> None:
    given: list[str] = []
    start = threading.Barrier(12)

    def lodge(one: int) -> None:
        start.wait()
        # Every act comes twice.
        given.append(kept.lodge(a_lodging(f"form-{one // 2}"), an_opening).reference)

    threads = [threading.Thread(target=lodge, args=(one,)) for one in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == sorted(2 * [f"ONS-2026-{number:04}" for number in range(1, 7)])


def test_a_lodging_that_was_lost_is_put_back_once_and_its_number_is_not_given_out_again(kept: SqlRecords) -> None:
    for _ in range(2):
        kept.put_back(a_lodging("old"), "ONS-2026-0007", an_opening("ONS-2026-0007"), NOW)
    found = kept.lodging("ONS-2026-0007")
    assert (found.once, found.lodged_at) == ("old", NOW)
    assert kept.unstarted() == ()
    assert kept.lodge(a_lodging("new"), an_opening).reference == "ONS-2026-0008"
    kept.put_back(a_lodging("older"), "ONS-2026-0003", an_opening("ONS-2026-0003"), NOW)
    assert kept.lodge(a_lodging("newer"), an_opening).reference == "ONS-2026-0009"
    assert kept.references() == ("ONS-2026-0003", "ONS-2026-0007", "ONS-2026-0008", "ONS-2026-0009")
    with pytest.raises(OnceTaken, match="The lodging of ONS-2026-0010 is on record as ONS-2026-0007"):
        kept.put_back(a_lodging("old"), "ONS-2026-0010", an_opening("ONS-2026-0010"), NOW)
