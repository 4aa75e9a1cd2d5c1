"""Commands that speak: lodge a request, say something to one. What they need to know: the form, the messages."""

import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from policy.form import Answers
from policy.scheme import Scheme
from policy.schemes import EXAMPLE
from sharing.messages import AnyMessage
from starter import paper
from starter.cli import answering, fields, finding, sheets, wording
from starter.cli.blank_form import blank_form
from starter.cli.ground import AsOption, Failed, Format, FormatOption, OnceOption, installation, run
from starter.installation import Installation


class Source(StrEnum):
    """How a request came in. What came by mail or was passed on may be incomplete."""

    FORM = "form"
    MAIL = "mail"
    REFERRAL = "referral"


def lodge(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The answers, in YAML or JSON; `-` reads stdin.")],
    person: AsOption = "",
    scheme: Annotated[str, typer.Option(help="The scheme to ask under; the installation's own, if not given.")] = "",
    source: Annotated[Source, typer.Option(help="How the request came in.")] = Source.FORM,
    on_behalf_of: Annotated[
        str, typer.Option("--for", metavar="PERSON", help="The requester, where staff pass on what came in.")
    ] = "",
    reconsiders: Annotated[str, typer.Option(metavar="REFERENCE", help="An ended request to reconsider.")] = "",
    once: OnceOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Lodge a request for data."""
    here = installation(ctx)
    speaker, plan = finding.speaker(here, person), finding.scheme_of(here, scheme)
    if on_behalf_of:
        finding.speaker(here, on_behalf_of)
    answers = answering.answers_of(plan.form, sheets.tree_of(file, "a file of answers"), str(file))
    earlier = finding.reference(reconsiders) if reconsiders else ""
    answers = answering.hand_in(plan.form, answers, file.parent, here.records.put)
    more = {"source": source.value, "on_behalf_of": on_behalf_of or None, "reconsiders": earlier}
    receipt = run(_lodge(here, plan, answers, speaker, once, more))
    if form is Format.JSON:
        paper.as_json(receipt)
        return
    paper.note(receipt["sentence"])
    paper.note(f"Follow it with: starter watch {receipt['reference']}")
    paper.line(receipt["reference"])


async def _lodge(
    here: Installation, plan: Scheme, answers: Answers, speaker: str, once: str, more: dict[str, Any]
) -> dict[str, Any]:
    desk = await here.desk()
    # A signpost advises; whoever lodges nevertheless has read it, and the request says so.
    signposts = [post for post in plan.signposts if post.when.holds(answers)]
    more["signposted"] = tuple(post.key for post in signposts)
    receipt = await desk.lodge(plan.key, answers, speaker, once or f"cli-{secrets.token_hex(8)}", **more)
    for post in signposts:
        paper.note(f"{post.title}? {post.advice}")
    return receipt.model_dump(mode="json")


def say(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help=f"The request, as {EXAMPLE}.")],
    message: Annotated[
        str,
        typer.Argument(
            help="What to say; `starter messages` lists it all.", autocompletion=lambda: list(fields.kinds())
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE",
            help="Its fields: reasons='…', settles.legislation.verdict=met, seats=legal,ethics, parts.effect=@FILE.",
        ),
    ] = None,
    person: AsOption = "",
    file: Annotated[Path | None, typer.Option(help="More fields, in YAML or JSON.")] = None,
    revision: Annotated[
        int | None, typer.Option(help="The revision you have read; the newest, if not given.")
    ] = None,
    once: OnceOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say something to a request."""
    here = installation(ctx)
    wanted = finding.reference(reference)
    said = wording.message(message, words or [], file)
    speaker = finding.speaker(here, person)
    scheme = here.schemes.get(finding.scheme_asked_under(here, wanted))
    if scheme is not None:
        said = _with_documents(here, scheme, said, file.parent if file else Path())
    receipt = run(_say(here, wanted, said, speaker, once, revision))
    if form is Format.JSON:
        paper.as_json(receipt)
    else:
        paper.line(receipt["sentence"])


def _with_documents(here: Installation, scheme: Scheme, said: AnyMessage, beside: Path) -> AnyMessage:
    changes = getattr(said, "changes", None)
    if not changes:
        return said
    changes = answering.changes_of(scheme.form, changes)
    return said.model_copy(update={"changes": answering.hand_in(scheme.form, changes, beside, here.records.put)})


async def _say(
    here: Installation, reference: str, said: AnyMessage, speaker: str, once: str, revision: int | None
) -> dict[str, Any]:
    desk = await here.desk()
    receipt = await desk.say(reference, said, speaker, once or f"cli-{secrets.token_hex(8)}", revision)
    return receipt.model_dump(mode="json")


def form(
    ctx: typer.Context,
    scheme: Annotated[str, typer.Argument(help="The scheme whose form to print.")] = "",
    every: Annotated[bool, typer.Option("--list", help="List the schemes instead.")] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """Print a blank form to fill in."""
    here = installation(ctx)
    if every:
        schemes = here.schemes.values()
        if output is Format.JSON:
            paper.as_json([{"key": one.key, "title": one.title, "publisher": one.publisher} for one in schemes])
        else:
            rows = [(one.key, one.title, one.publisher) for one in schemes]
            paper.table(("Scheme", "Title", "Publisher"), rows, "There are no schemes.")
    elif output is Format.JSON:
        paper.as_json(finding.scheme_of(here, scheme).form.model_dump(mode="json"))
    else:
        paper.raw(blank_form(finding.scheme_of(here, scheme), here.directory))


def messages(
    kind: Annotated[str, typer.Argument(help="One message, with its fields.")] = "",
    output: FormatOption = Format.TABLE,
) -> None:
    """List what can be said, or the fields of one message."""
    if not kind:
        listed = {name: (one.__doc__ or "").partition("\n")[0] for name, one in fields.kinds().items()}
        said = {name: words for name, words in listed.items() if name not in fields.NOT_SAID}
        if output is Format.JSON:
            paper.as_json(said)
        else:
            paper.table(("Message", "What it says"), list(said.items()), "There are no messages.")
        return
    found = fields.fields_of(wording.kind_known(kind))
    if output is Format.JSON:
        paper.as_json([field._asdict() for field in found])
        return
    rows = [(field.path, field.what, "yes" if field.required else "") for field in found]
    paper.table(
        ("Field", "What may stand there", "Needed"), rows, f"{kind} has no fields: starter say REFERENCE {kind}"
    )


def document(
    ctx: typer.Context,
    sha256: Annotated[str, typer.Argument(help="Its digest, as `show --full` has it.")],
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; its own name, if not given.")
    ] = None,
) -> None:
    """Write a kept document, an agreement say, to a file."""
    try:
        kept = installation(ctx).records.content(sha256)
    except LookupError as wrong:
        raise Failed(f"{wrong} The whole digest is needed; `starter show --full` prints it.") from None
    path = to or Path(Path(kept.name).name or "document")
    if path.exists():
        raise Failed(f"{path} exists; name another file with --to.")
    path.write_bytes(kept.content)
    paper.line(str(path))
