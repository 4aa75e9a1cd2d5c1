"""Which role somebody acted in: never forgotten, whatever falls later, because four eyes look back."""

from sharing.facts import Escalated, Happened, OpinionGiven
from sharing.request import Act, Request

ROLES = {
    "lodged": "requester",
    "screened": "first-screener",
    "triaged": "osdg-adviser",
    "advised": "osdg-adviser",
    "agreement-screened": "osdg-adviser",
    "decided": "decider",
    "departure-decided": "decider",
    "entry-drafted": "register-drafter",
    "entry-screened": "third-screener",
    "entry-exempted": "third-screener",
    "approval-ended": "decider",
    "assurance-given": "assurer",
}
"""The role that a fact of this kind means for its author; opinions take theirs from the seat."""


def new_acts(request: Request, happened: Happened) -> tuple[Act, ...]:
    """The acts that a fact adds: its author, in each role it means, for its asset, perhaps in somebody's stead."""
    by = happened.by
    if by is None:
        return ()
    asset = getattr(happened.fact, "asset", None)
    acts = (
        Act(person=by.person, role=role, asset=asset, for_person=by.for_person) for role in _roles(request, happened)
    )
    return tuple(act for act in acts if act not in request.acts)


def _roles(request: Request, happened: Happened) -> tuple[str, ...]:
    fact = happened.fact
    if fact.kind == "lodged" and happened.by is not None and happened.by.office != "requester":
        return ()  # passed on by staff, who are no requesters by that
    if isinstance(fact, Escalated) and fact.wished:
        return ("wisher",)  # to decide against the advice, which somebody else has to confirm
    if not isinstance(fact, OpinionGiven):
        role = ROLES.get(fact.kind)
        return (role,) if role else ()
    step = request.rules.step(fact.task.split("/")[0])
    if step is None or step.kind != "reviews":
        return ()
    seat = next((one for one in step.panel if one.office == (fact.seat or fact.office)), None)
    generic = ("reviewer",) if step.what == "review" else ()
    return (*generic, *((seat.role,) if seat is not None and seat.role else ()))
