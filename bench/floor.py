"""The floor: a bare workflow that hears as many updates, runs two empty activities after each, re-arms one timer."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow

AWAY = timedelta(days=7)


@activity.defn(name="floor-record")
def record(number: int) -> None:
    """A recording that records nothing; on a thread, as ours is."""


@activity.defn(name="floor-tell")
async def tell(number: int) -> None:
    """A notice that tells nobody."""


@workflow.defn(name="Floor")
class Floor:
    """The least that Temporal takes for a road of so many updates. It decides nothing and holds nothing."""

    @workflow.init
    def __init__(self, updates: int) -> None:
        self._heard = 0
        self._timer: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, updates: int) -> int:
        """Carry out one update after another, until so many were heard."""
        for done in range(updates):
            # The default binds the number of this turn; its type cannot be written in a lambda.
            await workflow.wait_condition(lambda done=done: self._heard > done)  # type: ignore[misc]
            self._arm()
            for name in (record, tell):
                await workflow.execute_activity(
                    name,
                    done,
                    activity_id=f"{name.__name__}-{done}",
                    start_to_close_timeout=timedelta(minutes=1),
                )
        return self._heard

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.create_task(workflow.sleep(AWAY))

    @workflow.update
    def hear(self, number: int) -> int:
        """Hear an update; the answer says how many there were."""
        self._heard += 1
        return self._heard
