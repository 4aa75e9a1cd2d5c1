"""Commands about versions: what is published beside a policy, and what a newer form would ask of an open request."""

import typer

from policy.form_changes import form_changes
from policy.schemes import EXAMPLE
from starter import paper
from starter.cli import finding
from starter.cli.ground import Failed, Format, FormatOption, installation

_PINNED = "It goes on under the form that it was lodged with; to change that, its requester revises the answers."


def versions(
    ctx: typer.Context,
    scheme: str = typer.Argument("", help="The scheme; the installation's own, if not given."),
    output: FormatOption = Format.TABLE,
) -> None:
    """List what is published beside a policy: version, when first and last published, every change."""
    plan = finding.scheme_of(installation(ctx), scheme)
    if output is Format.JSON:
        paper.as_json([one.model_dump(mode="json") for one in plan.artefacts])
        return
    rows = [
        (
            one.title,
            one.version,
            f"{one.published[0]:%-d %B %Y}" if one.published else "",
            f"{one.published[-1]:%-d %B %Y}" if one.published else "",
            ", ".join(day.isoformat() for day in one.published),
        )
        for one in plan.artefacts
    ]
    headings = ("What", "Version", "Published", "Last updated", "All versions")
    paper.table(headings, rows, f"Nothing is published beside {plan.title}.")


def newer_form(
    ctx: typer.Context,
    reference: str = typer.Argument(help=f"The request, as {EXAMPLE}."),
    output: FormatOption = Format.TABLE,
) -> None:
    """Show what today's form asks otherwise than the one a request was lodged under. It changes nothing."""
    here = installation(ctx)
    wanted = finding.reference(reference)
    finding.request_known(here, wanted)
    request = here.archive().recorded(wanted)
    plan = here.schemes.get(request.rules.scheme)
    if plan is None:
        raise Failed(f"{wanted} was lodged under {request.rules.scheme}, which is not run here any more.")
    older = here.records.scheme(request.rules.digest).form
    found = form_changes(older, plan.form, here.records.answers(request.filing.digest))
    if output is Format.JSON:
        paper.as_json({"from": older.version, "to": plan.form.version, **found.model_dump(mode="json")})
        return
    paper.line(f"{wanted} was lodged under version {older.version} of the form; today's is {plan.form.version}.")
    for word, keys in (
        ("Asked besides", found.added),
        ("No longer asked", found.removed),
        ("Changed", found.changed),
    ):
        if keys:
            paper.line(f"{word}: {', '.join(keys)}")
    for gap in found.gaps:
        paper.line(f"Would be missing: {gap.sentence}")
    paper.note(_PINNED)
