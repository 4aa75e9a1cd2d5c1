"""Commands that run the installation: everything at once, the records, the key, the directory, the demonstration."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, installation
from starter.installation import Installation

if TYPE_CHECKING:
    from wiring.directory import Directory


def up(ctx: typer.Context) -> None:
    """Run the Temporal server with its UI, the worker and the doors, until Ctrl-C."""
    from starter.supervisor import keep_up

    raise typer.Exit(keep_up(installation(ctx)))


DEMO_SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""The options of the demonstration are the player's own."""


def demo(ctx: typer.Context) -> None:
    """Play five stories from intake to register, on a throw-away server (--help says which)."""
    try:
        player = importlib.import_module("demo.player")
    except ModuleNotFoundError as wrong:
        raise Failed("The stories are not installed here: run this in a checkout of the project.") from wrong
    raise typer.Exit(player.main(ctx.args) or 0)


records = typer.Typer(no_args_is_help=True, help="The records.")
key = typer.Typer(no_args_is_help=True, help="The desk's signing key.")
directory = typer.Typer(no_args_is_help=True, help="Who holds which office.")


@records.command("migrate")
def migrate(ctx: typer.Context) -> None:
    """Set the records up, or bring them up to date."""
    installation(ctx).migrate()
    paper.note("The records are set up for this version.")


@key.command("new")
def new_key(ctx: typer.Context) -> None:
    """Make the desk's signing key, where there is none."""
    from wiring.sealing import key_at

    path = installation(ctx).settings.signing_key_path
    if path.exists():
        raise Failed(
            f"There is a signing key at {path} already. Open requests know no other; move it away only if it is lost "
            "to somebody."
        )
    made = key_at(path, make=True)
    paper.note(f"The key lies at {path}, for its owner alone. Who can read it can speak in anybody's name.")
    paper.line(f"{made.id} {made.public}")


@directory.command("check")
def check_directory(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="The directory; the one that is set, if not given.")] = None,
) -> None:
    """Read the directory and say what is wrong with it, and what is odd."""
    from wiring.directory import read

    here = installation(ctx)
    found = read(file or here.settings.directory_path)
    faults = list(_faults(here, found))
    for remark in _remarks(here, found):
        paper.note(f"Note: {remark}")
    if faults:
        raise Failed("\n".join(faults))
    paper.line(
        f"{len(found.people)} people, {len(found.organisations)} organisations, {len(found.assets)} assets: in order."
    )


def _faults(here: Installation, found: "Directory") -> Iterator[str]:
    known = {office.key for scheme in here.schemes.values() for office in scheme.rules.offices}
    bodies = {body.key for body in found.organisations}
    for person in found.people:
        for held in person.offices:
            if held.office not in known:
                yield f"{person.key} holds {held.office}, an office that no scheme has."
            if held.until and held.until < held.since:
                yield f"{person.key} holds {held.office} until {held.until}, before it begins."
    for asset in found.assets:
        if asset.third_party and asset.third_party not in bodies:
            yield f"{asset.key} belongs to an unknown organisation, {asset.third_party}."
    for scheme in here.schemes.values():
        if scheme.rules.host not in bodies:
            yield f"The host of {scheme.key}, {scheme.rules.host}, is not among the organisations."


def _remarks(here: Installation, found: "Directory") -> Iterator[str]:
    from wiring.directory import OWNER

    at = paper.now()
    for scheme in here.schemes.values():
        for office in scheme.rules.offices:
            if not found.holders(office.key, None, at):
                yield f"nobody holds {office.key} today; what waits for it waits for ever."
    for asset in found.assets:
        if not found.holders(OWNER, asset.key, at):
            yield f"{asset.key} has no {OWNER} today; the ladder above decides about it."
        if asset.third_party and not found.holders("third-party-owner", asset.key, at):
            yield f"nobody speaks for the outside owner of {asset.key} today."
