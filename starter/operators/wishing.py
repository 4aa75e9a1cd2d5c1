"""What an operator asks of a request without a seal. Its workflow bounds each wish, and puts it on record."""

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from policy.value import Stored
from sharing.refused import Refused
from workflows.contract import workflow_id


class Wish(Stored):
    """A signal, and what it takes: a task, a number of working days, or nothing."""

    signal: str
    takes: str | int | None = None


async def wish(client: Client, reference: str, wanted: Wish) -> None:
    """Send a wish. Raises Refused where nothing hears it; what the request itself refuses is on its record."""
    try:
        await client.get_workflow_handle(workflow_id(reference)).signal(wanted.signal, wanted.takes)
    except (RPCError, RuntimeError) as wrong:
        if isinstance(wrong, RPCError) and wrong.status is RPCStatusCode.NOT_FOUND:
            raise Refused(f"No workflow of {reference} runs: it has ended, or waits to be started.") from wrong
        raise Refused("The Temporal server cannot be reached, so nothing was asked. Try again later.") from wrong
