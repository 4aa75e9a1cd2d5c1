"""The door as a process: signed HTTP, or Socket Mode where an app token is set; the same handlers behind both."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import records
from channels.slack.cards import Places
from policy.schemes import SCHEMES
from starter.desk import utc_now
from starter.installation import Installation
from starter.slack.app import SlackDoor
from starter.slack.ground import Ground
from wiring.directory import WrongDirectory
from wiring.sealing import WrongKey
from wiring.settings import Settings, WrongSetting
from wiring.slack import Access, access
from wiring.temporal import NoServer

LARGEST = 1_000_000
"""Bytes of a request's body; Slack's own are far smaller."""

DEFAULT_SCHEME = "ons-onward-sharing"
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
        SCHEMES[DEFAULT_SCHEME],
        utc_now,
        Places(web=settings.web_address, temporal=ui),
    )
    made = SlackDoor(ground)
    try:
        yield made
    finally:
        await made.speaking.wait()


async def serve(here: Installation) -> None:
    """Run until SIGINT or SIGTERM."""
    reached = access(here.settings)
    if reached is None:
        raise WrongSetting("SHARING_SLACK_BOT_TOKEN is not set; the Slack door needs it.")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with door(here, reached) as made:
        app = made.app(None if reached.app_token else reached.signing_secret)
        await _says_hello(reached)
        if reached.app_token:
            await _by_socket(app, reached.app_token, stop)
        else:
            await _by_http(web(app), here.settings, stop)


async def _says_hello(reached: Access) -> None:
    """Try the token now, and wait for Slack where it is away: bolt would otherwise fail the first click."""
    for wait in (0.2, 0.5, 1, 2, 4, 8):
        try:
            await reached.client().auth_test()
            return
        except SlackClientError:
            raise
        except Exception:
            await asyncio.sleep(wait)
    await reached.client().auth_test()


async def _by_socket(app: AsyncApp, token: str, stop: asyncio.Event) -> None:
    handler: Any = AsyncSocketModeHandler(app, token)
    await handler.connect_async()
    print("The Slack door is connected by Socket Mode.", flush=True)
    await stop.wait()
    await handler.close_async()


async def _by_http(served: Starlette, settings: Settings, stop: asyncio.Event) -> None:
    host, _, port = settings.slack_address.rpartition(":")
    server = _Server(uvicorn.Config(served, host=host, port=int(port), log_level="warning", access_log=False))
    running = asyncio.create_task(server.serve())
    print(f"The Slack door is open at http://{settings.slack_address}{EVENTS}", flush=True)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await running
    stopped.cancel()


class _Server(uvicorn.Server):
    """Leaves signals to us."""

    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


def main() -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    here = Installation(os.environ)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(here))
    except (WrongSetting, WrongKey, WrongDirectory, NoServer, records.RecordsUnusable) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except SlackClientError as wrong:
        print(f"Slack refuses this app ({type(wrong).__name__}). Check its tokens and scopes.", file=sys.stderr)
        return 1
    finally:
        here.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
