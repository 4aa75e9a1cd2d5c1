"""What test runs have in common: no deadline per example, long files first, an option that forbids skipped tests."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong; and a run that passed passes again. `make chaos` looks for what is new.
settings.register_profile("house", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("house")

HOUSE = Path(__file__).parent.parent
LONGEST = (
    *("tests/starter/web/test_in_browsers.py", "tests/starter/web/test_every_page.py"),
    *("tests/bench/test_bench.py", "tests/chaos/test_killed_workers.py", "tests/starter/slack/test_outages.py"),
    *("tests/starter/test_supervisor.py", "tests/journeys/test_stories.py", "tests/workflows/test_clockwork.py"),
    *("tests/starter/test_end_to_end.py", "tests/demo/test_player.py", "tests/documents/test_hostile_texts.py"),
    *("tests/properties/test_any_conversation.py", "tests/properties/test_gates.py"),
)
"""The files that take ten seconds or more, begun first: else one process is left with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {HOUSE / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_collection_finish() -> None:
    # What was imported stays to the end: whoever looks for rubbish need not look through it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


class _NoSkips:
    """Fails a run in which something was skipped: a proof that did not take place is not a proof."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # An expected failure reports itself as skipped, but it has run.
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for nodeid in self.skipped:
            terminalreporter.write_line(f"{nodeid} was skipped; --no-skips counts that as a failure.", red=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="fail when a test is skipped (CI runs this way)")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--no-skips"):
        config.pluginmanager.register(_NoSkips(), "no-skips")
