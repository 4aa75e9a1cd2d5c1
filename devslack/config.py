"""What the stand-in is told when it starts, and what it refuses to start with."""

import ipaddress
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

REAL_TOKEN = re.compile(
    r"xox[a-z]-\d{6,}-|xox[a-z](?:\.xox[a-z])?-\d-[\w-]{20,}|xapp-\d-A[A-Z0-9]{6,}-\d+-[0-9a-f]{8,}"
)
"""The shapes of the tokens that Slack gives out."""


class Refuses(RuntimeError):
    """The stand-in does not start. The sentence says why; it never repeats a token."""


@dataclass(frozen=True)
class Member:
    """A member of the pretended workspace, by the flags that Slack's `users.info` has."""

    id: str
    name: str
    email: str
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    is_stranger: bool = False
    team: str = ""
    """The team that a stranger belongs to; empty for the workspace's own."""


@dataclass(frozen=True)
class Config:
    """Everything the stand-in needs to know. A port of 0 takes a free one."""

    people: tuple[Member, ...]
    folder: Path
    """Where the SQLite file and the Maildir `mail-in` are kept; made where it is missing."""
    app_url: str
    """Where interactions are sent, signed, such as http://127.0.0.1:8404/slack/events."""
    port: int
    smtp_port: int
    host: str = "127.0.0.1"
    team: str = "T0STANDIN"
    bot_token: str = field(default="xoxb-stand-in", repr=False)
    app_token: str = field(default="xapp-stand-in", repr=False)
    signing_secret: str = field(default="signing-secret-of-the-stand-in", repr=False)
    service_address: str = "service@example.test"
    """Where people write to by mail."""
    app_id: str = "A0STANDIN"
    app_name: str = "Data sharing"
    bot_user: str = "U0STANDINBOT"
    shortcuts: tuple[tuple[str, str], ...] = ()
    """(callback_id, title) of each global shortcut."""
    commands: tuple[tuple[str, str], ...] = ()
    """(command with its slash, usage hint) of each slash command."""
    links: tuple[tuple[str, str], ...] = ()
    """(title, address) of other pages of this machine, shown in the header."""

    @property
    def url(self) -> str:
        """The address of the pages, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def member(self, user: str) -> Member | None:
        """Who has this id."""
        return next((member for member in self.people if member.id == user), None)

    def team_of(self, member: Member) -> str:
        """The team a member belongs to: a stranger has another than the workspace's."""
        return member.team or ("T0ELSEWHERE" if member.is_stranger else self.team)

    def check(self, environment: Mapping[str, str] | None = None) -> None:
        """Raises Refuses for a host that others can reach, for real tokens and for ambiguous people."""
        for what, host in (("host", self.host), ("app_url", urlsplit(self.app_url).hostname or "")):
            if not loopback(host):
                raise Refuses(
                    f"The stand-in for Slack speaks to this machine alone: {what} {host!r} is not loopback."
                )
        tokens = {"bot_token": self.bot_token, "app_token": self.app_token, "signing_secret": self.signing_secret}
        for name, value in {**(os.environ if environment is None else environment), **tokens}.items():
            if REAL_TOKEN.search(value):
                raise Refuses(f"{name} holds what looks like a real Slack token. The stand-in wants none.")
        ids = [member.id for member in self.people] + [self.bot_user]
        if len(set(ids)) != len(ids):
            raise Refuses("Two members have the same id.")
        if bad := [id for id in ids if not re.fullmatch(r"[UW][A-Z0-9]{1,30}", id)]:
            raise Refuses(f"Ids of Slack members are U or W and capitals or digits, not {bad[0]!r}.")


def loopback(host: str) -> bool:
    """Whether a host's name means this machine and nothing else."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def read(path: Path) -> Config:
    """The configuration in a JSON file, by the names of the fields. Raises Refuses for what it cannot read."""
    try:
        given: dict[str, Any] = json.loads(path.read_text())
        if unknown := given.keys() - {each.name for each in fields(Config)}:
            raise Refuses(f"{path.name} has unknown settings: {', '.join(sorted(unknown))}.")
        given["people"] = tuple(Member(**member) for member in given["people"])
        given["folder"] = Path(given["folder"])
        for pairs in ("shortcuts", "commands", "links"):
            given[pairs] = tuple((first, second) for first, second in given.get(pairs, ()))
        return Config(**given)
    except (OSError, ValueError, KeyError, TypeError) as unread:
        raise Refuses(f"{path.name} cannot be read as a configuration: {unread}.") from unread
