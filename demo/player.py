"""`make demo`: plays the stories on a throw-away server, through the desk, a real worker and real records."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.text import Text

from demo import story as stories
from demo.house import Furniture, NotSettled, begin, furnished
from demo.playing import Broken, play
from demo.servers import NoBinary, Server, dev, skipping
from demo.story import Story, WrongStory
from demo.telling import Ending, Teller, endings_table, entry_table
from policy.scheme import Publication
from records import SqlRecords
from sharing.request import Request
from wiring.directory import read
from wiring.settings import SAMPLE_DIRECTORY

PAPERS = Path(".data") / "demo"


class Playing:
    """One run: which stories, where the records and papers go, how it is told."""

    def __init__(self, chosen: Sequence[Story], folder: Path, papers: Path, console: Console) -> None:
        self._stories = chosen
        self._folder = folder
        self._papers = papers
        self._console = console
        self._tell = Teller(console, read(SAMPLE_DIRECTORY))
        self._shown: list[Path] = []
        self._endings: list[Ending] = []

    async def on_skipping(self) -> None:
        """Each story on a small server of its own: they begin on their own dates, and time costs nothing."""
        for story in self._stories:
            async with skipping() as server, furnished(server, self._folder / f"{story.key}.db") as furniture:
                await self._one(story, furniture)
        self._sum_up()

    async def on_dev(self, stay: bool) -> None:
        """All on one real server with a UI: they begin today, and time is skipped for each by itself."""
        async with dev() as server, furnished(server, self._folder / "records.db") as furniture:
            for story in self._stories:
                await self._one(story, furniture)
            self._sum_up()
            if stay:
                for one in self._endings:
                    self._console.print(Text(f"In the Temporal UI: {one.address}"), soft_wrap=True)
                self._console.print(f"The server with its UI at {server.ui} runs until you press Enter.")
                await asyncio.to_thread(sys.stdin.readline)

    async def _one(self, story: Story, furniture: Furniture) -> None:
        self._tell.begin(story)
        started = time.monotonic()
        house = await begin(story, furniture)
        await play(story, house, self._tell)
        request = await house.request()
        assert request is not None, "a story lodges its request"
        took = timedelta(seconds=time.monotonic() - started)
        self._endings.append(Ending(story, request, _address(furniture.server, request), took))
        self._shown += _write_papers(self._papers / story.key, request, furniture.store)
        if story.key == self._stories[0].key:
            self._print_entry(request, furniture.store)

    def _print_entry(self, request: Request, store: SqlRecords) -> None:
        step = _register_step(request)
        for entry in store.register().versions(request.reference, step.published_on)[-1:]:
            self._console.print()
            self._console.print(entry_table(entry, step.fields))

    def _sum_up(self) -> None:
        self._console.print()
        self._console.print(endings_table(self._endings))
        for path in self._shown:
            self._console.print(Text(f"Paper: {path.absolute()}"), soft_wrap=True)


def _register_step(request: Request) -> Publication:
    return request.rules.the(Publication)


def _address(server: Server, request: Request) -> str:
    return f"{server.ui}/namespaces/{server.client.namespace}/workflows/{request.reference}" if server.ui else ""


def _write_papers(folder: Path, request: Request, store: SqlRecords) -> list[Path]:
    """The agreement as it was signed, and the register as it stands, out of the records into a folder."""
    if request.agreement is None or request.agreement.drafted is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sha256 in (request.agreement.drafted.fixed_copy, request.agreement.drafted.document):
        content = store.content(sha256)
        path = folder / content.name
        path.write_bytes(content.content)
        written.append(path)
    register = folder / "register.json"
    register.write_text(store.register().as_json(_register_step(request).published_on), encoding="utf-8")
    return [*written, register]


def main(argv: Sequence[str] = ()) -> int:
    """Play all stories, or those that are chosen.

    Returns 0 where every one went as it is told, 1 with a sentence where one did not, 2 for a wrong option.
    """
    try:
        wanted = _options().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    console = Console(highlight=False)
    try:
        chosen = [stories.story(key) for key in wanted.story or stories.known()]
        with tempfile.TemporaryDirectory(prefix="sharing-demo-") as temporary:
            folder, papers = (wanted.keep, wanted.keep) if wanted.keep else (Path(temporary), PAPERS)
            folder.mkdir(parents=True, exist_ok=True)
            playing = Playing(chosen, folder, papers, console)
            if wanted.server == "dev":
                asyncio.run(playing.on_dev(stay=sys.stdin.isatty()))
            else:
                asyncio.run(playing.on_skipping())
    except (Broken, NoBinary, NotSettled, WrongStory) as wrong:
        console.print(Text(str(wrong), style="red"))
        return 1
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="starter demo", description="Play the stories on a throw-away server.")
    parser.add_argument(
        "--story", action="append", metavar="KEY", help=f"one of {', '.join(stories.known())}; repeatable"
    )
    parser.add_argument(
        "--server",
        choices=("skipping", "dev"),
        default="skipping",
        help="skipping: small, quick, no UI, on the stories' own dates; dev: the real one with its UI, from today on",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the records and the papers there")
    return parser


def leave(code: int) -> NoReturn:
    """End at once: the SDK's threads may abort a short-lived program that ends by itself (sdk-python 300)."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
