"""Strangers who reach the Temporal server: they may start what they like, and nothing of it becomes a record."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowFailureError

from demo.servers import Server
from sharing import turns
from sharing.messages import Withdraw
from starter.desk import utc_now
from tests import people, told
from tests.chaos.homes import a_house, pending, staffed, tried_again
from tests.workflows.house import House, until
from workflows.contract import WORKFLOW, Opening


@pytest.fixture
def home(server: Server, tmp_path: Path) -> House:
    return a_house(server.client, tmp_path)


@pytest.fixture
def stranger(server: Server, home: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Somebody with a desk, a key and records of their own, whose requests go to our worker."""
    house = a_house(server.client, tmp_path_factory.mktemp("stranger"))
    house.queue = home.queue
    house.desk = house._desk(server.client)
    return house


def nothing_of(reference: str, home: House) -> bool:
    """Whether our records know nothing of that request, and nobody of ours has heard of it."""
    assert home.store.history(reference) == ()
    assert home.store.request(reference) is None
    assert home.store.requests().requests == ()
    for office in people.HOLDS:
        assert home.store.inbox(office, utc_now()) == ()
    return True


async def test_a_request_that_a_stranger_sealed_with_a_key_of_their_own_is_never_kept_and_says_so_loudly(
    home: House, stranger: House
) -> None:
    async with staffed(home):
        forged = await stranger.lodge()
        assert (await stranger.say(forged, "asha", people.screened())).sentence == "The first screening is passed."
        await until(lambda: tried_again(home, forged, "keep"))
        failing = await pending(home, forged)
        assert nothing_of(forged, home)
        await stranger.handle(forged).terminate()
    assert [one.split("-")[0] for one in failing] == ["keep"]
    failure = next(iter(failing.values())).last_failure
    assert failure.application_failure_info.type == "Unsealed"
    assert "somebody wrote to Temporal past the desks" in failure.message


async def test_a_request_that_names_our_key_and_carries_no_lodging_of_our_desk_fails(home: House) -> None:
    opening = Opening(reference="ONS-2026-6660", rules=people.RULES, keys=home.key.known)
    foreign = told.Tale(reference="ONS-2026-6660").sealed("rae", Withdraw(reason="Whatever."))
    async with staffed(home):
        for given in (opening, opening.model_copy(update={"lodging": foreign})):
            handle = await home.client.start_workflow(WORKFLOW, given, id="ONS-2026-6660", task_queue=home.queue)
            with pytest.raises(WorkflowFailureError):
                await handle.result()
    assert nothing_of("ONS-2026-6660", home)


def ordered(reference: str) -> told.Tale:
    """A request as a stranger might make it up: everybody has agreed to everything, and its entry is to go out."""
    tale = told.Tale(reference=reference).at_decision().approved().drafted().agreed()
    tale.say("asha", people.entry())
    tale.say("nadia", people.entry_screened())
    tale.say("cleo", people.entry_checked())
    tale.request = turns.hear(tale.request, tale.sealed("cleo", people.publish()), tale.known, tale.at).request
    return tale


async def invent(home: House, reference: str) -> None:
    """Start such a request, as if it had continued as new."""
    opening = Opening(reference=reference, keys=told.KEY.known, carried=ordered(reference).request)
    await home.client.start_workflow(WORKFLOW, opening, id=reference, task_queue=home.queue)


async def test_an_invented_past_is_not_kept(home: House) -> None:
    async with staffed(home):
        await invent(home, "ONS-2026-6661")
        await until(lambda: tried_again(home, "ONS-2026-6661", "publish"))
        assert nothing_of("ONS-2026-6661", home)
        await home.handle("ONS-2026-6661").terminate()


@pytest.mark.requirement("ONS-092", "ONS-097")
async def test_an_invented_past_is_not_published(home: House) -> None:
    """Trap: an extra transition bypasses approval."""
    async with staffed(home):
        await invent(home, "ONS-2026-6662")
        await until(lambda: tried_again(home, "ONS-2026-6662", "publish"))
        await home.handle("ONS-2026-6662").terminate()
    assert home.store.register().versions("ONS-2026-6662", "transparency-register") == ()
