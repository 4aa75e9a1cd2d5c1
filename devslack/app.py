"""The Starlette application: Web API, response addresses, Socket Mode and pages."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from devslack.answers import on_response_address
from devslack.config import Config
from devslack.hands import Hands
from devslack.pages import routes
from devslack.pages.guard import Guard
from devslack.store import Store
from devslack.webapi import WebApi


def make(config: Config, store: Store) -> Starlette:
    """The application; its `state.hands` are the hands behind the pages. Raises Refuses as `Config.check` does."""
    config.check()
    hands = Hands(config, store)

    async def respond(request: Request) -> Response:
        status, code = on_response_address(config, store, request.path_params["token"], await _told(request))
        return PlainTextResponse(code) if status == 200 else JSONResponse({"ok": False, "error": code}, status)

    async def link(socket: WebSocket) -> None:
        await store.switchboard.hold(socket, config.app_id)

    app = Starlette(
        routes=[
            Route("/api/{method}", WebApi(config, store).answer, methods=["GET", "POST"]),
            Route("/actions/{team}/{token}", respond, methods=["POST"]),
            Route("/commands/{team}/{token}", respond, methods=["POST"]),
            WebSocketRoute("/link", link),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "pages" / "static")),
            *routes(config, store, hands),
        ],
        middleware=[Middleware(Guard)],
    )
    app.state.hands = hands
    return app


async def _told(request: Request) -> Any:
    body = await request.body()
    try:
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return json.loads(parse_qs(body.decode())["payload"][0])
        return json.loads(body)
    except (ValueError, KeyError):
        return None
