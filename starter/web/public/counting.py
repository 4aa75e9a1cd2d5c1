"""Tables of figures for the public. Small counts are hidden, so that nobody's one request can be made out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from starter.turnaround import FEWEST, Figures, Spread

NOT_SHOWN = "not shown"
TOO_FEW = "too few to tell"

Count = int | None
"""A count; None where it is hidden."""


class Table(NamedTuple):
    """A table: its name in addresses, what it is about, its headings, and its rows (each begins with whose it is)."""

    name: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def hidden(total: int, counts: Sequence[int]) -> tuple[Count, tuple[Count, ...]]:
    """A total and the counts it is made of, small ones hidden, so that none can be worked out from the rest."""
    if 0 < total < FEWEST:
        return None, (None,) * len(counts)
    shown: list[Count] = [None if 0 < count < FEWEST else count for count in counts]
    if shown.count(None) == 1:
        # One alone would be the total less the others: the next smallest goes with it.
        others = [place for place, count in enumerate(shown) if count]
        if others:
            shown[min(others, key=lambda place: counts[place])] = None
    return total, tuple(shown)


def cell(count: Count) -> str:
    """A count as it is written."""
    return NOT_SHOWN if count is None else str(count)


def days(value: float | None) -> str:
    """Working days as they are written."""
    return TOO_FEW if value is None else f"{value:g}"


def tables(figures: Figures, titles: Mapping[str, str]) -> tuple[Table, ...]:
    """All tables; the steps in the order of `titles`, which has a title for each."""
    return (_years(figures), _steps(figures, titles), _times(figures, titles))


def _years(figures: Figures) -> Table:
    rows = []
    for one in figures.years:
        total, parts = hidden(one.received, (one.approved, one.refused, one.otherwise, one.open))
        rows.append((str(one.year), *map(cell, (total, *parts))))
    headings = ("Year", "Received", "Approved", "Refused", "Ended without a decision", "Not decided yet")
    return Table("years", "Requests by the year in which they were received", headings, tuple(rows))


def _steps(figures: Figures, titles: Mapping[str, str]) -> Table:
    rows = []
    for key, title in titles.items():
        if step := figures.steps.get(key):
            total, parts = hidden(step.received, (step.decided, step.open))
            rows.append((title, *map(cell, (total, *parts))))
    return Table(
        "steps", "Requests by step", ("Step", "Have reached it", "Have left it", "Are there now"), tuple(rows)
    )


def _times(figures: Figures, titles: Mapping[str, str]) -> Table:
    whole = (
        ("From receipt to decision", figures.total),
        ("Of that, with us", figures.ours),
        ("Of that, with the requester alone", figures.requester),
    )
    steps = ((title, figures.steps[key].days) for key, title in titles.items() if key in figures.steps)
    rows = tuple((name, *_spread(spread)) for name, spread in (*whole, *steps))
    headings = ("What", "Requests", "Median", "Nine in ten took at most")
    return Table("times", "Working days", headings, rows)


def _spread(spread: Spread) -> tuple[str, ...]:
    count = None if 0 < spread.requests < FEWEST else spread.requests
    return cell(count), days(spread.median), days(spread.ninetieth)
