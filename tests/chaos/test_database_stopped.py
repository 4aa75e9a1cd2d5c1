"""PostgreSQL is stopped for a minute while requests travel, then Temporal is killed: all come out whole."""

import asyncio
import os
import random
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

import records
from demo.ports import free_port
from tests.chaos.homes import staffed
from tests.chaos.test_server_away import a_server, answers
from tests.chaos.test_ten_minutes import Stubborn, comes_out_whole, travel
from tests.records.postgres import NOBODY, a_postgres
from tests.workflows.house import until

AWAY = float(os.environ.get("CHAOS_AWAY", "60"))
TRAVELLERS = 10


class Database:
    """A PostgreSQL that can be stopped and started."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pid = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
        self._command = Path(f"/proc/{self._pid}/cmdline").read_text().rstrip("\0").split("\0")
        self._process: subprocess.Popen[bytes] | None = None

    async def stop(self) -> None:
        """Stop it at once; connections break."""
        os.kill(self._pid, signal.SIGINT)
        await until(lambda: not (self._home / "data" / "postmaster.pid").exists())

    async def start(self) -> None:
        """Start it over the same data."""
        self._begin()
        await until(self._answers)

    def _begin(self) -> None:
        who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self._home, **who)

    def _answers(self) -> bool:
        try:
            psycopg.connect(host=str(self._home), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def end(self) -> None:
        """Leave nothing running."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)


@pytest.mark.chaos
async def test_requests_come_out_whole_though_database_and_server_go_away_in_turn(tmp_path: Path) -> None:
    moments, port = random.Random(7), free_port()
    with a_postgres() as home:
        url = f"postgresql+psycopg://postgres@/postgres?host={home}"
        records.migrate(url)
        database = Database(home)
        try:
            async with a_server(tmp_path, port) as running:
                house = Stubborn(await answers(port), tmp_path)
                house.store.close()
                house.store = house.desk._records = records.open(url)
                async with staffed(house):
                    under_way = [asyncio.create_task(travel(house, moments)) for _ in range(TRAVELLERS)]
                    await asyncio.sleep(5)
                    await database.stop()
                    await asyncio.sleep(AWAY)
                    await database.start()
                    await asyncio.sleep(5)
                    running.kill()
                    await running.wait()
                    await asyncio.sleep(AWAY / 6)
                    async with a_server(tmp_path, port):
                        await answers(port)
                        references = await asyncio.gather(*under_way)
                        await comes_out_whole(house, references)
                        house.store.close()
        finally:
            database.end()
