"""What reaches a request through its update and its signals: heard, refused with a sentence, or put on record."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from sharing.messages import CloseRequest, DecideShare, Escalate, Withdraw
from sharing.refused import Refused
from starter.desk import utc_now
from tests import people
from tests.workflows.house import DEATHS, House, until
from wiring.sealing import new_key
from workflows.contract import Receipt


async def events(house: House, reference: str) -> int:
    return len((await house.handle(reference).fetch_history()).events)


async def refusals(house: House, reference: str) -> list[str]:
    return [one.fact.why for one in house.store.history(reference) if one.fact.kind == "message-refused"]


async def test_an_honest_refusal_answers_its_speaker_and_leaves_no_trace_in_history(house: House) -> None:
    reference = await house.lodged()
    await asyncio.sleep(0.5)
    before = await events(house, reference)
    with pytest.raises(Refused, match="is not awaited"):
        await house.say(reference, "gwen", people.opinion("information-asset-owner", DEATHS))
    assert await events(house, reference) == before


async def test_an_unsealed_update_is_refused_and_put_on_record(house: House) -> None:
    reference = await house.lodged()
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await house.handle(reference).execute_update("say", {"approve": "everything"})
    cause = failed.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "Refused"
    await until(lambda: any("speak through a door" in w for w in _told(house, reference)))


def _told(house: House, reference: str) -> list[str]:
    return [one.fact.why for one in house.store.history(reference) if one.fact.kind == "message-refused"]


async def test_an_update_sealed_with_a_foreign_key_is_refused_and_put_on_record(house: House) -> None:
    reference = await house.lodged()
    stranger = House.__new__(House)
    stranger.__dict__.update(house.__dict__ | {"key": new_key()})
    spoken = await stranger.sealed(reference, "asha", people.screened())
    with pytest.raises(WorkflowUpdateFailedError):
        await house.handle(reference).execute_update("say", spoken)
    await until(lambda: len(_told(house, reference)) == 1)
    assert (await house.state(reference)).screened is None


async def test_broken_missing_doubled_and_misnamed_signals_become_refusals_and_stall_nothing(house: House) -> None:
    reference = await house.lodged()
    handle = house.handle(reference)
    await handle.signal("said", "not speech at all")
    await handle.signal("said", {"said": {"at": "yesterday"}, "key_id": "x", "signature": "y"})
    await handle.signal("said", b"\x00\xff")
    await handle.signal("said")
    await handle.signal("iao_decision")
    await handle.signal("escalate", args=[{}, {}])
    await handle.signal("approve_everything", "now")
    await handle.signal("unknown_too", args=[1, 2, 3])
    await until(lambda: len(_told(house, reference)) == 8)
    receipt = await house.say(reference, "asha", people.screened())
    assert receipt.sentence == "The first screening is passed."
    assert house.is_whole(reference)


async def test_after_twenty_refusals_by_signal_further_ones_are_only_counted(house: House) -> None:
    reference = await house.lodged()
    for _ in range(25):
        await house.handle(reference).signal("said", "noise")
    await until(lambda: len(_told(house, reference)) == 25)
    assert _told(house, reference)[-1] == "Not told in detail."
    assert (await house.state(reference)).refusals == 25


async def test_a_refusal_by_signal_is_told_to_its_speaker(house: House) -> None:
    reference = await house.lodged()
    spoken = await house.sealed(reference, "gwen", people.decided())
    await house.handle(reference).signal("said", spoken)
    await until(lambda: len(_told(house, reference)) == 1)
    await until(
        lambda: any("was not heard" in one.notice.headline for one in house.store.inbox("", utc_now(), person="gwen"))
    )


@pytest.mark.requirement("ONS-076")
async def test_the_owner_decides_by_the_signal_iao_decision(house: House) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=11)
    spoken = await house.sealed(reference, "gwen", people.decided())
    await house.handle(reference).signal("iao_decision", spoken)
    seen = await house.until(reference, lambda seen: DEATHS in seen.decisions)
    assert seen.decisions[DEATHS].outcome == "approve"


@pytest.mark.requirement("ONS-076")
async def test_the_owner_escalates_by_the_signal_escalate(house: House) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=11)
    message = Escalate(asset=DEATHS, to="data-governance-council", reasons="A matter of principle.")
    await house.handle(reference).signal("escalate", await house.sealed(reference, "gwen", message))
    seen = await house.until(reference, lambda seen: DEATHS in seen.rights)
    assert seen.rights[DEATHS] == "data-governance-council"


async def test_the_signal_iao_decision_carries_no_other_message(house: House) -> None:
    reference = await house.lodged()
    spoken = await house.sealed(reference, "asha", people.screened())
    await house.handle(reference).signal("iao_decision", spoken)
    await until(lambda: len(_told(house, reference)) == 1)
    assert (await house.state(reference)).screened is None


async def test_the_same_act_by_update_and_by_signal_counts_once(house: House) -> None:
    reference = await house.lodged()
    spoken = await house.sealed(reference, "asha", people.screened(), once="one click")
    first = await house.handle(reference).execute_update("say", spoken, id="a", result_type=Receipt)
    await house.handle(reference).signal("said", spoken)
    again = await house.handle(reference).execute_update("say", spoken, id="b", result_type=Receipt)
    assert (first.repeated, again.repeated) == (False, True)
    await until(lambda: len(house.store.history(reference)) >= again.number)
    assert [one.fact.kind for one in house.store.history(reference)].count("screened") == 1
    assert await refusals(house, reference) == []


async def test_a_key_used_for_another_act_is_refused(house: House) -> None:
    reference = await house.lodged()
    await house.say(reference, "asha", people.screened(), once="the same key")
    with pytest.raises(Refused, match="Something else has already been said under this key"):
        await house.say(reference, "asha", people.terms(), once="the same key")


async def test_of_a_withdrawal_and_an_approval_at_once_exactly_one_wins_and_the_other_is_told(house: House) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=11)
    decision, withdrawal = await asyncio.gather(
        house.say(reference, "gwen", people.decided()),
        house.say(reference, "rae", Withdraw(reason="We no longer need it.")),
        return_exceptions=True,
    )
    seen = await house.state(reference) if not isinstance(withdrawal, Receipt) else None
    if isinstance(withdrawal, Receipt):
        # The withdrawal ends the request whether it came first (and the owner is told) or second.
        assert isinstance(decision, Receipt | Refused)
    else:
        assert isinstance(withdrawal, Refused)
        assert seen is not None


async def test_request_cancellation_is_a_wish_on_record_that_closes_nothing(house: House) -> None:
    reference = await house.lodged()
    await house.handle(reference).cancel()
    await until(lambda: any(one.fact.kind == "closing-wished" for one in house.store.history(reference)))
    seen = await house.state(reference)
    assert seen.closed is None
    assert seen.closing_wished
    assert (await house.say(reference, "asha", people.screened())).sentence == "The first screening is passed."
    await house.say(reference, "otis", CloseRequest(reason="The requester asked us to by telephone."))
    assert await asyncio.wait_for(house.handle(reference).result(), 20)
    known = house.store.request(reference)
    assert known is not None
    assert known.state == "closed-by-operator"


async def test_what_is_said_to_an_ended_request_is_refused_with_how_it_ended(house: House) -> None:
    reference = await house.lodged()
    await house.say(reference, "rae", Withdraw(reason="A mistake."))
    await asyncio.wait_for(house.handle(reference).result(), 20)
    with pytest.raises(Refused, match=f"{reference} has ended \\(withdrawn\\)"):
        await house.say(reference, "asha", people.screened())


async def test_words_left_while_no_worker_runs_are_heard_when_one_comes(server: object, house: House) -> None:
    away = House.__new__(House)
    away.__dict__.update(house.__dict__)
    away.queue = "nobody-yet"
    away.desk = away._desk(house.client)
    away.desk._patience = timedelta(seconds=1)
    reference = await away.lodge()
    spoken_at = asyncio.get_running_loop().time()
    assert away.store.request(reference) is None
    async with away.worker():
        await until(lambda: away.store.request(reference) is not None)
    receipt = await away.say(reference, "asha", people.screened())
    assert "still recording" in receipt.sentence
    assert asyncio.get_running_loop().time() - spoken_at < 60
    async with away.worker():
        await until(lambda: any(one.fact.kind == "screened" for one in away.store.history(reference)))
    assert [one.fact.kind for one in away.store.history(reference)].count("screened") == 1


async def test_a_decision_by_somebody_without_the_office_is_refused_at_the_server_too(house: House) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=11)
    for stranger in ("rae", "olu", "chen", "otis", "petra", "hana"):
        with pytest.raises(Refused):
            await house.say(reference, stranger, people.decided())
    wrong = DecideShare(office="chief-data-officer", asset=DEATHS, outcome="approve", reasons="I say so.")
    with pytest.raises(Refused):
        await house.say(reference, "chen", wrong)
    assert (await house.state(reference)).decisions == {}
