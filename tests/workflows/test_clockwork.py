"""What Temporal adds to the core: requests outlive their histories, their workers, their server and their resets."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus

from starter.desk import Desk
from tests import people
from tests.workflows.house import ROAD, House, dev_server, until
from workflows.contract import PENDING_ON, STATE, STEP


@pytest.fixture
async def short_memory() -> AsyncIterator[Client]:
    """A server that suggests continue-as-new after 60 events."""
    async with dev_server("--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=60") as client:
        yield client


async def ended(house: House, reference: str) -> str:
    """How a request ended, once its workflow has."""
    await asyncio.wait_for(house.handle(reference).result(), 30)
    known = house.store.request(reference)
    assert known is not None
    return known.state


async def _has_runs(client: Client, reference: str, least: int) -> bool:
    """Whether the request has continued as new so often. Listing lags behind, so this is asked until it holds."""
    return len([run async for run in client.list_workflows(f"WorkflowId = '{reference}'")]) >= least


async def test_a_request_continues_as_new_without_losing_a_word(short_memory: Client, tmp_path: Path) -> None:
    house = House(short_memory, tmp_path)
    async with house.worker():
        reference = await house.lodged()
        await house.say(reference, "asha", people.screened(), once="the very first act")
        for place in range(1, len(ROAD)):
            await house.road(reference, since=place, upto=place + 1)
            await asyncio.sleep(
                0.2
            )  # a request continues as new when nothing is under way: people are slower than this
        assert await ended(house, reference) == "published"
        await until(lambda: _has_runs(short_memory, reference, 2))
    assert house.is_whole(reference)
    assert house.store.divergences(reference) == ()


async def test_an_act_counts_once_also_across_continue_as_new(short_memory: Client, tmp_path: Path) -> None:
    house = House(short_memory, tmp_path)
    async with house.worker():
        reference = await house.lodged()
        spoken = await house.sealed(reference, "asha", people.screened(), once="one click")
        await house.handle(reference).execute_update("say", spoken, id="one click")
        for place in range(1, 12):
            await house.road(reference, since=place, upto=place + 1)
            await asyncio.sleep(0.2)
        await until(lambda: _has_runs(short_memory, reference, 2))
        await house.handle(reference).execute_update("say", spoken, id="one click")
        await house.handle(reference).signal("said", spoken)
        await house.road(reference, since=12)
        assert await ended(house, reference) == "published"
    kinds = [one.fact.kind for one in house.store.history(reference)]
    assert kinds.count("screened") == 1
    assert "message-refused" not in kinds


@pytest.mark.parametrize("acts", [1, 9, 15, 17])
async def test_a_workflow_reset_to_its_first_task_loses_no_message(house: House, acts: int) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=acts)
    before = await house.state(reference)
    await _reset(house, reference)
    after = await house.until(reference, lambda seen: seen.acts == before.acts)
    said = [one.fact.kind for one in house.store.history(reference) if one.by is not None]
    assert set(after.opinions) == set(before.opinions)
    await house.road(reference, since=acts)
    assert await ended(house, reference) == "published"
    again = [one.fact.kind for one in house.store.history(reference) if one.by is not None]
    assert again[: len(said)] == said
    assert house.is_whole(reference)


async def _reset(house: House, reference: str) -> None:
    history = await house.handle(reference).fetch_history()
    first = next(e for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
    description = await house.handle(reference).describe()
    await house.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=house.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=reference, run_id=description.run_id),
            reason="an operator went back to the beginning",
            workflow_task_finish_event_id=first.event_id,
            request_id=f"reset-{reference}",
        )
    )


async def test_a_server_stopped_and_started_over_its_file_goes_on_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "temporal.db"
    async with dev_server(file=file) as client:
        house = House(client, tmp_path)
        async with house.worker():
            reference = await house.lodged()
            await house.road(reference, upto=7)
    async with dev_server(file=file) as client:
        house.move_to(client)
        async with house.worker():
            await house.road(reference, since=7)
            assert await ended(house, reference) == "published"
    assert house.is_whole(reference)


async def test_what_was_lodged_while_no_server_answered_is_started_when_one_does(tmp_path: Path) -> None:
    async with dev_server() as client:
        house = House(client, tmp_path)
        working = Desk._start

        async def interrupted(self: Desk, reference: str, opening: str) -> None:
            """The door dies between the records and the server."""

        Desk._start = interrupted  # type: ignore[method-assign]
        try:
            reference = await house.lodge()
        finally:
            Desk._start = working  # type: ignore[method-assign]
        assert [one.reference for one in house.store.unstarted()] == [reference]
        async with house.worker():
            assert await house.desk.start_the_unstarted() == 1
            await until(lambda: house.store.request(reference) is not None)
            assert house.store.unstarted() == ()
            assert await house.desk.start_the_unstarted() == 0


async def test_operators_see_state_steps_and_whose_turn_it_is_and_closed_requests_stay(house: House) -> None:
    reference = await house.lodged()
    await house.road(reference, upto=3)
    found = await house.handle(reference).describe()
    shown = found.typed_search_attributes
    assert shown.get(STATE) == "open"
    assert shown.get(STEP) == ["reviews"]
    assert "legal" in (shown.get(PENDING_ON) or [])
    await house.road(reference, since=3)
    await ended(house, reference)
    found = await house.handle(reference).describe()
    assert found.status is WorkflowExecutionStatus.COMPLETED
    assert found.typed_search_attributes.get(STATE) == "published"
    assert "rae" not in str(found.typed_search_attributes)


async def test_the_details_in_the_ui_are_markdown_without_personal_data(house: House) -> None:
    reference = await house.lodged()
    metadata = await house.handle(reference).query("__temporal_workflow_metadata")
    text = str(metadata)
    assert "Whose turn" in text
    assert "Okafor" not in text


def test_the_road_has_twenty_acts() -> None:
    assert len(ROAD) == 20
