"""Whether this process is among those that the Temporal server gives work to."""

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client


class NotPolled(Exception):
    """The server answers, but does not know this process as a worker."""


async def is_polled(client: Client, task_queue: str) -> None:
    """Raises RPCError where the server does not answer, NotPolled where it has not heard this worker ask for work."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    described = await client.workflow_service.describe_task_queue(request)
    if client.identity not in {one.identity for one in described.pollers}:
        raise NotPolled(f"The server has not heard {client.identity} ask for work on {task_queue}.")
