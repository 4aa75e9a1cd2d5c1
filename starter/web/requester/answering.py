"""Answering an office's questions, and changing answers unasked: replies, changed answers, what differs, sending."""

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from policy.titles import as_words
from sharing.messages import AnswerQuestions, ReviseAnswers
from sharing.refused import Refused
from starter.desk import PENDING
from starter.recorded import recorded_up_to
from starter.web.pages import Pages, Who
from starter.web.requester.changing import REASON, Changing, begun, changing, items_of, keep_typed
from starter.web.requester.mine import speaking
from starter.web.visiting import Form, NotThere, Visit, whole

pages = Pages()

TEMPLATE = "requester/answering.html"
SILENT = "Reply to the question about {}, or change your answer."
NO_REASON = "Say why you change your answers. It stays on record."
UNCHANGED = "Nothing would change yet. Change an answer first."
DECLARE = "Confirm this again: what you change needs it."
GONE = "This was sent already, or it is over. What you typed is shown below, so that you can keep it."


@pages.post("/requests/{reference}/answer/{round}", Who.SIGNED_IN)
def begin(visit: Visit) -> Response:
    """Begin to answer a round, or go on with it."""
    request = speaking(visit)
    asked = request.asked.get(whole(visit.part("round")) or 0)
    if asked is None or request.closed is not None:
        return visit.goto(f"/requests/{request.reference}", "These questions have been answered already.")
    draft = begun(visit, request, items_of(asked))
    return visit.goto(f"/requests/{request.reference}/answering/{draft.key}?round={asked.number}")


@pages.post("/requests/{reference}/revise", Who.SIGNED_IN)
def revise(visit: Visit) -> Response:
    """Begin to change answers that nobody asks about, or go on with it."""
    request = speaking(visit)
    if request.closed is not None:
        return visit.goto(f"/requests/{request.reference}", "The request has ended, so nothing can be changed.")
    draft = begun(visit, request, ())
    return visit.goto(f"/requests/{request.reference}/answering/{draft.key}")


@pages.get("/requests/{reference}/answering/{draft}", Who.SIGNED_IN)
def look(visit: Visit) -> Response:
    """The questions with the answers that they are about, what would change, and the replies so far."""
    found = changing(visit, speaking(visit))
    if found.draft.reference or found.over:
        return visit.page("requester/over.html", request=found.request, typed=found.typed(), items=found.items())
    return visit.page(TEMPLATE, **_values(found, found.typed()))


@pages.post("/requests/{reference}/answering/{draft}", Who.SIGNED_IN)
async def answer(visit: Visit) -> Response:
    """Keep what was typed; then go to the answer that is to be changed, or send all of it."""
    found = await asyncio.to_thread(lambda: changing(visit, speaking(visit)))
    typed = _typed(found, visit.form)
    if found.draft.reference or found.over:
        return visit.page(
            "requester/over.html", 409, request=found.request, typed=typed, items=found.items(), sentence=GONE
        )
    try:
        draft = await asyncio.to_thread(keep_typed, visit, found.draft, typed)
    except LookupError:
        raise NotThere from None
    found = await asyncio.to_thread(Changing, visit, found.request, draft)
    if item := visit.form.one("change"):
        if item not in {one.question.key for one in found.items() if one.can_change}:
            raise NotThere
        return visit.goto(f"/drafts/{draft.key}/questions/{item}")
    if visit.form.one("later"):
        return visit.goto(f"/requests/{found.request.reference}", "What you typed is kept. It has not been sent yet.")
    return await _send(visit, found, typed)


async def _send(visit: Visit, found: Changing, typed: Mapping[str, str]) -> Response:
    declared = visit.form.one("declaration") == "yes"
    if faults := _faults(found, typed, declared):
        return visit.wrong(TEMPLATE, faults, **_values(found, typed))
    try:
        message = _message(found, typed, declared)
    except ValidationError as wrong:
        return visit.wrong(TEMPLATE, _misfitted(wrong, found), **_values(found, typed))
    # The draft is the act: however often its button is pressed, it counts once.
    once = f"web-draft-{found.draft.key}"
    try:
        receipt = await visit.on.desk.say(found.request.reference, message, visit.person.key, once)
    except Refused as refused:
        return visit.wrong(TEMPLATE, _placed(refused.sentence, found), **_values(found, typed))
    if receipt.sentence != PENDING:
        await recorded_up_to(visit.on.records, receipt.reference, receipt.number)
        await asyncio.to_thread(visit.on.records.sent, found.draft.key, found.request.reference)
    return visit.goto(f"/requests/{found.request.reference}", receipt.sentence)


def _message(found: Changing, typed: Mapping[str, str], declared: bool) -> AnswerQuestions | ReviseAnswers:
    changes = found.changes() | ({one.key: "yes" for one in found.declares()} if declared else {})
    if found.round is None:
        return ReviseAnswers(reason=typed.get(REASON, ""), changes=changes)
    replies = {item: text for item, text in typed.items() if text and item in items_of(found.round)}
    return AnswerQuestions.model_validate({"round": found.round.number, "replies": replies, "changes": changes})


def _typed(found: Changing, form: Form) -> dict[str, str]:
    """What was typed on the page, by item; what the page did not send stays as it was kept."""
    boxes = found.draft.unlocked or (REASON,)
    sent = {box: form.one(f"reply-{box}") for box in boxes if f"reply-{box}" in form.names()}
    return {**found.typed(), **sent}


def _faults(found: Changing, typed: Mapping[str, str], declared: bool) -> dict[str, str]:
    """What can be said before the core is asked, each beside its field."""
    faults: dict[str, str] = {}
    changes = found.changes()
    if found.round is not None:
        silent = (item for item in items_of(found.round) if item not in changes and not typed.get(item, "").strip())
        faults = {f"reply-{item}": SILENT.format(as_words(item).lower()) for item in silent}
    else:
        if not changes:
            faults["send"] = UNCHANGED
        if not typed.get(REASON, "").strip():
            faults[f"reply-{REASON}"] = NO_REASON
    if found.declares() and not declared:
        faults["declaration"] = DECLARE
    return faults


def _misfitted(wrong: ValidationError, found: Changing) -> dict[str, str]:
    """What keeps a text from being taken at all, beside its box."""
    faults: dict[str, str] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        steps = [str(step) for step in error["loc"]]
        item = steps[1] if len(steps) > 1 and steps[0] == "replies" else REASON
        box = f"reply-{item}" if found.round is None or item in items_of(found.round) else "send"
        sentence = error["msg"].removeprefix("Value error, ")
        faults.setdefault(box, sentence[:1].upper() + sentence[1:])
    return faults


def _placed(sentence: str, found: Changing) -> dict[str, str]:
    """A refusal beside the first question that it names, with titles in the place of keys; else at the end."""
    named = [one for one in found.items() if one.question.key in sentence]
    for one in named:
        sentence = sentence.replace(f"'{one.question.key}'", f"“{one.title}”")
    boxes = [
        one.question.key for one in named if found.round is not None and one.question.key in items_of(found.round)
    ]
    return {f"reply-{boxes[0]}" if boxes else "send": sentence}


def _values(found: Changing, typed: Mapping[str, str]) -> dict[str, Any]:
    task = next((one for one in found.request.awaited.values() if _is_of(found, one.detail, one.what)), None)
    return {
        "found": found,
        "request": found.request,
        "items": found.items(),
        "typed": typed,
        "declares": found.declares(),
        "due": task.due if task else None,
    }


def _is_of(found: Changing, detail: str, what: str) -> bool:
    return found.round is not None and what == "answer" and detail == str(found.round.number)
