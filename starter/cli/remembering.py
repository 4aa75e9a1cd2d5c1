"""Commands that look back: the history of a request, with its seals; and the public register."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from policy.scheme import Publication
from policy.schemes import EXAMPLE
from sharing.facts import Happened
from sharing.messages import Said
from sharing.refused import Refused
from starter import chronicle, paper
from starter.cli import finding
from starter.cli.ground import Failed, Format, FormatOption, installation
from starter.installation import Installation

BY_ITSELF = frozenset(
    {
        "reminded", "chased", "stall-reported", "lapse-warned", "approval-returned", "agreement-drafted",
        "entry-published", "warning-delivered", "notice-undelivered", "awaited-changed", "message-refused",
        "closing-wished", "closed", "reminders-held", "deliveries-retried", "credential-lost", "access-ended",
        "approval-ended",
    }
)  # fmt: skip
"""Facts that nobody has to have said: time, an errand or another fact brings them."""


def history(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help=f"The request, as {EXAMPLE}.")],
    verify: Annotated[bool, typer.Option("--verify", help="Check the seal of every word that was said.")] = False,
    output: FormatOption = Format.TABLE,
) -> None:
    """List everything that happened to a request: when, who, for which office, what."""
    here = installation(ctx)
    wanted = finding.reference(reference)
    finding.request_known(here, wanted)
    happened = here.records.history(wanted)
    seals = list(_seals(here, wanted, happened)) if verify else []
    if output is Format.JSON:
        told = [as_data(one) for one in happened]
        paper.as_json([{**one, "seal": seal} for one, seal in zip(told, seals, strict=True)] if verify else told)
    else:
        _print(here, happened, seals)
    if broken := [one.number for one, seal in zip(happened, seals, strict=False) if seal.startswith("BROKEN")]:
        raise Failed(f"Of {wanted} these facts are not what was said and sealed: {', '.join(map(str, broken))}.")
    if verify:
        paper.note(f"All {len(happened)} facts of {wanted} are as they were said.")


def as_data(one: Happened) -> dict[str, Any]:
    """A fact for programs, with its sealed speech spelled out."""
    return {**one.model_dump(mode="json"), "speech": one.speech.model_dump(mode="json") if one.speech else None}


def _print(here: Installation, happened: tuple[Happened, ...], seals: list[str]) -> None:
    headings = ("No.", "When", "Who", "For", "What", *(("Seal",) if seals else ()))
    rows = [(*_told(here, one), *((seals[place],) if seals else ())) for place, one in enumerate(happened)]
    paper.table(headings, rows, "Nothing is on record yet.")


def _told(here: Installation, one: Happened) -> tuple[str, ...]:
    who, office = "", ""
    if one.by is not None:
        who = f"{one.by.person} for {one.by.for_person}" if one.by.for_person else one.by.person
        office = finding.office_title(here, one.by.office) if one.by.office else ""
    words = chronicle.sentence(one.fact, lambda key: finding.office_title(here, key))
    return str(one.number), paper.moment(one.at), who, office, paper.one_line(words, 600)


def _seals(here: Installation, reference: str, happened: tuple[Happened, ...]) -> Iterator[str]:
    """How each fact is vouched for: by its own seal, by that of the fact it follows, or by nobody, as it may be."""
    keys = {**_pinned(here, reference), **here.ring().keys}
    own, said = here.key().id if here.settings.signing_key_path.exists() else "", None
    for one in happened:
        if one.speech is not None and one.fact.kind != "message-refused":
            said = one
            yield _sealed(reference, one, keys, own)
        elif one.by is None and one.fact.kind in BY_ITSELF:
            yield "by itself"
        elif said is not None and (said.by, said.at) == (one.by, one.at):
            yield f"with {said.number}"
        else:
            yield "BROKEN: nobody is known to have said it"


def _sealed(reference: str, one: Happened, keys: Mapping[str, str], own: str) -> str:
    from sharing.spoken import verify

    assert one.speech is not None
    try:
        said = verify(one.speech, keys)
    except Refused as refused:
        return f"BROKEN: {refused}"
    if said.reference != reference or one.by is None or said.by.person != one.by.person:
        return "BROKEN: the sealed words are of another request or person"
    if not _agrees(one, said):
        return "BROKEN: the fact says something else than the sealed words"
    return "sealed" if one.speech.key_id == own else f"sealed, with the key {one.speech.key_id}"


_SAID_AND_DONE = ("office", "asset", "outcome", "verdict", "parts", "settles", "gateways", "version", "document")
"""What a message says and the fact that it becomes has word for word."""


def _agrees(one: Happened, said: Said) -> bool:
    """Whether the fact is what was said. Ends are not compared: they have words of their own."""
    if one.fact.kind == "closed":
        return True
    names = [name for name in _SAID_AND_DONE if hasattr(one.fact, name) and hasattr(said.message, name)]
    return all(getattr(one.fact, name) == getattr(said.message, name) for name in names)


def _pinned(here: Installation, reference: str) -> dict[str, str]:
    """The keys that the request was lodged with: the desk may have another one since."""
    keys = json.loads(here.records.lodging(reference).opening).get("keys", {})
    return {str(key): str(public) for key, public in keys.items()}


class RegisterFormat(StrEnum):
    """How the register is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HDR_UK = "hdr-uk"


register = typer.Typer(invoke_without_command=True, help="The public register of shares.")


@register.callback()
def list_register(
    ctx: typer.Context,
    output: Annotated[
        RegisterFormat, typer.Option("--format", help="hdr-uk is the template of HDR UK, as CSV.")
    ] = RegisterFormat.TABLE,
) -> None:
    """List the entries of the public register, as they stand."""
    if ctx.invoked_subcommand is not None:
        return
    here = installation(ctx)
    kept, name = here.records.register(), _register_name(here)
    match output:
        case RegisterFormat.JSON:
            paper.raw(kept.as_json(name))
        case RegisterFormat.CSV:
            paper.raw(kept.as_csv(name))
        case RegisterFormat.HDR_UK:
            paper.raw(kept.as_hdr_uk_csv(name))
        case RegisterFormat.TABLE:
            rows = [
                (
                    entry.reference,
                    paper.day(entry.published_at),
                    str(entry.version),
                    paper.one_line(entry.fields.get("organisation", ""), 200),
                    paper.one_line(entry.fields.get("title", ""), 200),
                    paper.one_line(entry.fields.get("assets", ""), 200),
                )
                for entry in kept.entries(name)
            ]
            headings = ("Reference", "Published", "Version", "Organisation", "Title", "Data")
            paper.table(headings, rows, "Nothing has been published yet.")


@register.command("show")
def show_entry(
    ctx: typer.Context,
    reference: Annotated[str, typer.Argument(help="The request whose entry it is.")],
    output: FormatOption = Format.TABLE,
) -> None:
    """Show one entry of the public register, as it stands."""
    here = installation(ctx)
    wanted = finding.reference(reference)
    versions = here.records.register().versions(wanted, _register_name(here))
    if not versions:
        raise Failed(f"The register has no entry for {wanted}; `starter register` lists those it has.")
    entry = versions[-1]
    if output is Format.JSON:
        paper.as_json(entry.model_dump(mode="json"))
        return
    paper.line(f"{entry.reference}, version {entry.version}, published on {paper.day(entry.published_at)}", "bold")
    paper.line(entry.address)
    titles = _fields(here)
    rows = [(titles.get(key, key), entry.fields[key]) for key in [*titles, *entry.fields] if key in entry.fields]
    paper.table(("Field", "Entry"), list(dict.fromkeys(rows)), "The entry is empty.")


def _steps(here: Installation) -> list[Publication]:
    steps = [step for scheme in here.schemes.values() for step in scheme.rules.path]
    return [step for step in steps if isinstance(step, Publication)]


def _register_name(here: Installation) -> str:
    """The register that the schemes publish on."""
    return _steps(here)[0].published_on


def _fields(here: Installation) -> dict[str, str]:
    """The register's fields, in the order in which people read them, with their titles."""
    return {field.key: field.title for step in _steps(here) for field in step.fields}
