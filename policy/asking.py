"""Shorthands for questions, so that a form reads like the page that a requester sees."""

from typing import Any

from policy.form import Column, Question, QuestionKind


def _of(kind: QuestionKind, section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    return Question(key=key, asks=asks, kind=kind, clause=clause, section=section, **more)


def text(section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    """A line of text."""
    return _of(QuestionKind.TEXT, section, key, clause, asks, longest=500, **more)


def long_text(section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    """Paragraphs of text."""
    return _of(QuestionKind.LONG_TEXT, section, key, clause, asks, **more)


def yes_no(section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    """Yes or no."""
    return _of(QuestionKind.YES_NO, section, key, clause, asks, **more)


def choice(section: str, key: str, clause: str, asks: str, *choices: str, **more: Any) -> Question:
    """One of several."""
    return _of(QuestionKind.CHOICE, section, key, clause, asks, choices=choices, **more)


def choices(section: str, key: str, clause: str, asks: str, *offered: str, **more: Any) -> Question:
    """Some of several."""
    return _of(QuestionKind.CHOICES, section, key, clause, asks, choices=offered, **more)


def day(section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    """A date."""
    return _of(QuestionKind.DATE, section, key, clause, asks, **more)


def table(section: str, key: str, clause: str, asks: str, *columns: Column, **more: Any) -> Question:
    """Rows."""
    return _of(QuestionKind.TABLE, section, key, clause, asks, columns=columns, **more)


def document(section: str, key: str, clause: str, asks: str, **more: Any) -> Question:
    """A file, with its version and author."""
    return _of(QuestionKind.DOCUMENT, section, key, clause, asks, **more)


def confirmation(section: str, key: str, clause: str, asks: str) -> Question:
    """A sentence to be confirmed; only yes will do."""
    return _of(QuestionKind.CONFIRMATION, section, key, clause, asks)
