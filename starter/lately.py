"""Figures as they were a short while ago: over full records counting takes long, so one counts for all."""

import threading
import time
from datetime import datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

from records import SqlRecords
from starter.turnaround import Figures, turnaround

QUICK = 0.05
"""Seconds. What is counted as quickly is counted afresh each time."""

AS_LONG = 20
"""So many times as long as counting took are figures told again: counting costs a twentieth of one processor."""


class _Counted(NamedTuple):
    figures: Figures
    until: float


class _Book:
    """What was counted over one set of records, by scheme; and whether somebody is counting."""

    def __init__(self) -> None:
        self.counted: dict[str, _Counted] = {}
        self.counting = threading.Lock()


_BOOKS: WeakKeyDictionary[SqlRecords, _Book] = WeakKeyDictionary()
_OPENING = threading.Lock()


def lately(records: SqlRecords, at: datetime, scheme: str = "") -> Figures:
    """The figures of all requests, or of one scheme's; their `at` says of when. Raises RecordsUnreachable."""
    found = _told(records, at, scheme, wait=True)
    assert found is not None, "whoever waits is told"
    return found


def if_counted(records: SqlRecords, at: datetime, scheme: str = "") -> Figures | None:
    """The same for pages that can do without: None while somebody counts for the first time."""
    return _told(records, at, scheme, wait=False)


def _told(records: SqlRecords, at: datetime, scheme: str, *, wait: bool) -> Figures | None:
    with _OPENING:
        book = _BOOKS.setdefault(records, _Book())
    kept = book.counted.get(scheme)
    if kept is not None and time.monotonic() < kept.until:
        return kept.figures
    # Who comes while another one counts takes what was counted before.
    if not book.counting.acquire(blocking=wait and kept is None):
        return kept.figures if kept is not None else None
    try:
        return _count(book, records, at, scheme)
    finally:
        book.counting.release()


def _count(book: _Book, records: SqlRecords, at: datetime, scheme: str) -> Figures:
    kept, begun = book.counted.get(scheme), time.monotonic()
    if kept is not None and begun < kept.until:
        return kept.figures  # another one has counted while this one waited
    figures = turnaround(records, at, scheme)
    took = time.monotonic() - begun
    book.counted.pop(scheme, None)
    if took > QUICK:
        book.counted[scheme] = _Counted(figures, begun + took * (AS_LONG + 1))
    return figures
