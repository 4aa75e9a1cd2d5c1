"""Everything under one roof: it starts, it comes back after a fall, it leaves nothing behind."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from demo.ports import free_port
from starter.installation import Installation
from starter.supervisor import keeping, lock, server
from starter.supervisor.child import start
from starter.supervisor.lock import Roof
from starter.supervisor.part import CannotRun, Part
from tests.starter.shell import Shell, clean_environ
from wiring.settings import Settings

# A busy machine is slow, not wrong.
PATIENCE = 90.0


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.05)
    return found


class Up:
    """A running `starter up`."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self.folder = folder
        self._out = folder / f"out-{time.monotonic_ns()}"
        with self._out.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "starter", "up"],
                cwd=folder,
                env={**clean_environ(), **environ},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return self._out.read_text()

    def says(self, words: str, times: int = 1) -> None:
        """Wait until it has printed these words so many times."""
        until(lambda: self.said.count(words) >= times or self._fallen(), f"{words!r} in {self.said}")
        assert words in self.said, self.said

    def _fallen(self) -> bool:
        return self.process.poll() is not None

    def children(self) -> dict[str, int]:
        """Its processes, by what they run."""
        listed = json.loads((self.folder / "data" / "up.json").read_text())
        names = {"-m worker": "worker", "devslack": "slack+mail"}
        names |= {f"{door}.serving": door for door in ("web", "slack", "mail")}
        found = {}
        for pid, program in listed.items():
            found[next((name for sign, name in names.items() if sign in program), "temporal")] = int(pid)
        return found

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("up")
    return {
        "SHARING_DATA_DIR": str(folder / "data"),
        "SHARING_TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}",
        "SHARING_TEMPORAL_UI": f"http://127.0.0.1:{free_port()}",
        "SHARING_WEB_LISTEN": f"127.0.0.1:{free_port()}",
        "SHARING_SLACK_ADDRESS": f"127.0.0.1:{free_port()}",
        "SHARING_STAND_IN_ADDRESS": f"127.0.0.1:{free_port()}",
        "SHARING_STAND_IN_MAIL": f"127.0.0.1:{free_port()}",
    }


@pytest.fixture(scope="module")
def up(environ: dict[str, str]) -> Iterator[Up]:
    up = Up(Path(environ["SHARING_DATA_DIR"]).parent, environ)
    up.says("The worker hears requests")
    yield up
    up.process.kill()
    up.process.wait(PATIENCE)


def test_it_prints_where_everything_is(up: Up, environ: dict[str, str]) -> None:
    up.says("Stop with Ctrl-C")
    assert f"{environ['SHARING_TEMPORAL_UI']}/namespaces/default/workflows" in up.said
    assert environ["SHARING_TEMPORAL_ADDRESS"] in up.said
    assert "  worker | The worker hears requests" in up.said
    up.says(f"The pages are open at http://{environ['SHARING_WEB_LISTEN']}")


def test_closed_requests_stay_visible_for_ninety_days(up: Up, environ: dict[str, str]) -> None:
    told = subprocess.run(
        [server.binary(), "operator", "namespace", "describe", "-n", "default", "-o", "json"],
        env={**clean_environ(), "TEMPORAL_ADDRESS": environ["SHARING_TEMPORAL_ADDRESS"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout)["config"]["workflowExecutionRetentionTtl"] == f"{90 * 24 * 3600}s"


def test_a_second_one_is_refused_with_the_first_ones_process(up: Up, environ: dict[str, str]) -> None:
    assert up.process.poll() is None, up.said  # else the second one would run, and this test for ever
    told = Shell(up.folder, **environ)("up")
    assert told.code == 1
    assert f"This already runs here (process {up.process.pid})." in told.err


def test_a_killed_worker_is_started_again(up: Up) -> None:
    os.kill(up.children()["worker"], signal.SIGKILL)
    up.says("Worker was killed by signal 9; it is started again.")
    up.says("The worker hears requests", times=2)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start clears up")
def test_a_killed_roof_leaves_nothing_and_starts_again(up: Up, environ: dict[str, str]) -> None:
    children = [*up.children().values()]
    assert up.stop(signal.SIGKILL) == -signal.SIGKILL
    until(lambda: not any(map(psutil.pid_exists, children)), "the children's end")
    again = Up(up.folder, environ)
    again.says("The worker hears requests")
    children = [*again.children().values()]
    assert again.stop() == 0
    assert not any(map(psutil.pid_exists, children))
    assert again.said.rstrip().endswith("Everything has stopped.")
    assert sorted(path.name for path in (up.folder / "data").glob("up.*")) == ["up.lock"]


# Without a server ------------------------------------------------------------------------------------------------


def settings(folder: Path, **given: str) -> Settings:
    return Settings.from_env({"SHARING_DATA_DIR": str(folder / "data"), **given})


@pytest.mark.parametrize(
    ("setting", "form"), [("TEMPORAL_ADDRESS", "127.0.0.1:{}"), ("TEMPORAL_UI", "http://127.0.0.1:{}")]
)
def test_a_taken_port_is_refused_with_the_setting_that_changes_it(tmp_path: Path, setting: str, form: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = {"TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}", setting: form.format(port)}
        given = {f"SHARING_{name}": value for name, value in ports.items()}
        told = Shell(tmp_path, **given)("up")
    assert told.code == 1
    assert f"Port {port} is taken by another program" in told.err
    assert f"export SHARING_{setting}=" in told.err
    assert not (tmp_path / "data" / "records.db").exists()


def test_a_missing_server_is_refused_with_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("starter.supervisor.server.shutil.which", lambda *_, **__: None)
    told = Shell(tmp_path)("up")
    assert (told.code, told.out) == (1, "")
    assert "`make up` installs it" in told.err


def test_a_server_on_another_machine_is_not_started_here(tmp_path: Path) -> None:
    told = Shell(tmp_path, SHARING_TEMPORAL_ADDRESS="temporal.example:7233")("up")
    assert told.code == 1
    assert "on another machine" in told.err


def test_the_server_is_told_what_requests_are_searched_by(tmp_path: Path) -> None:
    command = server.part(settings(tmp_path, SHARING_TEMPORAL_NAMESPACE="sharing"), Path("temporal")).command
    assert "RequestStep=KeywordList" in command
    assert "Overdue=Bool" in command
    assert "--ui-disable-news-fetch" in command
    assert command[command.index("--namespace") + 1] == "sharing"


def test_a_lock_of_a_dead_process_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "up.lock").write_text("12345")
    with Roof(tmp_path):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())
        with pytest.raises(CannotRun, match=f"process {os.getpid()}"), Roof(tmp_path):
            pass
    with Roof(tmp_path):
        pass


def test_what_an_earlier_roof_left_is_stopped_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    left, other = (subprocess.Popen(command) for _ in range(2))
    try:
        with Roof(tmp_path) as roof:
            roof.running(left.pid, " ".join(command))
            roof.running(other.pid, "another program, to which the number was given since")
            left_by = (tmp_path / "up.json").read_text()
        (tmp_path / "up.json").write_text(left_by)
        reaping = asyncio.run(_cleared(tmp_path, left))
        assert reaping == 1
        assert other.poll() is None
    finally:
        left.kill()
        other.kill()
        left.wait()
        other.wait()


async def _cleared(folder: Path, left: "subprocess.Popen[bytes]") -> int:
    # A child of ours stays a zombie until it is waited for; an earlier roof's children are init's.
    waiting = asyncio.create_task(asyncio.to_thread(left.wait))
    with Roof(folder) as roof:
        stopped = await asyncio.to_thread(roof.clear)
    await waiting
    return stopped


def test_a_damaged_list_of_processes_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "up.json").write_text("{not json")
    with Roof(tmp_path) as roof:
        assert roof.clear() == 0
    assert lock._runs(2**30, "no such process") is False


async def test_the_lines_of_a_process_are_prefixed_and_harmless(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    code = r"import sys; print('\x1b[31mred\x1b[0m'); sys.stdout.write('x' * 20000 + '\nno end')"
    part = Part("door", (sys.executable, "-c", code))
    child = await start(part, os.environ, tmp_path, lambda name, line: told.append((name, line)))
    assert await child.ended() == 0
    assert told[0] == ("door", "red")
    assert told[-1] == ("door", "no end")
    assert sum(len(line) for _, line in told) == 20_000 + len("red" + "no end")


async def test_a_process_that_does_not_stop_is_made_to(tmp_path: Path) -> None:
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    code = f"import signal, time; {deaf}; print('deaf', flush=True); time.sleep(60)"
    heard = asyncio.Event()
    part = Part("deaf", (sys.executable, "-c", code), patience=0.2)
    child = await start(part, os.environ, tmp_path, lambda name, line: heard.set())
    await heard.wait()
    await asyncio.wait_for(child.stop(), 30)
    assert await child.ended() == -signal.SIGKILL


async def test_who_dies_at_once_five_times_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Installation({"SHARING_DATA_DIR": str(tmp_path)})
    keeper = keeping._Keeping(here, Roof(tmp_path), Path("temporal"))
    keeper._names = ["temporal"]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    # Not asyncio's own: whatever else runs in this loop goes on resting.
    monkeypatch.setattr(keeper, "rest", sleep)
    part = Part("worker", (sys.executable, "-c", "print('No key.'); raise SystemExit(1)"))
    with pytest.raises(CannotRun, match="Worker ended with exit code 1, 5 times in a row"):
        await keeper._keep(part)
    assert slept == [0.5, 1.0, 2.0, 4.0]
