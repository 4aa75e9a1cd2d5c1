"""Keeping everything running: started in order, started again when it dies, stopped in the other order."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from rich.text import Text

from starter import paper, standing_in
from starter.installation import Installation
from starter.supervisor import server
from starter.supervisor.child import Child, start
from starter.supervisor.lock import Roof
from starter.supervisor.part import CannotRun, Part
from wiring.settings import Settings
from wiring.temporal import converter_of

MOST_QUICK_DEATHS = 5
QUICK = 10.0
"""Who lives for fewer seconds than this has died at once. After five such deaths in a row we give up."""

_COLOURS = ("cyan", "green", "magenta", "yellow", "blue")


def worker() -> Part:
    """The worker. It may take twenty seconds to finish what is under way."""
    # -P, so that a file of that name in the current folder is not taken for it.
    return Part("worker", (sys.executable, "-P", "-m", "worker"), patience=25.0)


def stand_in(here: Installation) -> tuple[Part, ...]:
    """What takes the place of Slack and of a mail server on somebody's own machine."""
    if not here.settings.stand_in:
        return ()
    command = (sys.executable, "-P", "-m", "devslack", str(standing_in.written(here)))
    return (Part("slack+mail", command, f"http://{here.settings.stand_in_address}", quiet=True),)


def doors(settings: Settings) -> tuple[Part, ...]:
    """The doors that are processes of their own, each a line here. The command line is none."""
    found = [Part("web", (sys.executable, "-P", "-m", "starter.web.serving"), settings.web_address)]
    if settings.stand_in or settings.slack_bot_token is not None:
        command = (sys.executable, "-P", "-m", "starter.slack.serving")
        found.append(Part("slack", command, f"http://{settings.slack_address}/slack/events"))
    if settings.codec_keys is not None:
        command = (sys.executable, "-P", "-m", "starter.codec.serving")
        found.append(Part("codec", command, f"http://{settings.codec_listen}"))
    if settings.mail_in:
        found.append(Part("mail", (sys.executable, "-P", "-m", "starter.mail.serving"), settings.mail_from))
    return tuple(found)


def keep_up(here: Installation) -> int:
    """Run everything until Ctrl-C or SIGTERM. The exit code: 0 when stopped, 1 when something needed is missing."""
    try:
        temporal = server.binary()
        with Roof(here.settings.data_dir) as roof:
            return asyncio.run(_Keeping(here, roof, temporal).run())
    except CannotRun as wrong:
        paper.note(str(wrong))
        return 1


class _Keeping:
    """What runs, and whether it is to stop. `rest` is how it waits before it starts something again."""

    rest = staticmethod(asyncio.sleep)

    def __init__(self, here: Installation, roof: Roof, temporal: Path) -> None:
        self._here = here
        self._roof = roof
        self._temporal = temporal
        self._settings = here.settings
        self._running: dict[str, Child] = {}
        self._stopping = asyncio.Event()
        self._names: list[str] = []

    async def run(self) -> int:
        """Start, keep, stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told_to_stop)
        keeping = asyncio.create_task(self._keep_all())
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({keeping, stopped}, return_when=asyncio.FIRST_COMPLETED)
        self._stopping.set()
        wrong = keeping.exception() if keeping.done() else None
        keeping.cancel()
        await self._stop_all()
        await asyncio.gather(keeping, return_exceptions=True)
        while isinstance(wrong, BaseExceptionGroup):
            wrong = wrong.exceptions[0]
        if wrong is not None:
            raise wrong
        return 0

    def _told_to_stop(self) -> None:
        if self._stopping.is_set():
            paper.note("Ending everything at once.")
            for child in self._running.values():
                child.kill()
        elif self._running:
            paper.note("Stopping; what is under way is finished first. Once more ends it at once.")
        self._stopping.set()

    async def _keep_all(self) -> None:
        if left := self._roof.clear():
            paper.note(f"Stopped what an earlier run had left: {left}.")
        temporal = server.part(self._settings, self._temporal)
        await server.ports_free(self._settings)
        await server.doors_free(self._settings)
        await asyncio.to_thread(self._here.migrate)
        self._here.key()
        converter_of(self._settings)
        async with asyncio.TaskGroup() as all_of_them:
            all_of_them.create_task(self._keep(temporal))
            await server.ready(self._settings, self._temporal)
            for part in (*stand_in(self._here), worker(), *doors(self._settings)):
                all_of_them.create_task(self._keep(part))
            await self._welcome()

    async def _welcome(self) -> None:
        if self._here.records.unstarted():
            desk = await self._here.desk()
            started = await desk.start_the_unstarted()
            paper.note(f"Started what was lodged while no server was there: {started}.")
        settings = self._settings
        paper.line()
        paper.line(f"{settings.service_name} is up.", "bold")
        paper.line(f"  Temporal UI      {settings.temporal_ui}/namespaces/{settings.temporal_namespace}/workflows")
        paper.line(f"  Temporal server  {settings.temporal_address}")
        if settings.stand_in:
            paper.line(f"  Slack and mail   http://{settings.stand_in_address} (a stand-in: choose who you are)")
        for door in doors(settings):
            paper.line(f"  {door.name:<15}  {door.address}")
        paper.line(f"  State, logs      {_short(settings.data_dir)}")
        paper.line()
        paper.line(f"Begin at {settings.web_address}, or in another window: starter lodge request.yaml --as rae")
        paper.line("Stop with Ctrl-C; everything goes on where it was when you start again.")
        paper.line()

    async def _keep(self, part: Part) -> None:
        """Start a part, and start it again whenever it dies, each time a little later."""
        deaths, place = 0, len(self._names)
        self._names.append(part.name)
        while not self._stopping.is_set():
            since = time.monotonic()
            child = await start(part, self._here.environ, self._settings.data_dir / "logs", self._show)
            self._running[part.name] = child
            self._roof.running(child.pid, " ".join(part.command))
            code = await child.ended()
            self._roof.ended(child.pid)
            if self._stopping.is_set():
                return
            deaths = deaths + 1 if time.monotonic() - since < QUICK else 1
            self._mourn(part, child, code, deaths, place)
            await self.rest(min(30.0, 0.5 * 2 ** (deaths - 1)))

    def _mourn(self, part: Part, child: Child, code: int, deaths: int, place: int) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        if part.quiet:
            for line in child.last:
                self._show(part.name, line)
        if deaths >= MOST_QUICK_DEATHS or (place == 0 and deaths > 1):
            words = f"{part.name.capitalize()} {how}, {deaths} times in a row; its last words stand above."
            state = _short(self._settings.data_dir)
            raise CannotRun(f"{words} Mend that and start again: what is under {state} is as it was.")
        paper.note(f"{part.name.capitalize()} {how}; it is started again.")

    def _show(self, name: str, line: str) -> None:
        place = self._names.index(name) if name in self._names else 0
        text = Text(f"{name:>8} | ", style=_COLOURS[place % len(_COLOURS)])
        text.append(paper.safe(line), style="default")
        paper.console().print(text, soft_wrap=True)

    async def _stop_all(self) -> None:
        """The doors first, the server last, so that what is under way can be finished."""
        for name in reversed(self._names):
            if child := self._running.get(name):
                await child.stop()
        if self._running:
            paper.note("Everything has stopped.")


def _short(path: Path) -> str:
    shown = os.path.relpath(path)
    return str(path) if shown.startswith("..") else shown
