"""When a task is reminded of: so many working days before it is due, fewer where the request is urgent."""

from datetime import datetime

from sharing.facts import Awaited
from sharing.request import Request


def reminders(request: Request, task: Awaited) -> tuple[datetime, ...]:
    """The instants (UTC) of a task's reminders, in order. They move with its due date."""
    allowance = request.rules.allowance(task.what)
    halved = task.days < allowance.days
    days = [(day + 1) // 2 if halved else day for day in allowance.remind]
    return tuple(request.calendar.before(task.due, task.days - day) for day in days if day < task.days)


def reminders_before(request: Request, task: Awaited, at: datetime) -> int:
    """How many of them lie in the past at that instant."""
    return sum(1 for instant in reminders(request, task) if instant <= at)
