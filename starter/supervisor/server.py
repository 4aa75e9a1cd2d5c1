"""The Temporal dev server: where its binary is, how it is started, when it is ready, for how long it remembers."""

import asyncio
import shutil
import socket
import sysconfig
from pathlib import Path
from urllib.parse import urlsplit

from starter.supervisor.part import CannotRun, Part
from wiring.settings import PREFIX, Settings
from workflows.contract import SEARCH_ATTRIBUTES

RETENTION = "2160h"
"""Ninety days: so long closed requests stay visible in the UI. By itself the dev server forgets after one."""

READY_WITHIN = 60.0
_LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")


def binary() -> Path:
    """The server's binary. Raises CannotRun where it is not installed."""
    found = shutil.which("temporal", path=sysconfig.get_path("scripts")) or shutil.which("temporal")
    if found is None:
        raise CannotRun("The Temporal server is not installed (no `temporal` in .venv/bin). `make up` installs it.")
    return Path(found)


def address(settings: Settings) -> tuple[str, int]:
    """Host and port of the server. Raises CannotRun where it is to be on another machine."""
    host, _, port = settings.temporal_address.rpartition(":")
    if host not in _LOCAL:
        raise CannotRun(
            f"SHARING_TEMPORAL_ADDRESS is {settings.temporal_address}, on another machine. The server that this "
            "starts knows no sign-in, so it serves this machine alone. Leave the setting out; or, to use that other "
            "server, run the worker by itself: python -m worker"
        )
    return host.strip("[]"), int(port)


def ui_port(settings: Settings) -> int:
    """The port of the server's pages."""
    parts = urlsplit(settings.temporal_ui)
    return parts.port or (443 if parts.scheme == "https" else 80)


def part(settings: Settings, temporal: Path) -> Part:
    """The server as a process, over a file of its own."""
    host, port = address(settings)
    command = [str(temporal), "server", "start-dev", "--ip", host, "--port", str(port)]
    command += ["--ui-port", str(ui_port(settings)), "--ui-disable-news-fetch"]
    command += ["--db-filename", str(settings.data_dir / "temporal.db"), "--log-level", "warn"]
    if settings.temporal_namespace != "default":
        command += ["--namespace", settings.temporal_namespace]
    if settings.codec_keys is not None:
        command += ["--ui-codec-endpoint", f"http://{settings.codec_listen}"]
    for key in SEARCH_ATTRIBUTES:
        kind = "".join(word.capitalize() for word in key.indexed_value_type.name.split("_"))
        command += ["--search-attribute", f"{key.name}={kind}"]
    return Part("temporal", tuple(command), quiet=True)


async def ports_free(settings: Settings) -> None:
    """Raises CannotRun where another program has one of the server's ports."""
    host, port = address(settings)
    if not await _free(host, port):
        raise CannotRun(
            f"Port {port} is taken by another program, so the Temporal server cannot start. Stop that program, or "
            f"take another port for all commands: export SHARING_TEMPORAL_ADDRESS={host}:{port + 10}"
        )
    if not await _free(host, ui_port(settings)):
        raise CannotRun(
            f"Port {ui_port(settings)} is taken by another program, so the Temporal UI cannot start. Stop that "
            f"program, or take another port: export SHARING_TEMPORAL_UI=http://{host}:{ui_port(settings) + 10}"
        )


async def doors_free(settings: Settings) -> None:
    """Raises CannotRun where another program has the port of a door, of the codec server, or of the stand-in."""
    wanted = {"WEB_LISTEN": settings.web_listen}
    if settings.stand_in or (settings.slack_bot_token is not None and settings.slack_app_token is None):
        wanted |= {"SLACK_ADDRESS": settings.slack_address}
    if settings.stand_in:
        wanted |= {"STAND_IN_ADDRESS": settings.stand_in_address, "STAND_IN_MAIL": settings.stand_in_mail}
    if settings.codec_keys is not None:
        wanted |= {"CODEC_LISTEN": settings.codec_listen}
    for name, place in wanted.items():
        host, _, port = place.rpartition(":")
        if not await _free(host.strip("[]"), int(port)):
            raise CannotRun(
                f"Port {port} is taken by another program. Stop that program, or take another port: "
                f"export {PREFIX}{name}={host}:{int(port) + 10}"
            )


async def _free(host: str, port: int) -> bool:
    # What has just been stopped may hold its port for a moment.
    for _ in range(5):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except PermissionError:
                return True  # not taken, but not ours to take either: the server will say so
            except OSError:
                await asyncio.sleep(0.2)
            else:
                return True
    return False


async def ready(settings: Settings, temporal: Path) -> None:
    """Wait until the server answers, and tell it for how long to remember. Raises CannotRun where it never does."""
    command = [str(temporal), "operator", "namespace", "update", "--namespace", settings.temporal_namespace]
    command += ["--retention", RETENTION, "--address", settings.temporal_address]
    deadline = asyncio.get_running_loop().time() + READY_WITHIN
    while asyncio.get_running_loop().time() < deadline:
        if await _answers(*address(settings)):
            telling = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
            )
            if await telling.wait() == 0:
                return
        await asyncio.sleep(0.1)
    raise CannotRun(f"The Temporal server does not answer at {settings.temporal_address}; see its log.")


async def _answers(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True
