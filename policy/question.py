"""What one question is, what an answer looks like, and the only kind of condition there is."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from policy.value import LONGEST_TEXT, Key, Stored

Row = dict[str, str]
Answer = str | tuple[str, ...] | tuple[Row, ...]
"""A text, several choices, or rows of a table. Yes and no are the texts `yes` and `no`."""

Answers = dict[str, Answer]


def rows_of(answer: Answer | None) -> tuple[Row, ...]:
    """The rows of a table answer; none where it is another kind of answer, or not given."""
    return tuple(row for row in answer if isinstance(row, dict)) if isinstance(answer, tuple) else ()


class Condition(Stored):
    """The only kind of condition there is: this question has this answer (or one of these choices)."""

    question: Key
    answer: str

    def holds(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the answers fulfil it; an unanswered question fulfils nothing."""
        given = answers.get(self.question)
        return given == self.answer or (isinstance(given, tuple) and self.answer in given)


class QuestionKind(StrEnum):
    """What an answer looks like."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TABLE = "table"
    DOCUMENT = "document"
    CONFIRMATION = "confirmation"


class Column(Stored):
    """A column of a table answer. `every_choice`: each of its choices has to stand in at least one row."""

    key: Key
    title: str
    required: bool = True
    choices: tuple[str, ...] = ()
    every_choice: bool = False


DOCUMENT_COLUMNS = (
    Column(key="name", title="File name"),
    Column(key="version", title="Version"),
    Column(key="author", title="Author"),
    Column(key="sha256", title="Digest of the content"),
)


class Question(Stored):
    """One item of the form. `clause` is the line of the policy that asks for it."""

    key: Key
    asks: str
    kind: QuestionKind
    clause: str
    section: str
    hint: str = ""
    required: bool = True
    only_if: Condition | None = None
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    longest: int = LONGEST_TEXT

    @model_validator(mode="after")
    def _is_askable(self) -> Self:
        if self.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES) and not self.choices:
            raise ValueError(f"The question {self.key!r} offers no choices.")
        if self.kind is QuestionKind.TABLE and not self.columns:
            raise ValueError(f"The question {self.key!r} has no columns.")
        return self
