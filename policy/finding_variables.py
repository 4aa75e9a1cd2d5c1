"""Search in the data dictionary: the variables of the data tables in force on a day, by words."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from policy.catalogue import Catalogue, DataTable, Variable

MOST_WORDS = 10


class FoundVariable(NamedTuple):
    """A variable, the version of the table that it stands in, and the data sets that come by that table."""

    table: DataTable
    variable: Variable
    data_sets: tuple[str, ...]


def find_variables(catalogue: Catalogue, words: str, day: date) -> tuple[FoundVariable, ...]:
    """The variables in whose lines all words stand, those first whose name has them. DFE-034."""
    wanted = words.casefold().split()[:MOST_WORDS]
    if not wanted:
        return ()
    found = list(_found(catalogue, wanted, day))
    return tuple(sorted(found, key=lambda one: _rank(one.variable.name.casefold(), wanted)))


def _found(catalogue: Catalogue, wanted: list[str], day: date) -> Iterator[FoundVariable]:
    for table in (one for one in catalogue.tables if one.runs(day)):
        sets = tuple(one.name for one in catalogue.data_sets if table.key in one.tables)
        for one in table.variables:
            line = " ".join((one.name, one.title, one.group, one.years, table.key, table.title)).casefold()
            if all(word in line for word in wanted):
                yield FoundVariable(table, one, sets)


def _rank(name: str, wanted: list[str]) -> int:
    return 0 if name in wanted else 1 if all(word in name for word in wanted) else 2


__all__ = ["FoundVariable", "find_variables"]
