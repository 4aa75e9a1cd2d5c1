"""The form of a choice: drawn from its blanks, read back into its message, and said at the desk. The core judges."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from channels.slack.cards import needs_sign_in
from policy.form import Form as Questions
from sharing.facts import Awaited
from sharing.notices import Choice
from sharing.notices.choices import choices
from sharing.refused import Refused
from sharing.request import Request
from starter.desk import PENDING
from starter.filling import Blank, Misfilled, blanks, filled_message, placed
from starter.recorded import recorded_up_to
from starter.web.ground import Ground
from starter.web.pages import Pages, Who
from starter.web.staff import drawing, entry, places, standing
from starter.web.staff.admission import admitted, can_act, task_of
from starter.web.staff.beside import beside
from starter.web.staff.choosing import who
from starter.web.staff.dossier import frame
from starter.web.staff.ended import moved_on, over
from starter.web.staff.provider import has_just_proved
from starter.web.staff.revisions import form_of
from starter.web.staff.ways_in import afresh
from starter.web.visiting import NotAllowed, Visit, act_of, whole

DEPARTURE = "departure"
NOT_FRESH = "Your sign-in is more than 15 minutes old, and this takes a fresh one. Sign in again, then send this."
AGAIN = "This form had been sent before and is recorded; it counts once."

pages = Pages()


class Case(NamedTuple):
    """A choice that is offered: of which task of which request."""

    request: Request
    task: Awaited
    choice: Choice


@pages.get("/staff/requests/{reference}/say/{task:path}", Who.OFFICE)
def form(visit: Visit) -> Response:
    """The form of a choice. What takes a fresh sign-in asks for it before anything is typed."""
    case = _case(visit)
    if isinstance(case, Response):
        return case
    if not can_act(visit, case.request, case.task):
        title = case.request.rules.title(case.task.office)
        raise NotAllowed(f"This waits for the {title}: {who(visit, case.request, case.task)}.")
    if takes_proof(case) and not has_just_proved(visit):
        return visit.goto(afresh(places.saying(case.request.reference, case.task.key, case.choice.message)))
    rows = drawing.rows_of(visit.form, case.choice)
    values = _values(visit, case, _drawn(visit, case, rows), rows)
    return visit.page("staff/say.html", **values)


@pages.post("/staff/requests/{reference}/say/{task:path}", Who.OFFICE)
async def say(visit: Visit) -> Response:
    """Say it once for this form: to send it again counts as the same act."""
    request = await asyncio.to_thread(admitted, visit)
    if f"{visit.person.key}:{act_of(visit.form)}" in request.heard:
        return visit.goto(places.dossier(request.reference), AGAIN)
    case = await asyncio.to_thread(_case, visit)
    if isinstance(case, Response):
        return case
    rows = drawing.rows_of(visit.form, case.choice)
    act = visit.form.one("act")
    if act.startswith("more."):
        rows = {name: number + (act == f"more.{name}") for name, number in rows.items()}
    drawn = await asyncio.to_thread(_drawn, visit, case, rows)
    if act:
        return visit.page("staff/say.html", **await asyncio.to_thread(_values, visit, case, drawn, rows, {}))
    if takes_proof(case) and not has_just_proved(visit):
        return await _again(visit, case, drawn, rows, {"": NOT_FRESH})
    return await _said(visit, case, drawn, rows)


async def _said(visit: Visit, case: Case, drawn: tuple[Blank, ...], rows: Mapping[str, int]) -> Response:
    filled = drawing.typed(visit.form, drawn)
    if faults := drawing.wrong_days(drawn, filled):
        return await _again(visit, case, drawn, rows, faults)
    filled = await asyncio.to_thread(entry.without_the_files_own, visit.on, case.request, filled)
    try:
        message = filled_message(case.choice, drawn, filled)
        seen = seen_revision(visit, case.request)
        receipt = await visit.on.desk.say(case.request.reference, message, visit.person.key, act_of(visit.form), seen)
    except Misfilled as wrong:
        return await _again(visit, case, drawn, rows, wrong.faults)
    except Refused as refused:
        return await _again(visit, case, drawn, rows, placed(refused.sentence, drawn), refused=True)
    if receipt.sentence != PENDING:
        await recorded_up_to(visit.on.records, receipt.reference, receipt.number)
    return visit.goto(places.dossier(receipt.reference), receipt.sentence)


async def _again(
    visit: Visit,
    case: Case,
    drawn: tuple[Blank, ...],
    rows: Mapping[str, int],
    faults: Mapping[str, str],
    refused: bool = False,
) -> Response:
    """The form once more, with what was typed. After a refusal it stands on the revision that stands now."""
    faults = drawing.named(drawn, faults)
    values = await asyncio.to_thread(_values, visit, case, drawn, rows, faults)
    seen = seen_revision(visit, case.request)
    if refused and seen != case.request.revision:
        values |= {"revision": case.request.revision, "moved_from": seen}
    return visit.wrong("staff/say.html", drawing.ids(drawn, faults), **values)


def takes_proof(case: Case) -> bool:
    """Whether a choice is too grave for whoever merely found a screen open."""
    return case.task.what == DEPARTURE or needs_sign_in(case.choice.message)


def seen_revision(visit: Visit, request: Request) -> int:
    """The revision that stood when the form was drawn; none is guessed where the form does not say it."""
    return whole(visit.form.one("revision")) or 0


def _case(visit: Visit) -> Case | Response:
    request = admitted(visit)
    task = task_of(visit, request)
    if task is None:
        return over(visit, request)
    name = visit.asked("choice")
    choice = next((one for one in choices(request, task) if places.name_of(one.message) == name), None)
    return moved_on(visit, request) if choice is None else Case(request, task, choice)


def _drawn(visit: Visit, case: Case, rows: Mapping[str, int]) -> tuple[Blank, ...]:
    asked = questions_of(visit.on, case.request)
    return entry.prefilled(visit.on, case.request, blanks(case.request, case.task, case.choice, asked, rows))


def questions_of(on: Ground, request: Request) -> Questions:
    """The form that a request was asked by; the scheme's present one where the records do not hold it."""
    return form_of(on, request) or on.desk.scheme(request.rules.scheme).form


def _values(
    visit: Visit,
    case: Case,
    drawn: tuple[Blank, ...],
    rows: Mapping[str, int],
    faults: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the form's page shows: with what was sent, where something was (`faults` is then not None)."""
    request, task = case.request, case.task
    sent = visit.form if faults is not None else None
    editing = any(blank.path.startswith(entry.FIELDS) for blank in drawn)
    filled = drawing.typed(visit.form, drawn) if sent is not None and editing else None
    return {
        **frame(visit, request),
        **beside(visit, request, task, filled),
        "task": task,
        "turn": standing.turn(request, task, visit.at),
        "choice": case.choice,
        "address": places.saying(request.reference, task.key, case.choice.message),
        "groups": drawing.groups(drawn, sent, faults, entry.most_words(request) if editing else {}),
        "more": drawing.more(drawn, rows),
        "rows": rows,
        "editing": editing,
        "once": visit.form.one("once") or secrets.token_urlsafe(16),
        "revision": seen_revision(visit, request) if sent is not None else request.revision,
        "moved_from": 0,
        "proof": afresh(places.saying(request.reference, task.key, case.choice.message)) if takes_proof(case) else "",
    }
