"""Commands of operators: what takes a name is signed in and sealed; what moves no right needs neither."""

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sharing import operating
from sharing.facts import AnyFact
from sharing.messages import AnyMessage, Assign, CloseRequest, ExtendClock
from sharing.request import Request
from starter import paper
from starter.cli import finding
from starter.cli.ground import AsOption, Failed, Misused, installation, run
from starter.installation import Installation

TOKEN = "STARTER_TOKEN"

operate = typer.Typer(no_args_is_help=True, help="What an operator may do to a request. It decides nothing.")

Reference = Annotated[str, typer.Argument(help="The request, as its workflow is called.")]
Reason = Annotated[str, typer.Option(help="Why; it stays on record.")]
TokenFile = Annotated[
    Path | None, typer.Option("--token-file", help=f"A file with your token; or the variable {TOKEN} holds it.")
]


@operate.command()
def remind(
    ctx: typer.Context,
    reference: Reference,
    task: Annotated[str, typer.Argument(help="A task; all whose clocks run, if not given.")] = "",
) -> None:
    """Remind now whom the request waits for."""
    _wish(ctx, reference, "remind_now", task or None, operating.reminded)
    paper.line("They are reminded.")


@operate.command()
def hold(
    ctx: typer.Context,
    reference: Reference,
    days: Annotated[int, typer.Argument(help=f"Working days, at most {operating.MOST_DAYS_HELD}; 0: no longer.")],
) -> None:
    """Let reminders wait. Due dates stand, and reports of lateness and warnings go out nevertheless."""
    _wish(ctx, reference, "hold_reminders", days, operating.held)
    paper.line("Reminders wait." if days else "Reminders go out again.")


@operate.command()
def retry(ctx: typer.Context, reference: Reference) -> None:
    """Try at once every notice that waits for its next attempt."""
    _wish(ctx, reference, "retry_deliveries", None, operating.retried)
    paper.line("Every delivery under way is tried again now.")


@operate.command()
def extend(
    ctx: typer.Context,
    reference: Reference,
    task: Annotated[str, typer.Argument(help="The task; `starter show` names them.")],
    days: Annotated[int, typer.Argument(help="So many working days more.")],
    reason: Reason,
    person: AsOption = "",
    token_file: TokenFile = None,
) -> None:
    """Give a task more working days, with a reason."""
    _say(ctx, reference, lambda: ExtendClock(task=task, days=days, reason=reason), person, token_file)


@operate.command()
def reassign(
    ctx: typer.Context,
    reference: Reference,
    office: Annotated[str, typer.Argument(help="The office whose task it is.")],
    to: Annotated[str, typer.Argument(metavar="PERSON", help="One of its holders.")],
    asset: Annotated[str, typer.Option(help="The data asset, where the office has a task for each.")] = "",
    person: AsOption = "",
    token_file: TokenFile = None,
) -> None:
    """Give an office's task to one of its holders: for the office itself, its head, or the service."""
    _say(ctx, reference, lambda: Assign(office=office, asset=asset or None, to=to), person, token_file)


@operate.command()
def close(
    ctx: typer.Context,
    reference: Reference,
    reason: Reason,
    person: AsOption = "",
    token_file: TokenFile = None,
) -> None:
    """Close a request that nobody has signed; also when *Request Cancellation* was pressed in Temporal's pages."""
    _say(ctx, reference, lambda: CloseRequest(reason=reason), person, token_file)


def _wish(
    ctx: typer.Context,
    reference: str,
    signal: str,
    takes: str | int | None,
    asks: Callable[[Request, object, datetime], tuple[AnyFact, ...]],
) -> None:
    from starter.operators.wishing import Wish, wish

    here, wanted = installation(ctx), finding.reference(reference)
    finding.request_known(here, wanted)

    async def ask() -> None:
        desk, client = await here.desk(), await here.client()
        request = await desk.view(wanted)
        asks(request, takes, paper.now())  # refused here where the request would refuse it, which answers nobody
        await wish(client, wanted, Wish(signal=signal, takes=takes))

    run(ask())


def _say(
    ctx: typer.Context, reference: str, said: Callable[[], AnyMessage], person: str, token_file: Path | None
) -> None:
    here, wanted = installation(ctx), finding.reference(reference)
    finding.request_known(here, wanted)
    speaker = signed_in(here, person, token_file)
    try:
        message = said()
    except ValueError as wrong:
        raise Misused(f"That cannot be said: {paper.one_line(str(wrong), 300)}") from None

    async def say() -> str:
        desk = await here.desk()
        return (await desk.say(wanted, message, speaker, f"operate-{secrets.token_hex(8)}")).sentence

    paper.line(run(say()))


def signed_in(here: Installation, person: str, token_file: Path | None) -> str:
    """Who speaks: whose token it is; on one's own machine also whom `--as` names. Raises Failed with a sentence."""
    written = token_file.read_text().strip() if token_file else os.environ.get(TOKEN, "").strip()
    if not written:
        if not here.settings.local:
            raise Failed(
                f"Sign in: put your token into {TOKEN}, or name its file with --token-file. An administrator makes "
                "one with `starter tokens make NAME --as-person KEY --scope say`."
            )
        return finding.speaker(here, person)
    token = here.records.token(written)
    if token is None or "say" not in token.scopes:
        raise Failed("This token is unknown, revoked, too old, or not for saying anything. Ask for a new one.")
    if person and person != token.person:
        raise Failed(f"This token speaks in the name of {token.person} only.")
    if here.directory.person(token.person) is None:
        raise Failed(f"{token.person} is not an active person of the directory any more.")
    return token.person
