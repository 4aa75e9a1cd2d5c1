"""The daily head: once a day all facts on record are signed, as a chain."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.heading import HeadDay, Heading, HeadMade
    from policy.working_days import local_day
    from workflows.contract import DAILY_HEAD

PATIENT = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=10))


@workflow.defn(name=DAILY_HEAD)
class DailyHead:
    """Started by a schedule. It keeps nothing, and decides nothing."""

    @workflow.run
    async def run(self) -> HeadMade:
        """Sign. Returns the head's number and digest; a copy in Temporal is one that the records cannot change."""
        day = local_day(workflow.now())
        made: HeadMade = await workflow.execute_activity_method(
            Heading.sign,
            HeadDay(day=day),
            activity_id="sign",
            summary=f"Sign the head of {day:%a %-d %b %Y}",
            start_to_close_timeout=timedelta(minutes=10),
            schedule_to_close_timeout=timedelta(hours=20),
            retry_policy=PATIENT,
        )
        return made
