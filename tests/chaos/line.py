"""The line between a desk and a Temporal server, that can be cut, or go dead in one direction, and be mended."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Line:
    """Passes everything on, until it is told otherwise."""

    def __init__(self, address: str) -> None:
        self._server = address.rpartition(":")
        self._port = 0
        self._answers = self._stays = True
        self._open: set[asyncio.StreamWriter] = set()
        self._listening: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where this end of the line is."""
        return f"127.0.0.1:{self._port}"

    async def mend(self) -> None:
        """The line works; whoever hung on a dead one must connect anew."""
        self._hang_up()
        self._answers = self._stays = True
        if self._listening is None:
            self._listening = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
            self._port = self._listening.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """The server is gone: open connections break, new ones are refused."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        self._hang_up()

    def break_off(self) -> None:
        """Somebody is there, a balancer of loads perhaps, but every connection breaks off at once."""
        self._stays = False
        self._hang_up()

    def swallow_answers(self) -> None:
        """What is said still arrives; what is answered is lost on the way."""
        self._answers = False

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._stays:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._server[0], int(self._server[2]))
        self._open |= {writer, back}
        await asyncio.gather(_pass(reader, back, lambda: True), _pass(there, writer, lambda: self._answers))


async def _pass(here: asyncio.StreamReader, there: asyncio.StreamWriter, passes: Callable[[], bool]) -> None:
    with contextlib.suppress(OSError):
        while content := await here.read(65536):
            if passes():
                there.write(content)
                await there.drain()
    there.close()


@asynccontextmanager
async def line(address: str) -> AsyncIterator[Line]:
    """A line to the server at that address."""
    here = Line(address)
    await here.mend()
    try:
        yield here
    finally:
        here.cut()
