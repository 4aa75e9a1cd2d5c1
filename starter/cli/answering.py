"""From a file to an answer sheet: texts, choices, rows; and the documents that the answers name, handed in."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from policy.form import Answer, Answers, Form, Question, QuestionKind, Row
from starter.cli.ground import Failed
from starter.cli.sheets import Tree

LARGEST_DOCUMENT = 50_000_000
_ROWS = (QuestionKind.TABLE, QuestionKind.DOCUMENT)

Attach = Callable[[bytes, str], str]
"""Keeps a document under a name; returns its digest."""


def answers_of(form: Form, given: Tree, name: str) -> Answers:
    """The answers in a file. What was left empty is not answered. Raises Failed, question by question."""
    if not isinstance(given, Mapping):
        raise Failed(f"{name} holds no answers; `starter form` prints a form to fill in.")
    wrong: list[str] = []
    found: Answers = {}
    for key, value in given.items():
        try:
            answer = _answer(form.question(key), key, value)
        except Failed as failed:
            wrong.append(str(failed))
        else:
            if answer:
                found[key] = answer
    if wrong:
        raise Failed("\n".join(wrong[:60]))
    return found


def _answer(question: Question | None, key: str, value: Tree) -> Answer:
    if isinstance(value, str):
        if question is not None and question.kind is QuestionKind.CHOICES and value:
            return (value,)
        return value
    if isinstance(value, Mapping) and question is not None and question.kind in _ROWS:
        value = [value]
    if isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            return tuple(one for one in value if one)
        if all(isinstance(one, Mapping) for one in value):
            rows = (_row(key, place, one) for place, one in enumerate(value, start=1))
            return tuple(row for row in rows if row)
        raise Failed(f"{key!r} mixes texts and rows; write either a list of texts, or rows of `column: text`.")
    raise Failed(f"{key!r} is {_named(value)}; write a text, a list of texts, or rows of `column: text`.")


def _row(key: str, place: int, row: Mapping[str, Any]) -> Row:
    for column, cell in row.items():
        if not isinstance(cell, str):
            raise Failed(f"{key!r}, row {place}: {column!r} is {_named(cell)}; write a text, in quotes.")
    return {column: cell for column, cell in row.items() if cell.strip()}


def _named(value: Tree) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()} without quotes"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return "a number without quotes"
    return "a list" if isinstance(value, list) else "a group of names and values"


def hand_in(form: Form, answers: Answers, beside: Path, attach: Attach) -> Answers:
    """The answers with `file: path` in a document's row replaced by the digest under which it is kept now.

    All files are read before the first is kept. Raises Failed for one that is missing, empty or too large.
    """
    read: dict[str, tuple[bytes, str]] = {}
    for key, place, row in _documents(form, answers):
        path = beside / row["file"]
        read[f"{key}/{place}"] = (_content(path, key), path.name)
    done = dict(answers)
    for key, place, row in _documents(form, answers):
        content, name = read[f"{key}/{place}"]
        kept = {column: cell for column, cell in row.items() if column != "file"}
        rows = [one for one in done[key] if isinstance(one, dict)]
        rows[place] = {"name": name, **kept, "sha256": attach(content, name)}
        done[key] = tuple(rows)
    return done


def _documents(form: Form, answers: Answers) -> list[tuple[str, int, Row]]:
    return [
        (question.key, place, row)
        for question in form.questions
        if question.kind is QuestionKind.DOCUMENT
        for place, row in enumerate(answers.get(question.key, ()))
        if isinstance(row, dict) and "file" in row
    ]


def _content(path: Path, key: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_DOCUMENT + 1)
    except (OSError, ValueError) as wrong:
        why = (getattr(wrong, "strerror", None) or "its name cannot be one").lower()
        raise Failed(f"{key!r}: the file {path} cannot be read: {why}.") from wrong
    if not content:
        raise Failed(f"{key!r}: the file {path} is empty.")
    if len(content) > LARGEST_DOCUMENT:
        raise Failed(f"{key!r}: the file {path} is larger than {LARGEST_DOCUMENT:,} bytes.")
    return content


def changes_of(form: Form, changes: Answers) -> Answers:
    """Changed answers, with one choice of several made a list. What is empty stays: it takes an answer back."""
    return {
        key: (value,) if isinstance(value, str) and value and _many(form, key) else value
        for key, value in changes.items()
    }


def _many(form: Form, key: str) -> bool:
    question = form.question(key)
    return question is not None and question.kind is QuestionKind.CHOICES
