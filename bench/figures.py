"""The figures, flat and by name; what they should be; and the table that shows both."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

Figures = dict[str, float | str | bool]

WRITTEN = Path(".data") / "bench.json"
KEYS = (
    "roads_per_second", "floor_roads_per_second", "update_p50_ms", "update_p99_ms", "events_per_message",
    "bytes_per_message", "opening_bytes", "worker_kb_per_open_request", "floor_kb_per_open_workflow",
    "list_p95_ms", "show_p95_ms",
)  # fmt: skip
"""The figures that others read. There are more in the file; these are never missing."""

LEAST_RATE = 0.6
MOST_EVENTS = 18
MOST_BYTES = 6_000
LARGEST_OPENING = 10_000
MOST_MEMORY = 3
MOST_MILLISECONDS = 50
MOST_OF_EMPTY = 3
SLOWEST_ACK = 2_500
SLOWEST_CARD = 5_000
SLOWEST_PAGE = 500


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, here and on the floor, and whether the aim is met (None: no aim)."""

    what: str
    ours: str
    floor: str = ""
    aim: str = ""
    met: bool | None = None


def lines(found: Figures) -> list[Line]:
    """All lines, in the order of the figures."""

    def of(key: str) -> float:
        return float(found[key])

    rate, floor_memory = of("rate_to_floor"), of("floor_kb_per_open_workflow")
    memory = of("worker_kb_per_open_request") / floor_memory if floor_memory > 0 else math.inf
    return [
        Line("Messages on a road", f"{of('messages'):.0f}", f"{of('messages'):.0f}"),
        Line(
            f"Roads per second, {of('at_once'):.0f} at once",
            f"{of('roads_per_second'):.2f}",
            f"{of('floor_roads_per_second'):.2f}",
            f"at least {LEAST_RATE} of the floor's; {rate:.2f}",
            rate >= LEAST_RATE,
        ),
        *(
            Line(f"An update, {name}, ms", f"{of(f'update_{name}_ms'):.0f}", f"{of(f'floor_update_{name}_ms'):.0f}")
            for name in ("p50", "p99")
        ),
        *(
            Line(
                f"Processor time of the {who} per message, ms",
                f"{of(f'{who}_cpu_ms_per_message'):.1f}",
                f"{of(f'floor_{who}_cpu_ms_per_message'):.1f}",
            )
            for who in ("worker", "server", "door")
        ),
        _most("Events per message", found, "events_per_message", MOST_EVENTS, "{:.1f}"),
        _most("Bytes per message", found, "bytes_per_message", MOST_BYTES),
        _most("Bytes of the opening", found, "opening_bytes", LARGEST_OPENING),
        Line(
            "Worker's memory per open, kB",
            f"{of('worker_kb_per_open_request'):.1f}",
            f"{of('floor_kb_per_open_workflow'):.1f}",
            f"at most {MOST_MEMORY} times the floor's; {memory:.1f}",
            memory <= MOST_MEMORY,
        ),
        *(_reading(name, of(f"{key}_p95_ms"), of(f"{key}_p95_empty_ms")) for name, key in _READINGS),
        *(_click(found, name, what) for name, what in _CLICKS),
        _page("A page over full records, p95, ms", of("page_p95_ms")),
        _page(f"The same, {of('page_people'):.0f} people signed in at once", of("page_p95_crowd_ms")),
    ]


_READINGS = (("Listing", "list"), ("Showing", "show"))
_CLICKS = (("steady", "three a second"), ("burst", "twenty at once"), ("beyond", "six a second"))


def _click(found: Figures, name: str, what: str) -> Line:
    """Acknowledgement and card of signed clicks; what is beyond the load that is promised is only reported."""
    acknowledged, card = float(found[f"click_{name}_ack_p99_ms"]), float(found[f"click_{name}_card_p99_ms"])
    aim = f"acknowledged under {SLOWEST_ACK:,}, card under {SLOWEST_CARD:,}" if name != "beyond" else ""
    met = acknowledged < SLOWEST_ACK and card < SLOWEST_CARD if aim else None
    return Line(f"Clicks, {what}: acknowledged, card, p99, ms", f"{acknowledged:,.0f}, {card:,.0f}", "", aim, met)


def _page(what: str, took: float) -> Line:
    return Line(what, f"{took:,.0f}", "", f"under {SLOWEST_PAGE}", took < SLOWEST_PAGE)


def _most(what: str, found: Figures, key: str, most: int, spelled: str = "{:,.0f}") -> Line:
    ours = float(found[key])
    floor = spelled.format(float(found[f"floor_{key}"])) if f"floor_{key}" in found else ""
    return Line(what, spelled.format(ours), floor, f"at most {most:,}", ours <= most)


def _reading(what: str, full: float, empty: float) -> Line:
    return Line(
        f"{what}, p95, ms (beside it: in empty records)",
        f"{full:.1f}",
        f"{empty:.1f}",
        f"under {MOST_MILLISECONDS}, or {MOST_OF_EMPTY} times empty",
        full < MOST_MILLISECONDS or full <= MOST_OF_EMPTY * empty,
    )


def table(found: Figures) -> Table:
    """What was measured beside what is aimed at."""
    shown = Table(title="What we cost", title_justify="left")
    for heading, side in (("", "left"), ("ours", "right"), ("floor", "right"), ("aim", "left"), ("", "left")):
        # The table wants one of four literals, and these are two of them.
        shown.add_column(heading, justify=side)  # type: ignore[arg-type]
    for line in lines(found):
        verdict = {True: "[green]ok[/]", False: "[red]missed[/]", None: ""}[line.met]
        shown.add_row(line.what, line.ours, line.floor, line.aim, verdict)
    return shown


def bytes_table(sizes: Mapping[str, int], counts: Mapping[str, int], messages: int, most: int = 6) -> Table:
    """Which events the bytes of a road are in, the largest first."""
    shown = Table(title="Where a road's bytes are", title_justify="left")
    shown.add_column("events of one road")
    for heading in ("number", "bytes each", "bytes per message"):
        shown.add_column(heading, justify="right")
    for kind in sorted(sizes, key=lambda one: -sizes[one])[:most]:
        each, per_message = sizes[kind] / counts[kind], sizes[kind] / messages
        shown.add_row(kind, f"{counts[kind]}", f"{each:,.0f}", f"{per_message:,.0f}")
    return shown


def write(found: Figures, path: Path = WRITTEN) -> None:
    """Put the figures down as flat JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
