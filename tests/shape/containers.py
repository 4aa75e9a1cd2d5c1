"""The compose file's services as processes: the same commands and environments, with hosts and folders mapped."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

import httpx

from demo.ports import free_port
from starter.healthy import main as ask
from tests.shape import compose
from tests.starter.shell import clean_environ
from tests.workflows.house import until
from wiring.settings import SAMPLE_DIRECTORY


class Containers:
    """One installation under a folder. `given` is what its `.env` says."""

    def __init__(self, folder: Path, temporal: str, records: str, **given: str) -> None:
        self.folder = folder
        self._temporal = temporal
        self._given = given
        self.running: dict[str, Process] = {}
        self.ports: dict[str, dict[str, int]] = {}
        for name in ("data", "etc"):
            (folder / name).mkdir()
        shutil.copy(compose.HOUSE / "deploy" / "secrets.sh", folder)
        subprocess.run(["sh", folder / "secrets.sh"], check=True, capture_output=True)
        (folder / "secrets" / "records-url").write_text(records)
        shutil.copy(SAMPLE_DIRECTORY, folder / "etc" / "directory.yaml")

    def environment(self, service: str, name: str = "") -> dict[str, str]:
        """The environment of a service; `name` is which of its replicas, each with ports of its own."""
        ports = self.ports.setdefault(name or service, {})

        def mapped(value: str) -> str:
            value = value.replace("/run/secrets", str(self.folder / "secrets"))
            value = re.sub(r"^/data\b", str(self.folder / "data"), value)
            value = value.replace("/etc/sharing", str(self.folder / "etc")).replace("temporal:7233", self._temporal)
            if found := re.fullmatch(r"0\.0\.0\.0:(\d+)", value):
                return f"127.0.0.1:{ports.setdefault(found[1], free_port())}"
            return value

        read = compose.environment(service, **self._given)
        return {variable: mapped(value) for variable, value in read.items()}

    def command(self, service: str) -> list[str]:
        """What the service runs."""
        words = list(compose.services()[service]["command"])
        return [sys.executable, *(words[1:] if words[0] == "python" else ["-m", *words])]

    async def once(self, service: str) -> str:
        """Run a service that does something once; what it says."""
        return await self.run(service, *self.command(service)[2:])

    async def run(self, service: str, *words: str) -> str:
        """Run a module in the environment of a service, to its end."""
        told = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env={**clean_environ(), **self.environment(service)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        return str(told.stdout + told.stderr)

    async def start(self, service: str, name: str = "") -> None:
        """Start a service that goes on, and wait until its own health check is content."""
        name = name or service
        environ = {**clean_environ(), **self.environment(service, name)}
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = await asyncio.create_subprocess_exec(
                *self.command(service), cwd=self.folder, env=environ, stdin=DEVNULL, stdout=log, stderr=log
            )
        await until(lambda: self.healthy(service, name), 60)

    async def healthy(self, service: str, name: str = "") -> bool:
        """What the service's health check says."""
        name = name or service
        assert self.running[name].returncode is None, self.log(name)
        *_, module, address = compose.services()[service]["healthcheck"]["test"]
        assert module == "starter.healthy"
        port = self.ports[name][address.rpartition(":")[2]]
        return await asyncio.to_thread(ask, [f"127.0.0.1:{port}"]) == 0

    async def page(self, name: str, port: str, path: str) -> str:
        """What a process answers at one of the ports that its container has."""
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"http://127.0.0.1:{self.ports[name][port]}{path}")
        assert answer.status_code == 200
        return answer.text

    def log(self, name: str) -> str:
        """What a process has written."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    async def kill(self, name: str) -> None:
        """As a machine does that dies."""
        process = self.running.pop(name)
        process.kill()
        await process.wait()

    async def stop(self, name: str) -> int:
        """As an engine stops a container; its exit code."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return await process.wait()

    async def end(self) -> None:
        """Nothing is left running."""
        for name in list(self.running):
            await self.kill(name)
