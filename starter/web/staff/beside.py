"""What an office has to see beside its choices: the ladder, the paper that it signs, the entry that it checks."""

from typing import Any

from policy.scheme import Agreement, Decision, Publication
from sharing.facts import Awaited
from sharing.gates import unmet
from sharing.request import Request
from starter.filling import Filled
from starter.web.staff import entry, ladder
from starter.web.visiting import Visit


def beside(visit: Visit, request: Request, task: Awaited, filled: Filled | None = None) -> dict[str, Any]:
    """Values for the page of a task. `filled` is what was typed so far, where it changes what is seen."""
    step = request.rules.step(task.step)
    found: dict[str, Any] = {
        "rungs": (),
        "climbs": (),
        "closed": (),
        "drafted": None,
        "advice": None,
        "earlier": (),
        "condition": None,
        "preview": None,
    }
    if isinstance(step, Decision):
        asset = request.asset(task.asset)
        found["rungs"] = ladder.rungs(request, task.asset or next((one.key for one in request.deciding), None))
        found["climbs"] = ladder.climbs(request, visit.history(request.reference), task.asset)
        found["advice"] = request.advice
        found["earlier"] = request.lodged.earlier if request.lodged else ()
        found["closed"] = unmet(request, asset, visit.at) if asset else ()
    if isinstance(step, Agreement) and request.agreement is not None:
        found["drafted"] = request.agreement.drafted
        found["condition"] = request.conditions.get(task.detail)
    if isinstance(step, Publication):
        found["preview"] = entry.preview(visit.on, request, filled)
    return found
