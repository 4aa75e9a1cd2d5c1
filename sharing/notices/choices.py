"""The choices that an asked office is offered: each carries the message that choosing it says."""

from collections.abc import Callable
from typing import Any

from policy.scheme import Access, Decision, Screening
from policy.titles import as_words
from sharing.facts import Awaited, task_key
from sharing.gates import liftable
from sharing.notices.notice import Choice
from sharing.request import Request

Offers = tuple[Choice, ...]

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
    ask = _says("Ask the requester", "ask", ("questions",), **_seat(task))
    return (*offers, ask)


def _says(label: str, kind: str, fills: tuple[str, ...] = (), style: str = "", **fields: Any) -> Choice:
    message = {"kind": kind, **{name: value for name, value in fields.items() if value is not None}}
    return Choice.model_validate({"label": label, "message": message, "fills": fills, "style": style})


def _seat(task: Awaited) -> dict[str, Any]:
    return {"office": task.office, "asset": task.asset}


def _screen(request: Request, task: Awaited) -> Offers:
    step = request.rules.step(task.step)
    ways = step.ways_out if isinstance(step, Screening) else ()
    out = tuple(_way_out(request, way) for way in ways)
    return (_says("Pass", "screen", ("scope", "checklist"), "primary", outcome="pass"), *out)


def _way_out(request: Request, way: str) -> Choice:
    """A way out, with the fact of the scope that leads there, or the question for the other request."""
    facts = [fact.key for fact in request.rules.scope if way == fact.otherwise or way in fact.or_else]
    scope = dict.fromkeys(facts[:1], "no") or None
    fills = ("duplicate_of", "reason") if way == "duplicate" else ("reason",)
    return _says(WAYS.get(way, as_words(way)), "screen", fills, "danger", outcome=way, scope=scope)


def _triage(request: Request, task: Awaited) -> Offers:
    return (_says("Settle the panel", "triage", ("seats", "risk", "complex", "not_applicable", "reason"), "primary"),)


def _review(request: Request, task: Awaited) -> Offers:
    seat, fills = _seat(task), ("parts", "settles", "gateways")
    return (
        _says("Support", "give-review", fills, "primary", verdict="support", **seat),
        _says(
            "Support with conditions",
            "give-review",
            (*fills, "conditions"),
            verdict="support-with-conditions",
            **seat,
        ),
        _says("Object", "give-review", fills, "danger", verdict="object", **seat),
    )


def _inform(request: Request, task: Awaited) -> Offers:
    return (_says("Give the information", "give-review", ("parts",), "primary", verdict="support", **_seat(task)),)


def _terms(request: Request, task: Awaited) -> Offers:
    fills = ("agreement", "starts", "ends", "transfer", "retention", "further")
    return (_says("Lay draft terms before the group", "propose-terms", fills, "primary"),)


def _advise(request: Request, task: Awaited) -> Offers:
    fills = ("parts", "settles", "dissent")
    return (
        _says("Advise to share", "advise", fills, "primary", outcome="share"),
        _says(
            "Advise to share with conditions",
            "advise",
            (*fills, "conditions"),
            outcome="share-with-conditions",
        ),
        _says("Advise not to share", "advise", fills, "danger", outcome="do-not-share"),
        _says("Escalate to the Council", "advise", fills, outcome="to-the-council"),
        _says(
            "Escalate to the Permanent Secretary",
            "advise",
            (*fills, "departures"),
            outcome="to-the-permanent-secretary",
        ),
    )


def _decide(request: Request, task: Awaited) -> Offers:
    seat = _seat(task)
    offers = (
        _says("Approve", "decide", ("reasons", "conditions"), "primary", outcome="approve", **seat),
        _says("Refuse", "decide", ("reasons",), "danger", outcome="refuse", **seat),
    )
    step = request.rules.step(task.step)
    if not isinstance(step, Decision) or task.office != step.office:
        return (*offers, *_exception(request, task))
    council = request.rules.title(step.escalates_to)
    return (
        *offers,
        _says(f"Escalate to the {council}", "escalate", ("reasons",), asset=task.asset, to=step.escalates_to),
        *_exception(request, task),
    )


def _exception(request: Request, task: Awaited) -> Offers:
    """To ask for an exception, where a condition is not met that one could lift."""
    if not liftable(request):
        return ()
    return (_says("Ask for an exception", "seek-departure", ("departure", "reasons"), office=task.office),)


def _departure(request: Request, task: Awaited) -> Offers:
    fills = ("clause", "scope", "until", "reasons", "conditions")
    return (
        _says("Grant the exception", "decide-departure", fills, departure=task.detail, outcome="grant"),
        _says(
            "Refuse the exception",
            "decide-departure",
            ("reasons",),
            "danger",
            departure=task.detail,
            outcome="refuse",
        ),
    )


def _draft_agreement(request: Request, task: Awaited) -> Offers:
    return (
        _says("Draw up the agreement", "draft-agreement", ("note",), "primary"),
        _says("Draw it up with other terms", "draft-agreement", ("terms", "note")),
    )


def _screen_agreement(request: Request, task: Awaited) -> Offers:
    drafted = request.agreement.drafted if request.agreement else None
    version = {"version": drafted.version, "document": drafted.fixed_copy} if drafted else {}
    return (
        _says("Pass this version", "screen-agreement", (), "primary", outcome="pass", **version),
        _says("Return it", "screen-agreement", ("reason",), "danger", outcome="return", **version),
    )


def _sign(request: Request, task: Awaited) -> Offers:
    version = request.agreement.version if request.agreement else 0
    organisation = task.detail or None
    return (_says("Sign", "sign", (), "primary", version=version, organisation=organisation, **_seat(task)),)


def _verify(request: Request, task: Awaited) -> Offers:
    return (
        _says("Fulfilled", "verify-condition", ("evidence",), "primary", condition=task.detail, fulfilled=True),
        _says(
            "Not fulfilled",
            "verify-condition",
            ("evidence",),
            "danger",
            condition=task.detail,
            fulfilled=False,
        ),
    )


def _entry_version(request: Request) -> int:
    return request.entry.drafted.version if request.entry else 0


def _draft_entry(request: Request, task: Awaited) -> Offers:
    return (_says("Draft the entry from the file", "draft-entry", ("fields",), "primary"),)


def _screen_entry(request: Request, task: Awaited) -> Offers:
    version = _entry_version(request)
    return (
        _says("Pass the entry", "screen-entry", (), "primary", version=version, outcome="pass"),
        _says("Return the entry", "screen-entry", ("reason",), "danger", version=version, outcome="return"),
        _says("Exempt the entry", "exempt-entry", ("ground", "reasons"), "danger"),
    )


def _check_entry(request: Request, task: Awaited) -> Offers:
    version = _entry_version(request)
    return (
        _says(
            "Suitable and accessible",
            "check-entry",
            (),
            "primary",
            version=version,
            suitable=True,
            accessible=True,
        ),
        _says("Return it", "check-entry", ("suitable", "accessible", "reason"), "danger", version=version),
    )


def _publish(request: Request, task: Awaited) -> Offers:
    return (_says("Publish the entry", "publish-entry", (), "primary", version=_entry_version(request)),)


def _conclude(request: Request, task: Awaited) -> Offers:
    fills = ("agreement", "agreement_reason", "code_of_practice", "code_of_practice_reason")
    return (
        _says("Published", "conclude-publication", ("link", *fills), "primary", asset=task.asset),
        _says("Not published", "conclude-publication", ("restriction", *fills), asset=task.asset),
    )


def _name_people(request: Request, task: Awaited) -> Offers:
    return (_says("Name somebody", "name-person", ("person", "organisation", "mode"), "primary"),)


def _credentials(request: Request, task: Awaited) -> Offers:
    """One offer for each thing that a person still has to show."""
    person = task.detail.partition("/")[0]
    step, one = request.rules.step(task.step), request.people.get(person)
    if not isinstance(step, Access) or one is None:
        return ()
    found = []
    for credential in step.needed(one.mode):
        holder = one.organisation if credential.of == "organisation" else person
        if task_key(holder, credential.key) not in request.credentials:
            label = f"Record: {credential.title}"[:75]
            fills = ("expires", "evidence") if credential.expires else ("evidence",)
            found.append(_says(label, "record-credential", fills, holder=holder, credential=credential.key))
    return (*found, _end_access(person))


def _grant(request: Request, task: Awaited) -> Offers:
    return (_says("Grant access", "grant-access", (), "primary", person=task.detail), _end_access(task.detail))


def _end_access(person: str) -> Choice:
    return _says("They are not to have access", "end-access", ("reason",), "danger", person=person)


def _answer(request: Request, task: Awaited) -> Offers:
    answer = _says("Answer", "answer", ("replies", "changes"), "primary", round=int(task.detail))
    return (answer, _says("Withdraw the request", "withdraw", ("reason",), "danger"))


def _narrow(request: Request, task: Awaited) -> Offers:
    return (
        _says("Go on without the refused data", "narrow", ("drop", "reason"), "primary"),
        _says("Accept the refusal", "narrow", ("reason",), "danger", accept_refusal=True),
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
    "draft-agreement": _draft_agreement,
    "screen-agreement": _screen_agreement,
    "sign": _sign,
    "verify-condition": _verify,
    "draft-entry": _draft_entry,
    "screen-entry": _screen_entry,
    "check-entry": _check_entry,
    "publish": _publish,
    "conclude-publication": _conclude,
    "name-people": _name_people,
    "check-credentials": _credentials,
    "grant-access": _grant,
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
