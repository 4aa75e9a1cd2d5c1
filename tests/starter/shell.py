"""A person at a shell: calls the command line, in this process or as a program, and fills in what it proposes."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from starter.cli import app
from starter.installation import Installation


class Answer(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Shell:
    """A shell with an environment of its own, in a folder of its own."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.environ = {"SHARING_DATA_DIR": str(folder / "data"), **environ}

    def __call__(self, *words: str, stdin: str | bytes | None = None) -> Answer:
        """A command, in this process: quick."""
        runner = CliRunner()
        told = runner.invoke(app, list(words), input=stdin, obj=Installation(self.environ))
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        return Answer(told.exit_code, told.stdout, told.stderr)

    def program(self, *words: str, stdin: str | None = None, timeout: float = 60) -> Answer:
        """A command, as the program that people call."""
        told = subprocess.run(
            [sys.executable, "-m", "starter", *words],
            cwd=self.folder,
            env={**clean_environ(), **self.environ},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Answer(told.returncode, told.stdout, told.stderr)

    def say(self, command: str) -> Answer:
        """A command as the inbox proposes it, with what is open filled in."""
        program, *words = shlex.split(command.replace("\\\n", " "))
        assert program == "starter"
        return self(*(filled(word) for word in words))


def clean_environ() -> Mapping[str, str]:
    """The environment without settings of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SHARING_")}


DAYS = {"starts": "2027-04-01", "ends": "2030-03-31"}


def filled(word: str) -> str:
    """A proposed word with what is open in it filled in: the first of what is offered, or some words."""
    name, sign, value = word.partition("=")
    if not sign:
        return word
    if value == "ABC-YYYY-0000":
        return f"{name}=ONS-2026-0001"
    if value == "YYYY-MM-DD":
        return f"{name}={DAYS.get(name, '2028-01-31')}"
    if "|" in value:
        return f"{name}={value.partition('|')[0]}"
    if name.endswith((".item", ".key")):
        return f"{name}={value.replace('…', 'title')}"
    return f"{name}={value.replace('…', 'What we think of it')}"
