"""Records the stories' histories: `python -m tests.histories.record [STORY …]`, after a change of commands.

They lie in the folder of the edition that new requests are opened with. Those of earlier editions are never recorded
again: that today's workflow replays them is what lets requests that were opened then go on.

A history is kept whole, compressed, one event to a line: a replay must meet what a server would send.
"""

import asyncio
import gzip
import json
import os
import sys
import tempfile
from pathlib import Path

from demo import story as stories
from demo.house import begin, furnished
from demo.playing import play
from demo.servers import skipping
from workflows.contract import EDITION

HERE = Path(__file__).parent


def kept() -> tuple[Path, ...]:
    """All recorded histories, of all editions."""
    return tuple(sorted(HERE.glob("edition-*/*.json.gz")))


def folder_of(edition: int) -> Path:
    """Where the histories of an edition lie."""
    return HERE / f"edition-{edition}"


def read(path: Path) -> str:
    """A recorded history as JSON."""
    return gzip.decompress(path.read_bytes()).decode()


def _compact(history: str) -> bytes:
    events = json.loads(history)["events"]
    lines = ",\n".join(json.dumps(event, separators=(",", ":"), ensure_ascii=False) for event in events)
    return gzip.compress(f'{{"events":[\n{lines}\n]}}\n'.encode(), mtime=0)


async def record(key: str) -> Path:
    """Play a story and write its history down."""
    story = stories.story(key)
    with tempfile.TemporaryDirectory() as folder:
        async with skipping() as server, furnished(server, Path(folder) / "records.db") as furniture:
            house = await begin(story, furniture)
            await play(story, house)
            assert house.reference is not None, "a story lodges its request"
            history = await server.client.get_workflow_handle(house.reference).fetch_history()
    path = folder_of(EDITION) / f"{story.key}.json.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_compact(history.to_json()))
    return path


async def _all(keys: tuple[str, ...]) -> None:
    for key in keys:
        path = await record(key)
        print(f"{path.name}: {len(read(path)):,} characters, {path.stat().st_size:,} bytes on disk")


if __name__ == "__main__":
    asyncio.run(_all(tuple(sys.argv[1:]) or stories.known()))
    sys.stdout.flush()
    os._exit(0)  # sdk-python 300: a short-lived program may abort when it ends by itself
