"""What happened, as people read it: each act with what came of it, keys spelled as titles and names."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from policy.titles import as_words
from sharing.facts import AnyFact, Assigned, Awaited, AwaitedChanged, Happened
from sharing.request import Request
from starter.chronicle import sentence
from starter.filling import words_of

Name = Callable[[str], str]
"""A person's name by their key."""


class Event(NamedTuple):
    """An act, or what time brought: by whom in which office, in words, and whom the request waits for since."""

    at: datetime
    by: str
    office: str
    for_person: str
    words: str
    then: tuple[str, ...]


def events(request: Request, history: Sequence[Happened], name_of: Name) -> list[Event]:
    """All events, newest first."""
    tasks = {task.key: task for task in _asked(history)}
    found: list[Event] = []
    for one in history:
        if isinstance(one.fact, AwaitedChanged):
            lines = tuple(_waiting(request, tasks, one.fact))
            if found and found[-1].at == one.at:
                found[-1] = found[-1]._replace(then=(*found[-1].then, *lines))
            elif lines:
                found.append(Event(one.at, "", "", "", lines[0], lines[1:]))
            continue
        by = one.by
        found.append(
            Event(
                at=one.at,
                by=name_of(by.person) if by else "",
                office=request.rules.title(by.office) if by and by.office else "",
                for_person=name_of(by.for_person) if by and by.for_person else "",
                words=sentence(spelled(request, tasks, one.fact, name_of), request.rules.title),
                then=(),
            )
        )
    return found[::-1]


def spelled(request: Request, tasks: dict[str, Awaited], fact: AnyFact, name_of: Name) -> AnyFact:
    """The fact with titles and names where it has keys. What people wrote stays as it is."""
    titles = {asset.key: asset.title for asset in (request.lodged.assets if request.lodged else ())}
    titles |= {asset.key: asset.title for asset in request.assets}
    spell: dict[str, Callable[[Any], Any]] = {
        "asset": lambda key: titles.get(key, key),
        "assets": lambda keys: tuple(titles.get(getattr(key, "key", key), key) for key in keys),
        "dropped": lambda keys: tuple(titles.get(key, key) for key in keys),
        "departure": lambda key: f"“{departure.title}”" if (departure := request.rules.departure(key)) else key,
        "task": lambda key: _task(request, tasks, key),
        "person": name_of,
    }
    if isinstance(fact, Assigned):
        spell["to"] = name_of
    if fact.kind == "lodged":
        del spell["assets"]
    named = {field: made(value) for field, made in spell.items() if (value := getattr(fact, field, None))}
    return fact.model_copy(update=named)


def _asked(history: Iterable[Happened]) -> Iterable[Awaited]:
    for one in history:
        if isinstance(one.fact, AwaitedChanged):
            yield from one.fact.asked


def _waiting(request: Request, tasks: dict[str, Awaited], fact: AwaitedChanged) -> Iterable[str]:
    """Whom the request waits for since; that a task is over is said by the act that it is over by."""
    if fact.asked:
        yield f"Now waits for {_listed(request, tasks, (task.key for task in fact.asked))}."
    if fact.stopped:
        yield f"Clock stands still: {_listed(request, tasks, fact.stopped)}."
    if fact.resumed:
        yield f"Clock runs again: {_listed(request, tasks, (one.task for one in fact.resumed))}."


def _listed(request: Request, tasks: dict[str, Awaited], keys: Iterable[str]) -> str:
    return "; ".join(_task(request, tasks, key) for key in keys)


def _task(request: Request, tasks: dict[str, Awaited], key: str) -> str:
    task = tasks.get(key)
    if task is None:
        return as_words(key.partition("/")[0])
    asset = request.asset(task.asset)
    about = f", {asset.title if asset else task.asset}" if task.asset else ""
    return f"{request.rules.title(task.office)} ({words_of(request, task)}{about})"
