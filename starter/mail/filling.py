"""From a mail to the answers of a form: a sheet where there is one, else its words, and the data that it names."""

import re
from collections.abc import Callable
from typing import NamedTuple

from policy.form import Answers, Question, QuestionKind, Row
from policy.scheme import Publication, Scheme
from starter.mail.opening import Opened
from starter.mail.sheets import sheet_in
from wiring.directory import Directory, RegisteredAsset

Attach = Callable[[bytes, str], str]
"""Keeps a file under a name; returns its digest."""


class Filled(NamedTuple):
    """The answers that a mail makes, and sentences about what could not be used."""

    answers: Answers
    notes: tuple[str, ...] = ()


def filled(scheme: Scheme, directory: Directory, mail: Opened, attach: Attach) -> Filled:
    """The answers that a mail makes, mostly an incomplete sheet. Its files are kept, and named in the answers."""
    kept = {file.name: attach(file.content, file.name) for file in mail.files}
    answers, notes = sheet_in(scheme.form, mail, kept)
    if not answers and (item := item_for_words(scheme)):
        answers = {item.key: _words(item, mail, kept)}
    table, column = scheme.assets_in
    if not answers.get(table):
        named: tuple[Row, ...] = tuple({column: one.key} for one in assets_named(directory, mail))
        answers = {**answers, table: named} if named else answers
    return Filled(answers, notes)


def item_for_words(scheme: Scheme) -> Question | None:
    """The question that a free letter answers best: the first long text about the project that is not published.

    Where the project is described is known by the register: it publishes answers of that section. What is published
    is no place for a letter that nobody has read yet.
    """
    public = {
        field.source or field.key
        for step in scheme.rules.path
        if isinstance(step, Publication)
        for field in step.fields
    }
    long = [one for one in scheme.form.questions if one.kind is QuestionKind.LONG_TEXT and not one.only_if]
    sections = [one.section for one in long if one.key in public]
    private = [one for one in long if one.key not in public and one.required]
    about_it = [one for one in private if sections and one.section == sections[0]]
    return next(iter((*about_it, *private)), None)


def assets_named(directory: Directory, mail: Opened) -> tuple[RegisteredAsset, ...]:
    """The data assets whose key or title stands in a mail's subject or text."""
    text = _plain(f"{mail.subject} {mail.text}")
    return tuple(one for one in directory.assets if any(f" {_plain(name)} " in f" {text} " for name in _names(one)))


def _names(asset: RegisteredAsset) -> tuple[str, ...]:
    return (asset.key, asset.title, asset.title.partition(",")[0])


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _words(item: Question, mail: Opened, kept: dict[str, str]) -> str:
    files = [f"Attached: {name} (SHA-256 {sha256})" for name, sha256 in kept.items()]
    text = "\n\n".join(part for part in (mail.subject, mail.text, "\n".join(files)) if part)
    rest = "\n\nThe rest stands in the e-mail itself, which is kept."
    return text if len(text) <= item.longest else text[: item.longest - len(rest)] + rest
