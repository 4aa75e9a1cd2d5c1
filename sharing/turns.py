"""One turn of a request: somebody speaks, time passes, or an errand is done; facts and notices come of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from policy.value import Stored
from sharing.alarms import due_alarm
from sharing.decide import decide, lodge
from sharing.facts import AnyFact, Happened, MessageRefused
from sharing.history import add
from sharing.notices import Notice, notices
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import Spoken, act_digest, act_key
from sharing.trusting import unseal

MOST_REFUSALS = 20
"""So many refusals by signal are told in detail; further ones are only counted, so that noise cannot fill a file."""


EARLIEST_LODGING = timedelta(days=366)
"""A lodging that claims to be older than this is taken as said now; one that waited in the outbox is younger."""


class Turn(Stored):
    """What came of one turn: the request after it, its new facts, the notices they cause, the answer if any."""

    request: Request
    happened: tuple[Happened, ...] = ()
    notices: tuple[Notice, ...] = ()
    sentence: str = ""
    repeated: bool = False


def hear(request: Request, spoken: Spoken, keys: Mapping[str, str], now: datetime) -> Turn:
    """Somebody speaks. Time first rings up to the moment of speaking. Raises Refused; then nothing has changed.

    An act that was heard before is answered again and changes nothing; its key with other content is refused.
    """
    said = unseal(request, spoken, keys)
    known = request.heard.get(act_key(spoken))
    if known is not None:
        if known != act_digest(spoken):
            raise Refused("Something else has already been said under this key. Say it again from the start.")
        return Turn(request=request, sentence="This had been heard already; it counts once.", repeated=True)
    at = min(said.at, now)
    if request.at is not None:
        at = max(at, request.at)
    elif now - at > EARLIEST_LODGING:
        at = now
    rung = ring(request, at)
    heard = decide(rung.request, said, at) if request.lodged is not None else lodge(rung.request, said, at)
    after, happened = add(rung.request, heard.facts, at, heard.by, spoken)
    return Turn(
        request=after,
        happened=(*rung.happened, *happened),
        notices=(*rung.notices, *notices(rung.request, happened, after)),
        sentence=heard.sentence,
    )


def ring(request: Request, now: datetime) -> Turn:
    """Time passes: everything that rings by `now` happens, once, at its own instant."""
    happened: tuple[Happened, ...] = ()
    told: tuple[Notice, ...] = ()
    while alarm := due_alarm(request, now):
        before = request
        request, more = add(request, (alarm.fact,), alarm.at)
        happened, told = (*happened, *more), (*told, *notices(before, more, request))
    return Turn(request=request, happened=happened, notices=told)


def happen(request: Request, facts: Iterable[AnyFact], now: datetime) -> Turn:
    """An errand is done, or something reached the request that is nobody's speech."""
    rung = ring(request, now)
    at = max(now, rung.request.at) if rung.request.at is not None else now
    after, happened = add(rung.request, facts, at)
    return Turn(
        request=after,
        happened=(*rung.happened, *happened),
        notices=(*rung.notices, *notices(rung.request, happened, after)),
    )


def refuse(request: Request, door: str, why: str, now: datetime, person: str = "") -> Turn:
    """Something came through a door that cannot answer, and was refused: a fact, and a notice to its sender."""
    detail = request.refusals < MOST_REFUSALS
    fact = MessageRefused(
        door=door if detail else "",
        why=why[:1000] if detail else "Not told in detail.",
        person=person if detail else "",
    )
    return happen(request, (fact,), now)
