"""Who may read a request: staff in office, every one; the office of an outside body, those that it has a part in."""

from collections.abc import Iterable

from records import Unkeepable
from sharing.authority import REQUESTER
from sharing.facts import Awaited, AwaitedChanged
from sharing.notices.asked import also
from sharing.request import Request
from starter.web.pages import Who
from starter.web.visiting import NotThere, Visit
from wiring.addressing import is_outside
from wiring.directory import Directory, Office, Person


def may_come_in(directory: Directory, person: Person) -> bool:
    """Whether somebody is of the host, or holds an office here, now or at another time: others ask for data, and
    have pages of their own."""
    return not is_outside(directory, person) or any(one.office != REQUESTER for one in person.offices)


def is_inside(visit: Visit) -> bool:
    """Whether the visitor is of the host and in office, so that nothing here is kept from them."""
    return Who.STAFF.lets_in(visit)


def admitted(visit: Visit) -> Request:
    """The request that the address names. Raises NotThere where there is none, or none for this visitor."""
    try:
        request = visit.recorded(visit.part("reference"))
    except Unkeepable:
        raise NotThere from None
    if is_inside(visit) or _has_a_part(visit, request):
        return request
    raise NotThere


def _has_a_part(visit: Visit, request: Request) -> bool:
    """Whether something here is or was asked of an office that the visitor holds, or they are named for one."""
    if any(one.person == visit.person.key for one in request.named):
        return True
    mine = visit.seats
    return bool(mine) and any(_is_theirs(mine, task) for task in _ever_asked(visit, request))


def _ever_asked(visit: Visit, request: Request) -> Iterable[Awaited]:
    for one in visit.history(request.reference):
        if isinstance(one.fact, AwaitedChanged):
            yield from one.fact.asked


def _is_theirs(mine: Iterable[Office], task: Awaited) -> bool:
    return any(
        one.office == task.office and (task.asset is None or not one.assets or task.asset in one.assets)
        for one in mine
    )


def can_act(visit: Visit, request: Request, task: Awaited) -> bool:
    """Whether the visitor holds the office that a task waits for, or is named for it. The core judges the rest."""
    return visit.person.key in {one.key for one in holders(visit, request, task)}


def holders(visit: Visit, request: Request, task: Awaited) -> tuple[Person, ...]:
    """Who holds the office of a task today, those named for this request among them; nobody for the requester's."""
    directory = visit.on.directory
    if task.office == REQUESTER:
        return ()
    held = directory.holders(task.office, task.asset, visit.at)
    named = tuple(one for key in also(request, task) if (one := directory.person(key)) is not None)
    return tuple({one.key: one for one in (*held, *named)}.values())


def task_of(visit: Visit, request: Request) -> Awaited | None:
    """The open task that the address names; None where it was asked once, and is asked of nobody any more.

    Raises NotThere where it was never asked, and where somebody from outside looks for another office's.
    """
    key = visit.part("task")
    task = request.awaited.get(key) or next((one for one in _ever_asked(visit, request) if one.key == key), None)
    if task is None or not (is_inside(visit) or can_act(visit, request, task)):
        raise NotThere
    return request.awaited.get(key)
