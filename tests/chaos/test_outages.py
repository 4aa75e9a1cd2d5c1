"""Nobody is at work for a while: what was due then happens once, late, and nothing lapses because we were away."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

import records
from demo.servers import Server
from sharing import commissioning, turns
from sharing.errands import Keeping
from sharing.messages import AskRequester
from starter.desk import utc_now
from tests import people
from tests.chaos.homes import a_house, at_rest, staffed
from tests.told import KEY, Tale
from tests.workflows.house import House, until
from workflows.contract import WORKFLOW, Opening

A_QUESTION = AskRequester.model_validate(
    {"office": "onward-sharing-service", "questions": [{"item": "lay-summary", "asks": "Who is meant?"}]}
)
BACK = timedelta(days=80)
LODGED_IN = 2077
"""A year in which no other test at this server lodges anything."""


@pytest.fixture
def home(server: Server, tmp_path: Path) -> House:
    return a_house(server.client, tmp_path, KEY)


def kinds(home: House, reference: str, after: int = 0) -> list[str]:
    """The kinds of facts on record, from some number on."""
    return [one.fact.kind for one in home.store.history(reference, after)]


async def test_a_reminder_that_fell_due_while_no_worker_ran_is_sent_once_when_one_does(
    server: Server, home: House
) -> None:
    """Trap: a reminder by equality of dates."""
    async with staffed(home):
        reference = await home.lodged()
        await until(lambda: at_rest(home, reference))
    begun = await server.now(reference)
    fifth_day = home.desk.recorded(reference).calendar.rings(begun, 5)
    with pytest.raises(TimeoutError):  # the clock rings, and nobody comes
        async with asyncio.timeout(1):
            await server.wait(fifth_day, reference)
    assert await server.now(reference) > begun + timedelta(days=1)
    assert kinds(home, reference) == ["lodged", "awaited-changed"]
    for _ in range(2):
        async with staffed(home):
            await until(lambda: "reminded" in kinds(home, reference))
            await until(lambda: len(home.store.inbox("onward-sharing-service", utc_now())) == 2)
            await until(lambda: at_rest(home, reference))
    told = [one.notice.kind for one in home.store.inbox("onward-sharing-service", utc_now())]
    assert kinds(home, reference) == ["lodged", "awaited-changed", "reminded"]
    assert sorted(told) == ["ask", "remind"]


# Thirty working days and more ------------------------------------------------------------------------------------


def in_review(tale: Tale) -> Tale:
    """Six offices are asked for their opinions."""
    return tale.lodge().screened().informed().triaged()


def to_be_signed(tale: Tale) -> Tale:
    """Everybody is asked to sign."""
    return tale.at_decision().approved().drafted().screen_agreement()


def silent(tale: Tale) -> Tale:
    """A requester who does not answer; the warning has been delivered."""
    tale.lodge().say("asha", A_QUESTION)
    return tale.wait(31)


async def resumed(home: House, tale: Tale) -> None:
    """The request goes on as if it had been open all the time: its past on record, its state as it was."""
    began = Opening(reference=tale.request.reference, rules=tale.empty.rules, calendar=tale.empty.calendar)
    lodging = records.Lodging(
        scheme=people.SCHEME.key,
        prefix="ONS",
        year=LODGED_IN,
        requester="rae",
        once=tale.request.reference,
        content="",
    )
    kept = home.store.lodge(lodging, lambda reference: began.model_dump_json(exclude_unset=True))
    assert kept.reference == tale.request.reference
    home.store.started(kept.reference)
    past = Keeping(
        reference=tale.request.reference,
        run="before",
        facts=tuple(tale.facts),
        standing=commissioning.standing(tale.request),
    )
    home.store.keep(past)
    opening = Opening(reference=tale.request.reference, keys=KEY.known, carried=tale.request)
    await home.client.start_workflow(WORKFLOW, opening, id=tale.request.reference, task_queue=home.queue)


def expected(tale: Tale) -> list[str]:
    """What the core has happen where nobody looked from then until now."""
    after = turns.ring(tale.request, utc_now())
    alarms = [(one.fact.kind, getattr(one.fact, "task", ""), getattr(one.fact, "nth", 0)) for one in after.happened]
    assert max(Counter(alarms).values()) == 1
    return [one.fact.kind for one in after.happened]


async def test_after_an_outage_of_weeks_every_alarm_rings_once_and_nothing_is_approved_or_lapses_at_once(
    server: Server, home: House
) -> None:
    """Trap: an expiry that looks back only so far."""
    tales = [
        make(Tale(at=utc_now() - BACK, reference=f"ONS-{LODGED_IN}-{place:04}"))
        for place, make in enumerate((in_review, to_be_signed, silent), start=1)
    ]
    for tale in tales:
        await resumed(home, tale)
    reviews, signatures, silence = (tale.request for tale in tales)
    wanted = [expected(tale) for tale in tales]
    assert (wanted[0].count("reminded"), wanted[0].count("chased")) == (6, 12)
    assert "stall-reported" in wanted[1]
    assert wanted[2] == ["lapse-warned"]
    for _ in range(2):  # a second worker finds nothing left to do
        async with staffed(home):
            await until(lambda: kinds(home, silence.reference, silence.number)[1:] == ["warning-delivered"])
            await until(lambda: len(kinds(home, signatures.reference, signatures.number)) >= len(wanted[1]))
            await until(lambda: len(kinds(home, reviews.reference, reviews.number)) >= len(wanted[0]))
            for request in (reviews, signatures, silence):
                assert (await home.state(request.reference)).closed is None
    assert kinds(home, reviews.reference, reviews.number) == wanted[0]
    assert kinds(home, signatures.reference, signatures.number) == wanted[1]
    assert kinds(home, silence.reference, silence.number) == [*wanted[2], "warning-delivered"]
    async with staffed(home):  # the time that the new warning leaves is given in full
        now = await server.now(silence.reference)
        await server.wait(silence.calendar.rings(now, 9), silence.reference)
        assert (await home.state(silence.reference)).closed is None
        await server.wait(silence.calendar.rings(now, 10) + timedelta(minutes=1), silence.reference)
        await until(lambda: "closed" in kinds(home, silence.reference))
    for request in (reviews, signatures, silence):
        numbers = [one.number for one in home.store.history(request.reference)]
        assert numbers == list(range(1, len(numbers) + 1))
