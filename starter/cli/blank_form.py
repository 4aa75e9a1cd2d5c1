"""A scheme's form as a YAML file to fill in: every question a comment, with its clause, choices and conditions."""

import textwrap
from collections.abc import Iterator, Mapping

from policy.form import Column, Question, QuestionKind
from policy.scheme import Scheme
from wiring.directory import Directory

_WIDE = 100


def blank_form(scheme: Scheme, directory: Directory | None = None) -> str:
    """The whole file, ending with a line break. With a directory it says which data and bodies can be named."""
    return "\n".join(_lines(scheme, _known(scheme, directory))) + "\n"


def _known(scheme: Scheme, directory: Directory | None) -> dict[tuple[str, str], str]:
    """What the directory knows for a column of a table."""
    if directory is None:
        return {}
    assets = ", ".join(f"{asset.key} ({asset.title})" for asset in directory.assets)
    bodies = ", ".join(body.title for body in directory.organisations if body.key != scheme.rules.host)
    return {scheme.assets_in: f"One of: {assets}", scheme.bodies_in: f"Registered are: {bodies}"}


def _lines(scheme: Scheme, known: Mapping[tuple[str, str], str]) -> Iterator[str]:
    yield from _said(f"{scheme.title}: {scheme.publisher}, policy version {scheme.policy_version}.")
    yield from _said(
        "Write behind each colon. For a text of several lines put | behind the colon and the text below it, "
        "indented. What you leave empty is not answered. Questions marked with * must be answered where they "
        f"apply. Then: starter lodge FILE --scheme {scheme.key} --as PERSON"
    )
    for warning in scheme.warnings:
        yield "#"
        yield from _said(warning)
    section = ""
    for question in scheme.form.questions:
        if question.section != section:
            section = question.section
            yield from ("", f"# ---- {section} " + "-" * max(4, _WIDE - 9 - len(section)))
        yield ""
        yield from _question(question, known)


def _said(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDE, initial_indent="# ", subsequent_indent=f"# {indent}", break_on_hyphens=False)


def _question(question: Question, known: Mapping[tuple[str, str], str]) -> Iterator[str]:
    star = "* " if question.required else ""
    yield from _said(f"{star}{question.asks} [{question.clause}]")
    if question.hint:
        yield from _said(question.hint)
    if question.only_if:
        yield from _said(f"Only if {question.only_if.question} is {question.only_if.answer}.")
    if wanted := _wanted(question):
        yield from _said(wanted, indent="  ")
    match question.kind:
        case QuestionKind.TABLE:
            for column in question.columns:
                yield from _said(f"  {_column(column)} {known.get((question.key, column.key), '')}".rstrip(), "    ")
            yield f"{question.key}:"
            yield from _rows(question.columns)
        case QuestionKind.DOCUMENT:
            yield from (f"{question.key}:", "  - file:", "    version:", "    author:")
        case _:
            yield f"{question.key}:"


def _wanted(question: Question) -> str:
    offered = ", ".join(question.choices)
    match question.kind:
        case QuestionKind.CHOICE:
            return f"One of: {offered}"
        case QuestionKind.CHOICES:
            return f"Any of, as a list [a, b]: {offered}"
        case QuestionKind.YES_NO:
            return "yes or no"
        case QuestionKind.CONFIRMATION:
            return "yes, to confirm it"
        case QuestionKind.DATE:
            return "A day, written as 2027-03-31"
        case QuestionKind.DOCUMENT:
            return "The path of the file, seen from this one; its version; its author."
        case QuestionKind.TABLE:
            return "Rows, each with:"
        case _:
            return f"At most {question.longest:,} characters."


def _column(column: Column) -> str:
    words = column.title if not column.choices else f"{column.title}, one of {', '.join(column.choices)}"
    needed = "" if column.required else " (may stay empty)"
    every = ", each of them in some row" if column.every_choice else ""
    return f"{column.key}: {words}{every}{needed}."


def _rows(columns: tuple[Column, ...]) -> Iterator[str]:
    """One empty row; where each choice of a column must stand in some row, one row for each."""
    every = next((column for column in columns if column.every_choice), None)
    for choice in every.choices if every else ("",):
        for place, column in enumerate(columns):
            value = f" {choice}" if every and column.key == every.key else ""
            yield f"  {'-' if place == 0 else ' '} {column.key}:{value}"
