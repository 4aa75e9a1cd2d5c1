"""The Temporal server goes away, or only its answers do: a sentence, nothing half-written, every act counts once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.service import RetryConfig, RPCError

from demo.ports import free_port
from demo.servers import Server
from sharing.refused import Refused
from starter.supervisor.server import part
from tests import people
from tests.chaos.homes import a_house, staffed
from tests.chaos.line import Line, line
from tests.workflows.house import House, temporal, until
from wiring.settings import Settings
from wiring.temporal import CONVERTER

IMPATIENT = RetryConfig(initial_interval_millis=50, max_interval_millis=200, max_elapsed_time_millis=800)


async def impatient(address: str) -> Client:
    """A client that gives a dead server up sooner than others do."""
    return await Client.connect(address, data_converter=CONVERTER, retry_config=IMPATIENT)


@pytest.fixture
async def far(server: Server, tmp_path: Path) -> AsyncIterator[tuple[House, Line]]:
    """A house whose desk speaks over a line that can break; its worker sits beside the server."""
    near = a_house(server.client, tmp_path)
    async with staffed(near), line(server.client.service_client.config.target_host) as between:
        near.move_to(await impatient(between.address))
        near.desk._patience = timedelta(seconds=0.5)
        yield near, between


def kinds(home: House, reference: str) -> list[str]:
    """The kinds of facts on record."""
    return [one.fact.kind for one in home.store.history(reference)]


async def test_what_was_heard_while_its_answer_was_lost_counts_once_when_it_is_said_again(
    far: tuple[House, Line],
) -> None:
    home, between = far
    reference = await home.lodged()
    between.swallow_answers()
    with pytest.raises(Refused, match=f"cannot be reached; say it again if {reference} has not heard it"):
        await home.say(reference, "asha", people.screened(), once="one act")
    await until(lambda: "screened" in kinds(home, reference))
    await between.mend()
    receipt = await home.say(reference, "asha", people.screened(), once="one act")
    assert receipt.repeated
    assert kinds(home, reference).count("screened") == 1
    assert "message-refused" not in kinds(home, reference)


@pytest.mark.parametrize("fault", [Line.cut, Line.break_off])
async def test_what_is_lodged_while_the_server_does_not_answer_waits_and_starts_once(
    far: tuple[House, Line], fault: Callable[[Line], None]
) -> None:
    home, between = far
    fault(between)
    reference = await home.lodge()
    assert [one.reference for one in home.store.unstarted()] == [reference]
    await between.mend()
    assert await home.desk.start_the_unstarted() == 1
    assert await home.desk.start_the_unstarted() == 0
    await until(lambda: kinds(home, reference) == ["lodged", "awaited-changed"])


async def test_requests_can_be_looked_at_while_the_server_is_away(far: tuple[House, Line]) -> None:
    home, between = far
    reference = await home.lodged()
    between.cut()
    assert (await home.desk.view(reference)).number == len(kinds(home, reference))


@asynccontextmanager
async def a_server(folder: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """The server as `starter up` starts it, over a file; it may be killed."""
    environ = {
        "SHARING_DATA_DIR": str(folder),
        "SHARING_TEMPORAL_ADDRESS": f"127.0.0.1:{port}",
        "SHARING_TEMPORAL_UI": f"http://127.0.0.1:{free_port()}",
    }
    running = await asyncio.create_subprocess_exec(*part(Settings.from_env(environ), Path(temporal())).command)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def answers(port: int) -> Client:
    """A client, once the server answers."""
    found: list[Client] = []

    async def connected() -> bool:
        try:
            found.append(await impatient(f"127.0.0.1:{port}"))
            await found[-1].count_workflows()
        except (RuntimeError, RPCError):
            return False
        return True

    await until(connected, 60)
    return found[-1]


async def test_a_server_killed_while_somebody_speaks_loses_nothing_and_the_same_act_counts_once(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with a_server(tmp_path, port) as running:
        home = House(await answers(port), tmp_path)
        async with staffed(home):
            reference = await home.lodged()
        speaking = asyncio.create_task(home.say(reference, "asha", people.screened(), once="one act"))
        await asyncio.sleep(0.3)  # no worker answers, so the act is under way until the server dies
        assert not speaking.done()
        running.kill()
        with pytest.raises(Refused, match=f"cannot be reached; say it again if {reference} has not heard it"):
            await speaking
        assert kinds(home, reference) == ["lodged", "awaited-changed"]
    async with a_server(tmp_path, port):
        home.move_to(await answers(port))
        async with staffed(home):
            await home.say(reference, "asha", people.screened(), once="one act")
            await until(lambda: len(home.store.history(reference)) == 4)
            await home.say(reference, "gwen", people.opinion("information-asset-owner", "death-registrations"))
            await until(lambda: "opinion-given" in kinds(home, reference))
    assert kinds(home, reference).count("screened") == 1
    assert home.is_whole(reference)
