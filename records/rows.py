"""Values to rows and back: the only place that knows how a fact, a standing or a notice lies in a table."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from records.faults import RecordsUnusable, Unkeepable
from sharing.errands import Standing
from sharing.facts import AnyFact, Awaited, By, Happened
from sharing.messages import Asset, Organisation
from sharing.notices.notice import Choice, Notice
from sharing.spoken import Spoken

FACT: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
ORGANISATIONS = TypeAdapter(tuple[Organisation, ...])
ASSETS = TypeAdapter(tuple[Asset, ...])
CHOICES = TypeAdapter(tuple[Choice, ...])
LINES = TypeAdapter(tuple[str, ...])
ADDRESSED = {"barred", "also", "assigned"}

Columns = dict[str, Any]


def checked(row: Columns) -> Columns:
    """The row, if every database can hold its texts. Raises Unkeepable."""
    for value in row.values():
        if isinstance(value, str):
            plain(value)
    return row


def plain(text: str) -> str:
    """The text, if every database can hold it. Raises Unkeepable."""
    if "\0" in text:
        raise Unkeepable("A text for the records contains NUL, which no database keeps truthfully. Remove it.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Unkeepable("A text for the records contains half a character (a lone surrogate). Remove it.")
    return text


def json_of(adapter: TypeAdapter[Any], value: object) -> str:
    """A value as JSON. Raises Unkeepable where a text in it is no Unicode."""
    try:
        return adapter.dump_json(value).decode()
    except ValueError:
        raise Unkeepable("A text for the records contains half a character (a lone surrogate). Remove it.") from None


def happened_row(reference: str, run: str, branch: int, one: Happened, kept_at: datetime) -> Columns:
    """A fact as it is kept."""
    by = one.by
    return checked(
        {
            "reference": reference,
            "branch": branch,
            "number": one.number,
            "run": run,
            "digest": one.digest,
            "at": one.at,
            "by_person": by.person if by else None,
            "office": by.office if by else None,
            "for_person": by.for_person if by and by.for_person is not None else None,
            "kind": one.fact.kind,
            "fact": json_of(FACT, one.fact),
            "speech": one.speech.model_dump_json() if one.speech else None,
            "kept_at": kept_at,
        }
    )


def happened_from(row: Row[Any]) -> Happened:
    """A fact as it was told. Raises RecordsUnusable where the row cannot be read."""
    try:
        by = None
        if row.by_person is not None:
            by = By(person=row.by_person, office=row.office or "", for_person=row.for_person)
        return Happened(
            number=row.number,
            at=row.at,
            by=by,
            fact=FACT.validate_json(row.fact),
            speech=Spoken.model_validate_json(row.speech) if row.speech is not None else None,
        )
    except ValidationError:
        raise RecordsUnusable(
            f"Fact {row.number} of {row.reference} ({row.kind}) cannot be read: it is damaged, or was written by a "
            "newer version of this program. Update the program, or put back a backup."
        ) from None


def request_row(standing: Standing, branch: int) -> Columns:
    """Where a request stands, as the read model has it."""
    names: Iterable[str] = (
        standing.reference,
        standing.requester,
        *(word for body in standing.organisations for word in (body.key, body.title)),
        *(word for asset in standing.assets for word in (asset.key, asset.title)),
    )
    return checked(
        {
            "reference": standing.reference,
            "scheme": standing.scheme,
            "branch": branch,
            "number": standing.number,
            "revision": standing.revision,
            "state": standing.state,
            "outcome": standing.outcome,
            "requester": standing.requester,
            "organisations": json_of(ORGANISATIONS, standing.organisations),
            "assets": json_of(ASSETS, standing.assets),
            "words": "\n".join(name.casefold() for name in names if name),
            "lodged_at": standing.lodged_at,
            "at": standing.at,
        }
    )


def awaited_row(reference: str, task: Awaited) -> Columns:
    """An open task, as the read model has it."""
    return checked(
        {
            "reference": reference,
            "task": task.key,
            "step": task.step,
            "office": task.office,
            "asset": task.asset,
            "detail": task.detail,
            "what": task.what,
            "since": task.since,
            "due": task.due,
            "stopped_at": task.stopped_at,
            "days": task.days,
            "again": task.again,
            "reminded": task.reminded,
            "chased": task.chased,
        }
    )


def awaited_from(row: Row[Any]) -> Awaited:
    """An open task."""
    return Awaited(
        step=row.step,
        office=row.office,
        what=row.what,
        asset=row.asset,
        detail=row.detail,
        since=row.since,
        due=row.due,
        days=row.days,
        again=row.again,
        stopped_at=row.stopped_at,
        reminded=row.reminded,
        chased=row.chased,
    )


def notice_row(notice: Notice, told_at: datetime) -> Columns:
    """A notice as the inbox has it."""
    return checked(
        {
            "key": notice.key,
            "reference": notice.reference,
            "office": notice.office,
            "asset": notice.asset,
            "person": notice.person,
            "kind": notice.kind,
            "headline": notice.headline,
            "lines": json_of(LINES, notice.lines),
            "choices": json_of(CHOICES, notice.choices),
            "due": notice.due,
            "task": notice.task,
            "urgent": notice.urgent,
            "told_at": told_at,
            "number": notice.number,
            "topic": notice.topic,
            "addressed": notice.model_dump_json(include=ADDRESSED, exclude_unset=True),
        }
    )


def notice_from(row: Row[Any]) -> Notice:
    """A notice as it was told."""
    return Notice(
        key=row.key,
        reference=row.reference,
        kind=row.kind,
        office=row.office,
        asset=row.asset,
        person=row.person,
        headline=row.headline,
        lines=LINES.validate_json(row.lines),
        choices=CHOICES.validate_json(row.choices),
        due=row.due,
        task=row.task,
        urgent=row.urgent,
        number=row.number,
        topic=row.topic,
        **json.loads(row.addressed),
    )
