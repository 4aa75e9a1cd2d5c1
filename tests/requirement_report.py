"""A pytest plugin that says, from a real run, which requirements the tests prove.

A test names what it proves with `@pytest.mark.requirement("ONS-022", "ONS-088")`; an id that does not exist
stops the run before the first test. With `--requirements` the run ends with one line for each requirement.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import pytest

_LAST_NUMBER = {"ONS": 110, "DFE": 67}

REQUIREMENTS = tuple(
    f"{source}-{number:03}" for source, last in _LAST_NUMBER.items() for number in range(1, last + 1)
)

Outcome = Literal["passed", "failed"]
_MARKER = "requirement"


def report_lines(outcomes: Mapping[str, Iterable[Outcome]]) -> Iterator[str]:
    """One line for each requirement and the count of the proved ones, from the outcomes of its tests."""
    proved = 0
    for requirement in REQUIREMENTS:
        of_its_tests = list(outcomes.get(requirement, ()))
        tests = f"{len(of_its_tests)} {'test' if len(of_its_tests) == 1 else 'tests'}"
        if failed := of_its_tests.count("failed"):
            yield f"{requirement} BROKEN ({failed} of {tests} failed)"
        elif of_its_tests:
            proved += 1
            yield f"{requirement} proved by {tests}"
        else:
            yield f"{requirement} not yet"
    yield f"{proved} of {len(REQUIREMENTS)} proved"


class _Report:
    """Listens to one run and keeps, for each requirement, how its tests went."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._marked: dict[str, tuple[str, ...]] = {}
        self._outcomes: dict[str, Outcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A test has three phases. It passes by its call; a failure in any phase outweighs that. Skipped
        # tests and expected failures, also those that passed after all, say nothing.
        self._marked[report.nodeid] = tuple(str(name) for kind, name in report.user_properties if kind == _MARKER)
        if report.failed:
            self._outcomes[report.nodeid] = "failed"
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self._outcomes.setdefault(report.nodeid, "passed")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self) -> Iterator[None]:
        """Writes after everybody else has, so that the count is the last line of the run."""
        yield
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if not isinstance(reporter, pytest.TerminalReporter):
            return
        by_requirement: dict[str, list[Outcome]] = {}
        for nodeid, outcome in self._outcomes.items():
            for requirement in self._marked.get(nodeid, ()):
                by_requirement.setdefault(requirement, []).append(outcome)
        reporter.ensure_newline()
        for line in report_lines(by_requirement):
            reporter.write_line(line)


def _requirements_of(item: pytest.Item) -> tuple[str, ...]:
    """What one test proves: each id once, also where class and function both name it."""
    return tuple(dict.fromkeys(name for mark in item.iter_markers(_MARKER) for name in mark.args))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--requirements", action="store_true", help="end with one line for each requirement")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{_MARKER}(*ids): the requirements that this test proves")
    if config.getoption("--requirements"):
        config.pluginmanager.register(_Report(config), "requirement-report")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stops at an id that does not exist, before deselection, so that no test hides one.

    What a test proves goes with its reports, which reach whoever counts them also from another process.
    """
    for item in items:
        item.user_properties += ((_MARKER, name) for name in _requirements_of(item))
        for mark in item.iter_markers(_MARKER):
            if not mark.args or mark.kwargs:
                raise pytest.UsageError(f"{item.nodeid}: name requirements as in requirement('ONS-022').")
            for name in mark.args:
                if name not in REQUIREMENTS:
                    raise pytest.UsageError(
                        f"{item.nodeid}: there is no requirement {name!r}; known are ONS-001 to ONS-110 and "
                        "DFE-001 to DFE-067."
                    )
