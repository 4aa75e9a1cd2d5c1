"""The register entry in the making: its fields filled from the file, and how it will look when published."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from policy.scheme import Publication
from sharing.entry import entry_from_file
from sharing.request import Request
from starter.filling import Blank, Filled
from starter.web.differences import compared
from starter.web.ground import Ground

FIELDS = "fields."


class Line(NamedTuple):
    """A field of the entry: its text, how many words of how many, and what differs from what is published."""

    title: str
    text: str
    words: int
    most_words: int
    changes: Markup | None


class Preview(NamedTuple):
    """An entry as it will be published. `against` is the version that its changes are marked against."""

    lines: tuple[Line, ...]
    against: str


def step_of(request: Request) -> Publication:
    """The step that publishes. Raises StopIteration where a scheme has none."""
    return next(one for one in request.rules.path if isinstance(one, Publication))


def from_file(on: Ground, request: Request) -> dict[str, str]:
    """What the file says for each field."""
    try:
        answers = on.records.answers(request.filing.digest)
    except LookupError:
        answers = {}
    return entry_from_file(request, answers)


def as_it_stands(on: Ground, request: Request) -> dict[str, str]:
    """The fields as a draft begins: the version that was drafted last, else from the file."""
    drawn = from_file(on, request)
    return {**drawn, **request.entry.drafted.fields} if request.entry else drawn


def prefilled(on: Ground, request: Request, drawn: Sequence[Blank]) -> tuple[Blank, ...]:
    """The blanks, those of the entry's fields with what would stand there."""
    if not any(blank.path.startswith(FIELDS) for blank in drawn):
        return tuple(drawn)
    fields = as_it_stands(on, request)
    return tuple(
        blank._replace(given=fields.get(blank.path.removeprefix(FIELDS), ""))
        if blank.path.startswith(FIELDS)
        else blank
        for blank in drawn
    )


def without_the_files_own(on: Ground, request: Request, filled: Filled) -> Filled:
    """What was typed, without the fields that say what the file says: the desk draws those from it, however long."""
    if not any(path.startswith(FIELDS) for path in filled):
        return filled
    own = {f"{FIELDS}{key}": text.replace("\r\n", "\n").strip() for key, text in from_file(on, request).items()}
    return {path: "" if own.get(path) == value else value for path, value in filled.items()}


def most_words(request: Request) -> dict[str, int]:
    """How many words each blank of the entry may have."""
    return {f"{FIELDS}{field.key}": field.most_words for field in step_of(request).fields if field.most_words}


def preview(on: Ground, request: Request, filled: Filled | None = None) -> Preview:
    """The entry as it stands, or with what is typed: what is left empty is drawn from the file."""
    fields = as_it_stands(on, request)
    if filled is not None:
        given = {path.removeprefix(FIELDS): str(text) for path, text in filled.items() if path.startswith(FIELDS)}
        fields = from_file(on, request) | {key: text for key, text in given.items() if text}
    published = on.register.versions(request.reference, step_of(request).published_on)
    before: Mapping[str, str] | None = published[-1].fields if published else None
    lines = tuple(
        Line(
            field.title,
            fields[field.key],
            len(fields[field.key].split()),
            field.most_words,
            compared(before.get(field.key, ""), fields[field.key]) if before is not None else None,
        )
        for field in step_of(request).fields
        if fields.get(field.key)
    )
    return Preview(lines, f"version {published[-1].version}" if published else "")
