"""`make bench`: the floor and story (a) side by side, then full records; figures to .data/bench.json."""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.text import Text
from temporalio.client import Client
from temporalio.service import RPCError

import records
from bench import clicks, figures, pages, shelves
from bench.figures import Figures, percentile
from bench.histories import Left, left
from bench.memory import kilobytes_each
from bench.roads import Bare, Ours, Road, Round, round_of
from bench.script import Office, Script, database, office, taken_down
from bench.servers import KEPT, WorkerFailed, WorkerProcess, dev_server, floor_worker, our_worker
from demo.house import NotSettled
from demo.player import leave
from demo.playing import Broken
from demo.servers import NoBinary
from sharing.refused import Refused
from wiring.sealing import key_at


@dataclass(frozen=True)
class Size:
    """How much is measured. The worker caches 1,100 workflows; the first of them are there for warming up."""

    rounds: int = 5
    at_once: int = 20
    first_open: int = 100
    more_open: int = 1000
    still_for: float = 3
    requests: int = 10_000
    facts: int = 500_000
    times: int = 40
    loads: tuple[clicks.Load, ...] = clicks.LOADS
    crowd: pages.Crowd = pages.CROWD


FULL = Size()
QUICK = Size(rounds=1, at_once=2, first_open=2, more_open=4, still_for=0, requests=20, facts=1_000, times=2,
             loads=clicks.FEW, crowd=pages.FEW)  # fmt: skip


class Bench:
    """One run, in a folder of its own."""

    def __init__(self, size: Size, folder: Path, console: Console) -> None:
        self._size = size
        self._folder = folder
        self._console = console
        self._begun = time.monotonic()
        self.found: Figures = {"quick": size is QUICK, "server": KEPT, "at_once": size.at_once}

    async def run(self) -> Left:
        """Measure everything; what one road leaves in Temporal is returned for its table."""
        stopped = asyncio.current_task()
        assert stopped is not None
        # Also when it is told to end, it ends the server and the workers first.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.cancel)
        self._note_load("load_before")
        url = database(self._folder)
        records.migrate(url)
        key = key_at(self._folder / "desk.key", make=True)
        async with dev_server(self._folder) as client:
            with records.open(url) as store:
                ours = office(client, store, key)
                async with our_worker(client, self._folder) as mine, floor_worker(client, self._folder) as other:
                    script, road = await self._one_road(client, ours)
                    bare = Bare(client, len(script.says))
                    await self._rounds((Ours(client, ours, script), mine), (bare, other), script.messages)
                await self._memory(client, ours, script)
                await self._clicks(client, ours, script)
                like = shelves.example(ours, script.reference)
        await self._shelves(ours, like)
        self._note_load("load_after")
        self.found["seconds"] = round(time.monotonic() - self._begun)
        return road

    def _note_load(self, name: str) -> None:
        self.found[name] = round(os.getloadavg()[0], 2)

    def _say(self, words: str) -> None:
        self._console.print(Text(f"{time.monotonic() - self._begun:4.0f} s  {words}"), soft_wrap=True)

    async def _one_road(self, client: Client, ours: Office) -> tuple[Script, Left]:
        self._say("Story (a) is played once, act by act, and its history weighed.")
        script = await taken_down(client, ours)
        road = await left(client, script.reference)
        handle = await Bare(client, len(script.says)).after(len(script.says), [])
        await handle.result()
        bare = await left(client, handle.id)
        self.found |= {
            "messages": script.messages,
            "events_per_message": round(road.events / script.messages, 2),
            "bytes_per_message": round(road.bytes / script.messages),
            "opening_bytes": road.opening,
            "floor_events_per_message": round(bare.events / script.messages, 2),
            "floor_bytes_per_message": round(bare.bytes / script.messages),
        }
        return script, road

    async def _rounds(
        self, ours: tuple[Road, WorkerProcess], bare: tuple[Road, WorkerProcess], messages: int
    ) -> None:
        mine: list[Round] = []
        floors: list[Round] = []
        for nth in range(1, self._size.rounds + 1):
            floors.append(await round_of(bare[0], self._size.at_once, bare[1]))
            mine.append(await round_of(ours[0], self._size.at_once, ours[1]))
            rates = f"floor {floors[-1].roads_per_second:.2f}, ours {mine[-1].roads_per_second:.2f} roads per second"
            self._say(f"Round {nth} of {self._size.rounds}, {self._size.at_once} at once: {rates}.")
        self._take("", mine, messages)
        self._take("floor_", floors, messages)
        pairs = zip(mine, floors, strict=True)
        ratio = statistics.median(one.roads_per_second / other.roads_per_second for one, other in pairs)
        self.found["rate_to_floor"] = round(ratio, 3)

    async def _clicks(self, client: Client, ours: Office, script: Script) -> None:
        self._say("Clicks in Slack, through the stand-in and the signed door.")
        owners = clicks.Owners(ours, script, client, self._folder)
        async with clicks.workplace(client, self._folder, owners) as there:
            for load in self._size.loads:
                self.found |= (await clicks.took(there, load, owners)).figures(load.name)

    def _take(self, whose: str, rounds: Sequence[Round], messages: int) -> None:
        """The median of the rounds, of each figure by itself."""

        def middle(of: Callable[[Round], float]) -> float:
            return statistics.median(of(one) for one in rounds)

        self.found[f"{whose}roads_per_second"] = round(middle(lambda one: one.roads_per_second), 3)
        self.found[f"{whose}update_p50_ms"] = round(middle(lambda one: percentile(one.updates, 0.5)) * 1000, 1)
        for who in ("worker", "server", "door"):
            # The default binds the name of this turn; its type cannot be written in a lambda.
            busy = middle(lambda one, who=who: one.busy[who])  # type: ignore[misc]
            self.found[f"{whose}{who}_cpu_ms_per_message"] = round(busy / messages * 1000, 2)
        self.found[f"{whose}update_p99_ms"] = round(middle(lambda one: percentile(one.updates, 0.99)) * 1000, 1)

    async def _memory(self, client: Client, ours: Office, script: Script) -> None:
        size = self._size
        first, more = size.first_open, size.more_open
        self._say(f"{first + more} requests are lodged and screened, then as many floors begun; all stay open.")
        bare, road = Bare(client, len(script.says)), Ours(client, ours, script)
        async with floor_worker(client, self._folder) as process:
            each = await kilobytes_each(process, lambda: bare.after(1, []), first, more, size.still_for)
            self.found["floor_kb_per_open_workflow"] = round(each, 2)
        async with our_worker(client, self._folder) as process:
            each = await kilobytes_each(process, road.screened, first, more, size.still_for)
            self.found["worker_kb_per_open_request"] = round(each, 2)
            self.found["worker_mb"] = round(process.kilobytes / 1024)

    async def _shelves(self, ours: Office, like: shelves.Example) -> None:
        size = self._size
        self._say(f"Records are filled with {size.requests:,} requests and {size.facts:,} facts, and read.")
        mean = size.facts // size.requests
        lengths = shelves.lengths(size.requests, size.facts, len(like.facts))
        for name, each in (("full", lengths), ("one", [mean]), ("none", [])):
            with shelves.filled(self._folder / name, like, each) as store:
                desk = office(cast(Any, None), store, ours.key).desk
                suffix = "" if name == "full" else "_empty"
                if name != "one":
                    self.found[f"list_p95{suffix}_ms"] = round(shelves.listing(store, len(each), size.times), 2)
                if each:
                    shown = shelves.showing(store, desk, len(each), size.times * 10)
                    self.found[f"show_p95{suffix}_ms"] = round(shown, 2)
                if name == "full":
                    self.found |= {"requests": len(each), "facts": sum(each)}
                    self._say(f"Pages are opened over them, at last by {size.crowd.people} people at once.")
                    self.found |= await pages.opened(self._folder / name, store, len(each), size.crowd)


def main(argv: Sequence[str]) -> int:
    """Measure and print; 0 also where an aim is missed, 1 with a sentence where something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure story (a) beside a bare workflow.")
    parser.add_argument("--quick", action="store_true", help="only to see that it runs; the figures mean little")
    parser.add_argument("--to", type=Path, default=figures.WRITTEN, metavar="FILE", help="where the figures go")
    try:
        wanted = parser.parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    try:
        found = _measured(QUICK if wanted.quick else FULL, console)
    except (Broken, NoBinary, NotSettled, Refused, RPCError, TimeoutError, WorkerFailed) as wrong:
        console.print(Text(str(wrong) or "Something was waited for in vain.", style="red"))
        return 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        console.print("Stopped; no figures are written.")
        return 1
    figures.write(found, wanted.to)
    console.print(Text(f"The figures are in {wanted.to}."))
    return 0


def _measured(size: Size, console: Console) -> Figures:
    # Beside the ordinary records, on the same disk: a folder in memory would flatter what waits for a disk.
    figures.WRITTEN.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=figures.WRITTEN.parent) as folder:
        bench = Bench(size, Path(folder).absolute(), console)
        road = asyncio.run(bench.run())
    console.print(figures.table(bench.found))
    console.print(figures.bytes_table(road.bytes_of, road.events_of, int(bench.found["messages"])))
    load = f"{bench.found['load_before']} before, {bench.found['load_after']} after"
    console.print(Text(f"One dev server, {KEPT}; load average {load}; {bench.found['seconds']} s."))
    return bench.found


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
