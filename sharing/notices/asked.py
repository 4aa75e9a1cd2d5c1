"""Whom of an office a task is put before: not those who would be refused, and those who were named besides."""

from policy.scheme import Reviews
from policy.working_days import local_day
from sharing.facts import Awaited
from sharing.request import Request
from sharing.roles import ROLES

ROLE_OF = {
    "screen": ROLES["screened"],
    "triage": ROLES["triaged"],
    "advise": ROLES["advised"],
    "decide": ROLES["decided"],
    "decide-council": ROLES["decided"],
    "decide-besides": ROLES["decided"],
    "departure": ROLES["departure-decided"],
    "screen-agreement": ROLES["agreement-screened"],
    "draft-entry": ROLES["entry-drafted"],
    "screen-entry": ROLES["entry-screened"],
}
"""The role that doing a task of this kind means; a panel's seats have theirs in the scheme."""


def barred(request: Request, task: Awaited) -> tuple[str, ...]:
    """Who would be refused at this task whatever office they hold: parties, conflicted, acted where it excludes."""
    out = set(request.conflicted)
    if request.lodged is not None:
        out |= {request.lodged.requester, *request.lodged.barred}
    roles = _roles(request, task)
    for pair in request.rules.exclusions:
        for role, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if role in roles:
                asset = task.asset if pair.per_asset else None
                out |= {
                    act.person for act in request.acts if act.role == other and (asset is None or act.asset == asset)
                }
    return tuple(sorted(out))


def also(request: Request, task: Awaited) -> tuple[str, ...]:
    """Who was named for the task's office on this request, and still stands."""
    today = local_day(request.last_moment())
    return tuple(
        dict.fromkeys(
            one.person
            for one in request.named
            if one.office == task.office and one.asset in (None, task.asset) and one.since <= today <= one.until
        )
    )


def assigned(request: Request, task: Awaited) -> str:
    """To whom of the office the task is assigned, or nobody."""
    return request.assigned.get(f"{task.office}/{task.asset}" if task.asset else task.office, "")


def _roles(request: Request, task: Awaited) -> frozenset[str]:
    step = request.rules.step(task.step)
    if not isinstance(step, Reviews):
        role = ROLE_OF.get(task.what)
        return frozenset((role,)) if role else frozenset()
    seat = next((one for one, asset in request.seats(step) if (one.office, asset) == (task.office, task.asset)), None)
    own = {seat.role} if seat is not None and seat.role else set()
    return frozenset(own | ({"reviewer"} if step.what == "review" else set()))
