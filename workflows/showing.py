"""What operators can search by. No personal data: these values are never encrypted."""

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeUpdate

from sharing.awaited import open_steps
from sharing.request import Request
from workflows import contract

Shown = dict[str, Any]

MOST_CHARACTERS = 200
"""Of a title; it is for finding a request in a list."""


def shown(request: Request, now: datetime) -> Shown:
    """State, open steps, awaited offices, earliest due instant, whether anything is overdue; since the second edition
    also the titles of the data, as the directory has them, and how often words were refused."""
    running = [task for task in request.awaited.values() if task.stopped_at is None]
    found: Shown = {
        contract.STATE.name: request.state,
        contract.SCHEME.name: request.rules.scheme,
        contract.STEP.name: [step.key for step in open_steps(request)],
        contract.PENDING_ON.name: sorted({task.office for task in request.awaited.values()}),
        contract.DEADLINE.name: min((task.due for task in running), default=None),
        contract.OVERDUE.name: any(task.due < now for task in running),
    }
    if request.edition > 1:
        found[contract.TITLE.name] = "; ".join(asset.title for asset in request.assets)[:MOST_CHARACTERS]
        found[contract.REFUSED.name] = request.refusals
    return found


def changed(before: Shown, after: Shown) -> list[SearchAttributeUpdate[Any]]:
    """The updates that lead from one to the other; none where nothing changed, which saves an event."""
    found: list[SearchAttributeUpdate[Any]] = []
    for key in contract.SEARCH_ATTRIBUTES:
        value = after.get(key.name)
        if key.name not in after or (key.name in before and before[key.name] == value):
            continue
        found.append(key.value_unset() if value is None else key.value_set(value))
    return found
