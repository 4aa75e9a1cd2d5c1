"""Versions of a data table in a catalogue: how two of them differ, and a new one put behind the one in force."""

from datetime import timedelta
from typing import NamedTuple

from policy.catalogue import Catalogue, DataTable, Variable


class NoNewVersion(Exception):
    """A version that cannot follow; the text says why, and what to do."""


class TableChanges(NamedTuple):
    """The variables by which two versions of a table differ."""

    new: tuple[Variable, ...]
    changed: tuple[tuple[Variable, Variable], ...]
    gone: tuple[Variable, ...]


def table_changes(before: DataTable | None, after: DataTable) -> TableChanges:
    """What is new, changed (before, after) and gone, in the order of the versions."""
    old = {one.name: one for one in before.variables} if before else {}
    names = {one.name for one in after.variables}
    return TableChanges(
        new=tuple(one for one in after.variables if one.name not in old),
        changed=tuple((old[one.name], one) for one in after.variables if one.name in old and old[one.name] != one),
        gone=tuple(one for key, one in old.items() if key not in names),
    )


def newest(catalogue: Catalogue, key: str) -> DataTable | None:
    """The version of a table that counts last, or None where the catalogue has no such table."""
    return max((one for one in catalogue.tables if one.key == key), key=lambda one: one.since, default=None)


def with_version(catalogue: Catalogue, table: DataTable) -> Catalogue:
    """The catalogue with a new version of one of its tables, the one before ended on the day before.

    Title, links and clause are those of the version before. A version whose variables the catalogue did not know yet
    is completed instead. Raises NoNewVersion.
    """
    before = newest(catalogue, table.key)
    if before is None:
        known = ", ".join(dict.fromkeys(one.key for one in catalogue.tables))
        raise NoNewVersion(
            f"The catalogue has no data table {table.key[:60]!r}; it has {known or 'none'}. A table that nobody has "
            "named yet is brought in with its data set, by `starter catalogue import`."
        )
    carried = {"title": before.title, "clause": before.clause, "link": before.link, "explorer": before.explorer}
    if table.version == before.version and not before.variables:
        if table.since != before.since:
            raise NoNewVersion(
                f"Version {table.version} counts from {before.since} in the catalogue, and from {table.since} in the "
                "workbook. Correct the day in the workbook."
            )
        after = before.model_copy(update={"variables": table.variables})
        return _replaced(catalogue, before, after)
    if catalogue.table_version(table.key, table.version) is not None:
        raise NoNewVersion(
            f"The catalogue has version {table.version} of the data table {table.key!r} already, and a version never "
            "changes. Give what is new a version of its own."
        )
    if table.since <= before.since:
        raise NoNewVersion(
            f"This version counts from {table.since}, but {before.version} counts from {before.since}. A new version "
            "has to be published later; correct the day in the workbook."
        )
    last = table.since - timedelta(days=1)
    ended = before.model_copy(update={"until": min(before.until or last, last)})
    return _replaced(catalogue, before, ended, table.model_copy(update=carried))


def _replaced(catalogue: Catalogue, before: DataTable, *after: DataTable) -> Catalogue:
    tables = tuple(entry for one in catalogue.tables for entry in (after if one is before else (one,)))
    # Built anew, so that what has to hold together is looked at again.
    return Catalogue.model_validate(catalogue.model_copy(update={"tables": tables}).model_dump())


__all__ = ["NoNewVersion", "TableChanges", "newest", "table_changes", "with_version"]
