"""What all commands share: whose installation, which format, who speaks, and how a command says that it cannot."""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

import typer
from typer.core import TyperGroup

from sharing.refused import Refused
from starter import paper
from starter.installation import Installation

T = TypeVar("T")


class Failed(Exception):
    """A command cannot go on; the text says why, and what to do."""


class Misused(Failed):
    """A command was called in a way that cannot be meant; exit code 2."""


class Format(StrEnum):
    """For people, or for programs."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="table, for people; or json, for programs.")]
AsOption = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Speak as this person of the directory (local mode only).")
]
OnceOption = Annotated[
    str,
    typer.Option(
        metavar="KEY",
        help="The name of this act. The same act under the same key counts once, however often it is sent.",
    ),
]


class Door(TyperGroup):
    """A group of commands that answers expected trouble with a sentence on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn what may go wrong into words."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as wrong:  # a bug, which has no words, is raised again
            words = sentence(wrong)
            if words is None:
                raise
            paper.note(words)
            raise typer.Exit(2 if isinstance(wrong, Misused) else 1) from None


def sentence(wrong: Exception) -> str | None:
    """What is said of an exception; None where it is a bug."""
    if isinstance(wrong, Failed | Refused):
        return str(wrong)
    if type(wrong).__module__.startswith("temporalio."):
        return f"The Temporal server could not do it: {paper.one_line(str(wrong), 300).rstrip('.')}."
    # Slow to import, so only looked at once something went wrong.
    from records import CatalogueChanged, RecordsUnusable, Unkeepable
    from wiring.directory import WrongDirectory
    from wiring.sealing import WrongKey
    from wiring.settings import WrongSetting
    from wiring.temporal import NoServer

    known = (CatalogueChanged, RecordsUnusable, Unkeepable, WrongDirectory, WrongKey, WrongSetting, NoServer)
    if isinstance(wrong, known):
        return str(wrong)
    if isinstance(wrong, OSError) and wrong.strerror:
        return f"{wrong.filename or 'The output'} cannot be used: {wrong.strerror.lower()}."
    return None


def installation(ctx: typer.Context) -> Installation:
    """The installation that the composition root handed in."""
    return cast(Installation, ctx.obj)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do what needs a server."""
    return asyncio.run(work)
