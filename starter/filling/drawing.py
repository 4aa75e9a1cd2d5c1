"""Which blanks a choice has, read off the rules that are pinned to the request."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policy.form import Form
from policy.titles import as_words
from sharing.facts import Awaited
from sharing.notices import Choice
from sharing.notices.choices import choices
from sharing.request import Request
from starter.filling import papers, scrutiny
from starter.filling.asked import YES_NO, Asked, Found
from starter.filling.blank import Blank, Option

RISKS = (Option("low", "Low"), Option("medium", "Medium"), Option("high", "High"))
NEEDED = (Option("yes", "Yes"), Option("no", "No"), Option("not-needed", "Not needed"))


def offered(request: Request, task: Awaited, message: Mapping[str, Any]) -> Choice | None:
    """The choice that says this message, if the task still offers it."""
    return next((one for one in choices(request, task) if one.message == dict(message)), None)


def words_of(request: Request, task: Awaited) -> str:
    """A task's step in a few words, for the heading of a form."""
    step = request.rules.step(task.step)
    return step.title if step is not None else as_words(task.what)


def blanks(
    request: Request, task: Awaited | None, choice: Choice, form: Form, rows: Mapping[str, int] | None = None
) -> Found:
    """The blanks of a choice. `rows`: how many rows of a repeated blank to draw (one, where nothing is said)."""
    asked = Asked(request, task, choice, form, rows or {})
    return tuple(blank for name in choice.fills for blank in _drawn(asked, name))


def _drawn(asked: Asked, name: str) -> Iterable[Blank]:
    kind = str(asked.choice.message["kind"])
    draw = BLANKS.get((kind, name)) or BLANKS.get(("", name))
    if draw is None:
        return (Blank(name, as_words(name.replace("_", "-"))),)
    return draw(asked)


def _fixed(*blanks: Blank) -> Callable[[Asked], Found]:
    return lambda asked: blanks


BLANKS: dict[tuple[str, str], Callable[[Asked], Found]] = {
    ("screen", "scope"): scrutiny.scope,
    ("screen", "checklist"): scrutiny.checklist,
    ("screen", "duplicate_of"): _fixed(Blank("duplicate_of", "Reference of the other request", "line", most=40)),
    ("triage", "seats"): scrutiny.seats,
    ("triage", "risk"): _fixed(Blank("risk", "Risk", "one", RISKS)),
    ("triage", "complex"): _fixed(Blank("complex", "A complex share", "one", YES_NO, given="no")),
    ("triage", "not_applicable"): scrutiny.not_applicable,
    ("give-review", "parts"): scrutiny.parts_of_seat,
    ("give-review", "settles"): scrutiny.settles_of_seat,
    ("give-review", "gateways"): scrutiny.gateways,
    ("triage", "reason"): _fixed(Blank("reason", "Anything the panel should know", required=False)),
    ("advise", "dissent"): _fixed(Blank("dissent", "Dissent within the group", required=False)),
    ("advise", "parts"): scrutiny.parts_of_advice,
    ("advise", "settles"): scrutiny.settles_of_advice,
    ("advise", "departures"): scrutiny.departures,
    ("seek-departure", "departure"): scrutiny.departure,
    ("propose-terms", "agreement"): papers.agreement,
    ("propose-terms", "starts"): _fixed(Blank("starts", "Starts on", "day")),
    ("propose-terms", "ends"): _fixed(Blank("ends", "Ends on", "day")),
    ("propose-terms", "transfer"): _fixed(Blank("transfer", "How the data are moved")),
    ("propose-terms", "retention"): _fixed(Blank("retention", "How long they are kept, and what then")),
    ("propose-terms", "further"): _fixed(Blank("further", "Further terms", required=False)),
    ("decide-departure", "clause"): papers.clause,
    ("decide-departure", "scope"): _fixed(Blank("scope", "For which scope")),
    ("decide-departure", "until"): _fixed(Blank("until", "Until which day", "day")),
    ("decide-departure", "conditions"): _fixed(Blank("conditions", "Under which conditions", required=False)),
    ("draft-agreement", "terms"): papers.terms,
    ("draft-agreement", "note"): _fixed(Blank("note", "Note to the drafter", required=False)),
    ("draft-entry", "fields"): papers.register_fields,
    ("exempt-entry", "ground"): papers.grounds,
    ("check-entry", "suitable"): _fixed(Blank("suitable", "Suitable for publication", "one", YES_NO)),
    ("check-entry", "accessible"): _fixed(Blank("accessible", "Accessible", "one", YES_NO)),
    ("conclude-publication", "agreement"): _fixed(Blank("agreement", "An agreement is in place", "one", NEEDED)),
    ("conclude-publication", "code_of_practice"): _fixed(
        Blank("code_of_practice", "The code of practice is kept", "one", NEEDED)
    ),
    ("conclude-publication", "link"): _fixed(Blank("link", "Where it is published", "line", most=1_000)),
    ("conclude-publication", "restriction"): _fixed(Blank("restriction", "What keeps it from being published")),
    ("ask", "questions"): papers.questions,
    ("answer", "replies"): papers.replies,
    ("answer", "changes"): _fixed(),
    ("narrow", "drop"): papers.drop,
    ("withdraw", "reason"): _fixed(Blank("reason", "Why", required=False)),
    ("narrow", "reason"): _fixed(Blank("reason", "Why", required=False)),
    ("", "conditions"): scrutiny.conditions,
    ("", "reasons"): _fixed(Blank("reasons", "Reasons")),
    ("", "reason"): _fixed(Blank("reason", "Reason")),
    ("", "evidence"): _fixed(Blank("evidence", "The evidence you saw")),
}
"""How each blank is drawn: of one message, or (with no message's name) wherever it occurs. Others are plain texts."""

REPEATED = {"conditions": "Add another condition", "questions": "Add another question"}
"""Blanks that come in rows, and what the button says that adds one."""
