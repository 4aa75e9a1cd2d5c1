"""Commands about mail: whether the letters are in order, and what came in."""

from pathlib import Path
from typing import Annotated

import typer

from starter import paper
from starter.cli import finding
from starter.cli.ground import Failed, Format, FormatOption, installation


def letters(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of letters; the installation's own, if not given.")
    ] = None,
) -> None:
    """Write every letter with an example, and say which templates have mistakes."""
    from channels.mail import check_letters

    wanted = folder or installation(ctx).settings.letters_dir
    if wanted is None:
        raise Failed("There are no letters of your own; name a folder, or set SHARING_LETTERS_DIR.")
    if not wanted.is_dir():
        raise Failed(f"{wanted} is no folder.")
    if faults := check_letters(wanted):
        raise Failed("\n".join(faults))
    paper.line("The letters are in order.")


def mailbag(
    ctx: typer.Context,
    about: Annotated[str, typer.Option(metavar="REFERENCE", help="Only mail about this request.")] = "",
    most: Annotated[int, typer.Option(min=1, max=1_000, help="So many, the newest first.")] = 50,
    output: FormatOption = Format.TABLE,
) -> None:
    """List the mail that came in, and what became of each."""
    here = installation(ctx)
    found = here.records.mails(finding.reference(about) if about else "", most)
    if output is Format.JSON:
        paper.as_json([one.model_dump(mode="json") for one in found])
        return
    rows = [(paper.moment(one.received_at), one.sender, one.reference, one.outcome) for one in found]
    paper.table(("Received", "From", "Request", "What became of it"), rows, "No mail has come in.")
