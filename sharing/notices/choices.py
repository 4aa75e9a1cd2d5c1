"""The choices that an asked office is offered: each carries the message that choosing it says."""

from collections.abc import Callable

from policy.scheme import Decision, Screening
from policy.titles import as_words
from sharing.facts import Awaited
from sharing.gates import liftable
from sharing.notices import after_decision as after
from sharing.notices.notice import Choice
from sharing.notices.offering import Offers, says, seat
from sharing.request import Request

WAYS = {
    "out-of-scope-outputs": "Out of scope: outputs",
    "out-of-scope-aggregate": "Out of scope: aggregated",
    "internal-recipient": "Out of scope: internal",
    "to-publication": "Pass to publication",
    "to-srs": "Refer to the SRS",
    "duplicate": "Close as a duplicate",
}
"""What the ways out of a screening are called on buttons; others are spelled from their keys."""


def choices(request: Request, task: Awaited) -> Offers:
    """What the office of a task may answer, and always, for offices of ours, that it may ask the requester."""
    offers = OFFERS[task.what](request, task)
    if task.office == "requester" or task.what in SILENT:
        return offers
    ask = says("Ask the requester", "ask", ("questions",), **seat(task))
    return (*offers, ask)


def _screen(request: Request, task: Awaited) -> Offers:
    step = request.rules.step(task.step)
    ways = step.ways_out if isinstance(step, Screening) else ()
    out = tuple(_way_out(request, way) for way in ways)
    return (says("Pass", "screen", ("scope", "checklist"), "primary", outcome="pass"), *out)


def _way_out(request: Request, way: str) -> Choice:
    """A way out, with the fact of the scope that leads there, or the question for the other request."""
    facts = [fact.key for fact in request.rules.scope if way == fact.otherwise or way in fact.or_else]
    scope = dict.fromkeys(facts[:1], "no") or None
    fills = ("duplicate_of", "reason") if way == "duplicate" else ("reason",)
    return says(WAYS.get(way, as_words(way)), "screen", fills, "danger", outcome=way, scope=scope)


def _triage(request: Request, task: Awaited) -> Offers:
    return (says("Settle the panel", "triage", ("seats", "risk", "complex", "not_applicable", "reason"), "primary"),)


def _review(request: Request, task: Awaited) -> Offers:
    own, fills = seat(task), ("parts", "settles", "gateways")
    return (
        says("Support", "give-review", fills, "primary", verdict="support", **own),
        says(
            "Support with conditions",
            "give-review",
            (*fills, "conditions"),
            verdict="support-with-conditions",
            **own,
        ),
        says("Object", "give-review", fills, "danger", verdict="object", **own),
    )


def _inform(request: Request, task: Awaited) -> Offers:
    return (says("Give the information", "give-review", ("parts",), "primary", verdict="support", **seat(task)),)


def _terms(request: Request, task: Awaited) -> Offers:
    fills = ("agreement", "starts", "ends", "transfer", "retention", "further")
    return (says("Lay draft terms before the group", "propose-terms", fills, "primary"),)


def _advise(request: Request, task: Awaited) -> Offers:
    fills = ("parts", "settles", "dissent")
    return (
        says("Advise to share", "advise", fills, "primary", outcome="share"),
        says(
            "Advise to share with conditions",
            "advise",
            (*fills, "conditions"),
            outcome="share-with-conditions",
        ),
        says("Advise not to share", "advise", fills, "danger", outcome="do-not-share"),
        says("Escalate to the Council", "advise", fills, outcome="to-the-council"),
        says(
            "Escalate to the Permanent Secretary",
            "advise",
            (*fills, "departures"),
            outcome="to-the-permanent-secretary",
        ),
    )


def _decide(request: Request, task: Awaited) -> Offers:
    own = seat(task)
    offers = (
        says("Approve", "decide", ("reasons", "conditions"), "primary", outcome="approve", **own),
        says("Refuse", "decide", ("reasons",), "danger", outcome="refuse", **own),
    )
    step = request.rules.step(task.step)
    if not isinstance(step, Decision) or task.office != step.office:
        return (*offers, *_exception(request, task))
    council = request.rules.title(step.escalates_to)
    return (
        *offers,
        says(f"Escalate to the {council}", "escalate", ("reasons",), asset=task.asset, to=step.escalates_to),
        *_exception(request, task),
    )


def _exception(request: Request, task: Awaited) -> Offers:
    """To ask for an exception, where a condition is not met that one could lift."""
    if not liftable(request):
        return ()
    return (says("Ask for an exception", "seek-departure", ("departure", "reasons"), office=task.office),)


def _departure(request: Request, task: Awaited) -> Offers:
    fills = ("clause", "scope", "until", "reasons", "conditions")
    return (
        says("Grant the exception", "decide-departure", fills, departure=task.detail, outcome="grant"),
        says(
            "Refuse the exception",
            "decide-departure",
            ("reasons",),
            "danger",
            departure=task.detail,
            outcome="refuse",
        ),
    )


def _answer(request: Request, task: Awaited) -> Offers:
    answer = says("Answer", "answer", ("replies", "changes"), "primary", round=int(task.detail))
    return (answer, says("Withdraw the request", "withdraw", ("reason",), "danger"))


def _narrow(request: Request, task: Awaited) -> Offers:
    return (
        says("Go on without the refused data", "narrow", ("drop", "reason"), "primary"),
        says("Accept the refusal", "narrow", ("reason",), "danger", accept_refusal=True),
    )


OFFERS: dict[str, Callable[[Request, Awaited], Offers]] = {
    "screen": _screen,
    "triage": _triage,
    "inform": _inform,
    "determine": _inform,
    "third-party": _review,
    "review": _review,
    "draft-terms": _terms,
    "advise": _advise,
    "decide": _decide,
    "decide-council": _decide,
    "decide-besides": _decide,
    "departure": _departure,
    "draft-agreement": after.draft_agreement,
    "screen-agreement": after.screen_agreement,
    "sign": after.sign,
    "verify-condition": after.verify,
    "draft-entry": after.draft_entry,
    "screen-entry": after.screen_entry,
    "check-entry": after.check_entry,
    "publish": after.publish,
    "conclude-publication": after.conclude,
    "name-people": after.name_people,
    "check-credentials": after.credentials,
    "grant-access": after.grant,
    "answer": _answer,
    "narrow": _narrow,
}
"""What each kind of task offers. A test holds it complete against the scheme's allowances."""

SILENT = frozenset(
    {
        "sign", "departure", "publish", "verify-condition", "screen-agreement", "check-entry", "check-credentials",
        "grant-access",
    }
)  # fmt: skip
"""Tasks at which the form's items are no longer in question, so that asking the requester is not offered."""
