"""A third judge, written by Slack: the compiler, over everything that we show, against Slack's own types."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.starter.slack.every_payload import Payload, every_payload

HOME = Path(__file__).parents[3] / ".data" / "node"
WANTED = {"typescript": "5.9.3", "@slack/types": "3.2.0"}
SPELLED = {"type", "style"}
"""Properties whose very words the types prescribe."""

TYPES = {"message": "KnownBlock[]", "modal": "ModalView", "home": "HomeView"}


def shape(value: Any, name: str = "") -> Any:
    """A payload with its texts cut: the types ask how a thing is built, not what it says."""
    if isinstance(value, dict):
        return {key: shape(held, key) for key, held in value.items()}
    if isinstance(value, list):
        return [shape(held) for held in value]
    return value[:3] if isinstance(value, str) and name not in SPELLED else value


def program(payloads: Iterable[Payload]) -> str:
    """A program that compiles where every payload fits its type; payloads of one shape stand there once."""
    lines = {}
    for payload in payloads:
        content = payload.content["blocks"] if payload.surface == "message" else payload.content
        lines[f"{json.dumps(shape(content))} satisfies {TYPES[payload.surface]};"] = payload.name
    imports = 'import type { HomeView, KnownBlock, ModalView } from "@slack/types";\n'
    return imports + "\n".join(
        f"export const c{number} = {line} // {json.dumps(name)}" for number, (line, name) in enumerate(lines.items())
    )


def _install(npm: str) -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests that run side by side share the folder
        found = {name: HOME / "node_modules" / name / "package.json" for name in WANTED}
        if all(at.exists() and json.loads(at.read_text())["version"] == WANTED[name] for name, at in found.items()):
            return
        (HOME / "package.json").write_text("{}")
        exact = [f"{name}@{version}" for name, version in WANTED.items()]
        command = [npm, "install", "--no-audit", "--no-fund", "--save-exact", "--ignore-scripts", *exact]
        installed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
        assert installed.returncode == 0, installed.stdout + installed.stderr


def compiled(source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the compiler says of a program. The compiler is installed once, into the folder of this working copy."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("There is no npm on this machine.")
    _install(npm)
    (folder / "node_modules").symlink_to(HOME / "node_modules")
    (folder / "shown.ts").write_text(source)
    options = ["--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler", "--module", "esnext"]
    compiler = HOME / "node_modules" / "typescript" / "bin" / "tsc"
    return subprocess.run(
        [shutil.which("node") or "node", str(compiler), *options, "--target", "es2022", "shown.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_that_we_show_fits_slacks_own_types(tmp_path: Path) -> None:
    source = program(every_payload())
    assert source.count("satisfies") > 60
    told = compiled(source, tmp_path)
    assert (told.returncode, told.stdout[:4_000]) == (0, "")


def test_the_compiler_notices_what_does_not_fit(tmp_path: Path) -> None:
    heading = {"type": "header", "text": {"type": "mrkdwn", "text": "*No*"}}
    told = compiled(program([Payload("wrong", "message", {"text": "No", "blocks": [heading]})]), tmp_path)
    assert told.returncode != 0
    assert "mrkdwn" in told.stdout
