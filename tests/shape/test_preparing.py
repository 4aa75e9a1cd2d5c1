"""Any Temporal server is made ready by one command, which may be given again; what is in the way is named."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from starter.operators.preparing import NotPrepared, prepare
from tests.starter.shell import Shell
from tests.workflows.house import temporal
from workflows.contract import SEARCH_ATTRIBUTES


@asynccontextmanager
async def bare() -> AsyncIterator[Client]:
    """A server that knows nothing of us, and a client of a namespace that is not there."""
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=temporal(), dev_server_log_level="error"
    ) as env:
        yield await Client.connect(env.client.service_client.config.target_host, namespace="sharing")


async def retention(client: Client) -> timedelta:
    found = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    return timedelta(seconds=found.config.workflow_execution_retention_ttl.seconds)


async def test_a_bare_server_is_made_ready_by_two_at_once_and_again_changes_nothing(tmp_path: Path) -> None:
    async with bare() as client:
        address = client.service_client.config.target_host
        shell = Shell(tmp_path, SHARING_TEMPORAL_ADDRESS=address, SHARING_TEMPORAL_NAMESPACE="sharing")
        command = ("temporal", "prepare", "--days", "30")
        told = await asyncio.gather(*(asyncio.to_thread(shell.program, *command) for _ in range(2)))
        assert [(one.code, one.err) for one in told] == [(0, "The Temporal server is ready for requests.\n")] * 2
        assert any("The namespace sharing is made" in one.out for one in told)
        found = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="sharing"))
        wanted = {key.name: int(key.indexed_value_type) for key in SEARCH_ATTRIBUTES}
        assert {name: int(found.custom_attributes[name]) for name in wanted} == wanted
        assert await retention(client) == timedelta(days=30)
        assert await prepare(client, timedelta(days=30)) == []
        assert await prepare(client) == ["The namespace sharing now remembers closed requests for 90 days."]
        assert await retention(client) == timedelta(days=90)


async def test_an_attribute_of_another_kind_is_named_and_nothing_is_registered_beside_it() -> None:
    async with bare() as client:
        other = await Client.connect(client.service_client.config.target_host, namespace="default")
        await other.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace="default",
                search_attributes={"Overdue": IndexedValueType.INDEXED_VALUE_TYPE_INT},
            )
        )
        with pytest.raises(
            NotPrepared, match="The server knows Overdue as INDEXED_VALUE_TYPE_INT, but requests need"
        ):
            await prepare(other)
        listed = await other.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="default"))
        assert "RequestState" not in listed.custom_attributes
