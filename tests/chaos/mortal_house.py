"""A story's house whose worker is a process that can be killed, and what is left in its records."""

import asyncio
import os
import re
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from temporalio.client import Client

import records
from demo.house import Clock, Furniture, House
from demo.servers import Dev, Server
from demo.story import Lodging
from policy.form import Answers
from sharing.facts import AgreementDrafted, Happened
from sharing.messages import AnyMessage
from sharing.request import Request
from tests.chaos.homes import count_on
from tests.chaos.worker_process import Hurried, marks
from tests.starter.shell import clean_environ
from wiring.sealing import key_at


@dataclass(frozen=True)
class Mortal:
    """A furnished house, and how its worker is killed."""

    furniture: Furniture
    orders: Path
    database: Path
    process: int

    def order(self, point: str) -> None:
        """Have the worker die at that point, the next time it comes there."""
        self.orders.write_text(point)

    def withdraw(self) -> bool:
        """Take the order back; whether it had been carried out."""
        try:
            self.orders.unlink()
        except FileNotFoundError:
            return True
        return False

    def kill(self) -> None:
        """Kill the worker now, whatever it does."""
        os.kill(self.process, signal.SIGUSR1)

    @property
    def killed(self) -> int:
        """How many workers have died."""
        file = marks(self.orders)
        return file.stat().st_size if file.exists() else 0


@asynccontextmanager
async def mortal(server: Server, folder: Path) -> AsyncIterator[Mortal]:
    """Records in that folder, and a worker in a process of its own."""
    database, key, clock = folder / "records.db", key_at(folder / "desk.key", make=True), Clock()
    url = f"sqlite:///{database}"
    records.migrate(url)
    environ = {
        **clean_environ(),
        "SHARING_TEMPORAL_ADDRESS": server.client.service_client.config.target_host,
        "SHARING_DATABASE_URL": url,
        "SHARING_SIGNING_KEY_PATH": str(folder / "desk.key"),
    }
    command = (sys.executable, "-m", "tests.chaos.worker_process", str(folder / "orders"))
    with records.open(url, clock) as store:
        count_on(store)
        process = await asyncio.create_subprocess_exec(
            *command, env=environ, stdin=PIPE, stdout=PIPE, start_new_session=True
        )
        assert process.stdout is not None
        try:
            assert await process.stdout.readline() == b"ready\n"
            furniture = Furniture(hurried(server), store, key, clock)
            yield Mortal(furniture, folder / "orders", database, process.pid)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # the worker and the parent of all workers
            await process.wait()


def hurried(server: Server) -> Server:
    """The same server, which waits for dead workers no longer than it has to."""
    assert isinstance(server, Dev)
    quick = copy(server)
    config = server.client.config()
    config["interceptors"] = [*config["interceptors"], Hurried()]
    quick.client = Client(**config)
    return quick


class Deadly(House):
    """A stage on which the worker dies at some acts. `plan` says where, for the message that is about to be said."""

    def __init__(self, home: Mortal, plan: Callable[[str], str]) -> None:
        super().__init__(home.furniture)
        self.unheeded: list[str] = []
        self._home = home
        self._plan = plan
        self._ordered = ""

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        self._order("lodge")
        return await super().lodge(act, answers)

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        self._order(message.kind)
        return await super().say(by, message, saw)

    def _order(self, kind: str) -> None:
        self._ordered = self._plan(kind)
        if self._ordered:
            self._home.order(self._ordered)

    async def request(self) -> Request | None:
        """The request, once all is done that the act set going, and once a worker has died of it where one should."""
        request = await super().request()
        if self._ordered and not self._home.withdraw():
            self.unheeded.append(self._ordered)
        self._ordered = ""
        return request


# What must be the same, however often a worker died ---------------------------------------------------------------

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DAY_OF_APPROVAL = re.compile(r'"approved-on":"\d{4}-\d\d-\d\d"')
_REFERENCE = re.compile(r"ONS-\d{4}-\d{4,}")


class Remains(NamedTuple):
    """What a request leaves in the records, line by line: what has happened, in order, and who was told what.

    Apart from what differs between two tellings of one story: its reference, its instants, and hence its papers.
    """

    happened: list[str]
    told: list[str]


def remains(facts: Iterable[Happened], database: Path) -> Remains:
    """What these facts, and the notices in that database, come to."""
    facts = tuple(facts)
    names = {}
    for drafted in (one.fact for one in facts if isinstance(one.fact, AgreementDrafted)):
        names[drafted.document] = f"document {drafted.version}"
        names[drafted.fixed_copy] = f"fixed copy {drafted.version}"

    def timeless(text: str) -> str:
        text = _REFERENCE.sub("it", _INSTANT.sub("then", _DAY_OF_APPROVAL.sub('"approved-on":"then"', text)))
        for digest, name in names.items():
            text = text.replace(digest, name)
        return text

    columns = "key, office, asset, person, kind, headline, lines, choices, task, urgent"
    with closing(sqlite3.connect(database)) as direct:
        notices = direct.execute(f"SELECT {columns} FROM notices").fetchall()
    return Remains(
        happened=[timeless(one.model_dump_json(exclude={"speech", "at"})) for one in facts],
        told=sorted(timeless(repr(notice)) for notice in notices),
    )
