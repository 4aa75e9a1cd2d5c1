"""Running the stand-in: pages and Web API by uvicorn, mail by aiosmtpd, in one process on the loopback address."""

import asyncio
import dataclasses
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from devslack.app import make
from devslack.config import Config, Refuses
from devslack.hands import Hands
from devslack.mail import catcher
from devslack.store import Store, open_store


class _Droppable(H11Protocol):
    """Lets a request cut its own connection, which no ASGI message can."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, "drop": transport.abort}


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the event loop, so that cancelling is the one way to stop it."""

    def capture_signals(self) -> Any:
        return nullcontext()


@dataclass(frozen=True)
class Running:
    """A stand-in at work. `config` has the ports that were taken."""

    config: Config
    store: Store
    hands: Hands

    @property
    def api_url(self) -> str:
        """The `base_url` for slack_sdk."""
        return f"{self.config.url}/api/"


async def serve(config: Config) -> None:
    """Run until cancelled. Raises Refuses for real tokens, a foreign host or a port that is taken."""
    async with running(config):
        await asyncio.get_running_loop().create_future()


@asynccontextmanager
async def running(config: Config) -> AsyncIterator[Running]:
    """Run for as long as the block lasts. Raises Refuses as `serve` does."""
    config.check()
    web = _taken(config.host, config.port)
    try:
        post = _taken(config.host, config.smtp_port)
    except Refuses:
        web.close()
        raise
    config = dataclasses.replace(config, port=web.getsockname()[1], smtp_port=post.getsockname()[1])
    store = open_store(config.folder)
    mail = await catcher(store, post)
    app = make(config, store)
    settings = uvicorn.Config(
        app,
        http=_Droppable,
        ws="websockets-sansio",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(settings)
    task = asyncio.create_task(server.serve(sockets=[web]))
    try:
        while not server.started:
            if task.done():
                task.result()
            await asyncio.sleep(0.01)
        yield Running(config, store, app.state.hands)
    finally:
        server.should_exit = True
        await task
        mail.close()
        await mail.wait_closed()
        await app.state.hands.rest()
        store.close()


def _taken(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(128)
    except OSError as busy:
        taken.close()
        raise Refuses(f"Port {port} of {host} is taken: stop what runs there, or choose another.") from busy
    taken.setblocking(False)
    return taken
