"""What facts make us say, to whom, with which choices. No channel is named here."""

from collections.abc import Iterable, Iterator

from policy.scheme import Advice, Decision
from sharing.awaited import DECIDING
from sharing.facts import (
    AccessEnded,
    AccessGranted,
    ApprovalReturned,
    Assigned,
    Awaited,
    AwaitedChanged,
    Chased,
    Closed,
    ClosingWished,
    ConflictDeclared,
    Decided,
    DepartureDecided,
    Escalated,
    Happened,
    HolderNamed,
    LapseWarned,
    Lodged,
    MessageRefused,
    Questioned,
    Reminded,
    Revised,
    StallReported,
    TermsProposed,
)
from sharing.notices.asked import also, assigned, barred
from sharing.notices.choices import choices
from sharing.notices.notice import Choice, Notice
from sharing.notices.settling import put_anew, settlements
from sharing.request import Request
from sharing.steps.decision import approved

__all__ = ["Choice", "Notice", "notices"]

ASKS = {
    "screen": "First screening",
    "triage": "Triage: who must review",
    "inform": "Information about the asset",
    "determine": "Determine whether the data are identifiable",
    "third-party": "Agreement of the data's outside owner",
    "review": "Opinion",
    "draft-terms": "Draft terms of the agreement",
    "advise": "Advice",
    "decide": "Decision",
    "decide-council": "Decision, escalated",
    "decide-besides": "Decision besides the owner's",
    "departure": "Exception",
    "draft-agreement": "Agreement to draw up",
    "screen-agreement": "Agreement to screen",
    "sign": "Agreement to sign",
    "verify-condition": "Condition to verify",
    "draft-entry": "Register entry to draft",
    "screen-entry": "Register entry: third screening",
    "check-entry": "Register entry: suitability and accessibility",
    "publish": "Register entry to publish",
    "conclude-publication": "Publication of data that are not identifiable",
    "name-people": "Who is to work on the data",
    "check-credentials": "What somebody has to show before access",
    "grant-access": "Access to grant",
    "answer": "Questions about your request",
    "narrow": "Part of your request was refused",
}
"""What a task is called in a headline."""


def notices(before: Request, happened: Iterable[Happened], after: Request) -> tuple[Notice, ...]:
    """The notices that these facts cause. Their keys are made of the fact's number, so that none is told twice."""
    facts = tuple(happened)
    found: list[Notice] = []
    for one in facts:
        named = {"number": one.number, "topic": one.fact.kind}
        found += (notice if notice.topic else notice.model_copy(update=named) for notice in _told(before, one, after))
    return (*settlements(before, facts, after), *found)


def _told(before: Request, one: Happened, after: Request) -> Iterator[Notice]:
    fact, number, reference = one.fact, one.number, after.reference
    lines: tuple[str, ...]
    tell = _Teller(reference, number)
    match fact:
        case AwaitedChanged():
            for place, task in enumerate(fact.asked):
                yield _ask(after, task, f"{reference}/{number}/{place}", number)
        case Assigned() | ConflictDeclared():
            for place, task in enumerate(put_anew(one, after)):
                yield _ask(after, task, f"{reference}/{number}/{place}", number)
        case Lodged():
            lines = ("We look first whether the request is complete; you see here whose turn it is.",)
            yield tell.requester(f"Your request {reference} is received", lines)
        case Revised():
            yield from _of_revision(before, fact, after, tell)
        case TermsProposed():
            for task in before.awaited.values():
                if task.what == "advise":
                    yield tell.office(task.office, f"{reference}: the draft terms before you are new ones")
        case Questioned():
            threshold = after.rules.find(Advice)
            if threshold is not None and fact.round.number >= threshold.told_of_rounds_from:
                headline = f"{reference} is in round {fact.round.number} of clarification"
                yield tell.office(threshold.office, headline)
        case Decided():
            yield from _of_decision(fact, after, tell)
        case Escalated():
            headline = f"{reference} was escalated to {after.rules.title(fact.to)}"
            yield tell.office(after.rules.service, headline).model_copy(update={"urgent": True})
        case DepartureDecided():
            word = "granted" if fact.outcome == "grant" else "refused"
            yield tell.office(
                after.rules.service,
                f"{reference}: the exception {fact.departure} was {word}",
                (fact.reasons,),
            )
        case ApprovalReturned():
            yield tell.office(
                after.rules.service, f"{reference}: the approval returns to its deciders", (fact.reason,)
            )
        case Closed():
            yield from _of_end(before, fact, after, tell)
        case AccessGranted():
            yield tell.requester(f"{fact.person} may work on the data of {reference}")
        case AccessEnded():
            headline = f"{fact.person} may not work on the data of {reference} any more"
            yield tell.requester(headline, (fact.reason,))
            yield tell.office(after.rules.service, headline, (fact.reason,))
        case _:
            yield from _told_by_time(before, one, after, tell)


def _told_by_time(before: Request, one: Happened, after: Request, tell: "_Teller") -> Iterator[Notice]:
    fact, reference = one.fact, after.reference
    lines: tuple[str, ...]
    match fact:
        case Reminded():
            if task := after.awaited.get(fact.task):
                yield _again(after, task, "remind", one.number, task.office, "Reminder")
        case Chased():
            if task := after.awaited.get(fact.task):
                yield _again(after, task, "chase", one.number, fact.told, "Overdue")
        case StallReported():
            for step in after.rules.path:
                if step.kind == "decision":
                    for asset in after.deciding:
                        office = after.holder_of_decision(step, asset)
                        yield tell.office(office, f"{reference}: the agreement is still not signed", asset=asset.key)
        case LapseWarned():
            days = after.rules.silence.lapse_after_warning
            lines = (
                f"Without an answer it closes {days} working days after this warning; it can be reopened for a year.",
            )
            yield tell.requester(f"We have not heard from you on {reference}", lines, kind="warn")
        case HolderNamed():
            title, until = after.rules.title(fact.named.office), f"{fact.named.until:%-d %B %Y}"
            lines = (f"You may act for {title} until {until}.", fact.reason)
            yield tell.person(fact.named.person, f"You are named for {title} on {reference}", lines)
        case MessageRefused():
            if fact.person:
                yield tell.person(fact.person, f"What you said to {reference} was not heard", (fact.why,))
        case ClosingWished():
            lines = ("Somebody pressed Request Cancellation. It closes nothing: an operator closes with a reason.",)
            yield tell.office(after.rules.service, f"{reference}: somebody wishes to close it", lines)
        case _:
            return


def _of_decision(fact: Decided, after: Request, tell: "_Teller") -> Iterator[Notice]:
    """The requester hears a refusal at once, an approval when everybody with a say on the asset has given it."""
    asset = after.asset(fact.asset)
    step = after.rules.the(Decision)
    if asset is None or (fact.outcome == "approve" and not approved(after, step, asset)):
        return
    verdict = "approved" if fact.outcome == "approve" else "refused"
    lines = (fact.reasons, *(f"Condition: {condition.text}" for condition in fact.conditions))
    yield tell.requester(f"{asset.title} was {verdict}", lines)


def _of_revision(before: Request, fact: Revised, after: Request, tell: "_Teller") -> Iterator[Notice]:
    """Who is still at work is told what changed under their hands; who is asked anew hears it with the question."""
    headline, lines = f"{after.reference} is now revision {fact.revision}", _changed(fact)
    still = [task for key, task in before.awaited.items() if key in after.awaited and task.office != "requester"]
    for office, asset in dict.fromkeys((task.office, task.asset) for task in still):
        yield tell.office(office, headline, lines, asset)
    if not any(task.office == after.rules.service for task in still):
        yield tell.office(after.rules.service, headline, lines)


def _of_end(before: Request, fact: Closed, after: Request, tell: "_Teller") -> Iterator[Notice]:
    """The requester hears the reason; whoever was still asked, or has decided, hears that nothing is left to do."""
    how = fact.outcome.replace("-", " ")
    yield tell.requester(f"Your request {after.reference} has ended: {how}", (fact.reason,))
    if fact.outcome in ("published", "exempt"):
        return
    asked = [(task.office, task.asset) for task in before.awaited.values() if task.office != "requester"]
    decided = [(one.office, key) for key, one in (*after.decisions.items(), *after.besides.items())]
    for office, asset in dict.fromkeys((*asked, *decided)):
        yield tell.office(office, f"{after.reference} has ended: {how}; nothing more is asked of you", asset=asset)


class _Teller:
    """Makes notices of one fact, with keys that follow from its number."""

    def __init__(self, reference: str, number: int) -> None:
        self.reference = reference
        self.key = f"{reference}/{number}"

    def requester(self, headline: str, lines: tuple[str, ...] = (), kind: str = "tell") -> Notice:
        return self._notice(f"{self.key}/requester", kind, headline, lines, office="requester")

    def office(self, office: str, headline: str, lines: tuple[str, ...] = (), asset: str | None = None) -> Notice:
        key = f"{self.key}/{office}/{asset}" if asset else f"{self.key}/{office}"
        return self._notice(key, "tell", headline, lines, office=office, asset=asset)

    def person(self, person: str, headline: str, lines: tuple[str, ...] = ()) -> Notice:
        return self._notice(f"{self.key}/person", "tell", headline, lines, person=person)

    def _notice(self, key: str, kind: str, headline: str, lines: tuple[str, ...], **to: str | None) -> Notice:
        fields = {"key": key, "reference": self.reference, "kind": kind, "headline": headline, "lines": lines}
        return Notice.model_validate({**fields, **to, **({"urgent": True} if kind == "warn" else {})})


def _headline(request: Request, task: Awaited) -> str:
    asset = request.asset(task.asset)
    about = f": {asset.title}" if asset else ""
    again = " (again: the request has changed)" if task.again else ""
    return f"{ASKS[task.what]} on {request.reference}{about}{again}"


def _ask(request: Request, task: Awaited, key: str, number: int) -> Notice:
    lines: tuple[str, ...] = ()
    if task.again and request.changed:
        lines = (f"Revision {request.revision} changed: {', '.join(request.changed)}.",)
    if task.what == "answer":
        asked = request.asked[int(task.detail)]
        who = request.rules.title(asked.office)
        lines = (f"{who} asks:", *(f"{question.item}: {question.asks}" for question in asked.questions))
    if task.what in DECIDING and request.lodged is not None:
        earlier = (f"Asked before: {one.reference}, {one.outcome}." for one in request.lodged.earlier)
        lines = (*lines, *earlier)
    if task.what == "verify-condition" and (state := request.conditions.get(task.detail)):
        lines = (state.condition.text, f"Evidence wanted: {state.condition.evidence}")
    return Notice(
        key=key,
        number=number,
        reference=request.reference,
        kind="ask",
        topic=task.what,
        office=task.office,
        asset=task.asset,
        barred=barred(request, task),
        also=also(request, task),
        assigned=assigned(request, task),
        headline=_headline(request, task),
        lines=lines,
        choices=choices(request, task),
        due=task.due,
        task=task.key,
        urgent=task.what == "decide-council",
    )


def _again(request: Request, task: Awaited, kind: str, number: int, office: str, word: str) -> Notice:
    who = request.rules.title(task.office)
    fields = {
        "key": f"{request.reference}/{number}",
        "number": number,
        "reference": request.reference,
        "kind": kind,
        "topic": task.what,
        "office": office,
        "headline": f"{word}: {_headline(request, task)}",
        "lines": (f"It waits for {who}.",),
        "due": task.due,
    }
    if kind == "remind":
        fields |= {
            "asset": task.asset,
            "task": task.key,
            "choices": choices(request, task),
            "barred": barred(request, task),
            "also": also(request, task),
            "assigned": assigned(request, task),
        }
    return Notice.model_validate({**fields, **({"urgent": True} if kind == "chase" else {})})


def _changed(fact: Revised) -> tuple[str, ...]:
    changed = (f"Changed: {', '.join(fact.changed)}.",) if fact.changed else ()
    return (f"Because of: {fact.cause}.", *changed)
