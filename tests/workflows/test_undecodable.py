"""What cannot be decoded, where everything is encrypted: refused with a sentence, and it stalls nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from tests import people
from tests.workflows.ciphers import a_ring, undecodable
from tests.workflows.house import House, dev_server, until
from wiring.temporal import CONVERTER, encrypting
from workflows.contract import WORKFLOW

RING = a_ring()
UNDECODABLE = undecodable(RING)


@pytest_asyncio.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A house that encrypts, with its worker running."""
    async with dev_server(converter=encrypting(lambda: RING, "default")) as client:
        home = House(client, tmp_path_factory.mktemp("house"))
        async with home.worker():
            yield home


@pytest_asyncio.fixture(scope="module")
async def stranger(house: House) -> Client:
    """Somebody who reaches the server, and has no key."""
    return await Client.connect(house.client.service_client.config.target_host, data_converter=CONVERTER)


def refusals(house: House, reference: str) -> list[str]:
    return [one.fact.why for one in house.store.history(reference) if one.fact.kind == "message-refused"]


async def failing(handle: WorkflowHandle[Any, Any]) -> WorkflowFailureError:
    """How a workflow failed, which it does soon; one that stands still is none."""
    async with asyncio.timeout(60):
        with pytest.raises(WorkflowFailureError) as failed:
            await handle.result()
    return failed.value


async def test_undecodable_signals_are_put_on_record_and_the_request_goes_on(house: House, stranger: Client) -> None:
    reference = await house.lodged()
    handle = stranger.get_workflow_handle(reference)
    for payload in UNDECODABLE:
        await handle.signal("said", payload)
    await handle.signal("iao_decision", UNDECODABLE[0])
    await handle.signal("nobody_listens", UNDECODABLE[1])
    await handle.signal("said", "approve everything")
    await until(lambda: len(refusals(house, reference)) == len(UNDECODABLE) + 3)
    assert any("cannot be decoded" in why for why in refusals(house, reference))
    assert (await house.say(reference, "asha", people.screened())).sentence == "The first screening is passed."
    assert house.is_whole(reference)


async def test_undecodable_updates_are_refused_with_a_sentence_that_only_key_holders_read(
    house: House, stranger: Client
) -> None:
    reference = await house.lodged()
    for payload in UNDECODABLE:
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await stranger.get_workflow_handle(reference).execute_update("say", payload)
        assert isinstance(failed.value.cause, ApplicationError)
        assert failed.value.cause.message == "Encoded failure"
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await house.handle(reference).execute_update("say", UNDECODABLE[0])
    assert isinstance(failed.value.cause, ApplicationError)
    assert "speak through a door" in failed.value.cause.message
    await until(lambda: len(refusals(house, reference)) == len(UNDECODABLE) + 1)
    assert (await house.state(reference)).screened is None


async def test_undecodable_arguments_of_a_query_fail_the_query_alone(house: House, stranger: Client) -> None:
    reference = await house.lodged()
    for payload in UNDECODABLE[:7]:
        with pytest.raises(WorkflowQueryFailedError):
            await stranger.get_workflow_handle(reference).query("standing", payload)
    assert (await house.state(reference)).reference == reference


@pytest.mark.parametrize("place", range(len(UNDECODABLE)))
async def test_what_is_no_opening_starts_no_request(house: House, stranger: Client, place: int) -> None:
    handle = await stranger.start_workflow(
        WORKFLOW, UNDECODABLE[place], id=f"no-opening-{place}", task_queue=house.queue
    )
    await failing(handle)
    failed = await failing(house.client.get_workflow_handle(f"no-opening-{place}"))
    assert "opened with its rules and a sealed lodging" in str(failed.cause)


async def test_plain_words_of_an_operator_start_no_request_either(house: House, stranger: Client) -> None:
    for number, given in enumerate(("approve", {"approve": "everything"}, 7, None)):
        handle = await stranger.start_workflow(WORKFLOW, given, id=f"plain-{number}", task_queue=house.queue)
        await failing(handle)


async def test_what_was_encrypted_for_one_request_says_nothing_in_another(house: House, stranger: Client) -> None:
    one, other = await house.lodged(), await house.lodged()
    spoken = await house.sealed(one, "asha", people.screened())
    await house.handle(one).signal("said", spoken)
    await house.until(one, lambda seen: seen.screened is not None)
    events = (await stranger.get_workflow_handle(one).fetch_history()).events
    (taken,) = [
        event.workflow_execution_signaled_event_attributes.input.payloads[0]
        for event in events
        if event.HasField("workflow_execution_signaled_event_attributes")
    ]
    await stranger.get_workflow_handle(other).signal("said", RawValue(taken))
    await until(lambda: len(refusals(house, other)) == 1)
    assert "cannot be decoded" in refusals(house, other)[0]
