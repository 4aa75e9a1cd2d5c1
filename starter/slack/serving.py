"""The door as a process: signed HTTP, or Socket Mode where an app token is set; the same handlers behind both."""

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import records
from channels.slack.calling import Calls, TryLater, Undeliverable, code_of
from channels.slack.cards import Places
from starter.desk import utc_now
from starter.health import Health, answering, beside, records_usable
from starter.installation import Installation
from starter.listening import listening, told_to_stop
from starter.listening import serve as at_socket
from starter.slack.app import SlackDoor
from starter.slack.ground import Ground
from wiring.directory import WrongDirectory
from wiring.logs import complain, say, set_up
from wiring.sealing import WrongKey
from wiring.settings import Settings, WrongSetting
from wiring.slack import Access, access
from wiring.temporal import NoServer

LARGEST = 1_000_000
"""Bytes of a request's body; Slack's own are far smaller."""

EVENTS = "/slack/events"


def web(app: AsyncApp) -> Starlette:
    """The HTTP side: Slack's events at one address, and a health check."""
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        # A stamp that is no number would make the check of the signature itself fall over.
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 20):
            return PlainTextResponse("This is not from Slack.", status_code=401)
        size = 0
        chunks = []
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST:
                return PlainTextResponse("This is too large.", status_code=413)
            chunks.append(chunk)
        # What was read is what the handler reads.
        request._body = b"".join(chunks)
        return await handler.handle(request)

    async def health(request: Request) -> Response:
        return JSONResponse({"door": "slack"})

    return Starlette(routes=[Route(EVENTS, events, methods=["POST"]), Route("/health", health)])


@contextlib.asynccontextmanager
async def door(here: Installation, reached: Access) -> AsyncIterator[SlackDoor]:
    """The door over an installation. Raises whatever is missing."""
    settings = here.settings
    desk = await here.desk()
    ui = f"{settings.temporal_ui}/namespaces/{settings.temporal_namespace}/workflows"
    client = reached.client(timeout=3)
    ground = Ground(
        desk,
        here.records,
        client,
        reached.team,
        here.first,
        utc_now,
        Places(web=settings.web_address, temporal=ui),
    )
    made = SlackDoor(ground)
    try:
        yield made
    finally:
        await made.wait()


async def serve(here: Installation) -> None:
    """Run until SIGINT or SIGTERM."""
    set_up(here.settings.log)
    reached = access(here.settings)
    if reached is None:
        raise WrongSetting("SHARING_SLACK_BOT_TOKEN is not set; the Slack door needs it.")
    stop = told_to_stop()
    bot = await known_as(reached.client(), stop)
    if bot is None:
        return
    health = Health({"records": records_usable(here.records)})
    async with door(here, reached) as made, answering(here.settings.health_listen, health):
        app = made.app(None if reached.app_token else reached.signing_secret, bot)
        if reached.app_token:
            await _by_socket(app, reached.app_token, stop)
        else:
            await _by_http(beside(web(app), health), here.settings, stop)


async def known_as(client: AsyncWebClient, stop: asyncio.Event) -> AuthorizeResult | None:
    """Who Slack says we are, which proves the token as well; asked until it answers, or None once told to stop.

    Raises Undeliverable where Slack refuses the token.
    """
    for wait in itertools.chain((0.2, 0.5, 1, 2, 4, 8, 15), itertools.repeat(30)):
        try:
            told = await Calls(client).say("auth.test")
            return AuthorizeResult(
                enterprise_id=told.get("enterprise_id"),
                team_id=told.get("team_id"),
                bot_user_id=told.get("user_id"),
                bot_id=told.get("bot_id"),
                bot_token=client.token,
            )
        except TryLater:
            say(f"Slack does not answer; the door tries again in {wait} s.", "waiting")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        if stop.is_set():
            break
    return None


async def _by_socket(app: AsyncApp, token: str, stop: asyncio.Event) -> None:
    handler: Any = AsyncSocketModeHandler(app, token)
    await handler.connect_async()
    say("The Slack door is connected by Socket Mode.", "open")
    await stop.wait()
    await handler.close_async()


async def _by_http(served: Any, settings: Settings, stop: asyncio.Event) -> None:
    with listening(settings.slack_address, "Slack door", "SHARING_SLACK_ADDRESS") as taken:
        say(f"The Slack door is open at http://{settings.slack_address}{EVENTS}", "open")
        await at_socket(served, taken, stop)


def main() -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    here = Installation(os.environ)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(here))
    except (WrongSetting, WrongKey, WrongDirectory, NoServer, records.RecordsUnusable) as wrong:
        complain(wrong)
        return 1
    except (Undeliverable, SlackApiError) as wrong:
        code = code_of(wrong) if isinstance(wrong, SlackApiError) else wrong
        complain(f"Slack refuses this app ({code}). Check its tokens and scopes.")
        return 1
    finally:
        here.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
