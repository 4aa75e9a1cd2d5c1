"""Rogue workers and forged openings: who runs workflows and activities of their own tells our records nothing new."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowFailureError
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from policy.scheme import Rules, Step
from sharing.errands import Keeping, Publishing, Standing, Told
from sharing.facts import AgreementDrafted, AnyFact, By, Closed, Decided, EntryPublished, Happened
from sharing.history import add
from sharing.messages import DraftAgreement
from sharing.spoken import Spoken
from tests import people
from tests.attacks.siege import BEFORE_DECISION, DECIDED, Fort, attack
from tests.chaos.homes import count_on, pending, tried_again
from tests.documents.sample import DRAFTING
from tests.workflows.house import DEATHS, until
from wiring.sealing import new_key
from workflows.contract import WORKFLOW, Opening
from workflows.forgiving import Forgiving
from workflows.sandbox import Sandbox
from workflows.sharing_request import SharingRequest

ROGUE_QUEUE = "rogue"


@workflow.defn(name="Rogue")
class Rogue:
    """A workflow of the attacker's own, which has our worker carry out what it likes."""

    @workflow.run
    async def run(self, queue: str, name: str, value: Any) -> str:
        try:
            await workflow.execute_activity(
                name,
                value,
                task_queue=queue,
                start_to_close_timeout=timedelta(seconds=20),
                schedule_to_close_timeout=timedelta(seconds=2),
            )
        except ActivityError as failed:
            cause = failed.cause
            while cause is not None and not isinstance(cause, ApplicationError):
                cause = cause.__cause__
            return f"{cause.type}: {cause.message}" if cause is not None else str(failed.cause)
        return "done"


async def ordered(fort: Fort, name: str, value: Any) -> str:
    """What our worker answers to an errand that a stranger's workflow orders."""
    rogue = Worker(
        fort.client, task_queue=ROGUE_QUEUE, workflows=[Rogue], workflow_runner=UnsandboxedWorkflowRunner()
    )
    async with rogue:
        told: str = await fort.client.execute_workflow(
            "Rogue", args=[fort.queue, name, value], id=f"rogue-{name}", task_queue=ROGUE_QUEUE
        )
    return told


async def keeping(fort: Fort, reference: str, fact: AnyFact, by: By | None, speech: Spoken | None = None) -> Keeping:
    """A report that a fact has happened, as a workflow would make it."""
    request = await fort.state(reference)
    told = Happened(number=request.number + 1, at=request.last_moment(), by=by, fact=fact, speech=speech)
    standing: Standing = await fort.handle(reference).query("standing", result_type=Standing)
    standing = standing.model_copy(update={"number": told.number, "state": "published"})
    return Keeping(reference=reference, run="forged", facts=(told,), standing=standing)


APPROVED = Decided(office="information-asset-owner", asset=DEATHS, outcome="approve", revision=1, reasons="Yes.")
GWEN = By(person="gwen", office="information-asset-owner")


@pytest.mark.requirement("ONS-079")
@pytest.mark.parametrize("way", ["nobody", "own key", "refused words", "another's words", "another request's", "end"])
async def test_a_false_report_to_the_recording_is_not_kept(fort: Fort, reference: str, other: str, way: str) -> None:
    fact: AnyFact = APPROVED
    by: By | None = GWEN
    speech: Spoken | None = await fort.sealed(reference, "gwen", people.decided(outcome="refuse"))
    match way:
        case "nobody":
            speech = None
        case "own key":
            key = new_key()
            speech = speech and speech.model_copy(update={"key_id": key.id})
        case "another's words":
            speech, by = await fort.sealed(reference, "rae", people.decided()), By(person="rae", office=GWEN.office)
        case "another request's":
            speech = await fort.sealed(other, "gwen", people.decided())
        case "end":
            fact, by, speech = Closed(outcome="published", reason="Done."), None, None
    before = fort.store.history(reference)
    answer = await ordered(fort, "keep", await keeping(fort, reference, fact, by, speech))
    assert answer.startswith("Unsealed: Fact"), answer
    assert fort.store.history(reference) == before
    known = fort.store.request(reference)
    assert known is not None
    assert known.state == "open"


async def test_an_agreement_and_an_entry_that_nobody_ordered_are_neither_drawn_up_nor_published(
    fort: Fort, reference: str
) -> None:
    drafting = DRAFTING.model_copy(update={"reference": reference})
    assert (await ordered(fort, "draft", drafting)).startswith("NotOrdered")
    entry = Publishing(
        reference=reference, scheme="ons-onward-sharing", published_on="transparency-register", version=1,
        schema_version="1", at=drafting.at, fields={"title": "Made up"},
    )  # fmt: skip
    assert (await ordered(fort, "publish", entry)).startswith("NotOrdered")
    assert fort.store.register().versions(reference, "transparency-register") == ()


async def test_a_request_begun_anew_under_rules_of_the_attacker_s_own_changes_nothing_on_record(
    fort: Fort, other: str
) -> None:
    """Who ends the true workflow and starts another in its name: with the true lodging, but rules without order."""
    true = Opening.model_validate_json(fort.store.lodging(other).opening)
    before = fort.store.history(other)
    assert (await attack(fort.client, "workflow", "terminate", "--workflow-id", other)).code == 0
    assert true.rules is not None
    easy: Rules = true.rules.model_copy(update={"path": tuple(map(_at_once, true.rules.path))})
    recorded = fort.desk.recorded(other)
    approved, _ = add(recorded, (APPROVED,), recorded.last_moment(), GWEN)
    carried = approved.model_copy(update={"number": recorded.number})
    forged = (
        true.model_copy(update={"rules": easy}),
        true.model_copy(update={"keys": new_key().known}),
        Opening(reference=other, keys=true.keys, carried=carried),
    )
    for opening in forged:
        handle = await fort.client.start_workflow(WORKFLOW, opening, id=other, task_queue=fort.queue)
        if opening.keys != true.keys:
            with pytest.raises(WorkflowFailureError):
                await handle.result()
            continue
        if opening.carried is not None:
            await fort.say(other, "asha", DraftAgreement())
        await until(lambda: tried_again(fort, other, "keep"))
        ((name, failing),) = (await pending(fort, other)).items()
        assert failing.last_failure.application_failure_info.type == "Unsealed"
        words = ("--workflow-id", other, "--activity-id", name, "--result", '{"deliveries": []}')
        assert (await attack(fort.client, "activity", "complete", *words)).code == 0
        await handle.terminate()
    assert fort.store.history(other) == before


def _at_once(step: Step) -> Step:
    return step.model_copy(update={"after": ()})


class FalseRecords:
    """A rogue worker's recording: it says that all is kept, and keeps nothing."""

    @activity.defn(name="keep")
    async def keep(self, told: Keeping) -> Told:
        """Say so."""
        return Told(deliveries=())


async def test_after_a_false_recording_nothing_more_is_kept_until_the_operator_resets_and_then_all_is(
    server: Client, tmp_path: Path
) -> None:
    fort = Fort(server, tmp_path)
    count_on(fort.store)
    async with fort.worker():
        reference = await fort.before_decision()
    rogue = Worker(
        server, task_queue=fort.queue, workflows=[SharingRequest], activities=[FalseRecords().keep],
        workflow_runner=Sandbox(), interceptors=[Forgiving()],
    )  # fmt: skip
    last = (await fort.handle(reference).fetch_history()).events[-1].event_id
    async with rogue:
        await fort.say(reference, "gwen", people.decided())
        await until(lambda: _rests(fort, reference))
    assert fort.gates(reference) == []
    async with fort.worker():
        await fort.say(reference, "asha", DraftAgreement())
        await until(lambda: tried_again(fort, reference, "keep"))
        assert fort.gates(reference) == []
        history = await fort.handle(reference).fetch_history()
        event = next(e.event_id for e in history.events if e.event_id > last and e.event_type == TASK_COMPLETED)
        words = ("--workflow-id", reference, "--event-id", str(event), "--reason", "a rogue worker")
        told = await attack(server, "workflow", "reset", *words)
        assert told.code == 0, told.out
        await until(lambda: len(fort.gates(reference)) == 2)
        await fort.road(reference, since=DECIDED + 1)
        await fort.handle(reference).result()
    assert fort.is_whole(reference)
    assert fort.wrong_in(reference) == []


TASK_COMPLETED = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED


async def _rests(fort: Fort, reference: str) -> bool:
    return not await pending(fort, reference) and "decision" not in {
        task.step for task in (await fort.state(reference)).awaited.values()
    }


async def test_the_outcome_of_an_errand_that_somebody_makes_up_is_not_kept(fort: Fort, reference: str) -> None:
    """What `temporal activity complete` could claim: documents and addresses that nobody made."""
    drawn = AgreementDrafted(version=1, document="a" * 64, fixed_copy="b" * 64)
    published = EntryPublished(version=1, address="https://elsewhere.example/entry")
    for fact, why in ((drawn, "hold no such document"), (published, "register has no such version")):
        answer = await ordered(fort, "keep", await keeping(fort, reference, fact, None))
        assert why in answer
    assert fort.gates(reference) == []


async def test_the_request_finishes_all_the_same(fort: Fort, reference: str) -> None:
    await fort.road(reference, since=BEFORE_DECISION)
    await fort.handle(reference).result()
    assert fort.is_whole(reference)
    assert fort.wrong_in(reference) == []
