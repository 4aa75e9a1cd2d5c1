"""Opening a workplace: the stand-in, the door behind it, and how long everybody waits."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from temporalio.client import Client

from devslack import Config, Hands, Member, running
from starter.listening import Server
from starter.slack.app import SlackDoor
from starter.slack.serving import known_as, web
from tests.starter.slack.workplace import BUSY, TEAM, Pace, Workplace, staff
from tests.workflows.house import House


@asynccontextmanager
async def served(app: Any, listening: socket.socket) -> AsyncIterator[None]:
    """An ASGI app behind a socket."""
    server = Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield  # the socket listens already: who comes early waits
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def workplace(
    client: Client,
    folder: Path,
    members: tuple[Member, ...] | None = None,
    pace: Pace = BUSY,
    *,
    socket_mode: bool = False,
) -> AsyncIterator[Workplace]:
    """A workplace with its door open, over signed HTTP or Socket Mode. `members` are the staff, or those named."""
    house = House(client, folder)
    listening = socket.create_server(("127.0.0.1", 0))
    config = Config(
        people=staff() if members is None else members,
        folder=folder / "slack",
        app_url=f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events",
        port=0,
        smtp_port=0,
        team=TEAM,
    )
    async with running(config) as there:
        hands = Hands(there.config, there.store, patience=pace.slack)
        slack = AsyncWebClient(token=there.config.bot_token, base_url=there.api_url, timeout=10, retry_handlers=[])
        here = Workplace(house, there, hands, slack)
        ground = here.ground(pace)
        door, here.identity = SlackDoor(ground, patience=pace.door), ground.identity
        bot = await known_as(slack, asyncio.Event())
        assert bot is not None
        app = door.app(None if socket_mode else config.signing_secret, bot)
        opened = connected(app, config.app_token) if socket_mode else served(web(app), listening)
        async with opened:
            try:
                yield here
            finally:
                await door.wait()
                await hands.rest()


@asynccontextmanager
async def connected(app: AsyncApp, token: str) -> AsyncIterator[None]:
    """An app that has called Slack, instead of being called."""
    handler: Any = AsyncSocketModeHandler(app, token)
    await handler.connect_async()
    try:
        yield
    finally:
        await handler.close_async()
