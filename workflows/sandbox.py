"""The sandbox that workflows run in, which is not entered to ask how a payload is to be converted.

For every payload of every task the SDK asks the workflow, inside its sandbox, under which context a converter or a
codec would see it, and once more for a store of large payloads. The way into the sandbox is long, and the answer is
always the same: everything belongs to the workflow itself, which is what our codec binds it to. A workflow with
children, or a codec that tells activities apart, has to bring the question back.
"""

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import SerializationContext, StorageDriverStoreContext, WorkflowSerializationContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import Info


class Sandbox(SandboxedWorkflowRunner):
    """Runs workflows in the SDK's own sandbox."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """A workflow in a sandbox."""
        return _OneContext(super().create_instance(det), det.info)


class _OneContext(WorkflowInstance):
    """A workflow whose payloads are all converted as its own, whatever they belong to."""

    def __init__(self, inside: WorkflowInstance, info: Info) -> None:
        self._inside = inside
        self._context = WorkflowSerializationContext(namespace=info.namespace, workflow_id=info.workflow_id)

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        return self._inside.activate(act)

    def get_serialization_context(self, command_info: object) -> SerializationContext | None:
        return self._context

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> Info:
        return self._inside.get_info()

    def get_thread_id(self) -> int | None:
        return self._inside.get_thread_id()
