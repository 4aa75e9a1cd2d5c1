"""Commands about data tables: bring in a version from its workbook, write one out to be filled in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from policy.catalogue import Catalogue, DataTable, Variable
from policy.table_versions import NoNewVersion, TableChanges, newest, table_changes, with_version
from policy.working_days import local_day
from starter import paper
from starter.cli import catalogue
from starter.cli.catalogue import ReasonOption, SchemeOption, WhoOption, YesOption
from starter.cli.ground import Failed, installation
from starter.desk import utc_now
from starter.spreadsheets.data_tables import Unusable, book_of, table_of
from starter.spreadsheets.opening import sheets_in
from starter.spreadsheets.packed import NotTaken
from starter.spreadsheets.writing import workbook_of

LARGEST = 20_000_000
"""Bytes that a workbook may have."""

MOST_SHOWN = 20

tables = typer.Typer(no_args_is_help=True, help="Data tables of the catalogue: versions of their workbooks.")


@tables.command("import")
def bring_in(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A publisher's workbook of one data table (xlsx or ods).")],
    person: WhoOption,
    reason: ReasonOption,
    scheme: SchemeOption = "",
    table: Annotated[str, typer.Option(help="The table's key, where the workbook does not say it.")] = "",
    yes: YesOption = False,
) -> None:
    """Bring in a version of a data table: what differs is shown first, and counts only once that is confirmed."""
    here = installation(ctx)
    plan = catalogue.scheme_asked(here, scheme)
    stands = here.catalogue(plan.key)
    wanted = _read(file, stands, table)
    before = newest(stands, wanted.key)
    try:
        after = with_version(stands, wanted)
    except NoNewVersion as why:
        raise Failed(str(why)) from None
    paper.line(
        f"{before.title if before else wanted.title}: version {wanted.version}, from {wanted.since:%-d %B %Y}, "
        f"with {len(wanted.variables):,} variables."
    )
    for line in _told(table_changes(before, wanted)):
        paper.line(line)
    catalogue.put(here, plan, after, person, reason, yes)


@tables.command("export")
def write_out(
    ctx: typer.Context,
    table: Annotated[str, typer.Argument(help="The table's key.")],
    file: Annotated[Path, typer.Argument(help="Where to write it (xlsx).")],
    scheme: SchemeOption = "",
    version: Annotated[str, typer.Option(help="Which version; today's, if not given.")] = "",
) -> None:
    """Write a version of a data table as a workbook that can be filled in, and handed in as an answer."""
    here = installation(ctx)
    stands = here.catalogue(catalogue.scheme_asked(here, scheme).key)
    found = stands.table_version(table, version) if version else stands.table(table, local_day(utc_now()))
    if found is None:
        known = ", ".join(f"{one.key} {one.version}" for one in stands.tables)
        raise Failed(f"There is no such version of {table[:60]!r} in the catalogue. It has: {known}.")
    sets = [one.name for one in stands.data_sets if table in one.tables]
    try:
        file.write_bytes(workbook_of(found, sets[0] if len(sets) == 1 else ""))
    except OSError as wrong:
        raise Failed(f"{file} cannot be written: {(wrong.strerror or 'no reason given').lower()}.") from wrong
    paper.note(f"{file} holds version {found.version} of {found.key}, with {len(found.variables):,} variables.")


def _read(file: Path, stands: Catalogue, key: str) -> DataTable:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as wrong:
        raise Failed(
            f"{file} cannot be read: {(getattr(wrong, 'strerror', '') or 'no such name').lower()}."
        ) from wrong
    if len(content) > LARGEST:
        raise Failed(f"{file} is larger than {LARGEST:,} bytes. Take pictures and notes out of it.")
    try:
        return table_of(book_of(sheets_in(content)), stands, key)
    except Unusable as why:
        raise Failed("\n".join((f"{file} cannot be used:", *why.sentences))) from None
    except NotTaken as why:
        raise Failed(str(why)) from None


def _told(found: TableChanges) -> Iterator[str]:
    for sign, word, names in (
        ("+", "new", [_in_words(one) for one in found.new]),
        ("~", "changed", [f"{new.name}: {', '.join(_differs(old, new))}" for old, new in found.changed]),
        ("-", "gone", [_in_words(one) for one in found.gone]),
    ):
        yield f"{len(names):,} {word}"
        yield from (f"  {sign} {name}" for name in names[:MOST_SHOWN])
        if len(names) > MOST_SHOWN:
            yield f"  and {len(names) - MOST_SHOWN:,} more"


def _in_words(one: Variable) -> str:
    return f"{one.name} ({one.title[:60]})" if one.title else one.name


def _differs(old: Variable, new: Variable) -> Iterator[str]:
    for name in Variable.model_fields:
        was, now = (str(getattr(one, name) or "nothing")[:60] for one in (old, new))
        if getattr(old, name) != getattr(new, name):
            yield f"{name} {was!r} becomes {now!r}"
