"""What a request has to tell that nobody is known to have been told, for a workflow that starts from records."""

from collections.abc import Iterable, Iterator

from records import SqlRecords
from sharing.facts import AwaitedChanged, Happened
from sharing.history import fold
from sharing.notices import Notice, notices
from sharing.request import Request


def owed(records: SqlRecords, empty: Request, facts: Iterable[Happened]) -> tuple[Notice, ...]:
    """The notices that these facts caused and that have to be told (again).

    Whoever had one has it on record and is not told twice; so what is still asked is told again on suspicion.
    """
    facts = tuple(facts)
    now = fold(empty, facts)
    unsettled = records.unsettled(empty.reference)
    return tuple(one for one in _all(empty, facts) if _is_owed(records, now, unsettled, one))


def _is_owed(records: SqlRecords, now: Request, unsettled: frozenset[str], one: Notice) -> bool:
    if one.kind == "settle":
        return one.task in unsettled and one.task not in now.awaited
    if one.kind == "warn":
        return now.silence is not None and now.silence.number == one.number and now.silence.delivered_at is None
    if one.kind == "ask" or one.task:
        return one.task in now.awaited and (one.kind == "ask" or records.notice(one.key) is None)
    return records.notice(one.key) is None


def _all(empty: Request, facts: tuple[Happened, ...]) -> Iterator[Notice]:
    request = empty
    for turn in _turns(facts):
        before, request = request, fold(request, turn)
        yield from notices(before, turn, request)


def _turns(facts: tuple[Happened, ...]) -> Iterator[tuple[Happened, ...]]:
    """Facts that came about together: one word or alarm, what followed, and whom the request waits for then."""
    turn: list[Happened] = []
    for one in facts:
        if turn and (one.speech is not None or one.at != turn[-1].at or isinstance(turn[-1].fact, AwaitedChanged)):
            yield tuple(turn)
            turn = []
        turn.append(one)
    if turn:
        yield tuple(turn)
