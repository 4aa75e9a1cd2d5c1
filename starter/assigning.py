"""To whom work can be given: the directory knows, and the core does not."""

from datetime import datetime

from policy.working_days import local_day
from sharing.messages import Assign
from sharing.notices.asked import barred
from sharing.refused import Refused
from sharing.request import Request
from wiring.directory import Directory


def can_be_given(message: Assign, request: Request, directory: Directory, at: datetime) -> None:
    """Raises Refused where work is given to somebody who does not hold its office, or who would be refused at a task
    of it that waits: they would be asked in vain, and nobody else would be asked."""
    today = local_day(at)
    holders = {one.key for one in directory.holders(message.office, message.asset, at)}
    holders |= {
        one.person
        for one in request.named
        if one.office == message.office and one.asset in (None, message.asset) and one.since <= today <= one.until
    }
    name = _name(directory, message.to)
    if message.to not in holders:
        known = ", ".join(f"{_name(directory, key)} ({key})" for key in sorted(holders)) or "nobody"
        raise Refused(
            f"{name} does not hold the office {request.rules.title(message.office)} for this today, so nothing can "
            f"be given to them. It is held by {known}."
        )
    for task in request.awaited.values():
        if (task.office, task.asset) == (message.office, message.asset) and message.to in barred(request, task):
            raise Refused(f"{name} would be refused here: they have a part in this request already.")


def _name(directory: Directory, key: str) -> str:
    person = directory.person(key)
    return person.name if person is not None else key[:60]
