"""Commands about a scheme's catalogue: look at it, ask it the way, bring in a version after a look, go back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from policy.catalogue import Catalogue
from policy.catalogue_changes import changes
from policy.routing import Enquiry, Wish, route
from policy.scheme import Scheme
from policy.working_days import local_day
from sharing.spoken import in_words
from starter import paper
from starter.cli import finding, sheets
from starter.cli.ground import Failed, Format, FormatOption, Misused, installation
from starter.desk import utc_now
from starter.installation import Installation

catalogue = typer.Typer(no_args_is_help=True, help="Which data there are, and which way leads to them.")

SchemeOption = Annotated[str, typer.Option(help="The scheme whose it is; not needed where only one has one.")]
WhoOption = Annotated[str, typer.Option("--as-person", metavar="PERSON", help="Who brings it in.")]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays on record.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask; what changes is printed all the same.")]


@catalogue.command("show")
def show(
    ctx: typer.Context,
    scheme: SchemeOption = "",
    on: Annotated[str, typer.Option(metavar="DAY", help="As it answers on that day, such as 2023-12-06.")] = "",
    output: FormatOption = Format.TABLE,
) -> None:
    """List the data sets, each with its channel on a day; as json, the whole, to be changed and imported."""
    here = installation(ctx)
    plan = scheme_asked(here, scheme)
    found = here.catalogue(plan.key)
    if output is Format.JSON:
        paper.as_json(found.model_dump(mode="json", exclude_unset=True))
        return
    day = _day(on)
    rows = []
    for one in found.data_sets:
        led, offer = route(found, Enquiry(wishes=(Wish(data_set=one.name),)), day), one.offer(day)
        rows.append((one.name, one.title, offer.status if offer else "", led.channel, one.owner))
    paper.table(("Data set", "Title", "Elsewhere", "Channel", "Owner"), rows, "The catalogue is empty.")


@catalogue.command("route")
def show_route(
    ctx: typer.Context,
    data_sets: Annotated[list[str], typer.Argument(help="Data sets, as `data-set` or `data-set/wave`.")],
    scheme: SchemeOption = "",
    on: Annotated[str, typer.Option(metavar="DAY", help="As of that day; today, if not given.")] = "",
    direct: Annotated[bool, typer.Option("--direct", help="For a direct supply.")] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Say which channel an enquiry ends in, and why."""
    here = installation(ctx)
    found = here.catalogue(scheme_asked(here, scheme).key)
    led = route(found, Enquiry(wishes=tuple(Wish(data_set=key) for key in data_sets), direct=direct), _day(on))
    if output is Format.JSON:
        paper.as_json(led.model_dump(mode="json"))
        return
    paper.line(led.channel, "bold")
    paper.line(led.sentence)
    for word, text in (("Power", led.power), ("Link", led.link), ("Form", led.form), ("Ask", led.contact)):
        if text:
            paper.line(f"{word}: {text}")


@catalogue.command("import")
def bring_in(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A catalogue, in YAML or JSON, as `show --format json` prints it.")],
    person: WhoOption,
    reason: ReasonOption,
    scheme: SchemeOption = "",
    yes: YesOption = False,
) -> None:
    """Bring in a version: what it changes is shown first, and counts only once that is confirmed."""
    here = installation(ctx)
    plan = scheme_asked(here, scheme)
    try:
        wanted = Catalogue.model_validate(sheets.tree_of(file, "a catalogue"))
    except ValidationError as wrong:
        raise Failed(f"{file} cannot be used: {in_words(wrong)}") from None
    put(here, plan, wanted, person, reason, yes)


@catalogue.command("rollback")
def roll_back(
    ctx: typer.Context,
    version: Annotated[int, typer.Argument(min=0, help="The version to go back to; 0 is the one that was shipped.")],
    person: WhoOption,
    reason: ReasonOption,
    scheme: SchemeOption = "",
    yes: YesOption = False,
) -> None:
    """Go back to an earlier version: a new one that is equal to it. Nothing that was in force is lost."""
    here = installation(ctx)
    plan = scheme_asked(here, scheme)
    kept = {one.version: one.catalogue for one in here.records.catalogue_versions(plan.key)}
    wanted = ({0: plan.catalogue} | kept).get(version)
    if wanted is None:
        raise Failed(f"There is no version {version}; `starter catalogue history` shows those there are.")
    put(here, plan, wanted, person, reason, yes)


@catalogue.command("history")
def history(ctx: typer.Context, scheme: SchemeOption = "", output: FormatOption = Format.TABLE) -> None:
    """List the versions: when, who, why, and what each changed."""
    here = installation(ctx)
    plan = scheme_asked(here, scheme)
    before, rows = plan.catalogue, []
    for one in here.records.catalogue_versions(plan.key):
        told = changes(before, one.catalogue)
        rows.append((str(one.version), paper.moment(one.at), one.by, one.reason, "\n".join(told)))
        before = one.catalogue
    if output is Format.JSON:
        names = ("version", "at", "by", "reason", "changes")
        paper.as_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        headings = ("Version", "Brought in", "By", "Why", "What changed")
        paper.table(headings, rows, "Version 0, the one that was shipped, is in force.")


def put(here: Installation, plan: Scheme, wanted: Catalogue, person: str, reason: str, yes: bool) -> None:
    """Show what a version would change, ask, and bring it in. Raises Failed and Misused."""
    _may_bring_in(here, plan, person)
    if not reason.strip():
        raise Misused("Say why (--reason); it stays on record.")
    newest = here.records.catalogue(plan.key)
    told = changes(newest.catalogue if newest else plan.catalogue, wanted)
    if not told:
        raise Failed("That is the catalogue in force; nothing would change.")
    for line in told:
        paper.line(line)
    if not yes and not typer.confirm("Shall this count from now on?", err=True):
        raise Failed("Nothing was changed.")
    version = here.records.put_catalogue(plan.key, wanted, person, reason, newest.version if newest else 0)
    paper.note(f"Version {version} of the catalogue of {plan.key} is in force. What is under way keeps its way.")


def _may_bring_in(here: Installation, plan: Scheme, person: str) -> None:
    today = local_day(utc_now())
    known = here.directory.person(person)
    if known is None:
        raise Failed(f"The directory has no active person {person[:60]!r}.")
    if not any(held.office == plan.rules.service and held.runs(today) for held in known.offices):
        raise Failed(
            f"{plan.rules.title(plan.rules.service)} keeps the catalogue; {person} does not hold that office."
        )


def scheme_asked(here: Installation, key: str) -> Scheme:
    """The scheme of that key, or the only one with a catalogue where none is named. Raises Misused."""
    if key:
        return finding.scheme_of(here, key)
    with_one = [one for one in here.schemes.values() if one.catalogue.data_sets]
    if len(with_one) != 1:
        raise Misused(f"Say which scheme's (--scheme): {', '.join(here.schemes)}.")
    return with_one[0]


def _day(text: str) -> date:
    if not text:
        return local_day(utc_now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(f"{text[:40]!r} is no day; write it as 2023-12-06.") from None
