"""Workflows that were reset, terminated, or are stuck."""

from unittest.mock import patch

import pytest
from temporalio.api.enums.v1 import EventType

from sharing.refused import Refused
from starter.desk import PENDING
from tests import people
from tests.chaos.homes import staffed
from tests.runbook.conftest import Office
from tests.workflows.house import until


def kinds(office: Office, reference: str) -> list[str]:
    return [one.fact.kind for one in office.store.history(reference)]


async def test_a_reset_workflow_loses_no_word(office: Office) -> None:
    async with office.worker():
        reference = await office.lodged()
        await office.road(reference, 0, 6)
        await office.rests(reference)
        before = await office.state(reference)
        history = await office.handle(reference).fetch_history()
        tasks = [e for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
        event = str(tasks[len(tasks) // 2].event_id)
        await office.temporal(
            *("workflow", "reset", "--workflow-id", reference, "--event-id", event, "--reason", "to try it")
        )
        after = await office.until(reference, lambda seen: seen.acts == before.acts)
        assert set(after.opinions) == set(before.opinions)
        await office.verified(reference)
        await office.road(reference, 6)
        await until(lambda: "entry-published" in kinds(office, reference))


async def test_a_terminated_workflow_goes_on(office: Office) -> None:
    async with office.worker():
        reference = await office.lodged()
        await office.road(reference, 0, 2)
        await office.rests(reference)
        await office.temporal("workflow", "terminate", "--workflow-id", reference, "--reason", "by mistake")
        with pytest.raises(Refused, match=r"not started yet|has ended"):
            await office.say(reference, "olu", people.triaged())
        await office.verified(reference, "stopped")
        told = await office.starter("mend", reference)
        assert "goes on where its workflow was stopped" in told.out
        await office.say(reference, "olu", people.triaged())
        await until(lambda: "triaged" in kinds(office, reference))
        await office.verified(reference)
        assert "nothing was done" in (await office.starter("mend", reference)).out


@pytest.mark.chaos
async def test_a_stuck_request_goes_on_when_the_bug_is_mended(office: Office) -> None:
    async with office.worker():
        reference = await office.lodged()
        await office.rests(reference)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    office.desk._patience = office.desk._patience / 40
    with patch("sharing.alarms.next_alarm", broken):
        async with staffed(office):
            receipt = await office.say(reference, "asha", people.screened())
            assert receipt.sentence == PENDING

            async def failing() -> bool:
                shown = await office.temporal("workflow", "show", "--workflow-id", reference)
                return "WorkflowTaskFailed" in shown

            await until(failing)
    async with office.worker():
        await until(lambda: "screened" in kinds(office, reference))
        await office.verified(reference)
    assert kinds(office, reference).count("screened") == 1
