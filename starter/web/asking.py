"""How a question of a form is put to people: its words, its fields on a page, and its answer read back from them.

A page draws a question with the macro `field` of `questions/field.html`, and an answer with `answer` of
`questions/answer.html`; both are given an `Asking`. What a page sent comes back through `typed` (as it was typed, to
be shown again) and `answer_from` (as it is kept).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from policy.catalogue import Catalogue
from policy.faults import omissions
from policy.form import DOCUMENT_COLUMNS, Answer, Answers, Column, Form, Question, QuestionKind, Row, unfit
from policy.scheme import Scheme
from policy.titles import as_words
from policy.value import canonical, digest
from starter.web.rendering import day
from starter.web.visiting import Form as Sent
from wiring.directory import Directory

Typed = Mapping[str, str | tuple[str, ...]]
"""What stands in the fields of a question, by their names."""

_QUOTED = re.compile(r"'([a-z0-9][a-z0-9.:/_-]*)'")
_DATE_PARTS = ("day", "month", "year")


class Choice(NamedTuple):
    """A choice: what is kept, and what people read."""

    value: str
    text: str


class Asking:
    """The questions of one scheme, in words for people.

    `catalogue` gives the titles of the data that can be asked for, where it lists any; else the directory does.
    """

    def __init__(self, scheme: Scheme, directory: Directory, catalogue: Catalogue | None = None) -> None:
        self.scheme = scheme
        self.form: Form = scheme.form
        self._acronym = scheme.key.split("-")[0]
        listed = catalogue.data_sets if catalogue is not None else ()
        self._assets = {one.name: one.title for one in listed} or {one.key: one.title for one in directory.assets}
        self._asks = {one.key: one for one in scheme.form.questions}

    @property
    def sections(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions by section, in the order of the form."""
        found: dict[str, tuple[Question, ...]] = {}
        for one in self.form.questions:
            found[one.section] = (*found.get(one.section, ()), one)
        return found

    def text_of(self, choice: str) -> str:
        """A choice in words: the title of a legal power where it is one, else its key spelled out."""
        gateway = self.scheme.rules.gateway(choice)
        if gateway is not None:
            return gateway.title
        words = [one.upper() if one.lower() == self._acronym else one for one in as_words(choice).split(" ")]
        return " ".join(words)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """What may be chosen in answer to a question."""
        if question.kind in (QuestionKind.YES_NO, QuestionKind.CONFIRMATION):
            return (Choice("yes", "Yes"), Choice("no", "No"))
        return tuple(Choice(one, self.text_of(one)) for one in question.choices)

    def columns(self, question: Question) -> tuple[Column, ...]:
        """The columns of a table, or those in which a document is described."""
        return question.columns or (DOCUMENT_COLUMNS if question.kind is QuestionKind.DOCUMENT else ())

    def cell_choices(self, question: Question, column: Column) -> tuple[Choice, ...]:
        """What may stand in a column; nothing where anything may. Data assets are chosen from their register."""
        if (question.key, column.key) == self.scheme.assets_in:
            return tuple(Choice(key, title) for key, title in self._assets.items())
        return tuple(Choice(one, self.text_of(one)) for one in column.choices)

    def cell(self, question: Question, column: Column, row: Row) -> str:
        """What stands in a cell, in words."""
        value = row.get(column.key, "")
        return next((text for key, text in self.cell_choices(question, column) if key == value), value)

    def line(self, question: Question, answer: Answer) -> str:
        """A one-line answer in words: a text, a day, a choice, yes or no."""
        if not isinstance(answer, str):
            return ""
        if question.kind is QuestionKind.DATE:
            return day(answer)
        return next((text for key, text in self.choices(question) if key == answer), answer)

    def plain(self, sentence: str, question: Question) -> str:
        """A sentence of the form's about an answer, without keys: as people read it on the page of the question."""
        mine = re.escape(f"'{question.key}'")
        for pattern, put in (
            (rf"^Answer {mine}: .*$", "You have not answered this question."),
            (rf"^Answer {mine} with yes or no\.$", "Choose yes or no."),
            (rf"^Confirm {mine} with yes: ", "Confirm this: "),
            (rf"^{mine} is not a date; .*$", "Enter a real date, for example 31 3 2027."),
            (rf"^{mine} does not offer .*$", "Choose from the answers that are offered."),
            (rf"^{mine}, row ", "Document " if question.kind is QuestionKind.DOCUMENT else "Row "),
            (rf"^{mine}: add", "Add"),
            (rf"^{mine}: ", ""),
            (rf"^{mine} has ", "This answer has "),
        ):
            sentence = re.sub(pattern, put, sentence, count=1, flags=re.DOTALL)
        for column in self.columns(question):
            spelled = ", ".join(self.text_of(one) for one in column.choices)
            sentence = sentence.replace(", ".join(column.choices), spelled) if spelled else sentence
        sentence = _QUOTED.sub(lambda found: self._titled(found.group(1), question), sentence)
        return sentence[:1].upper() + sentence[1:]

    def _titled(self, key: str, question: Question) -> str:
        column = next((one for one in self.columns(question) if one.key == key), None)
        if column is not None:
            return f"“{column.title}”"
        asked = self._asks.get(key)
        return f"“{asked.asks}”" if asked is not None else f"“{self.text_of(key)}”"

    def faults(self, question: Question, answer: Answer) -> tuple[str, ...]:
        """Why an answer cannot be kept at all, in sentences; empty where it can."""
        return tuple(self.plain(one.sentence, question) for one in unfit(self.form, {question.key: answer}))

    def lacks(self, question: Question, answer: Answer) -> tuple[str, ...]:
        """What an answer that can be kept still lacks, in sentences."""
        return tuple(self.plain(one, question) for one in omissions(question, answer))

    def cannot_start(self, question: Question, answers: Answers) -> bool:
        """Whether it is not known yet if a question is asked at all: the answer that it depends on is missing."""
        return question.only_if is not None and not answers.get(question.only_if.question)


def name_of(question: Question, part: str = "") -> str:
    """The name and id of a question's field; `part` is a column, or a part of a date."""
    return f"answer-{question.key}-{part}" if part else f"answer-{question.key}"


def cells_of(question: Question) -> tuple[Column, ...]:
    """The cells of a row that people fill in; of a document all but what its file says by itself."""
    return DOCUMENT_COLUMNS[1:3] if question.kind is QuestionKind.DOCUMENT else question.columns


def first_field(question: Question) -> str:
    """The id of the first field of a question, where a link in an error summary leads."""
    match question.kind:
        case QuestionKind.DATE:
            return name_of(question, "day")
        case QuestionKind.TABLE:
            return name_of(question, question.columns[0].key)
        case QuestionKind.DOCUMENT:
            return name_of(question, "file")
        case _:
            return name_of(question)


def stamp(answer: Answer | None) -> str:
    """A short name of an answer as it stands, by which a change of it in between is seen."""
    return digest(canonical({"answer": answer}))[:16] if answer else "none"


def typed(question: Question, sent: Sent) -> Typed:
    """What was typed into the fields of a question, to be shown again as it was."""
    parts: tuple[str, ...]
    match question.kind:
        case QuestionKind.CHOICES:
            return {name_of(question): sent.many(name_of(question))}
        case QuestionKind.DATE:
            parts = _DATE_PARTS
        case QuestionKind.TABLE | QuestionKind.DOCUMENT:
            parts = tuple(one.key for one in cells_of(question))
        case _:
            return {name_of(question): sent.one(name_of(question))}
    return {name_of(question, part): sent.one(name_of(question, part)) for part in parts}


def typed_of(question: Question, answer: Answer | None) -> Typed:
    """What stands in the fields of a question that is answered already. Of a table the fields are a new row's."""
    if question.kind in (QuestionKind.TABLE, QuestionKind.DOCUMENT) or not answer:
        return {}
    if question.kind is QuestionKind.DATE and isinstance(answer, str):
        year, _, rest = answer.partition("-")
        month, _, mday = rest.partition("-")
        parts = zip(_DATE_PARTS, (mday.lstrip("0"), month.lstrip("0"), year), strict=True)
        return {name_of(question, part): value for part, value in parts}
    if isinstance(answer, str):
        return {name_of(question): answer}
    return {name_of(question): tuple(one for one in answer if isinstance(one, str))}


def typed_row(question: Question, row: Row) -> Typed:
    """What stands in the fields of a row that is there already."""
    return {name_of(question, one.key): row.get(one.key, "") for one in cells_of(question)}


def answer_from(question: Question, given: Typed) -> Answer | None:
    """The answer that was typed; None where nothing was. Of a table it is the one row that was typed."""
    if question.kind is QuestionKind.TABLE:
        row = row_from(question, given)
        return (row,) if row else None
    if question.kind is QuestionKind.DATE:
        return _date_from(*(str(given.get(name_of(question, part), "")) for part in _DATE_PARTS))
    value = given.get(name_of(question), "")
    if question.kind is QuestionKind.CHOICES:
        return tuple(dict.fromkeys(value)) or None if isinstance(value, tuple) else None
    return value if isinstance(value, str) and value else None


def row_from(question: Question, given: Typed) -> Row:
    """The row that was typed; without cells where nothing was."""
    cells = {one.key: str(given.get(name_of(question, one.key), "")) for one in cells_of(question)}
    return cells if any(cells.values()) else {}


def _date_from(mday: str, month: str, year: str) -> str | None:
    if not (mday or month or year):
        return None
    if all(one.isascii() and one.isdigit() and len(one) <= 4 for one in (mday, month, year)) and len(year) == 4:
        return f"{year}-{int(month):02}-{int(mday):02}"
    # No date: it stays as it was typed, so that the form's own rule finds it wrong.
    return f"{year}-{month}-{mday}"
