"""Giving a task to another holder of its office, and declaring a conflict of interest."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from policy.value import says_something
from sharing.facts import Awaited
from sharing.messages import AnyMessage, Assign, DeclareConflict
from sharing.notices.asked import assigned, barred
from sharing.refused import Refused
from sharing.request import Request
from starter.desk import PENDING
from starter.recorded import recorded_up_to
from starter.web.pages import Pages, Who
from starter.web.staff import places, standing
from starter.web.staff.admission import admitted, can_act, holders, task_of
from starter.web.staff.dossier import frame
from starter.web.staff.ended import over
from starter.web.visiting import NotAllowed, Visit, act_of
from wiring.directory import Person

LONGEST = 4_000

pages = Pages()


@pages.get("/staff/requests/{reference}/assign/{task:path}", Who.OFFICE)
def assigning(visit: Visit) -> Response:
    """The form that gives a task away."""
    request = admitted(visit)
    task = task_of(visit, request)
    if task is None:
        return over(visit, request)
    if not can_act(visit, request, task):
        raise NotAllowed("Only a holder of the office can give its work to somebody.")
    return visit.page("staff/assign.html", **_of_assigning(visit, request, task))


@pages.post("/staff/requests/{reference}/assign/{task:path}", Who.OFFICE)
async def assign(visit: Visit) -> Response:
    """Give it to them."""
    request = await asyncio.to_thread(admitted, visit)
    task = await asyncio.to_thread(task_of, visit, request)
    if task is None:
        return await asyncio.to_thread(over, visit, request)
    values = _of_assigning(visit, request, task)
    to = visit.form.one("to")
    if to not in {person.key for person in values["people"]}:
        return visit.wrong("staff/assign.html", {"to": "Choose who is to do this."}, **values)
    message = Assign(office=task.office, asset=task.asset, to=to)
    return await _simply(visit, request, message, "staff/assign.html", "to", values)


@pages.get("/staff/requests/{reference}/conflict", Who.OFFICE)
def declaring(visit: Visit) -> Response:
    """The form that declares a conflict of interest."""
    return visit.page("staff/conflict.html", **_of_declaring(visit, admitted(visit)))


@pages.post("/staff/requests/{reference}/conflict", Who.OFFICE)
async def declare(visit: Visit) -> Response:
    """Declare it. It holds for the whole request."""
    request = await asyncio.to_thread(admitted, visit)
    values, reason = _of_declaring(visit, request), visit.form.one("reason")
    if not says_something(reason):
        return visit.wrong("staff/conflict.html", {"reason": "Say what your interest in this request is."}, **values)
    if len(reason) > LONGEST:
        sentence = f"{len(reason):,} characters; at most {LONGEST:,} are taken. Shorten it."
        return visit.wrong("staff/conflict.html", {"reason": sentence}, **values)
    try:
        message = DeclareConflict(reason=reason)
    except ValueError as wrong:
        return visit.wrong("staff/conflict.html", {"reason": _in_words(wrong)}, **values)
    return await _simply(visit, request, message, "staff/conflict.html", "reason", values)


async def _simply(
    visit: Visit, request: Request, message: AnyMessage, template: str, field: str, values: Mapping[str, Any]
) -> Response:
    try:
        receipt = await visit.on.desk.say(request.reference, message, visit.person.key, act_of(visit.form))
    except Refused as refused:
        return visit.wrong(template, {field: refused.sentence}, **values)
    if receipt.sentence != PENDING:
        await recorded_up_to(visit.on.records, receipt.reference, receipt.number)
    return visit.goto(places.dossier(request.reference), receipt.sentence)


def _of_assigning(visit: Visit, request: Request, task: Awaited) -> dict[str, Any]:
    return {
        **frame(visit, request),
        "task": task,
        "turn": standing.turn(request, task, visit.at),
        "people": _others(visit, request, task),
        "to": visit.form.one("to"),
        "once": visit.form.one("once") or secrets.token_urlsafe(16),
    }


def _others(visit: Visit, request: Request, task: Awaited) -> list[Person]:
    """Who could have it: holders that would be heard, but not whoever has it already."""
    out = {*barred(request, task), assigned(request, task)}
    return [one for one in holders(visit, request, task) if one.key not in out]


def _of_declaring(visit: Visit, request: Request) -> dict[str, Any]:
    return {
        **frame(visit, request),
        "reason": visit.form.one("reason"),
        "once": visit.form.one("once") or secrets.token_urlsafe(16),
    }


def _in_words(wrong: ValueError) -> str:
    errors: Any = getattr(wrong, "errors", list)()
    return str(errors[0]["msg"]).removeprefix("Value error, ") if errors else str(wrong)
