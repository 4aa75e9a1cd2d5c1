"""The command that audits a case, all cases, or the chain of heads: from the records and public keys alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from starter import paper
from starter.cli.ground import Failed, Misused, installation
from starter.installation import Installation

if TYPE_CHECKING:
    from starter.auditing import Finding


def audit(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Argument(help="A reference; `heads`, to verify the signed chain; `head`, to sign today's.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every case on record, and the heads.")] = False,
    holds: Annotated[
        str,
        typer.Option(metavar="DIGEST", help="With `heads`: a head's digest, kept elsewhere, has to be among them."),
    ] = "",
) -> None:
    """Verify a case, or the chain over all facts, without any server. Exit code 1 where something does not hold."""
    here = installation(ctx)
    if bool(what) == everything:
        raise Misused("Name a reference, or `heads` or `head`; or write --all.")
    if what == "head":
        _sign(here)
        return
    broken = 0
    if everything or what == "heads":
        broken += _tell("The chain of heads", _heads(here, holds))
    for reference in _references(here) if everything else [what.upper()] if what != "heads" else []:
        broken += _tell(reference, _case(here, reference))
    if broken:
        raise Failed(f"{broken} {'thing does' if broken == 1 else 'things do'} not hold; see above.")
    paper.note("All of it holds.")


def _sign(here: Installation) -> None:
    from policy.working_days import local_day

    head = here.records.make_head(local_day(paper.now()), here.key().sign)
    paper.note("Keep this line where nobody who can write to the records can write, too:")
    paper.line(f"{head.number} {head.day} {head.digest}")


def _heads(here: Installation, holds: str) -> "Iterable[Finding]":
    from starter.auditing import Finding, chain

    yield from chain(here.records, here.ring())
    if holds:
        known = any(head.digest.startswith(holds.lower()) for head in here.records.heads())
        yield Finding(
            known and len(holds) >= 16, f"The head {holds[:64]}, which was kept elsewhere, is in the chain."
        )


def _case(here: Installation, reference: str) -> "Iterable[Finding]":
    from starter.auditing import Audit

    try:
        yield from Audit(here.records, here.ring(), reference).findings()
    except LookupError:
        raise Failed(f"There is no request {reference[:40]!r} on record; `list` shows them.") from None


def _references(here: Installation) -> list[str]:
    return list(here.records.references())


def _tell(title: str, findings: "Iterable[Finding]") -> int:
    """Print what was found; how much of it does not hold."""
    broken = 0
    paper.line(title)
    for one in findings:
        mark = "LOOK  " if one.holds and one.odd else "holds " if one.holds else "BROKEN"
        paper.line(f"  {mark} {one.what}")
        broken += not one.holds
    return broken
