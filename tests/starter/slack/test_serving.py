"""The door asks Slack who it is before it opens, waits where Slack is away, and says what is missing."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient
from temporalio.client import Client

from channels.slack.calling import Undeliverable
from demo.ports import free_port
from devslack import Config, Running, running
from devslack.config import read
from starter import standing_in
from starter.installation import Installation
from starter.listening import listening
from starter.slack.serving import known_as
from tests.starter.slack.workplace import TEAM, staff
from wiring.settings import WrongSetting

HOUSE = Path(__file__).parents[3]


@pytest_asyncio.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Running]:
    config = Config(people=staff(), folder=tmp_path, app_url="http://127.0.0.1:9/", port=0, smtp_port=0, team=TEAM)
    async with running(config) as there:
        yield there


def client(slack: Running, token: str = "xoxb-stand-in") -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.api_url, timeout=2, retry_handlers=[])


async def test_the_door_knows_itself_so_that_it_never_answers_its_own_messages(slack: Running) -> None:
    bot = await known_as(client(slack), asyncio.Event())
    assert bot is not None
    assert (bot.bot_user_id, bot.bot_id, bot.team_id) == (slack.config.bot_user, "B0STANDINBOT", TEAM)


async def test_the_door_waits_until_slack_is_back(slack: Running) -> None:
    slack.store.faults.fail("auth.test", status=503)
    slack.store.faults.limit("auth.test")
    assert await known_as(client(slack), asyncio.Event()) is not None


async def test_a_door_that_waits_can_be_told_to_stop(slack: Running) -> None:
    slack.store.faults.fail("auth.test", status=503, times=1_000)
    stop = asyncio.Event()
    waiting = asyncio.create_task(known_as(client(slack), stop))
    stop.set()
    assert await waiting is None


async def test_a_token_that_slack_refuses_is_not_tried_again(slack: Running) -> None:
    with pytest.raises(Undeliverable, match="invalid_auth"):
        await known_as(client(slack, "xoxb-another"), asyncio.Event())


def test_a_door_without_a_token_says_which_setting_is_missing(tmp_path: Path) -> None:
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("SHARING_") and "SLACK" not in name
    }
    ran = subprocess.run(
        [sys.executable, "-m", "starter.slack.serving"],
        cwd=HOUSE,
        env={**environ, "SHARING_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr == "SHARING_SLACK_BOT_TOKEN is not set; the Slack door needs it.\n"


def test_a_door_whose_address_is_taken_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(WrongSetting, match=f"cannot listen at {address}"):
            listening(address, "Slack door", "SHARING_SLACK_ADDRESS")


async def test_the_door_as_a_process_waits_for_slack_answers_and_stops_when_told(
    server: Client, tmp_path: Path
) -> None:
    slack, mail, door = (free_port() for _ in range(3))
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SHARING_")},
        "SHARING_DATA_DIR": str(tmp_path),
        "SHARING_STAND_IN": "on",
        "SHARING_STAND_IN_ADDRESS": f"127.0.0.1:{slack}",
        "SHARING_STAND_IN_MAIL": f"127.0.0.1:{mail}",
        "SHARING_SLACK_ADDRESS": f"127.0.0.1:{door}",
        "SHARING_TEMPORAL_ADDRESS": server.service_client.config.target_host,
    }
    here = Installation(environ)
    here.migrate()
    here.key()
    config = read(standing_in.written(here))
    command = (sys.executable, "-m", "starter.slack.serving")
    process = await asyncio.create_subprocess_exec(*command, cwd=HOUSE, env=environ, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            assert b"tries again" in await process.stdout.readline()
            async with running(config) as there:
                while b"is open" not in await process.stdout.readline():
                    pass
                view = await there.hands.opened(await there.hands.command("U0ASHA", "/datashare"), 30)
                assert "Asha Raman, nothing waits for you." in str(view["blocks"])
            process.terminate()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
