"""Commands about the tokens of programs: each speaks in one person's name, for what it was made for, for a while."""

from datetime import timedelta
from typing import Annotated

import typer

from records.sessions import SCOPES
from starter import paper
from starter.cli.ground import Failed, Misused, installation

tokens = typer.Typer(no_args_is_help=True, help="Make and revoke the tokens of programs.")


@tokens.command()
def make(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the token is called; it is revoked by this name.")],
    person: Annotated[str, typer.Option("--as-person", metavar="PERSON", help="In whose name it speaks.")],
    scope: Annotated[list[str], typer.Option(help=f"What it is for: {', '.join(SCOPES)}. May be given again.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="For so many days.")] = 90,
) -> None:
    """Make a token, and print it. It is shown this once; the records keep only its digest."""
    here = installation(ctx)
    if wrong := [one for one in scope if one not in SCOPES]:
        raise Misused(f"There is no scope {wrong[0]!r}; there are {', '.join(SCOPES)}.")
    if not name.strip():
        raise Misused("Give the token a name, so that it can be revoked.")
    if here.directory.person(person) is None:
        raise Failed(f"The directory has no active person {person!r}.")
    token = here.records.make_token(name, person, tuple(dict.fromkeys(scope)), timedelta(days=days))
    paper.note(f"The token {name} speaks in the name of {person} for {days} days. It is not shown again.")
    paper.raw(token)


@tokens.command()
def revoke(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name that it was made under.")],
) -> None:
    """Revoke all tokens of that name, at once."""
    count = installation(ctx).records.revoke_tokens(name)
    if not count:
        raise Failed(f"No token is called {name!r}, or it was revoked already.")
    paper.line(f"Revoked: {count}.")
