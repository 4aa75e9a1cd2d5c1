"""A catalogue holds together or is refused, has one answer for each day, and shows what an import would change."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from policy.catalogue import Catalogue, DataSet, DataTable, Offer, Variable
from policy.catalogue_changes import changes
from policy.schemes.dfe_data_sharing.catalogue import CATALOGUE

DAY = date(2024, 4, 4)


def offer(**given: Any) -> Offer:
    return Offer.model_validate({"status": "available", "channel": "accreditation", "clause": "x", **given})


def changed(**given: Any) -> Catalogue:
    return Catalogue.model_validate({**CATALOGUE.model_dump(mode="json"), **given})


def with_set(one: DataSet) -> Catalogue:
    return changed(
        data_sets=[*(each.model_dump(mode="json") for each in CATALOGUE.data_sets), one.model_dump(mode="json")]
    )


@pytest.mark.requirement("DFE-065")
def test_two_answers_for_one_day_are_refused() -> None:
    twice = DataSet(key="new", title="New", offers=(offer(since="2024-01-01"), offer(since="2024-02-01")))
    with pytest.raises(ValidationError, match="two answers for 2024-02-01"):
        with_set(twice)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (DataSet(key="leo", title="Again"), "stands twice"),
        (DataSet(key="new", title="New", tables=("no-such",)), "a table that it does not have: no-such"),
        (DataSet(key="new", title="New", offers=(offer(since=DAY, channel="nowhere"),)), "channel that it does not"),
    ],
)
def test_what_does_not_hold_together_is_refused(one: DataSet, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        with_set(one)


@pytest.mark.requirement("DFE-065")
def test_what_was_said_of_a_data_set_stays_answerable_for_its_days() -> None:
    found = CATALOGUE.data_set("guie")
    assert found is not None
    told = {day: found.offer(day) for day in (date(2023, 1, 23), date(2023, 1, 24), date(2023, 12, 7))}
    assert [one and one.channel for one in told.values()] == [None, "ons-direct", "accreditation"]


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="before it begins"):
        offer(since="2024-01-02", until="2024-01-01")


def test_a_catalogue_reads_back_as_it_was_written() -> None:
    assert Catalogue.model_validate_json(CATALOGUE.model_dump_json(exclude_unset=True)) == CATALOGUE


@pytest.mark.requirement("DFE-063")
def test_tables_have_versions_of_their_own_and_one_is_current_on_a_day() -> None:
    older = DataTable(key="npd", title="NPD", version="2023-12-07", since=date(2023, 12, 7), until=date(2024, 4, 3))
    both = changed(tables=[older.model_dump(mode="json"), *(one.model_dump(mode="json") for one in CATALOGUE.tables)])
    current = [both.table("npd", day) for day in (date(2023, 12, 6), date(2024, 4, 3), DAY)]
    assert [one and one.version for one in current] == [None, "2023-12-07", "2024-04-04"]


def test_equal_catalogues_differ_in_nothing() -> None:
    assert changes(CATALOGUE, changed()) == ()


def test_the_differences_name_what_comes_goes_and_changes() -> None:
    tables = [one.model_dump(mode="json") for one in CATALOGUE.tables if one.key != "he"]
    for one in tables:
        if one["key"] == "npd":
            one["variables"] = [*one["variables"][1:], Variable(name="NEW").model_dump(mode="json")]
    sets = [one.model_dump(mode="json") for one in CATALOGUE.data_sets if one.key != "he"]
    for one in sets:
        if one["key"] == "leo":
            one["title"], one["offers"][0]["version"] = "LEO, renamed", "wave 3"
    told = "\n".join(changes(CATALOGUE, changed(tables=tables, data_sets=sets)))
    assert "- table he 2023-06-30" in told
    assert "- data set he" in told
    assert "table npd 2024-04-04: - variables KS4_ATT8" in told
    assert "table npd 2024-04-04: + variables NEW" in told
    assert "~ data set leo: title 'Longitudinal education outcomes (LEO) study' becomes 'LEO, renamed'" in told
    assert "~ offer of leo from 2023-12-07: version '' becomes 'wave 3'" in told
