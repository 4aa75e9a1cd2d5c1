"""The report of proved requirements counts what passed, and says what broke."""

import pytest

from tests.requirement_report import REQUIREMENTS, report_lines

pytest_plugins = ["pytester"]

PLUGIN = ("-p", "tests.requirement_report", "-p", "no:asyncio")


@pytest.fixture
def a_run(pytester: pytest.Pytester) -> pytest.RunResult:
    """A small run with every kind of outcome, reported."""
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.requirement("ONS-001")
        @pytest.mark.parametrize("number", [1, 2])
        def test_holds(number):
            pass

        @pytest.mark.requirement("ONS-002")
        def test_holds_once():
            pass

        @pytest.mark.requirement("ONS-002", "ONS-003")
        def test_fails():
            assert False

        @pytest.mark.requirement("ONS-004")
        def test_is_skipped():
            pytest.skip("not today")

        @pytest.mark.requirement("ONS-005")
        @pytest.mark.xfail
        def test_passes_against_expectation():
            pass

        @pytest.fixture
        def falls_down():
            yield
            raise RuntimeError

        @pytest.mark.requirement("ONS-006")
        def test_whose_teardown_fails(falls_down):
            pass

        @pytest.mark.requirement("DFE-067")
        class TestOfAClass:
            @pytest.mark.requirement("DFE-067", "ONS-110")
            def test_counts_once(self):
                pass
        """
    )
    return pytester.runpytest_inprocess(*PLUGIN, "--requirements")


def test_a_requirement_is_proved_by_the_tests_that_passed(a_run: pytest.RunResult) -> None:
    a_run.stdout.fnmatch_lines_random(
        ["ONS-001 proved by 2 tests", "ONS-110 proved by 1 test", "DFE-067 proved by 1 test"]
    )


def test_a_requirement_with_a_failed_test_is_broken(a_run: pytest.RunResult) -> None:
    a_run.stdout.fnmatch_lines_random(
        [
            "ONS-002 BROKEN (1 of 2 tests failed)",
            "ONS-003 BROKEN (1 of 1 test failed)",
            "ONS-006 BROKEN (1 of 1 test failed)",
        ]
    )


def test_what_was_skipped_or_expected_to_fail_proves_nothing(a_run: pytest.RunResult) -> None:
    a_run.stdout.fnmatch_lines_random(["ONS-004 not yet", "ONS-005 not yet", "ONS-007 not yet"])


def test_every_requirement_has_a_line_and_the_count_comes_last(a_run: pytest.RunResult) -> None:
    lines = [line for line in a_run.outlines if line.split(" ")[0] in REQUIREMENTS]
    assert [line.split(" ")[0] for line in lines] == list(REQUIREMENTS)
    assert a_run.outlines[-1] == "3 of 177 proved"


def test_without_the_option_nothing_is_reported(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_holds(): pass")
    run = pytester.runpytest_inprocess(*PLUGIN)
    run.stdout.no_fnmatch_line("*of 177 proved*")


@pytest.mark.parametrize("mark", ['"ONS-111"', '"ONS-22"', '"DFE-000"', "22", "", 'id="ONS-022"'])
def test_a_requirement_that_does_not_exist_stops_the_run(pytester: pytest.Pytester, mark: str) -> None:
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.requirement({mark})
        def test_holds():
            print("has run")
        """
    )
    run = pytester.runpytest_inprocess(*PLUGIN, "-s", "-m", "not requirement")
    assert run.ret == pytest.ExitCode.USAGE_ERROR
    run.stderr.fnmatch_lines(["ERROR: *::test_holds: *requirement*"])
    run.stdout.no_fnmatch_line("*has run*")


def test_nothing_run_is_nothing_proved() -> None:
    assert list(report_lines({}))[-1] == "0 of 177 proved"
