"""The image has all that runs: every package, installed by hashes, for a user that is nobody."""

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

from tests.shape.compose import HOUSE, ours, services

DOCKERFILE = (HOUSE / "Dockerfile").read_text()
COPIED = dict(re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.MULTILINE))


def test_every_package_of_the_project_is_copied() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    wanted = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert set(wanted) == set(COPIED) - {"requirements/requirements.lock"}


def test_what_compose_runs_starts_from_what_is_copied_and_no_more(tmp_path: Path) -> None:
    for name in COPIED:
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.suffix == ".py":
            shutil.copy(source, tmp_path)
    modules = {service["command"][2] for service in ours().values() if service["command"][0] == "python"}
    modules |= {
        "starter.__main__",
        "starter.cli",
        "starter.healthy",
        "records.migrations",
        "starter.operators.preparing",
    }
    assert {"worker", "starter.web.serving", "starter.slack.serving", "starter.mail.serving"} < modules
    # The checkout, to which the editable install leads, is not to be found from there.
    code = (
        "import importlib, sys\n"
        f"sys.meta_path = [one for one in sys.meta_path if 'editable' not in repr(one).lower()]\n"
        f"sys.path = [{str(tmp_path)!r}] + [one for one in sys.path if not one.startswith({str(HOUSE)!r}) or "
        f"one == {sysconfig.get_path('purelib')!r}]\n"
        f"for name in {sorted(modules)!r}: importlib.import_module(name)\n"
        "import starter, worker; print(starter.__file__, worker.__file__)\n"
    )
    told = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == [f"{tmp_path}/starter/__init__.py", f"{tmp_path}/worker.py"]


def test_the_base_is_pinned_and_fits_and_libraries_are_installed_by_their_hashes() -> None:
    base = re.search(r"^FROM python:(\d+)\.(\d+)\.(\d+)-slim-(\w+)$", DOCKERFILE, re.MULTILINE)
    assert base is not None
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert (3, 11) <= (int(base[1]), int(base[2])) < (3, 14)
    assert base[4] in services()["postgres"]["image"], "one Debian, so that pg_dump and its server are of one version"
    assert "--require-hashes" in DOCKERFILE
    lock = (HOUSE / "requirements" / "requirements.lock").read_text()
    assert len(re.findall(r"^\S+==", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")


def test_the_client_of_the_database_is_of_the_servers_version() -> None:
    client = re.search(r"postgresql-client-(\d+)", DOCKERFILE)
    server = re.match(r"postgres:(\d+)\.", services()["postgres"]["image"])
    assert client is not None
    assert server is not None
    assert client[1] == server[1]


def test_the_last_user_is_nobody_in_particular_and_the_image_is_looked_after() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users[-1] == "sharing"
    assert "useradd --system" in DOCKERFILE
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, re.MULTILINE)


def test_nothing_secret_goes_into_the_image() -> None:
    kept_out = (HOUSE / ".dockerignore").read_text().split()
    assert {".env", "deploy", ".git", ".data"} <= set(kept_out)
