"""The loop with the requester, the same at every step: questions about items, answers, revisions, the way back."""

from datetime import datetime, timedelta

from policy.form import Filing
from policy.scheme import Publication
from sharing.authority import as_requester, may_act
from sharing.facts import Answered, AnyFact, Closed, Narrowed, Questioned, Reopened, Revised, Round
from sharing.hearing import Heard, content, not_awaited, revision, sealed_by_signature
from sharing.messages import (
    AnswerQuestions,
    AskRequester,
    Kept,
    Narrow,
    Reopen,
    ReviseAnswers,
    Speaker,
    Withdraw,
)
from sharing.refused import Refused
from sharing.request import Request
from sharing.steps import decision


def hear_question(request: Request, message: AskRequester, speaker: Speaker, at: datetime) -> Heard:
    """An awaited office asks about items of the form. Its own clock stands still until the answer."""
    by = may_act(request, speaker, message.office, at, asset=message.asset)
    task = next(
        (
            one
            for one in request.awaited.values()
            if one.office == message.office and one.asset == message.asset and one.office != "requester"
        ),
        None,
    )
    if task is None:
        raise not_awaited(request, message.office, message.asset)
    if any(one.task == task.key for one in request.asked.values()):
        raise Refused("Your earlier questions are still with the requester; wait for the answer or chase it.")
    if not message.questions:
        raise Refused("Ask at least one question, about one item of the form.")
    for question in message.questions:
        if question.item not in request.rules.items:
            raise Refused(f"The form has no item {question.item!r} to ask about.")
        content(question.asks, f"the question about {question.item!r}")
    fact = Questioned(
        round=Round(
            number=request.rounds + 1,
            task=task.key,
            office=message.office,
            asset=message.asset,
            questions=message.questions,
        )
    )
    return Heard(facts=(fact,), by=by, sentence="The requester is asked; your clock stands still until the answer.")


def hear_answer(request: Request, message: AnswerQuestions, speaker: Speaker, at: datetime) -> Heard:
    """Every question of the round is answered, by words or by a changed answer to its item; no other item changes."""
    by = as_requester(request, speaker)
    asked = request.asked.get(message.round)
    if asked is None:
        open_rounds = ", ".join(str(number) for number in request.asked) or "none"
        raise Refused(f"Round {message.round} is not open; open rounds: {open_rounds}.")
    items = {question.item for question in asked.questions}
    filing = _filed(request, message.filing, bool(message.changes))
    changed = set(filing.changed) if filing else set()
    if stray := (changed | set(message.replies)) - items - {"declaration"}:
        raise Refused(
            f"Round {asked.number} does not ask about {', '.join(sorted(stray))}; change other items by revising."
        )
    if silent := items - changed - {item for item, reply in message.replies.items() if _says_something(reply)}:
        raise Refused(f"These questions are still without an answer: {', '.join(sorted(silent))}.")
    replies = {item: reply for item, reply in message.replies.items() if isinstance(reply, Kept)}
    facts: list[AnyFact] = [Answered(round=asked.number, replies=replies)]
    if filing is not None and changed:
        facts.append(_revision(request, f"answers to round {asked.number}", filing, message))
    return Heard(facts=tuple(facts), by=by, sentence="Your answers are recorded and with the office that asked.")


def _says_something(reply: str | Kept) -> bool:
    return reply.characters > 0 if isinstance(reply, Kept) else bool(reply.strip())


def _filed(request: Request, filing: Filing | None, unfiled: bool) -> Filing | None:
    """Changed answers come filed: their texts in the records, complete once the first screening has passed."""
    if unfiled:
        raise Refused("Changed answers are filed by a desk before they travel; speak through a door.")
    if filing is None:
        return None
    if sealed_by_signature(request):
        raise Refused("The agreement is being signed; answers can only change by an amendment of it.")
    if filing.gaps and request.screened is not None:
        raise Refused(f"The changed request would be incomplete: {', '.join(filing.gaps)}.")
    for item in filing.changed:
        if item in request.rules.redeclares and "declaration" not in filing.changed:
            raise Refused(f"A change of {item!r} needs the declaration afresh, by the person who may now give it.")
    return filing


def _revision(
    request: Request, cause: str, filing: Filing, message: AnswerQuestions | ReviseAnswers, reason: str = ""
) -> Revised:
    fact = revision(request, cause, filing.changed, filing, reason, message.assets, message.organisations)
    return fact.model_copy(update={"people": message.people, "way": message.way}) if message.way else fact


def hear_revision(request: Request, message: ReviseAnswers, speaker: Speaker, at: datetime) -> Heard:
    """The requester changes answers unasked."""
    by = as_requester(request, speaker)
    content(message.reason, "the reason for the change")
    filing = _filed(request, message.filing, bool(message.changes))
    if filing is None or not filing.changed:
        raise Refused("Nothing would change; give the changed answers.")
    fact = _revision(request, "revised by the requester", filing, message, message.reason)
    return Heard(facts=(fact,), by=by, sentence=f"This is revision {fact.revision}; its reviewers are asked again.")


def hear_narrowing(request: Request, message: Narrow, speaker: Speaker, at: datetime) -> Heard:
    """Go on without some assets (a new revision), or accept that the whole is refused."""
    by = as_requester(request, speaker)
    refused = [asset.key for asset in request.deciding if decision.refused(request, asset)]
    if message.accept_refusal:
        if not refused:
            raise Refused("Nothing has been refused; to take the request back, withdraw it.")
        closed = Closed(outcome="refused", reason=f"Refused for {', '.join(refused)}; the rest was not pursued.")
        return Heard(facts=(closed,), by=by, sentence="The request is closed as refused.")
    if request.approved_at is not None and request.agreement is not None:
        raise Refused("The agreement is being made; assets can only be dropped by an amendment of it.")
    keys = {asset.key for asset in request.assets}
    if not message.drop or not set(message.drop) <= keys:
        raise Refused(f"Name the assets to drop, out of {', '.join(sorted(keys))}.")
    if set(message.drop) == keys:
        raise Refused("Nothing would be left; to take the request back, withdraw it.")
    if left := set(refused) - set(message.drop):
        raise Refused(f"Drop what was refused as well, to go on: {', '.join(sorted(left))}.")
    facts = (
        Narrowed(dropped=message.drop, reason=message.reason),
        revision(request, "narrowed", ("narrowed",)),
    )
    return Heard(facts=facts, by=by, sentence="The request goes on without these assets; it is a new revision.")


def hear_withdrawal(request: Request, message: Withdraw, speaker: Speaker, at: datetime) -> Heard:
    """The requester takes the request back, until the agreement is signed by all."""
    by = as_requester(request, speaker)
    if any(task.step == _register(request) for task in request.awaited.values()) or request.entry is not None:
        raise Refused("The agreement is signed and the share is agreed; it can only be ended under the agreement.")
    closed = Closed(outcome="withdrawn", reason=message.reason or "Withdrawn by the requester.")
    return Heard(facts=(closed,), by=by, sentence="The request is withdrawn. Everything said stays on record.")


def _register(request: Request) -> str:
    register = request.rules.find(Publication)
    return register.key if register else ""


def hear_reopening(request: Request, message: Reopen, speaker: Speaker, at: datetime) -> Heard:
    """A lapsed request goes on where it stood, within the time that the scheme allows."""
    by = as_requester(request, speaker)
    if not request.dormant or request.closed_at is None:
        raise Refused("Only a lapsed request can be reopened; this one has not lapsed.")
    if at > reopen_until(request):
        raise Refused(
            f"The request lapsed on {request.closed_at:%-d %B %Y}, too long ago to reopen; lodge a new one."
        )
    content(message.reason, "the reason for taking the request up again")
    return Heard(facts=(Reopened(reason=message.reason),), by=by, sentence="The request goes on where it stood.")


def reopen_until(request: Request) -> datetime:
    """Until when a lapsed request may be reopened. Raises ValueError for one that has not ended."""
    if request.closed_at is None:
        raise ValueError("The request has not ended.")
    return request.closed_at + timedelta(days=request.rules.silence.reopen_calendar_days)
