"""Reading what people wrote into files: YAML in which every word stays a word, or JSON. Nothing is guessed."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from starter.cli.ground import Failed

MOST_BYTES = 10_000_000
DEEPEST = 12

Tree = Any
"""A text, a list of trees, or a mapping of texts to trees. From JSON also numbers, true, false and null."""

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def text_of(path: Path, what: str) -> str:
    """A text file, or stdin for `-`. Raises Failed for a missing, huge or binary one."""
    if str(path) == "-":
        return _decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "What came on stdin", what)
    try:
        with path.open("rb") as file:
            return _decoded(file.read(MOST_BYTES + 1), str(path), what)
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "its name cannot be one"
        raise Failed(f"{path} cannot be read: {why.lower()}.") from wrong


def _decoded(content: bytes, name: str, what: str) -> str:
    if len(content) > MOST_BYTES:
        raise Failed(f"{name} is larger than {MOST_BYTES:,} bytes; {what} never is.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failed(f"{name} is no text in UTF-8. {what.capitalize()} is a text file: save it as UTF-8.") from None
    if "\0" in text:
        raise Failed(f"{name} is a binary file (it holds NUL bytes); {what} is a text file.")
    return text


def tree_of(path: Path, what: str) -> Tree:
    """What a YAML or JSON file says. Raises Failed with line and reason."""
    return tree(text_of(path, what), str(path) if str(path) != "-" else "stdin")


def tree(text: str, name: str) -> Tree:
    """What a YAML or JSON text says; JSON is known by its first bracket. Raises Failed with line and reason."""
    if Path(name).suffix.lower() == ".json" or text.lstrip()[:1] in ("{", "["):
        return _from_json(text, name)
    return _from_yaml(text, name)


def _from_json(text: str, name: str) -> Tree:
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, name))
    except json.JSONDecodeError as wrong:
        raise Failed(f"{name}, line {wrong.lineno}: this is not JSON ({wrong.msg}).") from wrong
    except (RecursionError, ValueError) as wrong:
        raise Failed(
            f"{name} cannot be read as JSON: it is nested too deep, or holds a number without end."
        ) from wrong


def _object(pairs: Iterable[tuple[str, Tree]], name: str) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    for key, value in pairs:
        if key in found:
            raise Failed(f"{name}: {key[:80]!r} stands twice; leave one of the two.")
        found[key] = value
    return found


def _from_yaml(text: str, name: str) -> Tree:
    """Built from the parser's events, one by one: no words become numbers, and no nesting can exhaust us."""
    try:
        return _Building(name).done(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as wrong:
        raise Failed(f"{name}{_place(wrong)}: this is not YAML ({_reason(wrong)}). {_ADVICE}") from wrong


_ADVICE = (
    "Where a text holds a colon or begins with a sign, put | behind the question and the text indented below it."
)


def _place(wrong: yaml.YAMLError) -> str:
    mark = getattr(wrong, "problem_mark", None)
    return f", line {mark.line + 1}" if mark is not None else ""


def _reason(wrong: yaml.YAMLError) -> str:
    return (
        getattr(wrong, "problem", None) or getattr(wrong, "reason", None) or "it holds a character that YAML forbids"
    )


class _Building:
    """A tree that grows as events come in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[list[Tree] | dict[str, Tree]] = []
        self._keys: list[str | None] = []
        self._found: list[Tree] = []

    def done(self, events: Iterator[Any]) -> Tree:
        """The tree of all events."""
        for event in events:
            match event:
                case yaml.AliasEvent():
                    raise self._failed(event, f"*{event.anchor} stands for another place; write it out")
                case yaml.ScalarEvent():
                    self._put(event, _words(event))
                case yaml.SequenceStartEvent():
                    self._begin(event, [])
                case yaml.MappingStartEvent():
                    self._begin(event, {})
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._open.pop()
                    self._keys.pop()
        if len(self._found) > 1:
            raise Failed(f"{self._name} holds several documents; leave one, without lines of ---.")
        return self._found[0] if self._found else ""

    def _begin(self, event: Any, container: list[Tree] | dict[str, Tree]) -> None:
        if len(self._open) >= DEEPEST:
            raise self._failed(event, "this is nested too deep")
        self._put(event, container)
        self._open.append(container)
        self._keys.append(None)

    def _put(self, event: Any, value: Tree) -> None:
        if not self._open:
            self._found.append(value)
            return
        inside = self._open[-1]
        if isinstance(inside, list):
            inside.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            inside[key] = value
            self._keys[-1] = None
        elif not isinstance(value, str):
            raise self._failed(event, "a name before a colon is a word")
        elif value in inside:
            raise self._failed(event, f"{value[:80]!r} stands twice; leave one of the two")
        else:
            self._keys[-1] = value

    def _failed(self, event: Any, why: str) -> Failed:
        return Failed(f"{self._name}, line {event.start_mark.line + 1}: {why}.")


def _words(event: Any) -> str:
    # The line break at the end of a block is YAML's, not the writer's.
    text: str = event.value
    return text.rstrip("\n") if event.style in ("|", ">") else text
