"""Pages over full records: one visitor after another, and then fifty people who are signed in at once."""

import asyncio
import itertools
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from bench.figures import Figures, percentile
from bench.servers import a_process
from demo.ports import free_port
from records import SqlRecords
from starter.web.sessions import COOKIE
from wiring.addressing import is_outside
from wiring.directory import Directory, Person, read
from wiring.settings import SAMPLE_DIRECTORY

LASTS = timedelta(hours=5)
PUBLIC = ("/", "/register", "/statistics")


@dataclass(frozen=True)
class Crowd:
    """How many people are signed in at once, how many pages each opens, and how many are opened alone before.

    `pause` are the seconds from one page to the next, in the mean, for somebody who reads what they open.
    """

    people: int = 50
    each: int = 8
    alone: int = 120
    pause: float = 5.0


CROWD = Crowd()
FEW = Crowd(people=3, each=1, alone=6, pause=0)


async def opened(folder: Path, store: SqlRecords, number: int, crowd: Crowd) -> Figures:
    """The 95th percentile of a page, in milliseconds: alone, and among so many people. Any page but a 200 fails."""
    address = f"127.0.0.1:{free_port()}"
    own = {
        "SHARING_DATA_DIR": str(folder),
        "SHARING_WEB_LISTEN": address,
        # Nothing that is only looked at asks the server.
        "SHARING_TEMPORAL_ADDRESS": "127.0.0.1:1",
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHARING_")}
    async with a_process(("-m", "starter.web.serving"), folder / "web.log", environment | own):
        directory = read(SAMPLE_DIRECTORY)
        visitors = [
            _visitor(store, f"http://{address}", person)
            for person in itertools.islice(itertools.cycle(_people(directory)), crowd.people)
        ]
        chance = random.Random(1)
        for path in (*PUBLIC, *_staffs(chance, number)):  # what is made once for everybody is made now
            await _took(visitors[0], path)
        alone = [await _took(*_look(chance, visitors, directory, number)) for _ in range(crowd.alone)]
        found = await asyncio.gather(
            *(
                _reads(random.Random(place), visitor, directory, number, crowd)
                for place, visitor in enumerate(visitors)
            )
        )
        for visitor in visitors:
            await visitor.aclose()
    together = [took for mine in found for took in mine]
    return {
        "page_p95_ms": round(percentile(alone, 0.95), 1),
        "page_p95_crowd_ms": round(percentile(together, 0.95), 1),
        "page_people": crowd.people,
    }


async def _reads(
    chance: random.Random, visitor: httpx.AsyncClient, directory: Directory, number: int, crowd: Crowd
) -> list[float]:
    found = []
    for _ in range(crowd.each):
        await asyncio.sleep(chance.uniform(0, 2 * crowd.pause))
        found.append(await _took(*_look(chance, [visitor], directory, number)))
    return found


def _look(
    chance: random.Random, visitors: list[httpx.AsyncClient], directory: Directory, number: int
) -> tuple[httpx.AsyncClient, str]:
    """Somebody, and a page that they may open."""
    visitor = chance.choice(visitors)
    person = directory.person(visitor.headers["X-Who"])
    assert person is not None
    if is_outside(directory, person):
        return visitor, chance.choice((*PUBLIC, "/requests", f"/requests/ONS-2020-{chance.randint(1, number):05}"))
    return visitor, chance.choice((*PUBLIC, *_staffs(chance, number)))


def _staffs(chance: random.Random, number: int) -> Iterator[str]:
    yield "/staff"
    yield "/staff/requests"
    yield "/staff/requests?office=legal&overdue=yes"
    yield f"/staff/requests/ONS-2020-{chance.randint(1, number):05}"


async def _took(visitor: httpx.AsyncClient, path: str) -> float:
    begun = time.perf_counter()
    answer = await visitor.get(path)
    took = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code} to {visitor.headers['X-Who']}.")
    return took


def _people(directory: Directory) -> list[Person]:
    """Staff in office, and one who has asked for everything."""
    staff = [one for one in directory.people if not is_outside(directory, one) and one.offices]
    return [*staff, *(one for one in directory.people if one.key == "rae")]


def _visitor(store: SqlRecords, address: str, person: Person) -> httpx.AsyncClient:
    token = store.begin_session(person.key, "list", LASTS)
    return httpx.AsyncClient(
        base_url=address, cookies={COOKIE: token}, headers={"X-Who": person.key}, timeout=60, trust_env=False
    )
