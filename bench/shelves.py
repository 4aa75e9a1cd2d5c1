"""Listing and showing in full records: ten thousand requests with half a million facts, beside empty ones."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, insert

import records
from bench.figures import percentile
from bench.script import SCHEME, Office, database
from policy.schemes import SCHEMES
from records import SqlRecords
from records.outbox import Outgoing
from records.reading import Wish
from records.rows import awaited_row, happened_row, request_row
from records.tables import awaited, happened, lodgings, open_steps, requests
from sharing import commissioning
from sharing.facts import Happened
from sharing.fold import after
from sharing.request import Request
from starter.desk import Desk

ENDED = 5
"""Every fifth request has come to its end; the others stand at all places of the road before it."""
APART = timedelta(hours=1)
BATCH = 250
Row = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A request that went the whole road, which all others copy: its lodging, its facts, how it stood after each."""

    lodged: Outgoing
    facts: tuple[Happened, ...]
    stood: tuple[Request, ...]
    contents: tuple[tuple[bytes, str], ...]


def example(office: Office, reference: str) -> Example:
    """Read the whole file of a request."""
    store, facts = office.store, office.store.history(reference)
    ended = office.desk.recorded(reference)
    empty = Request(reference=reference, edition=ended.edition, rules=ended.rules, calendar=ended.calendar)
    stood = tuple(accumulate(facts, after, initial=empty))
    sheets = [store.content(digest) for digest in {one.filing.digest for one in stood[1:]}]
    return Example(store.lodging(reference), facts, stood, tuple((one.content, one.name) for one in sheets))


def filled(folder: Path, like: Example, lengths: Sequence[int]) -> SqlRecords:
    """New records in that folder with a request for each of these lengths: so many facts it has. Newest first."""
    folder.mkdir()
    url = database(folder)
    records.migrate(url)
    store = records.open(url)
    store.put_scheme(like.stood[0].rules.digest, SCHEMES[SCHEME])
    for content, name in like.contents:
        store.put(content, name)
    # These rows are written past the ledger, a transaction for hundreds of requests; they are read through it.
    engine = create_engine(url)
    kept = [happened_row("", "run", 0, one, one.at) for one in like.facts]
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        for begin in range(0, len(lengths), BATCH):
            _insert(connection, like, kept, begin, lengths[begin : begin + BATCH])
    engine.dispose()
    return store


def lengths(number: int, facts: int, whole: int) -> list[int]:
    """How many facts each request has, so that all have so many together; `whole` is that of an ended one."""
    ended = range(0, number, ENDED)
    mean = (facts - len(ended) * whole) / (number - len(ended))
    if not 2 <= mean <= whole / 2:
        raise ValueError(f"{facts} facts do not fit {number} requests of which {len(ended)} have {whole}.")
    longest = round(2 * mean) - 1
    found = [whole if place in ended else 1 + place * 7 % longest for place in range(number)]
    spare, way = facts - sum(found), 1 if facts > sum(found) else -1
    for place in range(number):
        if spare and place not in ended and 1 < found[place] < longest:
            found[place] += way
            spare -= way
    return found


def _insert(connection: Connection, like: Example, kept: list[Row], begin: int, lengths: Sequence[int]) -> None:
    rows: dict[Any, list[Row]] = {happened: [], requests: [], lodgings: [], awaited: [], open_steps: []}
    lodging = like.lodged.model_dump()
    for place, length in enumerate(lengths, start=begin):
        reference, earlier = f"ONS-2020-{place + 1:05}", APART * place
        standing = commissioning.standing(like.stood[length])
        tasks = [awaited_row(reference, task) for task in standing.awaited]
        rows[happened] += [{**row, "reference": reference} for row in kept[:length]]
        rows[lodgings].append(
            {**lodging, "reference": reference, "once": reference, "content": "", "lodged_at": standing.lodged_at}
        )
        rows[requests].append(
            {**request_row(standing, 0), "reference": reference, "lodged_at": standing.lodged_at - earlier}
        )
        rows[awaited] += [{**task, "due": task["due"] - earlier} for task in tasks]
        rows[open_steps] += [{"reference": reference, "step": step} for step in standing.steps]
    for table in (requests, lodgings, happened, awaited, open_steps):
        if rows[table]:
            connection.execute(insert(table), rows[table])


# What staff ask ------------------------------------------------------------------------------------------------


def listing(store: SqlRecords, number: int, times: int) -> float:
    """The 95th percentile of a page of a list, in milliseconds, over all the ways in which staff ask for one."""
    at = store.requests(most=1).requests[0].lodged_at if number else datetime.now().astimezone()
    wishes = (
        Wish(),
        Wish(state="open"),
        Wish(state="published"),
        Wish(step="reviews"),
        Wish(office="legal"),
        Wish(overdue_at=at),
        Wish(office="legal", overdue_at=at),
        Wish(text="wexbridge"),
        Wish(text="nothing like it"),
    )
    # Defaults bind the value of each turn; their types cannot be written in a lambda.
    pages: list[Callable[[], object]] = [lambda wish=wish: store.requests(wish) for wish in wishes]  # type: ignore[misc]
    if number:
        middle = f"ONS-2020-{number // 2:05}"
        pages.append(lambda: store.requests(after=middle))
    return _p95(pages * times)


def showing(store: SqlRecords, desk: Desk, number: int, times: int) -> float:
    """The 95th percentile of showing a request from the records alone: its place, facts, form and answers."""
    chosen = random.Random(1).choices(range(1, number + 1), k=times)

    def show(reference: str) -> None:
        assert store.request(reference) is not None
        request = desk.recorded(reference)
        store.scheme(request.rules.digest)
        store.answers(request.filing.digest)

    # As above: the default binds the place of this turn.
    return _p95([lambda place=place: show(f"ONS-2020-{place:05}") for place in chosen])  # type: ignore[misc]


def _p95(asked: Iterable[Callable[[], object]]) -> float:
    took = []
    for ask in asked:
        begun = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begun) * 1000)
    return percentile(took, 0.95)
