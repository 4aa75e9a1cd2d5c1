"""A draft as one of its people sees it: who may, under which form, where each question stands, and saving."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps

from starlette.responses import Response

from policy.faults import omissions
from policy.form import Answer, Answers, Question, QuestionKind, gaps, unfit
from policy.scheme import Scheme
from policy.working_days import local_day
from records import Draft, DraftChanged, Unkeepable
from starter.web.asking import Asking, stamp
from starter.web.intake.dictionary import Dictionary
from starter.web.visiting import NotThere, Visit


class Standing(StrEnum):
    """How far a question is."""

    COMPLETED = "Completed"
    INCOMPLETE = "Incomplete"
    NOT_STARTED = "Not yet started"
    CANNOT_START = "Cannot start yet"
    PROBLEM = "There is a problem"


class Clash(Exception):
    """Somebody else has changed the same answer. `stands` is what they wrote; None where they took it away."""

    def __init__(self, stands: Answer | None) -> None:
        super().__init__("Somebody else has changed this answer since you opened it.")
        self.stands = stands


class AlreadySent(Exception):
    """The draft has become a request meanwhile."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"This was sent already; it is request {reference}.")
        self.reference = reference


class Sheet:
    """A draft, and the form that it is answered under."""

    def __init__(
        self, draft: Draft, scheme: Scheme, asking: Asking, tables: Dictionary, *, changed_form: bool = False
    ) -> None:
        self.draft = draft
        self.scheme = scheme
        self.asking = asking
        self.tables = tables
        self.changed_form = changed_form
        known = {one.key for one in scheme.form.questions}
        self.answers: Answers = {key: answer for key, answer in draft.answers.items() if key in known}

    @property
    def place(self) -> str:
        """The address of the draft's task list."""
        return f"/drafts/{self.draft.key}"

    @property
    def after(self) -> str:
        """Where a finished answer leads: back to the answers of the open request that is being changed, or here."""
        about = self.draft.about
        return f"/requests/{about}/answering/{self.draft.key}" if about else self.place

    @property
    def documents(self) -> str:
        """Under which address documents are fetched."""
        return f"{self.place}/documents"

    def address(self, question: Question, back: str = "") -> str:
        """The page of a question."""
        return f"{self.place}/questions/{question.key}" + (f"?back={back}" if back else "")

    def question(self, key: str) -> Question:
        """A question that may be answered here. Raises NotThere for any other."""
        found = self.scheme.form.question(key)
        if found is None or (self.draft.unlocked and key not in self.draft.unlocked):
            raise NotThere
        return found

    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked, or may come to be: those that a given answer rules out are left out."""
        form = self.scheme.form
        return tuple(
            one
            for one in form.questions
            if form.applies(one, self.answers) or self.asking.cannot_start(one, self.answers)
        )

    def next_after(self, question: Question) -> Question | None:
        """The next question of the same section that applies; confirmations are given when all is sent."""
        form, keys = self.scheme.form, [one.key for one in self.scheme.form.questions]
        later = form.questions[keys.index(question.key) + 1 :]
        fits = (
            one
            for one in later
            if one.section == question.section
            and one.kind is not QuestionKind.CONFIRMATION
            and form.applies(one, self.answers)
        )
        return next(fits, None)

    def gaps(self) -> tuple[tuple[Question, str], ...]:
        """All that keeps the draft from being sent but confirmations, as sentences without keys."""
        return _gaps(self)

    def misnamed(self, question: Question) -> tuple[str, ...]:
        """The rows of a question that pick no variable of a data table of today, in sentences."""
        return self.tables.misnamed(question, self.answers.get(question.key))

    def standings(self) -> dict[str, Standing]:
        """How far each question is that is asked."""
        wrong = {question.key for question, _ in self.gaps()}
        unfit_ones = {one.question for one in unfit(self.scheme.form, self.answers)} if wrong else set()
        found = {}
        for one in self.asked():
            answer = self.answers.get(one.key)
            if self.asking.cannot_start(one, self.answers):
                found[one.key] = Standing.CANNOT_START
            elif not answer:
                found[one.key] = Standing.NOT_STARTED
            elif one.key not in wrong:
                found[one.key] = Standing.COMPLETED
            else:
                lacks = one.key not in unfit_ones and omissions(one, answer)
                found[one.key] = Standing.INCOMPLETE if lacks else Standing.PROBLEM
        return found


def _gaps(sheet: Sheet) -> tuple[tuple[Question, str], ...]:
    confirmed = {one.key: "yes" for one in sheet.scheme.form.questions if one.kind is QuestionKind.CONFIRMATION}
    found = []
    for gap in gaps(sheet.scheme.form, {**sheet.answers, **confirmed}):
        question = sheet.scheme.form.question(gap.question)
        assert question is not None, "answers to unknown questions were left out"
        sentence = sheet.asking.plain(gap.sentence, question)
        found.append((question, sentence))
    found += [(question, one) for question in sheet.asked() for one in sheet.misnamed(question)]
    return tuple(found)


def sheet_of(visit: Visit, *, sent: bool = False) -> Sheet:
    """The draft of the page's address, for who owns it or was invited. Raises NotThere for everybody else.

    One that was sent is not there either, unless the page says that it can do with it (`sent`).
    """
    try:
        draft = visit.on.records.draft(visit.part("key"))
    except Unkeepable:
        raise NotThere from None
    if draft is None or visit.person.key not in (draft.owner, *draft.people):
        raise NotThere
    if draft.reference and not sent:
        raise AlreadySent(draft.reference)
    return sheet(visit, draft)


def sheet(visit: Visit, draft: Draft) -> Sheet:
    """A draft with its form: that of the open request which it changes, else the form as it is asked today."""
    today = visit.on.schemes.get(draft.scheme)
    if draft.about or draft.reference or today is None:
        scheme = visit.on.records.scheme(draft.digest)
        return Sheet(draft, scheme, *_words(visit, scheme, _sent(visit, draft) if scheme.variable_in else None))
    changed = today.pinned().digest != draft.digest
    return Sheet(draft, today, *_words(visit, today), changed_form=changed)


def _words(visit: Visit, scheme: Scheme, before: Answers | None = None) -> tuple[Asking, Dictionary]:
    catalogue = visit.on.records.catalogue_of(scheme)
    return Asking(scheme, visit.on.directory, catalogue), Dictionary(scheme, catalogue, local_day(visit.at), before)


def _sent(visit: Visit, draft: Draft) -> Answers | None:
    """The answers as they stand in the open request that a draft changes; None where it changes none."""
    return visit.on.records.answers(visit.recorded(draft.about).filing.digest) if draft.about else None


def for_its_people(handler: Callable[[Visit], Response]) -> Callable[[Visit], Response]:
    """A page about a draft, which says what became of one that was sent. What was typed is shown once more."""

    @wraps(handler)
    def answered(visit: Visit) -> Response:
        try:
            return handler(visit)
        except AlreadySent as sent:
            if visit.request.method == "GET":
                return visit.goto(f"/requests/{sent.reference}/received")
            texts = [
                text for name in visit.form.names() if name.startswith("answer-") for text in visit.form.many(name)
            ]
            return visit.page("intake/already-sent.html", 409, reference=sent.reference, texts=texts)

    return answered


def save(visit: Visit, draft: Draft, question: Question, change: Callable[[Answer | None], Answer | None]) -> Draft:
    """Change one answer of a draft. `change` is given the answer as it stands, and may raise Clash.

    What colleagues write meanwhile in answer to other questions stays. Raises AlreadySent and NotThere.
    """
    records = visit.on.records
    for _ in range(20):
        found = records.draft(draft.key)
        if found is None:
            raise NotThere
        if found.reference:
            raise AlreadySent(found.reference)
        stands = found.answers.get(question.key)
        answer = change(stands)
        if answer == stands:
            return found
        answers = {key: one for key, one in found.answers.items() if key != question.key}
        if answer:
            answers[question.key] = answer
        try:
            version = records.change_draft(found.key, answers, found.version)
        except DraftChanged:
            continue
        except LookupError:
            raise NotThere from None
        return found.model_copy(update={"answers": answers, "version": version})
    found = records.draft(draft.key)
    raise Clash(found.answers.get(question.key) if found else None)


def seen(version: str, answer: Answer | None) -> Callable[[Answer | None], Answer | None]:
    """A change to this answer, by somebody who saw the one of that version. It raises Clash over any other."""

    def change(stands: Answer | None) -> Answer | None:
        if stamp(stands) != version and stands != answer:
            raise Clash(stands)
        return answer

    return change
