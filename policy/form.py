"""What a scheme asks of a requester: its questions in order, and the gaps in an answer sheet."""

from collections.abc import Collection, Mapping
from typing import Self

from pydantic import model_validator

from policy.faults import MOST_SENTENCES, faults, omissions
from policy.question import (
    DOCUMENT_COLUMNS,
    Answer,
    Answers,
    Column,
    Condition,
    Question,
    QuestionKind,
    Row,
    rows_of,
)
from policy.value import Key, Stored, canonical, digest


class Agreeing(Stored):
    """Two answers that have to agree: where `when` holds, every row of `table` has `value` in `column`."""

    when: Condition
    table: Key
    column: Key
    value: str
    sentence: str


class Matched(Stored):
    """Two tables of which one vouches for the other: where `when` holds, each value of `column` in `table` stands in
    `in_column` of `in_table` as well. In the sentence, {} is the value that does not."""

    when: Condition
    table: Key
    column: Key
    in_table: Key
    in_column: Key
    sentence: str


class Contradiction(Stored):
    """Two answers that cannot both be true. The gap is shown at the question of `one`."""

    one: Condition
    other: Condition
    sentence: str


class Gap(Stored):
    """One thing that is missing or wrong in an answer sheet, as a sentence beside its question."""

    question: str
    sentence: str


class Form(Stored):
    """All that a requester is asked, in order."""

    version: str
    questions: tuple[Question, ...]
    agreeing: tuple[Agreeing, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    matched: tuple[Matched, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        keys = [question.key for question in self.questions]
        if len(set(keys)) != len(keys):
            raise ValueError("A question stands twice in the form.")
        for question in self.questions:
            if question.only_if and question.only_if.question not in keys:
                raise ValueError(f"{question.key!r} depends on an unknown question.")
        named = {key for rule in self.agreeing for key in (rule.when.question, rule.table)}
        named |= {side.question for rule in self.contradictions for side in (rule.one, rule.other)}
        named |= {key for rule in self.matched for key in (rule.when.question, rule.table, rule.in_table)}
        if unknown := named - set(keys):
            raise ValueError(f"A rule of the form reads unknown questions: {', '.join(sorted(unknown))}.")
        return self

    def question(self, key: str) -> Question | None:
        """The question of that key, or None."""
        return next((question for question in self.questions if question.key == key), None)

    def applies(self, question: Question, answers: Mapping[str, Answer]) -> bool:
        """Whether the question is asked at all, given the other answers; not where the one it follows is not."""
        if question.only_if is None:
            return True
        if not question.only_if.holds(answers):
            return False
        first = self.question(question.only_if.question)
        return first is None or first is question or self.applies(first, answers)


def gaps(form: Form, answers: Mapping[str, Answer]) -> tuple[Gap, ...]:
    """Everything that keeps the answers from being a complete request, all at once. Empty where complete."""
    found = list(unfit(form, answers))
    for question in form.questions:
        if form.applies(question, answers):
            found += [
                Gap(question=question.key, sentence=sentence)
                for sentence in _lacking(question, answers.get(question.key))
            ]
    found += _disagreements(form, answers)
    places = {question.key: place for place, question in enumerate(form.questions)}
    return tuple(sorted(found, key=lambda gap: places.get(gap.question, -1)))


def unfit(form: Form, answers: Mapping[str, Answer]) -> tuple[Gap, ...]:
    """What may not even be kept as an incomplete request: unknown questions, wrong types, unreadable text.

    Answers to questions that do not apply are looked at as well: they are kept, too.
    """
    found = [
        Gap(question=key[:80], sentence=f"The form has no question {key[:80]!r}. Remove it or mend its spelling.")
        for key in answers
        if form.question(key) is None
    ]
    for question in form.questions:
        if answer := answers.get(question.key):
            found += [Gap(question=question.key, sentence=sentence) for sentence in faults(question, answer)]
    return tuple(found)


def _lacking(question: Question, answer: Answer | None) -> list[str]:
    if answer:
        return omissions(question, answer)
    return [f"Answer {question.key!r}: {question.asks}"] if question.required else []


def _disagreements(form: Form, answers: Mapping[str, Answer]) -> list[Gap]:
    found = [
        Gap(question=rule.one.question, sentence=rule.sentence)
        for rule in form.contradictions
        if rule.one.holds(answers) and rule.other.holds(answers)
    ]
    for rule in form.agreeing:
        rows = answers.get(rule.table, ())
        if rule.when.holds(answers) and any(
            isinstance(row, dict) and row.get(rule.column) != rule.value for row in rows
        ):
            found.append(Gap(question=rule.table, sentence=rule.sentence))
    return found + _unmatched(form, answers)


def _unmatched(form: Form, answers: Mapping[str, Answer]) -> list[Gap]:
    found = []
    for rule in form.matched:
        table = form.question(rule.table)
        if table is None or not rule.when.holds(answers) or not form.applies(table, answers):
            continue
        vouched = {cell.casefold() for cell in _cells(answers, rule.in_table, rule.in_column)}
        found += [
            Gap(question=rule.in_table, sentence=rule.sentence.replace("{}", cell[:80]))
            for cell in dict.fromkeys(_cells(answers, rule.table, rule.column))
            if cell.casefold() not in vouched
        ]
    return found[:MOST_SENTENCES]


def _cells(answers: Mapping[str, Answer], table: str, column: str) -> list[str]:
    cells = (row.get(column, "").strip() for row in answers.get(table, ()) if isinstance(row, dict))
    return [cell for cell in cells if cell]


class Filing(Stored):
    """A version of the answers as it travels: its digest, the answers that rules read, what is still open.

    The texts themselves stay in the records under `digest` (SHA-256 of the canonical answer sheet).
    """

    digest: str
    clear: Answers = {}
    gaps: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def sheet(answers: Mapping[str, Answer]) -> bytes:
    """The canonical form of an answer sheet: what is kept in the records and digested."""
    return canonical({"answers": dict(answers)})


def file(
    form: Form,
    answers: Answers,
    reads: tuple[str, ...],
    before: Answers | None = None,
    afresh: Collection[str] = (),
) -> Filing:
    """Prepare answers to travel: digest of all, the read ones in clear, gaps, what changed since `before`.

    `afresh` are the questions that were answered this time. A confirmation given afresh counts as changed, though
    it says yes as before: somebody else may be giving it.
    """
    old = before or {}
    return Filing(
        digest=digest(sheet(answers)),
        clear={key: answers[key] for key in reads if key in answers},
        gaps=tuple(dict.fromkeys(gap.question for gap in gaps(form, answers))),
        changed=tuple(
            question.key
            for question in form.questions
            if before is not None
            and (
                answers.get(question.key) != old.get(question.key)
                or (question.kind is QuestionKind.CONFIRMATION and question.key in afresh)
            )
        ),
    )


__all__ = [
    "DOCUMENT_COLUMNS",
    "Agreeing",
    "Answer",
    "Answers",
    "Column",
    "Condition",
    "Contradiction",
    "Filing",
    "Form",
    "Gap",
    "Matched",
    "Question",
    "QuestionKind",
    "Row",
    "file",
    "gaps",
    "rows_of",
    "sheet",
    "unfit",
]
