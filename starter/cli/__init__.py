"""The command line: a door for people at a terminal, and for scripts. `app` holds all commands."""

import os

import typer

from starter.cli import (
    asking,
    auditing,
    catalogue,
    codec,
    data_tables,
    inboxes,
    keys,
    looking,
    mailing,
    operating,
    questioning,
    remembering,
    running,
    steering,
    tokens,
    versions,
    watching,
)
from starter.cli.ground import Door
from starter.installation import Installation

app = typer.Typer(
    cls=Door,
    name="starter",
    help="Data sharing requests, from intake to the public register.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def begin(ctx: typer.Context) -> None:
    """Data sharing requests, from intake to the public register."""
    if ctx.obj is None:
        ctx.obj = Installation(os.environ)
    ctx.call_on_close(ctx.obj.close)


app.command(rich_help_panel="Speak")(asking.form)
app.command(rich_help_panel="Speak")(asking.lodge)
app.command(rich_help_panel="Speak")(asking.messages)
app.command(rich_help_panel="Speak")(asking.say)
app.command(rich_help_panel="Look")(inboxes.inbox)
app.command("list", rich_help_panel="Look")(looking.list_requests)
app.command(rich_help_panel="Look")(looking.show)
app.command(rich_help_panel="Look")(watching.watch)
app.command(rich_help_panel="Look")(remembering.history)
app.command(rich_help_panel="Look")(auditing.audit)
app.command(rich_help_panel="Look")(asking.document)
app.command(rich_help_panel="Look")(looking.offices)
app.command(rich_help_panel="Look")(mailing.mailbag)
app.add_typer(remembering.register, name="register", rich_help_panel="Look")
app.add_typer(questioning.questions, name="questions", rich_help_panel="Speak")
app.command(rich_help_panel="Look")(versions.versions)
app.command("newer-form", rich_help_panel="Look")(versions.newer_form)
app.add_typer(catalogue.catalogue, name="catalogue", rich_help_panel="Look")
app.add_typer(data_tables.tables, name="tables", rich_help_panel="Look")
app.command(rich_help_panel="Run")(running.up)
app.command(rich_help_panel="Run", context_settings=running.DEMO_SETTINGS)(running.demo)
app.add_typer(running.records, name="records", rich_help_panel="Run")
app.command(rich_help_panel="Run")(running.migrate)
app.command(rich_help_panel="Run")(operating.verify)
app.command(rich_help_panel="Run")(operating.mend)
app.add_typer(operating.temporal, name="temporal", rich_help_panel="Run")
app.add_typer(steering.operate, name="operate", rich_help_panel="Speak")
app.add_typer(codec.codec, name="codec", rich_help_panel="Run")
app.add_typer(keys.keys, name="keys", rich_help_panel="Run")
app.add_typer(keys.keys, name="key", hidden=True)
app.add_typer(running.directory, name="directory", rich_help_panel="Run")
app.add_typer(tokens.tokens, name="tokens", rich_help_panel="Run")
app.command(rich_help_panel="Run")(mailing.letters)

__all__ = ["app"]
