"""Another key while requests are open: who does not have it yet waits, loudly, and nothing that was said is lost."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from activities.recording import Recording
from sharing import turns
from tests import people
from tests.workflows.ciphers import a_ring, with_a_newer_key
from tests.workflows.house import House, dev_server, until
from wiring.codec_keys import Ring
from wiring.encryption import KEY
from wiring.temporal import CONVERTER, encrypting


class Held:
    """The keys that one process has."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring

    def __call__(self) -> Ring:
        return self.ring


@pytest_asyncio.fixture
async def held() -> Held:
    return Held(a_ring())


@pytest_asyncio.fixture
async def server(held: Held) -> AsyncIterator[Client]:
    async with dev_server(converter=encrypting(held, "default")) as client:
        yield client


async def elsewhere(server: Client, ring: Ring) -> Client:
    """A client of the same server in a process that has these keys."""
    address = server.service_client.config.target_host
    return await Client.connect(address, data_converter=encrypting(lambda: ring, "default"))


async def events(house: House, reference: str) -> list[HistoryEvent]:
    return list((await house.handle(reference).fetch_history()).events)


async def failed_tasks(house: House, reference: str) -> list[HistoryEvent]:
    kind = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
    return [event for event in await events(house, reference) if event.event_type == kind]


def refusals(house: House, reference: str) -> list[str]:
    return [one.fact.why for one in house.store.history(reference) if one.fact.kind == "message-refused"]


@pytest.mark.chaos  # which of the two is given the task again, and when, is the server's choice
async def test_a_worker_without_the_newest_key_waits_and_one_that_has_it_goes_on(
    server: Client, held: Held, tmp_path: Path
) -> None:
    house = House(server, tmp_path)
    newer = with_a_newer_key(held.ring)
    ahead = await elsewhere(server, newer)
    async with house.worker():
        reference = await house.lodged()
        spoken = await house.sealed(reference, "asha", people.screened())
        house.move_to(ahead)
        async with house.worker():  # beside the other, as while workers are exchanged
            # The older one has the request in hand, so it is given this first.
            await house.handle(reference).signal("said", spoken)
            await until(lambda: house.desk.recorded(reference).screened is not None, patience=240)
    assert await failed_tasks(house, reference)
    assert refusals(house, reference) == [], "nobody is refused for what one of them could not read yet"
    assert house.is_whole(reference)
    assert await keys_used(house, reference) == {key.id for key in newer.keys}
    async with house.worker():
        opinion = people.opinion("information-asset-owner", "death-registrations")
        await house.say(reference, "gwen", opinion)
        assert house.is_whole(reference)


async def keys_used(house: House, reference: str) -> set[str]:
    """The keys that the request was opened, and spoken to, with."""
    used = set()
    for event in await events(house, reference):
        for name in ("workflow_execution_started_event_attributes", "workflow_execution_signaled_event_attributes"):
            if event.HasField(name):
                used.add(getattr(event, name).input.payloads[0].metadata[KEY].decode())
    return used


async def test_a_key_that_reaches_a_running_worker_lets_it_go_on(server: Client, held: Held, tmp_path: Path) -> None:
    house = House(server, tmp_path)
    newer = with_a_newer_key(held.ring)
    async with house.worker():
        reference = await house.lodged()
        ahead = await elsewhere(server, newer)
        spoken = await house.sealed(reference, "asha", people.screened())
        await ahead.get_workflow_handle(reference).signal("said", spoken)

        async def has_failed() -> bool:
            return bool(await failed_tasks(house, reference))

        await until(has_failed)
        assert refusals(house, reference) == [], "it refuses nobody for what it cannot read yet"
        held.ring = newer
        await until(lambda: house.desk.recorded(reference).screened is not None)
        assert house.is_whole(reference)


async def test_what_went_wrong_is_told_to_those_with_the_key_alone(
    server: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house = House(server, tmp_path)
    private = "Asha Rao wrote: we would rather not say."

    hear, times = turns.hear, itertools.count()

    def breaks(*_: object) -> None:
        raise ValueError(private)

    def breaks_once(*given: Any) -> turns.Turn:
        if next(times) == 0:
            raise ValueError(private)
        return hear(*given)

    plain = await Client.connect(server.service_client.config.target_host, data_converter=CONVERTER)
    async with house.worker():
        reference = await house.lodged()
        spoken = await house.sealed(reference, "asha", people.screened())
        with monkeypatch.context() as broken:
            broken.setattr(turns, "hear", breaks_once)
            broken.setattr(Recording, "keep", breaks)
            await house.handle(reference).signal("said", spoken)

            async def hangs() -> bool:
                raw = (await plain.get_workflow_handle(reference).describe()).raw_description
                return any(one.HasField("last_failure") for one in raw.pending_activities)

            await until(hangs)
            described = (await plain.get_workflow_handle(reference).describe()).raw_description
            assert private.encode() not in described.SerializeToString()
            (activity,) = described.pending_activities
            decoded = await server.data_converter.decode_failure(activity.last_failure)
            assert private in str(decoded)
        await until(lambda: house.desk.recorded(reference).screened is not None)
        assert await failed_tasks(house, reference)
        raw = b"".join(event.SerializeToString() for event in await events(house, reference))
    assert b"Encoded failure" in raw
    assert private.encode() not in raw
    assert b"Asha" not in raw
