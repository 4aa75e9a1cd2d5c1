"""Figures that take long to count are counted by one, and told again to others; quick ones are counted each time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from records import SqlRecords
from starter import lately as lately_counted
from starter.lately import if_counted, lately
from starter.turnaround import Figures, Spread

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NONE = Spread(0)


class Counting:
    """Counts when it is let, and how often."""

    def __init__(self) -> None:
        self.times = 0
        self.begun, self.may = threading.Event(), threading.Event()

    def __call__(self, records: SqlRecords, at: datetime, scheme: str = "") -> Figures:
        self.times += 1
        self.begun.set()
        assert self.may.wait(30)
        return Figures(at, self.times, 0, 0, (), {}, NONE, NONE, NONE)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    made = Counting()
    monkeypatch.setattr(lately_counted, "turnaround", made)
    return made


def test_of_many_who_ask_at_once_one_counts(
    store: SqlRecords, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lately_counted, "QUICK", -1.0)
    monkeypatch.setattr(lately_counted, "AS_LONG", 10_000_000)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(lately, store, AT) for _ in range(8)]
        assert counting.begun.wait(30)
        assert if_counted(store, AT) is None, "a page that can do without does not wait"
        counting.may.set()
        assert {one.result().received for one in asked} == {1}
    assert counting.times == 1
    found = if_counted(store, AT)
    assert found is not None
    assert found.received == 1


def test_while_one_counts_again_others_are_told_what_was_counted_before(
    store: SqlRecords, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lately_counted, "QUICK", -1.0)
    monkeypatch.setattr(lately_counted, "AS_LONG", -1.0)  # old as soon as it is counted
    counting.may.set()
    assert lately(store, AT).received == 1
    counting.begun.clear()
    counting.may.clear()
    with ThreadPoolExecutor(1) as pool:
        again = pool.submit(lately, store, AT)
        assert counting.begun.wait(30)
        assert lately(store, AT).received == 1
        counting.may.set()
        assert again.result().received == 2


def test_what_is_counted_quickly_is_counted_afresh_and_each_scheme_by_itself(
    store: SqlRecords, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lately_counted, "QUICK", 3_600.0)
    counting.may.set()
    assert [lately(store, AT).received, lately(store, AT).received, lately(store, AT, "other").received] == [1, 2, 3]
