"""What the desk brings to a request beside the words: what was asked before, and who may not act again."""

import pytest

from sharing.messages import Assign, DeclareConflict
from sharing.refused import Refused
from tests import people
from tests.workflows.house import DEATHS, House, until


async def refused_once(house: House) -> str:
    """A request that was refused, on record as such."""
    reference = await house.lodged()
    await house.road(reference, upto=11)
    await house.say(reference, "gwen", people.decided(outcome="refuse", reasons="The benefit is not shown."))
    await until(lambda: _state(house, reference) == "refused")
    return reference


def _state(house: House, reference: str) -> str:
    known = house.store.request(reference)
    return known.state if known else ""


@pytest.fixture
async def refused(house: House) -> str:
    return await refused_once(house)


async def test_an_earlier_refusal_of_the_same_lies_before_the_decider(house: House, refused: str) -> None:
    reference = await house.lodged()
    seen = await house.state(reference)
    assert seen.lodged is not None
    assert refused in {one.reference for one in seen.lodged.earlier}
    await house.road(reference, upto=11)
    await until(lambda: any(refused in line for line in _asked(house, reference)))


def _asked(house: House, reference: str) -> list[str]:
    tray = house.store.inbox("information-asset-owner", house.desk._clock(), [DEATHS])
    return [line for one in tray if one.notice.reference == reference for line in one.notice.lines]


async def test_whoever_acted_on_a_request_does_not_act_on_its_reconsideration(house: House, refused: str) -> None:
    receipt = await house.desk.lodge(
        people.SCHEME.key, people.complete(), "rae", f"again-{refused}", reconsiders=refused
    )
    await until(lambda: house.store.request(receipt.reference) is not None)
    with pytest.raises(Refused, match=f"You acted on {refused}"):
        await house.say(receipt.reference, "asha", people.screened())
    assert (await house.say(receipt.reference, "felix", people.screened())).number > 2


async def test_a_request_that_has_not_ended_cannot_be_reconsidered(house: House) -> None:
    reference = await house.lodged()
    with pytest.raises(Refused, match="has ended"):
        await house.desk.lodge(people.SCHEME.key, people.complete(), "rae", "too soon", reconsiders=reference)


async def test_lodging_twice_with_one_key_is_one_request_and_other_answers_under_it_are_refused(house: House) -> None:
    first = await house.desk.lodge(people.SCHEME.key, people.complete(), "rae", "one double click")
    again = await house.desk.lodge(people.SCHEME.key, people.complete(), "rae", "one double click")
    assert first.reference == again.reference
    with pytest.raises(Refused, match="lodged before"):
        await house.desk.lodge(people.SCHEME.key, people.complete(title="Another"), "rae", "one double click")


@pytest.mark.parametrize("assets", [("no-such-asset",), ("death-registrations", "<b>census</b>")])
async def test_an_unknown_asset_is_refused_before_anything_is_written(house: House, assets: tuple[str, ...]) -> None:
    before = [one.reference for one in house.store.requests().requests]
    with pytest.raises(Refused, match="The asset register has no asset"):
        await house.desk.lodge(people.SCHEME.key, people.complete(assets=assets), "rae", f"bad-{assets}")
    assert [one.reference for one in house.store.requests().requests] == before
    assert house.store.unstarted() == ()


async def test_an_unknown_person_scheme_or_reference_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="no active person"):
        await house.desk.lodge(people.SCHEME.key, people.complete(), "mallory", "x")
    with pytest.raises(Refused, match="no scheme"):
        await house.desk.lodge("no-scheme", people.complete(), "rae", "x")
    with pytest.raises(Refused, match="no request"):
        await house.say("ONS-2026-9999", "asha", people.screened())


async def test_work_is_given_only_to_those_who_hold_its_office(house: House) -> None:
    reference = await house.lodged()
    with pytest.raises(Refused, match="Leo Marchetti does not hold the office Onward Sharing Service for this today"):
        await house.say(reference, "asha", Assign(office="onward-sharing-service", to="leo"))
    with pytest.raises(Refused, match=r"It is held by Asha Raman \(asha\), Felix Adeyemi \(felix\)\.$"):
        await house.say(reference, "asha", Assign(office="onward-sharing-service", to="mallory"))
    await house.say(reference, "felix", DeclareConflict(reason="My sister works there."))
    await until(lambda: "felix" in house.desk.recorded(reference).conflicted)
    with pytest.raises(Refused, match="Felix Adeyemi would be refused here: they have a part in this request"):
        await house.say(reference, "asha", Assign(office="onward-sharing-service", to="felix"))


async def test_work_is_given_to_a_holder_who_has_no_part_in_it(house: House) -> None:
    reference = await house.lodged()
    receipt = await house.say(reference, "asha", Assign(office="onward-sharing-service", to="felix"))
    assert receipt.number > 0
    assert (await house.state(reference)).assigned == {"onward-sharing-service": "felix"}
