"""The benchmark runs and writes every figure, and the floor has our worker's options. No timing is asserted."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

import worker
from bench import figures, floor_worker
from bench.figures import KEYS, Figures, Line, percentile
from bench.shelves import ENDED, lengths

HOUSE = Path(__file__).parent.parent.parent
PATIENCE = timedelta(minutes=5)

FOUND: Figures = {
    "messages": 39,
    "at_once": 20,
    "roads_per_second": 0.7,
    "floor_roads_per_second": 1.0,
    "rate_to_floor": 0.7,
    "update_p50_ms": 300.0,
    "update_p99_ms": 900.0,
    "floor_update_p50_ms": 200.0,
    "floor_update_p99_ms": 600.0,
    "events_per_message": 18.0,
    "floor_events_per_message": 18.0,
    "bytes_per_message": 5_999,
    "floor_bytes_per_message": 1_750,
    "opening_bytes": 7_000,
    "worker_kb_per_open_request": 200.0,
    "floor_kb_per_open_workflow": 80.0,
    "list_p95_ms": 20.0,
    "page_p95_ms": 60.0,
    "page_p95_crowd_ms": 90.0,
    "page_people": 50,
    "list_p95_empty_ms": 2.0,
    "show_p95_ms": 20.0,
    "show_p95_empty_ms": 10.0,
    **{f"click_{load}_{what}_p99_ms": 1_000.0 for load in ("steady", "burst", "beyond") for what in ("ack", "card")},
    **{f"{whose}{who}_cpu_ms_per_message": 1.0 for whose in ("", "floor_") for who in ("worker", "server", "door")},
}
"""Figures with which every aim is met."""


@pytest.mark.chaos
def test_a_quick_run_writes_every_figure(tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    ran = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--to", str(written)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=PATIENCE.total_seconds(),
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(written.read_text())
    assert [key for key in KEYS if not isinstance(found.get(key), int | float)] == []
    assert "What we cost" in ran.stdout


def _missed(**changes: float) -> list[str]:
    found = figures.lines({**FOUND, **changes})
    return [line.what for line in found if line.met is False]


def test_figures_that_meet_every_aim_miss_none() -> None:
    assert _missed() == []


@pytest.mark.parametrize(
    ("figure", "value", "line"),
    [
        ("rate_to_floor", 0.59, "Roads per second, 20 at once"),
        ("events_per_message", 18.1, "Events per message"),
        ("bytes_per_message", 6_001, "Bytes per message"),
        ("opening_bytes", 10_001, "Bytes of the opening"),
        ("worker_kb_per_open_request", 241.0, "Worker's memory per open, kB"),
        ("page_p95_crowd_ms", 501.0, "The same, 50 people signed in at once"),
        ("list_p95_ms", 51.0, "Listing, p95, ms (beside it: in empty records)"),
        ("show_p95_ms", 51.0, "Showing, p95, ms (beside it: in empty records)"),
        ("click_steady_ack_p99_ms", 2_501.0, "Clicks, three a second: acknowledged, card, p99, ms"),
        ("click_burst_card_p99_ms", 5_001.0, "Clicks, twenty at once: acknowledged, card, p99, ms"),
    ],
)
def test_an_aim_that_is_missed_is_called_so(figure: str, value: float, line: str) -> None:
    assert _missed(**{figure: value}) == [line]


def test_reading_may_be_slow_where_empty_records_are_as_slow() -> None:
    assert _missed(show_p95_ms=90.0, show_p95_empty_ms=30.0) == []


def test_the_table_says_ok_missed_or_nothing() -> None:
    verdicts = {line.met for line in figures.lines(FOUND | {"bytes_per_message": 7_000.0})}
    assert verdicts == {True, False, None}
    assert Line("what", "1").met is None


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert percentile(list(range(1, 101)), share) == value
    assert percentile([7.0], share) == 7.0


def test_the_copies_have_as_many_facts_as_they_should() -> None:
    found = lengths(10_000, 500_000, 86)
    assert (len(found), sum(found)) == (10_000, 500_000)
    assert found.count(86) == 10_000 // ENDED
    assert min(found) >= 1


def _options(monkeypatch: pytest.MonkeyPatch, module: Any, build: Any) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    monkeypatch.setattr(module, "Worker", lambda client, **options: taken.update(options))
    build()
    return taken


def test_the_floor_is_measured_with_the_options_of_our_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    class Store:
        def register(self, at: str) -> None:
            """It is asked for its register."""

    nothing = cast(Any, None)
    ours = _options(monkeypatch, worker, lambda: worker.build(nothing, cast(Any, Store()), [], {}))
    floors = _options(monkeypatch, floor_worker, lambda: floor_worker.build(nothing))
    own = {"task_queue", "workflows", "activities"}

    def told(options: dict[str, Any]) -> dict[str, Any]:
        alike = {
            "activity_executor": options["activity_executor"]._max_workers,
            "interceptors": [type(one) for one in options["interceptors"]],
        }
        return {name: value for name, value in (options | alike).items() if name not in own}

    assert told(floors) == told(ours)
