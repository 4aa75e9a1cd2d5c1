"""The codec server as a process, and under the roof that `make up` makes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import worker
from demo.ports import free_port
from starter.codec import serving
from starter.installation import Installation
from starter.supervisor import keeping, server
from tests.fresh import fresh_records
from tests.starter.shell import clean_environ
from tests.workflows.ciphers import a_ring
from wiring.codec_keys import write
from wiring.settings import SAMPLE_DIRECTORY, Settings, WrongSetting


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "SHARING_DATA_DIR": str(tmp_path / "data"),
        "SHARING_CODEC_KEYS": str(tmp_path / "codec.keys"),
        "SHARING_CODEC_LISTEN": f"127.0.0.1:{free_port()}",
    }


def started(environ: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "starter.codec.serving"],
        env={**clean_environ(), **environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def running(environ: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    write(tmp_path / "codec.keys", a_ring())
    process = started(environ)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("The codec server is at")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_it_answers_the_ui_logs_each_reading_and_stops_when_told_to(
    running: subprocess.Popen[str], environ: dict[str, str]
) -> None:
    at = f"http://{environ['SHARING_CODEC_LISTEN']}"
    assert httpx.get(f"{at}/health/ready").json() == {"ready": True}
    answer = httpx.post(f"{at}/decode", json={"payloads": []}, headers={"x-namespace": "default"})
    assert answer.json() == {"payloads": []}
    running.terminate()
    _, said = running.communicate(timeout=20)
    assert running.returncode == 0
    assert "somebody at this machine had 0 payloads decoded" in said


def test_without_keys_it_says_how_to_make_them(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert serving.main() == 1
    assert "starter codec new-key" in capsys.readouterr().err


def test_the_roof_starts_it_and_tells_the_ui_of_it_once_there_are_keys(environ: dict[str, str]) -> None:
    with_keys = Settings.from_env(environ)
    command = server.part(with_keys, Path("temporal")).command
    assert command[command.index("--ui-codec-endpoint") + 1] == f"http://{environ['SHARING_CODEC_LISTEN']}"
    assert "codec" in [door.name for door in keeping.doors(with_keys)]
    without = Settings.from_env({"SHARING_DATA_DIR": environ["SHARING_DATA_DIR"]})
    assert "--ui-codec-endpoint" not in server.part(without, Path("temporal")).command
    assert "codec" not in [door.name for door in keeping.doors(without)]


async def test_neither_a_worker_nor_a_door_starts_in_production_without_keys(tmp_path: Path) -> None:
    (tmp_path / "desk.key").write_text("A" * 43 + "=")
    fresh_records(tmp_path)
    production = {
        "SHARING_ENVIRONMENT": "production",
        "SHARING_DATA_DIR": str(tmp_path),
        "SHARING_DIRECTORY_PATH": str(SAMPLE_DIRECTORY),
    }
    with pytest.raises(WrongSetting, match="SHARING_CODEC_KEYS is not set"):
        await worker.serve(Settings.from_env(production))
    for lazy in (True, False):
        with pytest.raises(WrongSetting, match="SHARING_CODEC_KEYS is not set"):
            await Installation(production).desk(lazy=lazy)
