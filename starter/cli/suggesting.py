"""The exact command that says a choice: what is open in it stands there to be filled in."""

import shlex
from typing import Any

from sharing.notices import Choice
from starter.blanks import Blank
from starter.cli import fields
from starter.cli.wording import UNFILLED

_WIDE = 100


def words_of(choice: Choice, blanks: tuple[Blank, ...]) -> list[str]:
    """The `field=value` words of a choice's message: those it says, then those it leaves open."""
    kind = fields.kinds()[choice.message["kind"]]
    said = [word for name, value in choice.message.items() if name != "kind" for word in _said(name, value)]
    return said + [f"{blank.path}={_open(kind, blank)}" for blank in blanks]


def _said(path: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [word for name, inside in value.items() for word in _said(f"{path}.{name}", inside)]
    if isinstance(value, bool):
        return [f"{path}={'yes' if value else 'no'}"]
    if isinstance(value, list | tuple):
        return [f"{path}={','.join(map(str, value))}"]
    return [f"{path}={value}"]


def _open(kind: type, blank: Blank) -> str:
    if blank.offers:
        return "|".join(blank.offers)
    if blank.names:
        return f"{UNFILLED} {blank.names} {UNFILLED}"
    if blank.path == "duplicate_of":
        return "ABC-YYYY-0000"
    words = fields.words_for(fields.at(kind, tuple(blank.path.split("."))))
    if words.startswith("a day"):
        return "YYYY-MM-DD"
    return words if "|" in words else UNFILLED


def command(reference: str, person: str, kind: str, words: list[str]) -> str:
    """The command as a shell takes it, broken into lines where it is long."""
    parts = ["starter", "say", reference, kind, "--as", person, *words]
    lines, line = [], ""
    for part in map(_quoted, parts):
        if line and len(line) + len(part) > _WIDE:
            lines.append(line)
            line = "  "
        line += part if not line.strip() else f" {part}"
    return " \\\n".join([*lines, line])


def _quoted(word: str) -> str:
    name, sign, value = word.partition("=")
    return f"{shlex.quote(name)}={shlex.quote(value)}" if sign else shlex.quote(word)
