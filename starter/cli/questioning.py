"""Commands about questions before an application: ask, look, reply, and begin the application that one became."""

from typing import Annotated

import typer

from policy.working_days import local_day
from records import AskedBefore
from starter import paper
from starter.cli import finding
from starter.cli.ground import AsOption, Failed, Format, FormatOption, Misused, installation
from starter.desk import utc_now
from starter.installation import Installation

questions = typer.Typer(no_args_is_help=True, help="Questions before an application.")

WordsArgument = Annotated[str, typer.Argument(help="In your own words.")]
ReferenceArgument = Annotated[str, typer.Argument(help="The question's reference, as it was given.")]
SchemeOption = Annotated[str, typer.Option(help="The scheme it is about; the installation's own, if not given.")]


@questions.command("ask")
def ask(ctx: typer.Context, words: WordsArgument, person: AsOption = "", scheme: SchemeOption = "") -> None:
    """Ask the service something before applying. It gets a reference, and is kept."""
    here = installation(ctx)
    plan, who = finding.scheme_of(here, scheme), finding.speaker(here, person)
    reference = here.records.ask(plan.key, plan.prefix, who, _said(words))
    paper.note(f"{plan.rules.title(plan.rules.service)} replies; look with: starter questions show {reference}")
    paper.line(reference)


@questions.command("list")
def list_questions(ctx: typer.Context, output: FormatOption = Format.TABLE) -> None:
    """List the questions, the newest first, and what became of each."""
    found = installation(ctx).records.questions_asked()
    if output is Format.JSON:
        paper.as_json([one.model_dump(mode="json") for one in found])
        return
    rows = [(one.reference, paper.moment(one.at), _state(one), paper.one_line(one.words, 200)) for one in found]
    paper.table(("Reference", "Asked", "State", "Words"), rows, "Nothing was asked yet.")


@questions.command("show")
def show(ctx: typer.Context, reference: ReferenceArgument) -> None:
    """Show a question with its replies."""
    one = _known(installation(ctx), reference)
    paper.line(f"{one.reference}: {_state(one)}", "bold")
    paper.line(one.words)
    for event in one.events:
        told = event.words if event.kind == "replied" else f"became the draft {event.words}"
        paper.line(f"{paper.moment(event.at)}: {told}")


@questions.command("reply")
def reply(ctx: typer.Context, reference: ReferenceArgument, words: WordsArgument, person: AsOption = "") -> None:
    """Reply to a question, for the service."""
    here = installation(ctx)
    one, who = _known(here, reference), finding.speaker(here, person)
    plan = finding.scheme_of(here, one.scheme)
    day, known = local_day(utc_now()), here.directory.person(who)
    if known is None or not any(held.office == plan.rules.service and held.runs(day) for held in known.offices):
        raise Failed(f"{plan.rules.title(plan.rules.service)} replies to questions; {who} does not hold that office.")
    here.records.answer_question(one.reference, "replied", who, _said(words))
    paper.line(f"Your reply to {one.reference} is kept.")


@questions.command("apply")
def begin(ctx: typer.Context, reference: ReferenceArgument, person: AsOption = "") -> None:
    """Begin the application that a question became: a draft with its words in it. Only for who asked."""
    here = installation(ctx)
    one, who = _known(here, reference), finding.speaker(here, person)
    if who != one.person:
        raise Failed("Only who asked can go on to an application; others ask a question of their own.")
    if one.draft:
        raise Failed(f"{one.reference} became the draft {one.draft} already; go on writing that.")
    plan = finding.scheme_of(here, one.scheme)
    digest = plan.pinned().digest
    here.records.put_scheme(digest, plan)
    draft = here.records.begin_draft(plan.key, digest, who, {plan.words_in: one.words})
    here.records.answer_question(one.reference, "became", who, draft.key)
    paper.note(f"Go on writing on the pages, under /drafts/{draft.key}.")
    paper.line(draft.key)


def _said(words: str) -> str:
    if not words.strip():
        raise Misused("Write something; what is said here is kept.")
    return words


def _known(here: Installation, reference: str) -> AskedBefore:
    found = here.records.question(reference.strip().upper())
    if found is None:
        raise Failed(f"There is no question {reference[:40]!r}; `starter questions list` shows those there are.")
    return found


def _state(one: AskedBefore) -> str:
    return "became an application" if one.draft else "replied to" if one.answered else "waits for a reply"
