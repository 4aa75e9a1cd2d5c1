"""Reads docker-compose.yml as an engine would: anchors merged, variables filled in, nothing started."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HOUSE = Path(__file__).parent.parent.parent
FILE = HOUSE / "docker-compose.yml"
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


@cache
def whole() -> dict[str, Any]:
    """The whole file."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


def services() -> dict[str, Any]:
    """The services by their names."""
    found: dict[str, Any] = whole()["services"]
    return found


def ours() -> dict[str, Any]:
    """The services that run this project's own image with all settings of the installation."""
    return {name: service for name, service in built().items() if service["environment"] == whole()["x-settings"]}


def built() -> dict[str, Any]:
    """The services that run this project's own image."""
    return {name: service for name, service in services().items() if "build" in service}


def lasting() -> dict[str, Any]:
    """The services that go on, unlike those that do something once."""
    return {name: service for name, service in services().items() if service["restart"] == "unless-stopped"}


def environment(service: str, **given: str) -> dict[str, str]:
    """The environment of a service, with these variables of `.env`; those not given are empty."""

    def filled(found: re.Match[str]) -> str:
        return given.get(found[1]) or found[2] or ""

    return {name: _VARIABLE.sub(filled, str(value)) for name, value in services()[service]["environment"].items()}


def variables() -> set[str]:
    """The variables of `.env` that the file reads."""
    return {found[0] for found in _VARIABLE.findall(FILE.read_text(encoding="utf-8"))}
