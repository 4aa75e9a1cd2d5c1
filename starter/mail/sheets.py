"""Answers in a mail: a YAML or JSON sheet as `starter form` prints it, in which every word stays a word."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from policy.form import Answer, Answers, Form, QuestionKind, Row, unfit
from starter.mail.opening import Attached, Opened

LARGEST = 2_000_000
"""Bytes; a sheet of answers is never larger."""
DEEPEST = 8
ENDINGS = (".yaml", ".yml", ".json")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(Exception):
    """A sheet that cannot be read; the text says why."""


def sheet_in(form: Form, mail: Opened, kept: Mapping[str, str]) -> tuple[Answers, tuple[str, ...]]:
    """The answers in a mail's file or text, empty where there are none; and what had to be left out, as sentences.

    `kept` are the digests of the mail's files by their names, to which `file: name` in a document's row refers.
    """
    notes: list[str] = []
    for file in mail.files:
        if file.name.lower().endswith(ENDINGS):
            try:
                found, said = answers_of(form, _tree(file), kept)
            except Unreadable as wrong:
                notes.append(f"{file.name} could not be read as answers: {wrong}")
                continue
            if found:
                return found, (*notes, *said)
            notes.append(f"{file.name} holds no answers to questions of the form.")
    return _inline(form, mail.text, kept), tuple(notes)


def _inline(form: Form, text: str, kept: Mapping[str, str]) -> Answers:
    """The answers that a mail's text itself holds, where it is written like a sheet."""
    keys = {question.key for question in form.questions}
    lines = text.split("\n")
    starts = [at for at, line in enumerate(lines) if line.partition(":")[0] in keys and ":" in line]
    if len(starts) < 2:
        return {}
    sheet = "\n".join(lines[starts[0] :]).partition("\n-- ")[0]
    try:
        return answers_of(form, _tree(Attached("the e-mail", sheet.encode())), kept)[0]
    except Unreadable:
        return {}


def answers_of(form: Form, tree: object, kept: Mapping[str, str]) -> tuple[Answers, tuple[str, ...]]:
    """The answers of a sheet that the form can keep, and a sentence for each that it cannot."""
    if not isinstance(tree, Mapping):
        raise Unreadable("it is no list of questions and answers.")
    given: Answers = {}
    notes: list[str] = []
    for key, value in tree.items():
        answer = _answer(form, str(key), value, kept)
        if answer is None:
            notes.append(f"The answer to {str(key)[:80]!r} is no text, list of texts or table.")
        elif answer:
            given[str(key)] = answer
    for gap in unfit(form, given):
        notes.append(gap.sentence)
        given = {key: answer for key, answer in given.items() if key[:80] != gap.question}
    return given, tuple(dict.fromkeys(notes))


def _answer(form: Form, key: str, value: Any, kept: Mapping[str, str]) -> Answer | None:
    question = form.question(key)
    kind = question.kind if question else None
    if isinstance(value, str):
        return (value,) if kind is QuestionKind.CHOICES and value else value
    if isinstance(value, Mapping) and kind in (QuestionKind.TABLE, QuestionKind.DOCUMENT):
        value = [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(one for one in value if one)
    if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        if any(not isinstance(cell, str) for row in value for cell in row.values()):
            return None
        rows = ({str(name): cell for name, cell in row.items() if cell.strip()} for row in value)
        done = (_with_file(row, kept) if kind is QuestionKind.DOCUMENT else row for row in rows)
        return tuple(row for row in done if row)
    return None


def _with_file(row: Row, kept: Mapping[str, str]) -> Row:
    """A document's row, with the file that it names replaced by that file's name and digest."""
    name = re.split(r"[\\/]", row.get("file", ""))[-1]
    others = {column: cell for column, cell in row.items() if column != "file"}
    return {"name": name, **others, "sha256": kept[name]} if name in kept else others


def _tree(file: Attached) -> object:
    if len(file.content) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST:,} bytes.")
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is no text in UTF-8.") from None
    try:
        if file.name.lower().endswith(".json") or re.match(r"\s*[{\[]", text):
            return json.loads(text)
        _look_over(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise Unreadable(f"it is no YAML{f' in line {mark.line + 1}' if mark else ''}.") from None
    except (ValueError, RecursionError):
        raise Unreadable("it is no JSON.") from None


def _look_over(text: str) -> None:
    """Raises Unreadable for what would grow or sink without end while it is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("it has words that stand for another place; write them out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unreadable("it is nested too deep.")
