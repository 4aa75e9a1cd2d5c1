"""The option `--no-skips` turns a skipped test into a failed run; long files come first."""

import pytest

from tests.conftest import HOUSE, LONGEST, pytest_collection_modifyitems

pytest_plugins = ["pytester"]

PLUGIN = ("-p", "tests.conftest", "-p", "no:asyncio")
SKIPPED = "import pytest\ndef test_needs_a_database(): pytest.skip('no database')"
SKIPPED_WHOLE = "import pytest\npytest.skip('no database', allow_module_level=True)"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_is_not_there_yet(): assert False"


@pytest.mark.parametrize("source", [SKIPPED, SKIPPED_WHOLE])
def test_a_skipped_test_fails_the_run(pytester: pytest.Pytester, source: str) -> None:
    pytester.makepyfile(source, test_another="def test_holds(): pass")
    run = pytester.runpytest_inprocess(*PLUGIN, "--no-skips")
    assert run.ret == pytest.ExitCode.TESTS_FAILED
    run.stdout.fnmatch_lines(["*was skipped; --no-skips counts that as a failure."])


def test_without_the_option_a_test_may_be_skipped(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(SKIPPED)
    assert pytester.runpytest_inprocess(*PLUGIN).ret == pytest.ExitCode.OK


def test_an_expected_failure_is_not_a_skipped_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(EXPECTED)
    assert pytester.runpytest_inprocess(*PLUGIN, "--no-skips").ret == pytest.ExitCode.OK


def test_the_files_that_take_longest_are_there_and_come_first() -> None:
    assert [name for name in LONGEST if not (HOUSE / name).is_file()] == []

    class Item:
        def __init__(self, name: str) -> None:
            self.path = HOUSE / name

    names = ["tests/test_conftest.py", LONGEST[1], "tests/test_house_rules.py", LONGEST[0]]
    items = [Item(name) for name in names]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.path for item in items] == [HOUSE / names[place] for place in (3, 1, 0, 2)]
