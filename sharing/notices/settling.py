"""What is said of a task that is over, so that every copy of its card can follow: how it ended, by whom, when."""

from collections.abc import Iterable, Iterator

from sharing.facts import Assigned, Awaited, AwaitedChanged, ConflictDeclared, Happened
from sharing.notices.notice import Notice
from sharing.request import Request

TOLD_AS = {"inform": ("information given",), "determine": ("determined",)}
"""How it is said that a task was done whose fact says less: facts about data come as opinions."""


def settlements(before: Request, happened: Iterable[Happened], after: Request) -> Iterator[Notice]:
    """One notice for each task of an office that was released, or given to one of its holders."""
    facts = tuple(happened)
    cause = next((one for one in facts if one.by is not None), None)
    for one in facts:
        if isinstance(one.fact, AwaitedChanged):
            released = (before.awaited[key] for key in one.fact.released if key in before.awaited)
            for place, task in enumerate(released):
                if task.office != "requester":
                    yield _over(one, place, task, cause, after)
        else:
            for place, task in enumerate(put_anew(one, after)):
                words = "assigned to one of its holders" if isinstance(one.fact, Assigned) else "put before others"
                yield _notice(one, place, task, words, one, after)


def put_anew(one: Happened, after: Request) -> tuple[Awaited, ...]:
    """The tasks that a fact moves between the holders of their office: by assignment, or by a declared conflict."""
    if isinstance(one.fact, Assigned):
        wanted = (one.fact.office, one.fact.asset)
        return tuple(task for task in after.awaited.values() if (task.office, task.asset) == wanted)
    if isinstance(one.fact, ConflictDeclared) and one.by is not None:
        return tuple(task for task in after.awaited.values() if task.office == one.by.office)
    return ()


def _over(one: Happened, place: int, task: Awaited, cause: Happened | None, after: Request) -> Notice:
    if cause is not None and _is_of(task, cause):
        outcome = getattr(cause.fact, "outcome", "") or getattr(cause.fact, "verdict", "")
        told = TOLD_AS.get(task.what, (cause.fact.kind, outcome))
        words = ": ".join(word for word in told if word).replace("-", " ")
    elif after.closed is not None:
        words = f"no longer asked: the request has ended ({after.closed.outcome.replace('-', ' ')})"
    else:
        words = "no longer asked: the request has moved on"
    return _notice(one, place, task, words, cause or one, after)


def _is_of(task: Awaited, cause: Happened) -> bool:
    """Whether a fact is what the task asked for: said in its office, about its asset."""
    by, asset = cause.by, getattr(cause.fact, "asset", None)
    return by is not None and by.office == task.office and (task.asset is None or asset in (None, task.asset))


def _notice(one: Happened, place: int, task: Awaited, words: str, cause: Happened, after: Request) -> Notice:
    return Notice(
        key=f"{after.reference}/{one.number}/settled/{place}",
        number=one.number,
        reference=after.reference,
        kind="settle",
        headline=words,
        task=task.key,
        by=cause.by.person if cause.by else "",
        at=one.at,
    )
