"""An interceptor that makes every signal come with exactly one argument: zero or two would stall the workflow."""

from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

ALONE = frozenset({"said", "iao_decision", "escalate", "remind_now", "hold_reminders", "retry_deliveries"})
"""The signals that take one argument."""


class Forgiving(Interceptor):
    """Turns any other number of a signal's arguments into an empty one, which the handler refuses on record."""

    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor] | None:
        """The interceptor of incoming messages."""
        return _OneArgument


class _OneArgument(WorkflowInboundInterceptor):
    async def handle_signal(self, input: HandleSignalInput) -> None:
        if input.signal in ALONE and len(input.args) != 1:
            input.args = [RawValue(Payload())]
        await super().handle_signal(input)
