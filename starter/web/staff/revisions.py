"""The revisions of a request, and what stood in each: the answers as people read them, and two of them compared."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from policy.form import Answer, Answers, Form, Question, QuestionKind, rows_of
from policy.titles import as_words
from sharing.facts import Happened, Lodged, Revised
from sharing.request import Request
from starter.web.differences import compared
from starter.web.ground import Ground

_KEYED = (QuestionKind.YES_NO, QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.CONFIRMATION)


class Revision(NamedTuple):
    """A revision: when it came, because of whom, and the digest of the answers that stand in it."""

    number: int
    at: datetime
    by: str
    cause: str
    reason: str
    digest: str


class Paper(NamedTuple):
    """A document that an answer names."""

    name: str
    about: str
    sha256: str


class Item(NamedTuple):
    """A question with what stands there: a text, rows under headings, or documents; or the text's changes."""

    key: str
    asks: str
    text: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    papers: tuple[Paper, ...] = ()
    changes: Markup | None = None


def revisions(history: Iterable[Happened]) -> tuple[Revision, ...]:
    """All revisions, oldest first."""
    found: list[Revision] = []
    for one in history:
        by = one.by.person if one.by else ""
        if isinstance(one.fact, Lodged):
            found.append(Revision(1, one.at, by, "lodged", "", one.fact.filing.digest))
        elif isinstance(one.fact, Revised):
            digest = one.fact.filing.digest if one.fact.filing else found[-1].digest
            found.append(Revision(one.fact.revision, one.at, by, one.fact.cause, one.fact.reason, digest))
    return tuple(found)


def form_of(on: Ground, request: Request) -> Form | None:
    """The form that a request was asked by; None where the records do not hold it."""
    try:
        return on.records.scheme(request.rules.digest).form
    except LookupError:
        return None


def answers_of(on: Ground, revision: Revision) -> Answers:
    """The answers of a revision, as far as the records hold them."""
    try:
        return on.records.answers(revision.digest)
    except LookupError:
        return {}


def items(form: Form | None, answers: Answers) -> dict[str, list[Item]]:
    """What was answered, in the form's order, by its sections."""
    found: dict[str, list[Item]] = {}
    for key, question in _questions(form, answers).items():
        if key in answers:
            section = question.section if question else "Answers"
            found.setdefault(section, []).append(_item(key, question, answers[key]))
    return found


def changed(form: Form | None, before: Answers, after: Answers) -> list[Item]:
    """What differs between two answer sheets, each with its changes marked."""
    found = []
    for key, question in _questions(form, {**before, **after}).items():
        old, new = _text(question, before.get(key, "")), _text(question, after.get(key, ""))
        if old != new:
            asks = question.asks if question else as_words(key)
            found.append(Item(key, asks, changes=compared(old, new)))
    return found


def papers(answers: Answers) -> tuple[Paper, ...]:
    """All documents that the answers name."""
    rows = (row for answer in answers.values() for row in rows_of(answer))
    return tuple(_paper(row) for row in rows if row.get("sha256"))


def _questions(form: Form | None, answers: Answers) -> dict[str, Question | None]:
    known: dict[str, Question | None] = {one.key: one for one in form.questions} if form else {}
    return {key: question for key, question in known.items() if key in answers} | {
        key: None for key in answers if key not in known
    }


def _item(key: str, question: Question | None, answer: Answer) -> Item:
    asks = question.asks if question else as_words(key)
    rows = rows_of(answer)
    if question is not None and question.kind is QuestionKind.DOCUMENT:
        return Item(key, asks, papers=tuple(_paper(row) for row in rows))
    if question is not None and rows:
        columns = [column for column in question.columns if any(row.get(column.key) for row in rows)]
        cells = tuple(tuple(row.get(column.key, "") for column in columns) for row in rows)
        return Item(key, asks, headings=tuple(column.title for column in columns), rows=cells)
    return Item(key, asks, text=_text(question, answer))


def _paper(row: Mapping[str, str]) -> Paper:
    version, author = row.get("version", ""), row.get("author", "")
    about = ", ".join(filter(None, (f"version {version}" if version else "", f"by {author}" if author else "")))
    return Paper(row.get("name", "") or "document", about, row.get("sha256", ""))


def _text(question: Question | None, answer: Answer) -> str:
    """An answer in words, one choice or row to a line."""
    keyed = question is not None and question.kind in _KEYED
    if isinstance(answer, str):
        return as_words(answer) if keyed else answer
    titles = {column.key: column.title for column in question.columns} if question else {}
    return "\n".join(
        (as_words(one) if keyed else one)
        if isinstance(one, str)
        else "; ".join(f"{titles.get(name, as_words(name))}: {cell}" for name, cell in one.items())
        for one in answer
    )
