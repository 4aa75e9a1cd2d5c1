"""Finding a request, and passing on one that came in otherwise: the forms behind the command and the shortcuts."""

import re
from collections.abc import Coroutine, Mapping
from typing import Any

from channels.slack import blocks
from policy.scheme import Scheme
from policy.schemes import EXAMPLE
from starter.desk import Desk
from starter.filling import Blank, Misfilled, Option
from starter.slack import views
from starter.slack.inputs import inputs
from starter.slack.speaking import Receipt
from wiring.directory import Directory, Person

REFERENCE = re.compile(r"[A-Z]{2,10}-\d{4}-\d{4,8}")
LONGEST = 3_000

ASKED_FOR = Blank("reference", "Reference", "line", hint=f"As {EXAMPLE}", most=40)

REQUESTER = Blank("requester", "The requester's e-mail address", "line", most=200)
WORDS = Blank("words", "What they ask for, and why, in their words", most=LONGEST)


def find_form() -> views.View:
    """The form that asks for a reference."""
    return views.form("Find a request", "Find", views.FIND, "{}", inputs((ASKED_FOR,)))


def referral_blanks(directory: Directory) -> tuple[Blank, ...]:
    """The blanks of a request that is passed on."""
    options = tuple(Option(one.key, one.title) for one in directory.assets)[: blocks.MOST_OPTIONS]
    return (REQUESTER, Blank("assets", "Which data", "many", options, required=False), WORDS)


def referral_form(directory: Directory) -> views.View:
    """The form that passes a request on to the service."""
    body = [
        blocks.words(
            "A request that somebody brought to you goes to the service like any other: it begins at "
            "first screening, and the requester is asked for what is missing."
        ),
        *inputs(referral_blanks(directory)),
    ]
    return views.form("Pass on a request", "Pass it on", views.INTAKE, "{}", body)


def referral(
    desk: Desk, scheme: Scheme, person: Person, filled: Mapping[str, Any], once: str
) -> Coroutine[Any, Any, Receipt]:
    """The lodging of what is passed on, for the requester it came from. Raises Misfilled beside its blank."""
    requester = desk.directory.by_email(str(filled.get("requester", "")))
    if requester is None:
        raise Misfilled(
            {"requester": "The directory has no such address. Ask the service to register the requester first."}
        )
    words = str(filled.get("words", "")).strip()
    if not words:
        raise Misfilled({"words": "Say what they ask for; their own words will do."})
    table, column = scheme.assets_in
    answers: dict[str, Any] = {scheme.words_in: words}
    if chosen := filled.get("assets"):
        answers[table] = tuple({column: key} for key in ((chosen,) if isinstance(chosen, str) else chosen))
    return desk.lodge(scheme.key, answers, person.key, once, source="referral", on_behalf_of=requester.key)
