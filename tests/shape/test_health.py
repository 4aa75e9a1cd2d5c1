"""Whoever runs our processes can ask each whether it is alive, and whether it can do its work now."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import records
from demo.ports import free_port
from starter.health import LIVE, READY, Health, answering, beside, records_usable
from starter.healthy import main as ask
from starter.operators.polling import is_polled
from tests.fresh import fresh_records
from tests.workflows.house import House, dev_server, until


async def fine() -> None:
    """A part that answers."""


async def away() -> None:
    raise ConnectionError("hush: the password is wrong")


def browser(app: Any, host: str = "data.example") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://{host}")


async def test_a_process_is_ready_only_while_every_part_answers_and_says_which_does_not() -> None:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("a page"))])
    async with browser(beside(app, Health({"records": fine}))) as well:
        assert (await well.get("/")).text == "a page"
        assert (await well.get(READY)).json() == {"ready": True}
    async with browser(beside(app, Health({"records": fine, "temporal": away}))) as ill:
        answer = await ill.get(READY)
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "missing": ["temporal"]}
        assert (await ill.get(LIVE)).json() == {"alive": True}


async def test_whoever_asks_without_end_makes_us_look_once() -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1

    health = Health({"records": look})
    async with browser(beside(Starlette(), health)) as stranger:
        await asyncio.gather(*(stranger.get(READY) for _ in range(50)))
    assert looks == 1


async def test_records_that_a_newer_version_has_taken_over_make_a_process_not_ready(tmp_path: Path) -> None:
    with records.open(fresh_records(tmp_path)) as store:
        assert (await Health({"records": records_usable(store)}).ready()).status == 200
        with store._db.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        assert (await Health({"records": records_usable(store)}).ready()).status == 503


async def test_a_container_asks_its_own_process() -> None:
    address = f"127.0.0.1:{free_port()}"
    assert await asyncio.to_thread(ask, [address]) == 1
    async with answering(address, Health({"records": fine})):
        assert await asyncio.to_thread(ask, [address]) == 0
    async with answering(address, Health({"records": away})):
        assert await asyncio.to_thread(ask, [address]) == 1
    assert ask([]) == 2


async def test_a_worker_is_ready_once_the_server_gives_it_work(tmp_path: Path) -> None:
    async with dev_server() as client:
        house = House(client, tmp_path)

        async def polled() -> bool:
            return (await Health({"temporal": lambda: is_polled(client, house.queue)}).ready()).status == 200

        assert not await polled()
        async with house.worker():
            await until(polled)
