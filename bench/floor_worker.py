"""The floor's worker, a process of its own with the options of ours: `python -m bench.floor_worker ADDRESS`."""

import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from bench.floor import Floor, record, tell
from wiring.temporal import CONVERTER, connect
from worker import THREADS
from workflows.forgiving import Forgiving
from workflows.sandbox import Sandbox

QUEUE = "floor"


def build(client: Client) -> Worker:
    """A worker with the options of ours; a test compares the two."""
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=[Floor],
        activities=[record, tell],
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="activity"),
        interceptors=[Forgiving()],
        workflow_runner=Sandbox(),
        max_cached_workflows=1100,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=10),
        graceful_shutdown_timeout=timedelta(seconds=20),
    )


async def serve(address: str) -> None:
    """Run until the process is ended."""
    async with build(await connect(address, "default", CONVERTER)):
        print("The floor's worker is ready.", flush=True)
        await asyncio.Event().wait()


def main(argv: Sequence[str]) -> None:
    """`python -m bench.floor_worker ADDRESS`."""
    asyncio.run(serve(argv[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
