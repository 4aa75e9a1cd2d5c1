"""Looks at the records and at the server, request by request, and compares the two."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from records import SqlRecords
from sharing.facts import NoticeUndelivered
from sharing.history import fold
from sharing.refused import Refused
from sharing.request import Request
from starter.operators.comparing import Difference, Recorded, Seen, differences
from workflows.contract import WORKFLOW, workflow_id

AT_ONCE = 16
"""So many requests are looked at side by side."""

LOOKS = 5
"""How often a request is looked at that seems to differ: its facts may be on their way into the records."""

PAUSE = 0.5
"""Seconds between two looks."""


class Survey:
    """Compares records and server. `patience` is how many seconds a worker may take to show a request."""

    def __init__(self, client: Client, records: SqlRecords, patience: float = 15, pause: float = PAUSE) -> None:
        self._client = client
        self._records = records
        self._patience = patience
        self._pause = pause

    async def all(self) -> tuple[Difference, ...]:
        """Every request that is open in the records or runs on the server, and whatever was never started."""
        open_here = await asyncio.to_thread(self._open)
        running = {one async for one in self._running()}
        turn = asyncio.Semaphore(AT_ONCE)

        async def look(reference: str) -> tuple[Difference, ...]:
            async with turn:
                return await self.one(reference)

        found = await asyncio.gather(*(look(one) for one in sorted(open_here | running)))
        return tuple(difference for each in found for difference in each)

    async def one(self, reference: str) -> tuple[Difference, ...]:
        """One request, looked at again while it seems to differ and goes on. Raises Refused for an unknown one."""
        found: tuple[Difference, ...] = ()
        before = None
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(self._pause)
            on_record = await asyncio.to_thread(self.recorded, reference)
            seen = await self.seen(reference, ask=on_record is not None)
            if on_record is None and seen.status == "missing":
                raise Refused(f"Neither the records nor the server know {reference}.")
            found = differences(on_record, seen)
            now = (on_record.number if on_record else 0, seen.request.number if seen.request else 0)
            if all(one.is_note for one in found) or seen.request is None or (look > 1 and now == before):
                break
            before = now
        return found

    async def seen(self, reference: str, ask: bool = True) -> Seen:
        """The request's workflow, as the server shows it; `ask` it for its state as well."""
        handle = self._client.get_workflow_handle(workflow_id(reference))
        try:
            described = await handle.describe()
        except RPCError as wrong:
            if wrong.status is RPCStatusCode.NOT_FOUND:
                return Seen(reference=reference, status="missing")
            raise
        status = described.status.name.lower() if described.status else "unknown"
        shown: Request | None = None
        if status == "running" and ask:
            try:
                async with asyncio.timeout(self._patience):
                    shown = await handle.query("request", result_type=Request)
            except (
                RPCError,
                WorkflowQueryFailedError,
                TimeoutError,
                RuntimeError,
            ):  # the last: no key for its answer
                shown = None
        return Seen(reference=reference, status=status, run=described.run_id, request=shown)

    def recorded(self, reference: str) -> Recorded | None:
        """The request as the records have it, or None."""
        try:
            lodged = self._records.lodging(reference)
        except LookupError:
            return None
        facts = self._records.history(reference)
        request = None
        if facts:
            request = fold(self._records.opened(reference), facts)
        untold = [
            one.fact.notice for one in facts if isinstance(one.fact, NoticeUndelivered) and not one.fact.instead
        ]
        return Recorded(
            reference=reference,
            started=lodged.started_at is not None,
            listed=self._records.request(reference),
            request=request,
            missing=tuple(self._missing(request)) if request is not None else (),
            branches=len(self._records.divergences(reference)),
            untold=tuple(untold),
        )

    def _missing(self, request: Request) -> Iterable[str]:
        """The papers that a request goes on by and that are not there."""
        wanted = [request.filing.digest]
        if request.agreement is not None and request.agreement.drafted is not None:
            wanted += [request.agreement.drafted.document, request.agreement.drafted.fixed_copy]
        return (one for one in wanted if not self._records.holds(one))

    def _open(self) -> set[str]:
        """What was lodged and has not ended, as far as the records know."""
        ended = {one.reference for one in self._records.received() if one.state != "open"}
        return set(self._records.references()) - ended

    async def _running(self) -> AsyncIterator[str]:
        wanted = f"WorkflowType = '{WORKFLOW}' AND ExecutionStatus = 'Running'"
        async for one in self._client.list_workflows(wanted):
            yield one.id
