"""What an answer picks, held against the version of the data table that is in force, and versions that follow."""

from datetime import date

import pytest

from policy.catalogue import Catalogue, DataTable, Variable
from policy.finding_variables import find_variables
from policy.form import Row
from policy.picks import pick_faults
from policy.table_versions import NoNewVersion, newest, table_changes, with_version
from sharing.refused import Refused
from tests.dfe import SCHEME, Application, complete, row

TODAY = date(2026, 11, 2)
SHIPPED = SCHEME.catalogue
NEWER = DataTable(
    key="npd",
    title="npd",
    version="2026-09-01",
    since=date(2026, 9, 1),
    variables=(Variable(name="KS4_ATT8", title="Attainment 8 score", risk=5, sensitivity="D"), Variable(name="NEW")),
)


def renewed() -> Catalogue:
    """The catalogue with a newer version of one table."""
    return with_version(SHIPPED, NEWER)


def pick(**cells: str) -> Row:
    """A row that picks a variable there is, but for the cells that are named."""
    return row(**{"data_set": "npd", "table": "npd", "version": "2026-09-01", "variable": "NEW", "why": "x", **cells})


@pytest.mark.requirement("DFE-033")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"variable": "NEVER_SEEN"}, "has no variable “NEVER_SEEN”"),
        ({"variable": "new"}, "has no variable “new”"),
        ({"version": "2024-04-04"}, "2024-04-04 of the data table “npd” is outdated; version 2026-09-01 is in force"),
        ({"version": "1999"}, "there is no version 1999"),
        ({"table": "pupils"}, "there is no data table “pupils”"),
        ({"table": "ilr", "version": ""}, "“npd” has its variables in npd, not in “ilr”"),
    ],
)
def test_a_row_that_picks_what_no_table_in_force_has_is_named_by_its_number(
    cells: dict[str, str], sentence: str
) -> None:
    (fault,) = pick_faults(SCHEME, renewed(), (pick(), pick(**cells)), TODAY)
    assert fault.startswith("Row 2: ")
    assert sentence in fault


def test_what_a_table_in_force_has_is_picked_with_or_without_its_version() -> None:
    assert pick_faults(SCHEME, renewed(), (pick(), pick(version=""), pick(variable="KS4_ATT8")), TODAY) == ()
    assert pick_faults(SCHEME, SHIPPED, (pick(data_set="he", table="he", version="", variable="ANY"),), TODAY) == ()


@pytest.mark.requirement("DFE-033")
def test_a_request_for_an_unknown_variable_is_refused_whatever_door_it_comes_by() -> None:
    answers = complete(data=(pick(version="", variable="KS4_ATT9"),))
    with pytest.raises(Refused, match=r"Row 1: version 2024-04-04 .* has no variable “KS4_ATT9”"):
        Application().lodge(answers=answers)


@pytest.mark.requirement("DFE-037")
def test_rows_of_an_open_request_stand_when_a_newer_version_comes_and_new_rows_are_of_the_newer_one() -> None:
    old = pick(version="2024-04-04", variable="FSMeligible")
    assert pick_faults(SCHEME, renewed(), (old, pick()), TODAY, before=(old,)) == ()
    (fault,) = pick_faults(SCHEME, renewed(), (old, pick(version="2024-04-04")), TODAY, before=(old,))
    assert fault.startswith("Row 2: ")


def test_many_faults_are_told_in_few_lines() -> None:
    found = pick_faults(SCHEME, renewed(), tuple(pick(variable=f"V{place}") for place in range(500)), TODAY)
    assert len(found) == 21
    assert found[-1] == "480 more of this kind."


def test_a_new_version_ends_the_one_before_and_keeps_it() -> None:
    after = renewed()
    old, new = (after.table("npd", day) for day in (date(2026, 8, 31), date(2026, 9, 1)))
    assert old is not None
    assert new is not None
    assert (old.version, new.version) == ("2024-04-04", "2026-09-01")
    assert old.variables == newest(SHIPPED, "npd").variables  # type: ignore[union-attr]
    assert (new.title, new.explorer) == (old.title, old.explorer)
    told = table_changes(old, new)
    assert [one.name for one in told.new] == ["NEW"]
    assert [new.name for _, new in told.changed] == ["KS4_ATT8"]
    assert {one.name for one in told.gone} == {"KS2_READSCORE", "AcademicYear", "FSMeligible", "SENprovision"}


def test_a_version_whose_variables_nobody_knew_is_completed_once() -> None:
    told = DataTable(key="he", title="x", version="2023-06-30", since=date(2023, 6, 30), variables=NEWER.variables)
    after = with_version(SHIPPED, told)
    assert [one.version for one in after.tables if one.key == "he"] == ["2023-06-30"]
    assert after.table("he", TODAY).variables == NEWER.variables  # type: ignore[union-attr]
    with pytest.raises(NoNewVersion, match="a version never changes"):
        with_version(after, told)
    with pytest.raises(NoNewVersion, match="counts from 2023-06-30 in the catalogue"):
        with_version(SHIPPED, told.model_copy(update={"since": date(2023, 7, 1)}))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"key": "pupils"}, "has no data table 'pupils'; it has he, ilr, npd, swc"),
        ({"version": "2024-04-04"}, "a version never changes"),
        ({"since": date(2024, 4, 4)}, "has to be published later"),
    ],
)
def test_a_version_that_cannot_follow_is_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(NoNewVersion, match=sentence):
        with_version(SHIPPED, NEWER.model_copy(update=fields))


@pytest.mark.requirement("DFE-034")
def test_variables_are_found_by_words_those_first_that_are_called_so() -> None:
    def names(words: str) -> list[str]:
        return [one.variable.name for one in find_variables(SHIPPED, words, TODAY)]

    assert names("school MEALS") == ["FSMeligible"]
    assert names("score")[0] == "KS2_READSCORE"
    assert names("score attainment") == ["KS4_ATT8"]
    assert names("score horses") == names("   ") == []
    assert names("new") == []
    (found,) = find_variables(renewed(), "new", TODAY)
    assert (found.table.version, found.data_sets) == ("2026-09-01", ("npd",))
