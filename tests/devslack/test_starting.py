"""The stand-in starts on this machine alone, refuses real tokens, and remembers over a restart."""

import asyncio
import json
import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from devslack import Member, Refuses, running
from devslack.config import read
from tests.devslack.browser import Browser
from tests.devslack.conftest import config_for
from tests.devslack.reviewing import CARD, form

# Spelled in parts: whoever looks for leaked tokens should not find one here.
REAL_BOT = "xoxb-" + "123456789012-" + "1234567890123-AbCdEfGhIjKl"
REAL_APP = "xapp-" + "1-A0123456789-" + "1234567890123-" + "0123456789abcdef"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"bot_token": REAL_BOT}, "bot_token holds what looks like a real Slack token"),
        ({"app_token": REAL_APP}, "app_token holds what looks like a real Slack token"),
        ({"host": "0.0.0.0"}, "host '0.0.0.0' is not loopback"),
        ({"host": "example.test"}, "host 'example.test' is not loopback"),
    ],
)
async def test_it_refuses_real_tokens_and_foreign_hosts(tmp_path: Path, more: dict[str, Any], sentence: str) -> None:
    config = replace(config_for(tmp_path), **more)
    with pytest.raises(Refuses, match=sentence) as refused:
        async with running(config):
            pass
    assert REAL_BOT not in str(refused.value)
    assert REAL_APP not in str(refused.value)


async def test_it_refuses_a_real_token_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", REAL_BOT)
    with pytest.raises(Refuses, match="SLACK_BOT_TOKEN"):
        async with running(config_for(tmp_path)):
            pass


async def test_it_sends_to_no_foreign_app(tmp_path: Path) -> None:
    with pytest.raises(Refuses, match="app_url"):
        config_for(tmp_path, "https://hooks.example.test/slack").check({})


async def test_it_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for busy in ({"port": port}, {"smtp_port": port}):
            with pytest.raises(Refuses, match=f"Port {port} .* is taken"):
                async with running(replace(config_for(tmp_path), **busy)):
                    pass


def test_people_have_ids_of_their_own(tmp_path: Path) -> None:
    config = config_for(tmp_path)
    with pytest.raises(Refuses, match="same id"):
        replace(config, people=(*config.people, config.people[0])).check({})
    with pytest.raises(Refuses, match="'asha'"):
        replace(config, people=(Member("asha", "Asha", "a@example.test"),)).check({})


async def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    config = config_for(tmp_path)
    async with running(config) as there:
        client = AsyncWebClient(token=config.bot_token, base_url=there.api_url)
        ts = (await client.chat_postMessage(channel="D0ASHA", text="Card", blocks=CARD))["ts"]
        trigger = there.store.new_trigger("U0ASHA")
        view = (await client.views_open(trigger_id=trigger, view=form("D0ASHA", ts)))["view"]
        there.hands.type_in("U0ASHA", view["id"], {"reason": "Half a thought"})
        there.store.add_mail("a@example.test", ["b@example.test"], b"Subject: Kept\r\n\r\nWords")
        before = there.store.next_ts()
    async with running(config) as again:
        assert again.store.message("D0ASHA", ts) is not None
        kept = again.store.top("U0ASHA")
        assert kept is not None
        assert (kept.id, kept.typed) == (view["id"], {"reason": {"it": "Half a thought"}})
        assert len(again.store.mails()) == 1
        assert again.store.next_ts() > before


def test_a_configuration_is_read_from_a_file(tmp_path: Path) -> None:
    settings = {
        "people": [{"id": "U0ASHA", "name": "Asha Patel", "email": "asha@example.test"}],
        "folder": str(tmp_path),
        "app_url": "http://127.0.0.1:8404/slack/events",
        "port": 8405,
        "smtp_port": 8025,
        "links": [["Temporal UI", "http://127.0.0.1:8233"]],
    }
    file = tmp_path / "config.json"
    file.write_text(json.dumps(settings))
    config = read(file)
    assert config.people == (Member("U0ASHA", "Asha Patel", "asha@example.test"),)
    assert config.links == (("Temporal UI", "http://127.0.0.1:8233"),)
    file.write_text(json.dumps({**settings, "colour": "red"}))
    with pytest.raises(Refuses, match="unknown settings: colour"):
        read(file)


async def test_the_program_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    settings = {"people": [], "folder": str(tmp_path), "app_url": "http://127.0.0.1:9/", "port": 0, "smtp_port": 0}
    file = tmp_path / "config.json"
    file.write_text(json.dumps(settings))
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "devslack", str(file), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        line = (await program.stdout.readline()).decode()
        said = re.match(r"Slack and mail: (http://127\.0\.0\.1:\d+) ", line)
        assert said
        async with Browser(said[1]) as browser:
            assert (await browser.get("/")).status_code == 200
    finally:
        program.terminate()
        ended = await program.wait()
    assert ended == 0


def test_a_refusal_ends_the_program_with_its_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text("{}")
    ended = subprocess.run([sys.executable, "-m", "devslack", str(file)], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("config.json cannot be read as a configuration")
