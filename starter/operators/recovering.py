"""Takes facts out of histories into records that have lost them, each verified as when it was first kept."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from temporalio.api.common.v1 import Payloads
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.converter import WorkflowSerializationContext

from activities.drafting import AgreementDrafting
from activities.publishing import RegisterPublishing
from activities.reckoning import RecordedReckoning
from activities.recording import Keys, Recording, ring_of
from documents.agreements import Agreements
from policy.scheme import Scheme
from policy.value import canonical, digest
from policy.working_days import local_day
from records import SqlRecords
from records.outbox import Lodging
from sharing.errands import Drafting, Keeping, Publishing
from sharing.messages import Lodge
from sharing.spoken import verify
from workflows.contract import Opening, workflow_id

T = TypeVar("T")

REGISTER = "/register/"


class Unreadable(Exception):
    """A history that this installation cannot read; the text says what it needs."""


class Recovering:
    """Reads histories, and carries out again, in order, what they say was carried out: each errand may be repeated.

    `keys` are the desks' public keys: what none of them has sealed is not taken. `register_at` is what stands before
    the reference in the address of a register entry.
    """

    def __init__(
        self,
        client: Client,
        records: SqlRecords,
        keys: Keys,
        schemes: Mapping[str, Scheme],
        register_at: str = REGISTER,
    ) -> None:
        self._client = client
        self._records = records
        self._ring = ring_of(keys)
        self._schemes = schemes
        reckoning = RecordedReckoning(records)
        self._errands: dict[str, tuple[type[Any], Callable[[Any], object]]] = {
            "keep": (Keeping, Recording(records, keys, reckoning).keep),
            "draft": (Drafting, AgreementDrafting(records, Agreements(), reckoning).draft),
            "publish": (Publishing, RegisterPublishing(records.register(register_at), records).publish),
        }

    async def recover(self, reference: str) -> int:
        """Keep again what the request's workflow was given to keep; how many facts the records hold then.

        Raises Refused or ApplicationError where something was not said as it claims, LookupError where a document is
        drawn up from answers that are gone, Contradiction where the records hold other facts of the same run,
        Unreadable where the history cannot be read, and RPCError where the server has none.
        """
        begun = False
        for run in await self._runs(reference):
            handle = self._client.get_workflow_handle(workflow_id(reference), run_id=run)
            async for event in handle.fetch_history_events():
                started = event.workflow_execution_started_event_attributes
                ordered = event.activity_task_scheduled_event_attributes
                if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED and not begun:
                    opening = await self._read(reference, started.input, Opening)
                    await asyncio.to_thread(self._put_back, reference, opening)
                    begun = True
                elif ordered.activity_type.name in self._errands:
                    kind, errand = self._errands[ordered.activity_type.name]
                    await asyncio.to_thread(errand, await self._read(reference, ordered.input, kind))
        return len(await asyncio.to_thread(self._records.history, reference))

    async def _runs(self, reference: str) -> list[str]:
        """The runs of a request's newest workflow, the first one first: a long one continues as new."""
        run = (await self._client.get_workflow_handle(workflow_id(reference)).describe()).run_id
        runs: list[str] = []
        while run:
            runs.insert(0, run)
            started = await self._first_event(reference, run)
            run = started.workflow_execution_started_event_attributes.continued_execution_run_id
        return runs

    async def _first_event(self, reference: str, run: str) -> HistoryEvent:
        handle = self._client.get_workflow_handle(workflow_id(reference), run_id=run)
        async for event in handle.fetch_history_events(page_size=1):
            return event
        raise LookupError(f"The server has no history of {reference}.")

    async def _read(self, reference: str, payloads: Payloads, kind: type[T]) -> T:
        context = WorkflowSerializationContext(self._client.namespace, workflow_id(reference))
        converter = self._client.data_converter.with_context(context)
        try:
            (value,) = await converter.decode(list(payloads.payloads), [kind])
        # A value of another kind; one that cannot be decrypted; one whose key has not reached this process.
        except (ValueError, RuntimeError) as wrong:
            raise Unreadable(
                f"The history of {reference} cannot be read here ({type(wrong).__name__}). Give this installation "
                "the keys of history that it was written with, and a version no older than the one that wrote it."
            ) from wrong
        assert isinstance(value, kind)
        return value

    def _put_back(self, reference: str, opening: Opening) -> None:
        """The lodging, as the desk had put it on record. A workflow that was started from records has none."""
        if opening.lodging is None or opening.rules is None:
            return
        said = verify(opening.lodging, self._ring().keys)
        message = said.message
        assert isinstance(message, Lodge), "a request is opened by a lodging"
        prefix, year, _ = reference.split("-")
        plan = self._schemes.get(opening.rules.scheme)
        if plan is not None and plan.pinned().digest == opening.rules.digest:
            self._records.put_scheme(opening.rules.digest, plan)
        content = {"sheet": message.filing.digest, "source": message.source, "reconsiders": message.reconsiders}
        lodging = Lodging(
            scheme=opening.rules.scheme,
            prefix=prefix,
            year=int(year) if year.isdigit() else local_day(said.at).year,
            requester=said.by.person,
            once=said.once,
            content=digest(canonical(content)),
        )
        text = opening.model_dump_json(exclude_unset=True)
        self._records.put_back(lodging, reference, text, said.at)
