"""Records and workflows are compared request by request, and what differs is mended without a word being lost."""

import asyncio
from pathlib import Path

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.service import RPCError

import records
from sharing.notices.notice import Notice
from starter.operators.comparing import Kind
from starter.operators.mending import Unmended
from starter.operators.owing import _all, owed
from starter.operators.surveying import Survey
from tests import people
from tests.chaos.homes import Post, at_rest, count_on, later, staffed
from tests.fresh import fresh_records
from tests.operators.conftest import mending
from tests.workflows.house import ROAD, House, until
from wiring.sealing import new_key
from workflows.contract import Opening


async def kinds(home: House, reference: str) -> list[Kind]:
    return [one.kind for one in await mending(home).survey.one(reference)]


async def removed(home: House, reference: str) -> None:
    """The server forgets a workflow, as after a loss of its database."""
    execution = WorkflowExecution(workflow_id=reference)
    request = DeleteWorkflowExecutionRequest(namespace=home.client.namespace, workflow_execution=execution)
    await home.client.workflow_service.delete_workflow_execution(request)

    async def gone() -> bool:
        try:
            await home.handle(reference).describe()
        except RPCError:
            return True
        return False

    await until(gone)


async def agrees(home: House, reference: str) -> bool:
    """Whether the records and the workflow come to the same, and the ledger is whole, with no branch."""
    assert home.is_whole(reference)
    assert home.store.divergences(reference) == ()
    return await kinds(home, reference) == []


async def to_its_end(home: House, reference: str, since: int) -> None:
    await home.road(reference, since)
    await until(lambda: (known := home.store.request(reference)) is not None and known.state == "published")


async def test_what_the_records_sum_up_to_is_the_state_of_the_workflow_at_every_act_of_a_road(home: House) -> None:
    async with home.worker():
        reference = await home.lodged()
        for place in range(len(ROAD) - 1):
            assert await kinds(home, reference) == []
            await home.road(reference, place, place + 1)


async def test_a_terminated_workflow_goes_on_with_what_it_had_heard_and_not_yet_recorded(home: House) -> None:
    async with home.worker():
        reference = await home.lodged()
        await home.road(reference, 0, 2)
        await until(lambda: at_rest(home, reference))
    # Somebody is heard, but the worker whose records are away cannot keep it.
    with records.open(fresh_records(home_folder := Path(str(home.store._db.url.database)).parent / "away")) as away:
        assert home_folder.exists()
        async with staffed(home, store=away):
            await home.say(reference, "olu", people.triaged())
            await home.handle(reference).terminate("by mistake")
    assert "triaged" not in [one.fact.kind for one in home.store.history(reference)]
    async with home.worker():
        assert await kinds(home, reference) == [Kind.STOPPED]
        assert "goes on where its workflow was stopped" in await mending(home).mend(reference)
        await until(lambda: "triaged" in [one.fact.kind for one in home.store.history(reference)])
        assert await agrees(home, reference)
        assert "nothing was done" in await mending(home).mend(reference)
        await to_its_end(home, reference, 3)


@pytest.mark.parametrize(
    "acts", [pytest.param(0, marks=pytest.mark.chaos), 4, pytest.param(14, marks=pytest.mark.chaos)]
)
async def test_a_lost_workflow_is_started_from_the_records_and_the_road_goes_on(home: House, acts: int) -> None:
    async with home.worker():
        reference = await home.lodged()
        await home.road(reference, 0, acts)
        if acts == 14:
            await home.drafted(reference)
        await until(lambda: at_rest(home, reference))
        before = await home.state(reference)
        await removed(home, reference)
        assert await kinds(home, reference) == [Kind.LOST]
        assert "goes on from the records" in await mending(home).mend(reference)
        assert await home.state(reference) == before
        assert await agrees(home, reference)
        assert await home.desk.start_the_unstarted() == 0
        await to_its_end(home, reference, acts)
        assert await agrees(home, reference)


async def test_what_was_lodged_and_never_started_is_started(home: House) -> None:
    async with home.worker():
        home.desk._task_queue, queue = "nobody-listens", home.queue
        reference = await home.lodge()
        await removed(home, reference)
        home.desk._task_queue = queue
        with home.store._db.writing() as connection:
            connection.exec_driver_sql("UPDATE lodgings SET started_at = NULL")
        assert await kinds(home, reference) == [Kind.UNSTARTED]
        await mending(home).mend(reference)
        await until(lambda: home.store.request(reference) is not None)
        assert await agrees(home, reference)


async def test_records_put_back_from_an_older_backup_take_the_facts_from_the_workflows(
    home: House, tmp_path: Path
) -> None:
    async with home.worker():
        reference = await home.lodged()
        await home.road(reference, 0, 3)
        await until(lambda: at_rest(home, reference))
        facts = home.store.history(reference)
        papers = home.store.content(home.desk.recorded(reference).filing.digest)
    lost, home.store._db.url = home.store, home.store._db.url
    older = records.open(fresh_records(tmp_path / "older"))
    home.store = older
    home.desk._records = older
    async with home.worker():
        assert await kinds(home, reference) == [Kind.UNRECORDED]
        assert reference in {one.reference for one in await mending(home).survey.all()}
        await mending(home).mend(reference)
        assert older.history(reference) == facts
        assert older.lodging(reference).opening == lost.lodging(reference).opening
        assert await kinds(home, reference) == [Kind.PAPERS], "the answers themselves were only in the records"
        older.put(papers.content, papers.name)
        assert await agrees(home, reference)
        await to_its_end(home, reference, 3)
        (next_one,) = {await home.lodge()} - {reference}
        assert next_one > reference, "no number is given out twice"
    lost.close()


async def test_a_server_put_back_from_an_older_backup_gets_workflows_that_know_what_was_said(home: House) -> None:
    async with home.worker():
        reference = await home.lodged()
        await home.road(reference, 0, 2)
        await until(lambda: at_rest(home, reference))
        early = await home.state(reference)
        await home.road(reference, 2, 5)
        await until(lambda: at_rest(home, reference))
        late = await home.state(reference)
        # The older server: its workflow knows only what had been said by then.
        await removed(home, reference)
        await home.client.start_workflow(
            "SharingRequest",
            Opening(reference=reference, carried=early, keys=home.key.known),
            id=reference,
            task_queue=home.queue,
        )
        assert await kinds(home, reference) == [Kind.BEHIND]
        await mending(home).mend(reference)
        assert await home.state(reference) == late
        assert await agrees(home, reference)
        await to_its_end(home, reference, 5)


async def test_what_two_tell_differently_is_for_a_person_to_look_at(home: House) -> None:
    async with home.worker():
        reference = await home.lodged()
        await until(lambda: at_rest(home, reference))
        forged = (await home.state(reference)).model_copy(update={"urgent": True})
        await removed(home, reference)
        opening = Opening(reference=reference, carried=forged, keys=home.key.known)
        await home.client.start_workflow("SharingRequest", opening, id=reference, task_queue=home.queue)
        assert await kinds(home, reference) == [Kind.APART]
        with pytest.raises(Unmended, match="Do not mend it; keep both as they are"):
            await mending(home).mend(reference)


async def test_facts_that_nobody_sealed_are_not_taken_from_a_history(home: House, tmp_path: Path) -> None:
    async with home.worker():
        reference = await home.lodged()
        await until(lambda: at_rest(home, reference))
    with records.open(fresh_records(tmp_path / "older")) as older:
        count_on(older)
        home.store = older
        stranger = mending(home, keys=new_key().known)
        with pytest.raises(Unmended, match=f"{reference} is as it was"):
            await stranger.mend(reference)
        assert older.references() == ()


async def test_without_a_worker_nobody_is_told_that_all_is_well(home: House) -> None:
    async with home.worker():
        reference = await home.lodged()
    survey = Survey(home.client, home.store, patience=1)
    assert [one.kind for one in await survey.one(reference)] == [Kind.UNASKED]


async def test_notices_that_a_lost_workflow_still_had_to_tell_are_told_once(home: House) -> None:
    def down(notice: Notice, arrived: bool) -> None:
        raise later()

    post = Post(down)
    async with staffed(home, channels=[post]):
        reference = await home.lodged()
        await until(lambda: bool(post.tries))
        await removed(home, reference)
    post = Post()
    async with staffed(home, channels=[post]):
        await mending(home).mend(reference)
        await until(lambda: at_rest(home, reference))
        assert post.to("onward-sharing-service")
        assert post.once_each


async def test_the_notices_of_a_history_are_those_that_were_told(home: House) -> None:
    post = Post()
    async with staffed(home, channels=[post]):
        reference = await home.lodged()
        await home.road(reference)
        await until(lambda: (known := home.store.request(reference)) is not None and known.state == "published")
        await asyncio.sleep(0)
    empty = home.store.opened(reference)
    again = list(_all(empty, home.store.history(reference)))
    assert {one.key: one for one in again if one.kind != "settle"} == {
        one.key: one for one in post.messages if one.kind != "settle"
    }
    assert all(one.kind == "tell" for one in owed(home.store, empty, home.store.history(reference)))
