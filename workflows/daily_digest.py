"""The daily digest: once a working day, everybody is told in one message what waits for them; else nothing."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.digesting import DigestDay, Digesting, Digests
    from activities.notifying import Notifying
    from policy.working_days import local_day
    from sharing.errands import Telling
    from sharing.notices import Notice
    from workflows.contract import DAILY_DIGEST

PATIENT = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=10))
STALE_AFTER = timedelta(hours=8)
"""Yesterday's digest helps nobody: what could not be told within a working day is left to the next one."""


@workflow.defn(name=DAILY_DIGEST)
class DailyDigest:
    """Started by a schedule. It keeps nothing, and decides nothing."""

    @workflow.run
    async def run(self) -> int:
        """Gather, and tell everybody side by side. Returns how many people were told."""
        day = local_day(workflow.now())
        digests: Digests = await workflow.execute_activity_method(
            Digesting.gather,
            DigestDay(day=day),
            activity_id="gather",
            summary=f"What waits for whom on {day:%a %-d %b %Y}",
            start_to_close_timeout=timedelta(minutes=2),
            schedule_to_close_timeout=STALE_AFTER,
            retry_policy=PATIENT,
        )
        # An activity's id is never encrypted, and a notice's key names its person.
        numbered = workflow.patched("digests-are-numbered")
        told = await asyncio.gather(
            *(
                self._tell(one, f"{place}" if numbered else one.key)
                for place, one in enumerate(digests.notices, start=1)
            ),
            return_exceptions=True,
        )
        return sum(one is True for one in told)

    async def _tell(self, notice: Notice, name: str) -> bool:
        await workflow.execute_activity_method(
            Notifying.tell,
            Telling(notice=notice),
            activity_id=f"tell-{name}",
            start_to_close_timeout=timedelta(minutes=1),
            schedule_to_close_timeout=STALE_AFTER,
            retry_policy=PATIENT,
        )
        return True
