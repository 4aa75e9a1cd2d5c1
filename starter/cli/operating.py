"""Commands for operators: prepare a Temporal server, compare it with the records, mend what differs."""

from datetime import timedelta
from typing import Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, installation, run
from starter.installation import Installation

temporal = typer.Typer(no_args_is_help=True, help="The Temporal server.")


@temporal.command("prepare")
def prepare(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Closed requests stay visible there for so long.")] = 90,
) -> None:
    """Make the server ready: namespace, retention, search attributes. Again changes nothing."""
    done = run(_prepare(installation(ctx), timedelta(days=days)))
    for sentence in done:
        paper.line(sentence)
    paper.note("The Temporal server is ready for requests.")


async def _prepare(here: Installation, remembers: timedelta) -> list[str]:
    from starter.operators.preparing import NotPrepared, prepare
    from wiring.temporal import CONVERTER, connect

    settings = here.settings
    try:
        # Nothing that would have to be encrypted is said to the server here.
        client = await connect(settings.temporal_address, settings.temporal_namespace, CONVERTER)
        return await prepare(client, remembers)
    except NotPrepared as wrong:
        raise Failed(str(wrong)) from wrong
