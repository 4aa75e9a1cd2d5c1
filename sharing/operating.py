"""What an operator may ask for without a seal: remind now, hold reminders, try deliveries again. It moves no right.

Whoever reaches the Temporal server can ask for these, in nobody's name; so each is bounded, and none of them can open
a gate, move a due date, end a request or keep a warning back.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from sharing.facts import AnyFact, DeliveriesRetried, Reminded, RemindersHeld
from sharing.refused import Refused
from sharing.request import Request

Asks = Callable[[Request, object, datetime], tuple[AnyFact, ...]]
"""What is asked of a request, with what, and when; the facts that come of it. Raises Refused."""

MOST_DAYS_HELD = 5
"""Working days for which reminders may be held at once."""

REMINDS_AGAIN = timedelta(hours=4)
"""A task that was reminded of by hand is not reminded of so again before this has passed."""

TRIES_AGAIN = timedelta(minutes=5)
"""So long must lie between two wishes that deliveries be tried again."""


def asked_for(content: bytes) -> object:
    """What somebody wrote into the form of a signal: one value as JSON, or nothing. Raises Refused."""
    try:
        return json.loads(content) if content.strip() else None
    except (ValueError, RecursionError) as wrong:
        raise Refused("This takes one value as JSON, or nothing; its description shows an example.") from wrong


def reminded(request: Request, asked: object, at: datetime) -> tuple[AnyFact, ...]:
    """Remind whom one task waits for, or with nothing `asked` all whose clocks run. Raises Refused."""
    _is_open(request)
    running = {key: task for key, task in request.awaited.items() if task.stopped_at is None}
    if asked is not None:
        if not isinstance(asked, str) or asked not in running:
            raise Refused(f"Name an open task whose clock runs, or nothing for all: {', '.join(running) or 'none'}.")
        running = {asked: running[asked]}
    free = [key for key, task in running.items() if task.nudged_at is None or at >= task.nudged_at + REMINDS_AGAIN]
    if not free:
        raise Refused("Nobody can be reminded: no clock runs, or all were reminded by hand in the last four hours.")
    return tuple(Reminded(task=key, nth=0) for key in free)


def held(request: Request, asked: object, at: datetime) -> tuple[AnyFact, ...]:
    """Hold reminders for so many working days. Chasers and warnings go out nevertheless. Raises Refused."""
    _is_open(request)
    if not isinstance(asked, int) or isinstance(asked, bool) or not 0 <= asked <= MOST_DAYS_HELD:
        raise Refused(f"Say for how many working days: a number from 1 to {MOST_DAYS_HELD}, or 0 to hold no longer.")
    return (RemindersHeld(until=request.calendar.due(at, asked) if asked else at),)


def retried(request: Request, asked: object, at: datetime) -> tuple[AnyFact, ...]:
    """Try every delivery at once that waits for its next attempt. Raises Refused."""
    if asked is not None:
        raise Refused("This takes nothing: every delivery under way is tried again.")
    if request.retried_at is not None and at < request.retried_at + TRIES_AGAIN:
        raise Refused("Deliveries were tried again less than five minutes ago. Wait, then ask again.")
    return (DeliveriesRetried(),)


def _is_open(request: Request) -> None:
    if request.lodged is None or request.closed is not None:
        raise Refused("The request has ended, so nobody is waited for.")
