"""A draft that changes the answers of an open request: what it may change, what it has changed, replies beside it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from policy.form import Answer, Answers, Question, QuestionKind
from policy.titles import as_words
from records import Draft, DraftChanged, Unkeepable
from sharing.facts import Lodged, Revised, Round
from sharing.request import Request
from starter.web.asking import Asking
from starter.web.differences import compared
from starter.web.visiting import NotThere, Visit, whole

REPLY = "reply."
"""Under this and an item's key (or `reason`) a draft keeps what was typed beside its answers, until it is sent."""

REASON = "reason"


class Item(NamedTuple):
    """An answer that may be changed: what an office asks about it, how it stands, and what would change in it."""

    question: Question
    title: str
    asks: str
    stands: tuple[str, ...]
    difference: Markup
    changed: bool

    @property
    def can_change(self) -> bool:
        """Whether there is another answer to it: what was confirmed can only be confirmed."""
        return self.question.kind is not QuestionKind.CONFIRMATION


class Changing:
    """A draft about an open request. `round` is the round of questions it answers; None: a change unasked for."""

    def __init__(self, visit: Visit, request: Request, draft: Draft) -> None:
        self.request = request
        self.draft = draft
        self.scheme = visit.on.records.scheme(request.rules.digest)
        self.asking = Asking(self.scheme, visit.on.directory, visit.on.records.catalogue_of(self.scheme))
        self.stands = visit.on.records.answers(request.filing.digest)
        self._began_with = _at_the_time(visit, request, draft)
        self.round = self._round(visit)

    def _round(self, visit: Visit) -> Round | None:
        if (found := self.request.asked.get(whole(visit.asked("round")) or 0)) is not None:
            return found if items_of(found) == self.draft.unlocked else None
        fits = (one for one in self.request.asked.values() if items_of(one) == self.draft.unlocked)
        return next(fits, None)

    @property
    def over(self) -> bool:
        """Whether what it was begun for is over: the round has been answered, or the request has ended."""
        return self.request.closed is not None or bool(self.draft.unlocked and self.round is None)

    @property
    def place(self) -> str:
        """The address of its page."""
        return f"/requests/{self.request.reference}/answering/{self.draft.key}"

    def changes(self) -> Answers:
        """What would change: answers that are others than when the draft was begun. An empty one takes it away."""
        found: Answers = {}
        for one in self._open():
            now, then = self.draft.answers.get(one.key), self._began_with.get(one.key)
            if now != then and one.kind is not QuestionKind.CONFIRMATION:
                found[one.key] = now if now is not None else ""
        return found

    def items(self) -> tuple[Item, ...]:
        """The answers that it is about, in the order of the form."""
        asks = {one.item: one.asks for one in self.round.questions} if self.round else {}
        changes = self.changes()
        return tuple(
            self._item(one, asks.get(one.key, ""), changes)
            for one in self._open()
            if one.key in asks or (one.kind is not QuestionKind.CONFIRMATION and not self.draft.unlocked)
        )

    def _item(self, question: Question, asks: str, changes: Mapping[str, Answer]) -> Item:
        stands = lines_of(self.asking, question, self.stands.get(question.key))
        changed = question.key in changes
        new = lines_of(self.asking, question, changes.get(question.key)) if changed else stands
        difference = compared("\n".join(stands), "\n".join(new)) if changed else Markup("")
        return Item(question, as_words(question.key), asks, stands, difference, changed)

    def _open(self) -> Iterator[Question]:
        unlocked, form = self.draft.unlocked, self.scheme.form
        for one in form.questions:
            if one.key in unlocked or (not unlocked and form.applies(one, self.draft.answers)):
                yield one

    def declares(self) -> tuple[Question, ...]:
        """The confirmations that have to be given afresh, because of what would change."""
        if not set(self.changes()) & set(self.request.rules.redeclares):
            return ()
        found = self.scheme.form.question("declaration")
        return (found,) if found is not None else ()

    def typed(self) -> dict[str, str]:
        """What was typed beside the answers so far, by item."""
        kept = ((key.removeprefix(REPLY), text) for key, text in self.draft.answers.items() if key.startswith(REPLY))
        return {key: text for key, text in kept if isinstance(text, str)}


def items_of(asked: Round) -> tuple[str, ...]:
    """The items that a round asks about."""
    return tuple(dict.fromkeys(question.item for question in asked.questions))


def lines_of(asking: Asking, question: Question, answer: Answer | None) -> tuple[str, ...]:
    """An answer as lines: choices in words, one line for each row of a table."""
    if not answer:
        return ()
    if isinstance(answer, str):
        return tuple(asking.line(question, answer).split("\n"))
    return tuple(asking.text_of(one) if isinstance(one, str) else _row(asking, question, one) for one in answer)


def _row(asking: Asking, question: Question, row: dict[str, str]) -> str:
    shown = (column for column in asking.columns(question) if column.key != "sha256" and row.get(column.key))
    return "; ".join(f"{column.title}: {asking.cell(question, column, row)}" for column in shown)


def changing(visit: Visit, request: Request) -> Changing:
    """The draft that the address names. Raises NotThere unless it is the visitor's, and about this request."""
    try:
        draft = visit.on.records.draft(visit.part("draft"))
    except Unkeepable:
        raise NotThere from None
    mine = draft is not None and visit.person.key in (draft.owner, *draft.people)
    if draft is None or not mine or draft.about != request.reference:
        raise NotThere
    return Changing(visit, request, draft)


def begun(visit: Visit, request: Request, unlocked: tuple[str, ...]) -> Draft:
    """The visitor's draft for these items: the one begun before, or a new one with the answers as they are."""
    records = visit.on.records
    wanted = (request.reference, unlocked, visit.person.key)
    for draft in records.drafts_of(visit.person.key):
        if (draft.about, draft.unlocked, draft.owner) == wanted:
            return draft
    answers = records.answers(request.filing.digest)
    rules = request.rules
    return records.begin_draft(
        rules.scheme, rules.digest, visit.person.key, answers, about=request.reference, unlocked=unlocked
    )


def keep_typed(visit: Visit, draft: Draft, typed: Mapping[str, str]) -> Draft:
    """Keep what was typed beside the answers. What colleagues change meanwhile in the answers stays.

    Raises LookupError where the draft was sent or discarded meanwhile.
    """
    records = visit.on.records
    beside = {f"{REPLY}{key}": text for key, text in typed.items()}
    while True:
        answers: Answers = {**draft.answers, **beside}
        if answers == draft.answers:
            return draft
        try:
            version = records.change_draft(draft.key, answers, draft.version)
        except DraftChanged:
            found = records.draft(draft.key)
            if found is None:
                raise LookupError("This draft was discarded.") from None
            draft = found
            continue
        return draft.model_copy(update={"answers": answers, "version": version})


def _at_the_time(visit: Visit, request: Request, draft: Draft) -> Answers:
    """The answers that the draft was begun with, so that what others changed since is not taken for its own."""
    filings = [
        one.fact.filing
        for one in visit.history(request.reference)
        if isinstance(one.fact, Lodged | Revised) and one.fact.filing is not None and one.at <= draft.made_at
    ]
    return visit.on.records.answers(filings[-1].digest if filings else request.filing.digest)
