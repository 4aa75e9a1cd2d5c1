"""Facts are kept once and for ever, whoever tells them, however often, and in however many pieces."""

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import records
from activities.ports import Records
from records import Contradiction, FactsMissing, SqlRecords, Unkeepable
from sharing.facts import By, Happened, MessageRefused
from sharing.history import fold
from tests.records.sample import MONDAY, STORY, a_task, happened, keeping, opinion, said_in, some
from tests.told import Tale

REFERENCE = "ONS-2026-0001"
_references = (f"ONS-2027-{number:04}" for number in itertools.count(1))


def _numbers(facts: tuple[Happened, ...]) -> list[int]:
    return [one.number for one in facts]


def test_what_was_kept_comes_back_whole_and_in_order(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    assert kept.history(REFERENCE) == STORY
    assert [one.digest for one in kept.history(REFERENCE)] == [one.digest for one in STORY]
    assert kept.history(REFERENCE, after=3) == STORY[3:]
    assert kept.fact(REFERENCE, 3) == STORY[2]
    assert kept.fact(REFERENCE, 6) is None
    assert kept.history("ONS-2026-0002") == ()


def test_a_whole_road_comes_back_as_the_core_told_it(kept: SqlRecords) -> None:
    tale = Tale().at_decision().approved().drafted().agreed().published()
    recording: Records = kept
    for one in tale.facts:
        recording.keep(keeping((one,), reference=tale.request.reference))
    assert kept.history(tale.request.reference) == tuple(tale.facts)
    assert fold(tale.empty, kept.history(tale.request.reference)) == tale.request


def test_the_same_facts_twice_are_kept_once_whatever_the_run(kept: SqlRecords) -> None:
    for run in ("run-1", "run-1", "run-2"):
        kept.keep(keeping(STORY, run))
    assert kept.history(REFERENCE) == STORY
    assert kept.divergences() == ()


def test_an_overlapping_keeping_adds_what_is_new(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY[:3]))
    kept.keep(keeping(STORY[1:]))
    kept.keep(keeping(STORY[:2]))
    assert kept.history(REFERENCE) == STORY
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert listed.number == 5


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6), st.sampled_from(["a", "b"])), max_size=12))
def test_facts_in_whatever_pieces_make_the_same_history(kept: SqlRecords, pieces: list[tuple[int, int, str]]) -> None:
    reference = next(_references)
    told = 0
    for first, length, run in pieces:
        # A workflow never tells a number before those below it were kept.
        first = min(first, told + 1)
        facts = some(range(first, first + length))
        kept.keep(keeping(facts, run, reference))
        told = max(told, facts[-1].number)
        assert kept.history(reference) == said_in(reference, some(range(1, told + 1)))
        listed = kept.request(reference)
        assert listed is not None
        assert listed.number == told


def test_two_workers_may_keep_the_same_facts_at_once(kept: SqlRecords, url: str) -> None:
    with records.open(url) as other:
        for first in range(1, 41, 4):
            told = keeping(some(range(first, first + 4)))
            _at_once(*(partial(who.keep, told) for who in (kept, other, kept, other)))
        assert kept.history(REFERENCE) == some(range(1, 41))


def test_many_requests_may_be_kept_at_once(kept: SqlRecords) -> None:
    references = [f"ONS-2026-{number:04}" for number in range(1, 25)]
    _at_once(*(partial(kept.keep, keeping(STORY, reference=one)) for one in references))
    assert all(kept.history(one) == said_in(one, STORY) for one in references)


def _at_once(*acts: Callable[[], None]) -> None:
    """Do all of this at the same moment, each in its own thread; what one raises, this raises."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        start.wait()
        act()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(run, act) for act in acts]:
            done.result()


def test_a_known_number_told_otherwise_by_the_same_run_is_a_contradiction(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY[:3]))
    other = happened(3, opinion("Nothing is open to them."), By(person="lou", office="legal"))
    with pytest.raises(Contradiction, match="Fact 3 of ONS-2026-0001 is on record with other content"):
        kept.keep(keeping((other, *STORY[3:])))
    assert kept.history(REFERENCE) == STORY[:3]


def test_nothing_of_a_contradictory_keeping_is_written(kept: SqlRecords) -> None:
    kept.keep(keeping(some(range(1, 3))))
    twice = (*some(range(2, 5)), *some(range(4, 6), told="council"))
    with pytest.raises(Contradiction):
        kept.keep(keeping(twice, state="published"))
    assert kept.history(REFERENCE) == some(range(1, 3))
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert (listed.number, listed.state) == (2, "open")


def test_a_gap_in_the_numbers_is_refused(kept: SqlRecords) -> None:
    with pytest.raises(FactsMissing, match="has 0 facts on record; number 2 cannot follow"):
        kept.keep(keeping(STORY[1:]))
    kept.keep(keeping(STORY[:2]))
    with pytest.raises(FactsMissing, match="has 2 facts on record; number 4 cannot follow"):
        kept.keep(keeping(STORY[3:]))
    assert kept.history(REFERENCE) == STORY[:2]


def test_a_reset_workflow_begins_a_branch_and_its_facts_count(
    kept: SqlRecords, caplog: pytest.LogCaptureFixture
) -> None:
    kept.keep(keeping(some(range(1, 8)), "old"))
    with caplog.at_level(logging.WARNING, "records"):
        kept.keep(keeping(some(range(1, 4)) + some(range(4, 6), told="council"), "new"))
    assert kept.history(REFERENCE) == some(range(1, 4)) + some(range(4, 6), told="council")
    [divergence] = kept.divergences()
    assert (divergence.reference, divergence.number, divergence.run, divergence.superseded) == (
        REFERENCE, 4, "new", "old",
    )  # fmt: skip
    assert kept.divergences("ONS-2026-0002") == ()
    assert "ONS-2026-0001: run new tells fact 4 otherwise than run old did" in caplog.text
    assert "council" not in caplog.text

    kept.keep(keeping(some(range(6, 9), told="council"), "new"))
    assert _numbers(kept.history(REFERENCE)) == list(range(1, 9))
    assert len(kept.divergences()) == 1


def test_a_branch_moves_the_read_models_back_to_where_it_stands(kept: SqlRecords) -> None:
    kept.keep(keeping(some(range(1, 8)), "old", state="published", awaited=()))
    kept.keep(keeping(some(range(4, 5), told="council"), "new"))
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert (listed.number, listed.state, listed.awaited) == (4, "open", (a_task(),))


def test_a_second_reset_supersedes_the_first(kept: SqlRecords) -> None:
    kept.keep(keeping(some(range(1, 8)), "one"))
    kept.keep(keeping(some(range(4, 8), told="b"), "two"))
    kept.keep(keeping(some(range(3, 5), told="c"), "three"))
    assert kept.history(REFERENCE) == some(range(1, 3)) + some(range(3, 5), told="c")
    # It may also tell again what the first run told: that is its own word now.
    kept.keep(keeping(some(range(5, 8)), "three"))
    assert kept.history(REFERENCE) == some(range(1, 3)) + some(range(3, 5), told="c") + some(range(5, 8))
    assert [one.run for one in kept.divergences()] == ["two", "three"]


def test_a_superseded_run_changes_nothing_any_more(kept: SqlRecords) -> None:
    kept.keep(keeping(some(range(1, 8)), "old"))
    kept.keep(keeping(some(range(4, 5), told="council"), "new"))
    # Late repetitions of what it did tell are nothing, and do not move the read models.
    kept.keep(keeping(some(range(2, 8)), "old", state="refused"))
    kept.keep(keeping(some(range(1, 4)), "old", state="refused"))
    kept.keep(keeping((), "old", state="refused"))
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert (listed.number, listed.state) == (4, "open")
    for late in (some(range(8, 9)), some(range(5, 6), told="other"), some(range(4, 5), told="other")):
        with pytest.raises((Contradiction, FactsMissing)):
            kept.keep(keeping(late, "old"))
    with pytest.raises(Contradiction, match="superseded by a newer run"):
        kept.keep(keeping(some(range(5, 6), told="other"), "old"))
    assert _numbers(kept.history(REFERENCE)) == [1, 2, 3, 4]


def test_an_older_standing_does_not_move_the_read_models_back(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY, state="dormant", steps=(), awaited=()))
    kept.keep(keeping(STORY[:2]))
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert (listed.number, listed.state, listed.steps, listed.awaited) == (5, "dormant", (), ())


def test_a_standing_of_another_request_is_refused(kept: SqlRecords) -> None:
    mixed = keeping(STORY).model_copy(update={"reference": "ONS-2026-0002"})
    with pytest.raises(Contradiction, match="of another request"):
        kept.keep(mixed)


def test_the_tasks_of_the_newest_standing_replace_the_older_ones(kept: SqlRecords) -> None:
    stopped = a_task("security", stopped_at=MONDAY + timedelta(days=1), reminded=2, chased=1)
    kept.keep(keeping(STORY[:2], awaited=(a_task(), a_task("owner", "deaths"))))
    kept.keep(keeping(STORY[2:3], awaited=(stopped, a_task("owner", "deaths")), steps=("reviews", "decision")))
    listed = kept.request(REFERENCE)
    assert listed is not None
    assert set(listed.awaited) == {stopped, a_task("owner", "deaths")}
    assert listed.steps == ("decision", "reviews")


@pytest.mark.parametrize("text", ["a NUL \0 inside", "half a \ud83d character"])
def test_a_text_that_not_every_database_holds_is_refused_by_all(kept: SqlRecords, text: str) -> None:
    kept.keep(keeping(STORY[:2]))
    with pytest.raises(ValueError, match=r"NUL|half a character|canonical"):
        kept.keep(keeping((happened(3, opinion(), By(person=text)),)))
    with pytest.raises(Unkeepable):
        kept.keep(keeping(STORY[2:3], requester=text))
    assert kept.history(REFERENCE) == STORY[:2]


def test_a_nul_inside_a_fact_is_escaped_and_comes_back(kept: SqlRecords) -> None:
    one = happened(3, MessageRefused(door="signal", why="It held \0 and <b>'\";--"))
    kept.keep(keeping((*STORY[:2], one)))
    assert kept.history(REFERENCE)[2] == one


def test_a_megabyte_of_text_is_kept(kept: SqlRecords) -> None:
    one = happened(2, MessageRefused(door="signal", why="ü" * 500_000))
    kept.keep(keeping((STORY[0], one)))
    assert kept.history(REFERENCE)[1] == one
