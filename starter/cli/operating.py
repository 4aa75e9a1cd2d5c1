"""Commands for operators: prepare a Temporal server, compare it with the records, mend what differs."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from policy.schemes import EXAMPLE
from starter import paper
from starter.cli import finding
from starter.cli.ground import Failed, Format, FormatOption, installation, run
from starter.installation import Installation

if TYPE_CHECKING:
    from starter.operators.comparing import Difference
    from starter.operators.mending import Mending

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


def verify(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help="One request; all that are open, if not given.")] = "",
    output: FormatOption = Format.TABLE,
) -> None:
    """Compare the records with the workflows, and say where they differ and what to do. Exit code 1 where they do."""
    wanted = finding.reference(reference) if reference else ""
    found = run(_differences(installation(ctx), wanted))
    if output is Format.JSON:
        paper.as_json([one.model_dump(mode="json") for one in found])
    else:
        rows = [(one.reference, one.kind.value, one.says, one.do) for one in found]
        paper.table(("request", "kind", "what differs", "what to do"), rows, "Records and workflows agree.")
    if any(not one.is_note for one in found):
        raise typer.Exit(1)


def mend(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help=f"The request, as {EXAMPLE}.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace a workflow that is in order, so that it pins the keys of today."),
    ] = False,
) -> None:
    """Mend what `starter verify` says of a request: start its workflow again, or take its facts into the records."""
    paper.line(run(_mend(installation(ctx), finding.reference(reference), replace)))


async def _differences(here: Installation, reference: str) -> "tuple[Difference, ...]":
    survey = (await _mending(here)).survey
    return await survey.one(reference) if reference else await survey.all()


async def _mend(here: Installation, reference: str, replace: bool) -> str:
    from starter.operators.mending import Unmended

    try:
        mending = await _mending(here)
        return await (mending.replace(reference) if replace else mending.mend(reference))
    except Unmended as wrong:
        raise Failed(str(wrong)) from wrong


async def _mending(here: Installation) -> "Mending":
    from starter.operators.mending import Mending

    settings = here.settings
    opened, ring = here.records, here.ring
    ring()
    return Mending(
        await here.client(),
        opened,
        ring,
        here.schemes,
        task_queue=settings.task_queue,
        register_at=f"{settings.web_address}/register/",
    )
