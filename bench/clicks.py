"""Clicks in Slack, through the signed door of the project: how soon they are acknowledged, how soon cards follow."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from temporalio.client import Client

from bench.figures import percentile
from bench.script import SCHEME, Office, Script
from bench.script import office as office_of
from bench.servers import a_process
from demo.ports import free_port
from devslack import Config, Hands, Member, Running, running
from devslack.shapes import channel_of
from wiring.directory import read
from wiring.settings import SAMPLE_DIRECTORY, Settings
from wiring.slack import STAND_IN_TEAM, access, stand_in_folder

OWNERS = 20
"""So many owners, each of an asset of their own, so that twenty people click at once: nobody has two forms open."""

INFORMS = "choose-0"
"""The first button of the card that asks an owner about their asset."""

GIVES_UP = 120
Json = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """So many clicks, so many of them each second; none each second: all in one burst."""

    name: str
    clicks: int
    each_second: float

    @property
    def gap(self) -> float:
        """Seconds from one click to the next."""
        return 1 / self.each_second if self.each_second else 0


LOADS = (Load("steady", 180, 3), Load("burst", 20, 0), Load("beyond", 60, 6))
FEW = (Load("steady", 3, 3), Load("burst", 2, 0), Load("beyond", 2, 6))
"""The same loads, so small that they only show that it works."""


@dataclass
class Took:
    """Seconds: from a signed click or form to its acknowledgement, and from the form to the card that shows it."""

    acknowledged: list[float]
    followed: list[float]

    def figures(self, name: str) -> dict[str, float]:
        """As flat figures, in milliseconds."""
        return {
            f"click_{name}_ack_p50_ms": round(percentile(self.acknowledged, 0.5) * 1000, 1),
            f"click_{name}_ack_p99_ms": round(percentile(self.acknowledged, 0.99) * 1000, 1),
            f"click_{name}_card_p50_ms": round(percentile(self.followed, 0.5) * 1000, 1),
            f"click_{name}_card_p99_ms": round(percentile(self.followed, 0.99) * 1000, 1),
        }


class Owners:
    """Requests that each wait for one owner. `folder` gets the directory in which they stand."""

    def __init__(self, ours: Office, script: Script, client: Client, folder: Path) -> None:
        self._script = script
        self.directory_path = folder / "owners.yaml"
        sample = yaml.safe_load(SAMPLE_DIRECTORY.read_text(encoding="utf-8"))
        for place in range(OWNERS):
            key, office = f"owned-{place}", "information-asset-owner"
            sample["assets"].append({"key": key, "title": f"Asset number {place}"})
            sample["people"].append(
                {
                    "key": f"owner-{place}",
                    "name": f"Owner {place}",
                    "organisation": "ons",
                    "acknowledged": "1",
                    "slack": {"team": STAND_IN_TEAM, "user": _user(place)},
                    "offices": [{"office": office, "assets": [key]}],
                }
            )
        self.directory_path.write_text(yaml.safe_dump(sample), encoding="utf-8")
        self.directory = read(self.directory_path)
        self._desk = office_of(client, ours.store, ours.key, self.directory).desk
        self._passed = next((by, said) for by, said in script.says if said.kind == "screen")

    async def asked(self, place: int) -> str:
        """Lodge a request for an owner's asset and pass its first screening; its reference."""
        script, rows = self._script, self._script.answers["variables"]
        answers = {
            **script.answers,
            "variables": tuple({**one, "asset": f"owned-{place}"} for one in rows if isinstance(one, dict)),
        }
        receipt = await self._desk.lodge(SCHEME, answers, script.by, f"click-{uuid4()}", source=script.source)
        by, said = self._passed
        await self._desk.say(receipt.reference, said, by, f"click-{uuid4()}", revision=1)
        return receipt.reference


@asynccontextmanager
async def workplace(client: Client, folder: Path, owners: Owners) -> AsyncIterator[Running]:
    """The stand-in, and beside it the door and a worker, each a process of its own."""
    door, web, post = free_port(), free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHARING_")} | {
        "SHARING_DATA_DIR": str(folder),
        "SHARING_TEMPORAL_ADDRESS": client.service_client.config.target_host,
        "SHARING_DIRECTORY_PATH": str(owners.directory_path),
        "SHARING_STAND_IN": "on",
        "SHARING_SLACK_ADDRESS": f"127.0.0.1:{door}",
        "SHARING_STAND_IN_ADDRESS": f"127.0.0.1:{web}",
        "SHARING_STAND_IN_MAIL": f"127.0.0.1:{post}",
    }
    settings = Settings.from_env(environment)
    reached = access(settings)
    assert reached is not None
    assert reached.signing_secret is not None
    config = Config(
        people=tuple(
            Member(one.slack.user, one.name, one.email) for one in owners.directory.people if one.slack is not None
        ),
        folder=stand_in_folder(settings),
        app_url=f"http://127.0.0.1:{door}/slack/events",
        port=web,
        smtp_port=post,
        team=STAND_IN_TEAM,
        signing_secret=reached.signing_secret,
    )
    async with (
        running(config) as there,
        a_process(("-m", "worker"), folder / "slack-worker.log", environment),
        a_process(("-m", "starter.slack.serving"), folder / "door.log", environment),
    ):
        yield there


async def took(there: Running, load: Load, owners: Owners) -> Took:
    """Ask for as many opinions as there are clicks; then give them, as fast as the load says."""
    places = [number % OWNERS for number in range(load.clicks)]
    few = asyncio.Semaphore(OWNERS)

    async def asked(place: int) -> str:
        async with few:
            return await owners.asked(place)

    references = await asyncio.gather(*(asked(place) for place in places))
    cards = [await _card(there, _user(place), one) for place, one in zip(places, references, strict=True)]
    hands, found = Hands(there.config, there.store, patience=GIVES_UP), Took([], [])
    free = [asyncio.Lock() for _ in range(OWNERS)]
    clicking = []
    for place, card in zip(places, cards, strict=True):
        clicking.append(asyncio.create_task(_inform(there, hands, place, card, free[place], found)))
        await asyncio.sleep(load.gap)
    await asyncio.gather(*clicking)
    await hands.rest()
    return found


async def _inform(there: Running, hands: Hands, place: int, card: Json, free: asyncio.Lock, found: Took) -> None:
    user, mark = _user(place), card["ts"]
    async with free:
        begun = time.perf_counter()
        clicked = await hands.click(user, channel_of(user), mark, INFORMS)
        found.acknowledged.append(time.perf_counter() - begun)
        view = await hands.opened(clicked, GIVES_UP)
        begun = time.perf_counter()
        said = await hands.submit(user, view["id"], {one["block_id"]: _words(one) for one in _inputs(view)})
        found.acknowledged.append(time.perf_counter() - begun)
        if said.errors or said.trouble:
            raise RuntimeError(f"A form was not taken: {said.errors or said.trouble}")
        await hands.close(user, view["id"], everything=True)
    await there.store.until(lambda: not _buttons(there.store.message(channel_of(user), mark)), GIVES_UP)
    found.followed.append(time.perf_counter() - begun)


async def _card(there: Running, user: str, reference: str) -> Json:
    """The card that asks somebody about a request."""

    def found() -> Json | None:
        mine = there.store.messages(channel_of(user))
        return next((one for one in mine if reference in one.get("text", "") and _buttons(one)), None)

    await there.store.until(lambda: found() is not None, GIVES_UP)
    card = found()
    assert card is not None
    return card


def _words(block: Json) -> str:
    """What is filled in: the first option, where there are any."""
    options = block["element"].get("options")
    return str(options[0]["value"]) if options else "As the file says, on page 3."


def _user(place: int) -> str:
    return f"U0OWNER{place}"


def _inputs(view: Json) -> list[Json]:
    return [one for one in view["blocks"] if one["type"] == "input"]


def _buttons(message: Json | None) -> bool:
    return message is not None and any(one["type"] == "actions" for one in message.get("blocks", ()))
