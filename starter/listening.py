"""A door that is spoken to over HTTP: its socket, its server, and its end on SIGINT or SIGTERM."""

import asyncio
import contextlib
import signal
import socket
from typing import Any

import uvicorn

from wiring.settings import WrongSetting


class Server(uvicorn.Server):
    """Leaves signals to us."""

    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


def listening(address: str, door: str, setting: str) -> socket.socket:
    """The socket at which a door is heard. Raises WrongSetting, naming the setting, where something else is there."""
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host, int(port)))
    except OSError as wrong:
        raise WrongSetting(
            f"The {door} cannot listen at {address} ({wrong.strerror}). Stop what is there, or set {setting}."
        ) from wrong


def told_to_stop() -> asyncio.Event:
    """Is set by SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def serve(app: Any, taken: socket.socket, stop: asyncio.Event, **settings: Any) -> None:
    """Serve an ASGI application at a socket until told to stop; what is under way is finished."""
    server = Server(uvicorn.Config(app, log_level="warning", access_log=False, **settings))
    running = asyncio.create_task(server.serve(sockets=[taken]))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await running
    stopped.cancel()
