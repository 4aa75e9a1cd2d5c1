"""Mends what differs between the records and the server. Nothing is said in anybody's name, and nothing is unsaid."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.recording import Keys, ring_of
from policy.scheme import Scheme
from policy.value import digest
from records import Contradiction, SqlRecords
from sharing.refused import Refused
from starter.desk import OPENED_WITH
from starter.operators.comparing import MENDED_BY_COMMAND, Kind
from starter.operators.owing import owed
from starter.operators.recovering import REGISTER, Recovering, Unreadable
from starter.operators.surveying import Survey
from workflows.contract import TASK_QUEUE, WORKFLOW, Opening, workflow_id

WHY = "Put in order by an operator with the records"


class Unmended(Exception):
    """A request cannot be mended by a command; the text says why, and who has to look."""


class Mending:
    """Mends one request at a time. `keys` are the public keys of all desks, also of former ones; or the ring."""

    def __init__(
        self,
        client: Client,
        records: SqlRecords,
        keys: Keys,
        schemes: Mapping[str, Scheme],
        *,
        task_queue: str = TASK_QUEUE,
        register_at: str = REGISTER,
        survey: Survey | None = None,
    ) -> None:
        self._client = client
        self._records = records
        self._ring = ring_of(keys)
        self._task_queue = task_queue
        self._recovering = Recovering(client, records, keys, schemes, register_at)
        self.survey = survey or Survey(client, records)

    async def mend(self, reference: str) -> str:
        """Do what the difference wants; what was done, as a sentence. Raises Unmended where a person has to look."""
        found = await self.survey.one(reference)
        wrong = next((one for one in found if not one.is_note), None)
        if wrong is None:
            return f"{reference} is in order; nothing was done."
        if wrong.kind not in MENDED_BY_COMMAND:
            raise Unmended(f"{reference}: {wrong.says} {wrong.do}")
        try:
            return await self._mended(reference, wrong.kind)
        except WorkflowAlreadyStartedError as wrong_:
            raise Unmended(f"{reference} runs again meanwhile; look at it once more: starter verify.") from wrong_
        except (Refused, ApplicationError, Contradiction, LookupError, Unreadable) as wrong_:
            raise Unmended(f"{reference} is as it was. {wrong_}") from wrong_

    async def replace(self, reference: str) -> str:
        """Put another workflow in the place of one that is in order: it pins the keys that are believed today.

        Raises Unmended where anything differs: what only the workflow knows would be lost with it.
        """
        wrong = next((one for one in await self.survey.one(reference) if not one.is_note), None)
        if wrong is not None:
            raise Unmended(f"{reference} is not in order, so its workflow stays. {wrong.says} {wrong.do}")
        handle = self._client.get_workflow_handle(workflow_id(reference))
        try:
            await handle.terminate(reason=WHY)
        except RPCError as ended:
            raise Unmended(f"{reference} has ended; there is no workflow to put another in the place of.") from ended
        return await self.resume(reference)

    async def _mended(self, reference: str, kind: Kind) -> str:
        match kind:
            case Kind.AHEAD | Kind.UNRECORDED:
                number = await self._recovering.recover(reference)
                return f"{reference}: the records now hold the {number} facts of its workflow."
            case Kind.STOPPED:
                return await self._go_on(reference)
            case Kind.BEHIND:
                handle = self._client.get_workflow_handle(workflow_id(reference))
                await handle.terminate(reason=WHY)
                return await self.resume(reference)
            case _:
                return await self.resume(reference)

    async def _go_on(self, reference: str) -> str:
        """A stopped workflow goes on from its last task, with all that it had not yet recorded; else from records."""
        handle = self._client.get_workflow_handle(workflow_id(reference))
        run, task = (await handle.describe()).run_id, 0
        async for event in handle.fetch_history_events():
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                task = event.event_id
        if not task:
            return await self.resume(reference)
        request = ResetWorkflowExecutionRequest(
            namespace=self._client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=workflow_id(reference), run_id=run),
            reason=WHY,
            workflow_task_finish_event_id=task,
            request_id=str(uuid4()),
        )
        try:
            await self._client.workflow_service.reset_workflow_execution(request)
        except RPCError as wrong:
            if wrong.status is not RPCStatusCode.INVALID_ARGUMENT:
                raise
            return await self.resume(reference)  # the server cannot reset it there: it may have been too long ago
        return f"{reference} goes on where its workflow was stopped."

    async def resume(self, reference: str) -> str:
        """Start a workflow from the records, where the request stands; from its lodging, where no fact was kept."""
        lodged = await asyncio.to_thread(self._records.lodging, reference)
        opening = Opening.model_validate_json(lodged.opening)
        facts = await asyncio.to_thread(self._records.history, reference)
        memo = {OPENED_WITH: digest(lodged.opening.encode())}
        if facts:
            on_record = await asyncio.to_thread(self.survey.recorded, reference)
            assert on_record is not None
            opening = Opening(
                reference=reference,
                carried=on_record.request,
                keys=self._believed(opening.keys),
                untold=await asyncio.to_thread(owed, self._records, self._records.opened(reference), facts),
            )
        await self._client.start_workflow(
            WORKFLOW,
            opening,
            id=workflow_id(reference),
            task_queue=self._task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=f"Data sharing request {reference}",
            memo=memo,
        )
        await asyncio.to_thread(self._records.started, reference)
        told = f"{len(opening.untold)} notices are told again" if opening.untold else "nothing had to be told again"
        return f"{reference} goes on from the records with {len(facts)} facts; {told}."

    def _believed(self, pinned: Mapping[str, str]) -> dict[str, str]:
        """The keys that were pinned and those of today; none that is distrusted, whoever pinned it."""
        ring = self._ring()
        return {key: public for key, public in {**pinned, **ring.keys}.items() if key not in ring.distrusted}
