"""Commands that run the installation: everything at once, the records, the key, the directory, the demonstration."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, installation, run
from starter.installation import Installation

if TYPE_CHECKING:
    from wiring.directory import Directory


def up(ctx: typer.Context) -> None:
    """Run the Temporal server with its UI, the worker and the doors, until Ctrl-C."""
    from starter.standing_in import with_stand_in
    from starter.supervisor import keep_up

    raise typer.Exit(keep_up(with_stand_in(installation(ctx))))


DEMO_SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""The options of the demonstration are the player's own."""


def demo(ctx: typer.Context) -> None:
    """Play six stories from intake to register, on a throw-away server (--help says which)."""
    try:
        player = importlib.import_module("demo.player")
    except ModuleNotFoundError as wrong:
        raise Failed("The stories are not installed here: run this in a checkout of the project.") from wrong
    raise typer.Exit(player.main(ctx.args) or 0)


records = typer.Typer(no_args_is_help=True, help="The records.")
directory = typer.Typer(no_args_is_help=True, help="Who holds which office.")


@records.command("migrate")
def migrate(ctx: typer.Context) -> None:
    """Set the records up, or bring them up to date."""
    installation(ctx).migrate()
    paper.note("The records are set up for this version.")


@records.command("backup")
def back_up(
    ctx: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="TO", help="The file to write; there must be none.")],
) -> None:
    """Write all records into one file, while they are in use."""
    from records.backups import back_up as write

    write(installation(ctx).settings.database_url.get_secret_value(), to)
    paper.note(f"All records are in {to}. It holds personal data, and whoever has it has everything: keep it so.")


@records.command("restore")
def put_back(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FROM", help="A file that `records backup` wrote.")],
) -> None:
    """Put a backup into an empty database. Then `starter migrate`, start a worker, and `starter verify`."""
    from records.backups import put_back as put

    put(installation(ctx).settings.database_url.get_secret_value(), source)
    paper.note("The records are put back. Run `starter migrate`, start a worker, then `starter verify`.")


@directory.command("check")
def check_directory(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="The directory; the one that is set, if not given.")] = None,
    slack: Annotated[bool, typer.Option("--slack", help="Also look every Slack account up in Slack.")] = False,
) -> None:
    """Read the directory and say what is wrong with it, and what is odd."""
    from starter import checking_directory
    from wiring.directory import read

    here = installation(ctx)
    found = read(file or here.settings.directory_path)
    schemes = tuple(here.schemes.values())
    faults = [*checking_directory.faults(schemes, found)]
    for remark in checking_directory.remarks(schemes, found, paper.now()):
        paper.note(f"Note: {remark}")
    if slack:
        faults += run(_against_slack(here, found))
    if faults:
        raise Failed("\n".join(faults))
    paper.line(
        f"{len(found.people)} people, {len(found.organisations)} organisations, {len(found.assets)} assets: in order."
    )


async def _against_slack(here: Installation, found: "Directory") -> list[str]:
    from starter import checking_directory
    from wiring.slack import access

    reached = access(here.settings)
    if reached is None:
        raise Failed("There is no Slack to look accounts up in; set SHARING_SLACK_BOT_TOKEN.")
    return [one async for one in checking_directory.slack_faults(reached.client(), reached.team, found)]
