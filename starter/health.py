"""Whether a process is alive, and ready: asked over HTTP by what runs it. Answers name parts, never people."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from records import SqlRecords
from starter.listening import listening, serve

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"

PATIENCE = 5.0
"""Seconds that a part may take to answer."""

REMEMBERED = 2.0
"""Seconds for which an answer is given again: whoever asks without end costs no more than that."""

Check = Callable[[], Awaitable[None]]
"""Looks at one part, and raises whatever is wrong with it."""


class Answer(NamedTuple):
    """A status of HTTP, and what is said with it."""

    status: int
    said: dict[str, object]


class Health:
    """The parts without which a process cannot do its work, each with the check that looks at it."""

    def __init__(self, parts: Mapping[str, Check]) -> None:
        self._parts = dict(parts)
        self._known: tuple[float, Answer] | None = None
        self._turn = asyncio.Lock()

    async def ready(self) -> Answer:
        """200 where every part answers; 503, naming those that do not."""
        async with self._turn:
            now = time.monotonic()
            if self._known is None or now - self._known[0] > REMEMBERED:
                names = list(self._parts)
                well = await asyncio.gather(*(_is_well(self._parts[name]) for name in names))
                missing = [name for name, fine in zip(names, well, strict=True) if not fine]
                self._known = (time.monotonic(), Answer(503 if missing else 200, _said(missing)))
            return self._known[1]


def _said(missing: list[str]) -> dict[str, object]:
    return {"ready": False, "missing": missing} if missing else {"ready": True}


async def _is_well(check: Check) -> bool:
    try:
        await asyncio.wait_for(check(), PATIENCE)
    except Exception:  # whatever it is, the part cannot be used now; its own log says why
        return False
    return True


def records_usable(store: SqlRecords) -> Check:
    """That the records answer, and are set up for this version."""

    async def check() -> None:
        await asyncio.to_thread(store.usable)

    return check


def beside(app: Any, health: Health) -> Any:
    """An ASGI application that answers for its health before anything else, under whatever host it is asked."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY):
            await app(scope, receive, send)
            return
        found = await health.ready() if scope["path"] == READY else Answer(200, {"alive": True})
        body = json.dumps(found.said).encode()
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": found.status, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    return answer


def own_pages(health: Health, metrics: Callable[[], bytes] | None = None) -> Starlette:
    """What a process without a door of its own answers: its health, and our metrics where it has any."""

    async def live(_: Request) -> Response:
        return JSONResponse({"alive": True})

    async def ready(_: Request) -> Response:
        found = await health.ready()
        return JSONResponse(found.said, found.status)

    async def measured(_: Request) -> Response:
        if metrics is None:
            return PlainTextResponse("This process measures nothing.", 404)
        return Response(await asyncio.to_thread(metrics), media_type="text/plain; version=0.0.4; charset=utf-8")

    return Starlette(routes=[Route(LIVE, live), Route(READY, ready), Route(METRICS, measured)])


@asynccontextmanager
async def answering(address: str, health: Health, metrics: Callable[[], bytes] | None = None) -> AsyncIterator[None]:
    """Answer there while the block runs; nowhere, where it is empty. Raises WrongSetting where it is taken."""
    if not address:
        yield
        return
    stop = asyncio.Event()
    with listening(address, "health check", "SHARING_HEALTH_LISTEN") as taken:
        serving = asyncio.create_task(serve(own_pages(health, metrics), taken, stop))
        try:
            yield
        finally:
            stop.set()
            await serving
