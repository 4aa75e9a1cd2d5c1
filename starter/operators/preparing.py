"""Makes a Temporal server ready for requests: namespace, how long it remembers, what can be searched by."""

import asyncio
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.contract import SEARCH_ATTRIBUTES

REMEMBERS = timedelta(days=90)
"""So long closed requests stay visible in Temporal; the records keep them for ever."""

PATIENCE = 60.0
"""Seconds until a namespace or attribute that was made is known to the whole server."""


class NotPrepared(Exception):
    """The server cannot be made ready; the text says what is in the way, and who can mend it."""


async def prepare(client: Client, remembers: timedelta = REMEMBERS) -> list[str]:
    """Make the client's namespace ready. Says what was done; again changes nothing. Raises NotPrepared."""
    done = await _namespace(client, remembers)
    known = await _attributes(client)
    wanted = {key.name: key.indexed_value_type for key in SEARCH_ATTRIBUTES}
    for name, kind in wanted.items():
        if name in known and known[name] != kind:
            raise NotPrepared(
                f"The server knows {name} as {IndexedValueType.Name(known[name])}, but requests need it as "  # type: ignore[arg-type]
                f"{kind.name}. Remove it there (temporal operator search-attribute remove), then prepare again."
            )
    if missing := {name: kind for name, kind in wanted.items() if name not in known}:
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)  # type: ignore[arg-type]
        await _once(client.operator_service.add_search_attributes(request))
        done += [f"Requests can be searched by {name}." for name in missing]
    await _until_known(client, set(wanted))
    return done


async def _namespace(client: Client, remembers: timedelta) -> list[str]:
    service, name = client.workflow_service, client.namespace
    span = Duration(seconds=int(remembers.total_seconds()))
    try:
        found = await service.describe_namespace(DescribeNamespaceRequest(namespace=name))
    except RPCError as wrong:
        if wrong.status is not RPCStatusCode.NOT_FOUND:
            raise
        made = RegisterNamespaceRequest(
            namespace=name,
            description="Requests for data, one workflow each",
            workflow_execution_retention_period=span,
        )
        await _once(service.register_namespace(made))
        return [f"The namespace {name} is made; it remembers closed requests for {remembers.days} days."]
    if found.config.workflow_execution_retention_ttl.seconds == span.seconds:
        return []
    config = NamespaceConfig(workflow_execution_retention_ttl=span)
    await service.update_namespace(UpdateNamespaceRequest(namespace=name, config=config))
    return [f"The namespace {name} now remembers closed requests for {remembers.days} days."]


async def _attributes(client: Client) -> dict[str, int]:
    """What can be searched by in the namespace; a new one is only known to the whole server after some seconds."""
    request = ListSearchAttributesRequest(namespace=client.namespace)
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            listed = await client.operator_service.list_search_attributes(request)
            return {name: int(kind) for name, kind in listed.custom_attributes.items()}
        except RPCError as wrong:
            late = asyncio.get_running_loop().time() > deadline
            if late or wrong.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.UNAVAILABLE):
                raise
            await asyncio.sleep(0.5)


async def _until_known(client: Client, names: set[str]) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not names <= set(await _attributes(client)):
        if asyncio.get_running_loop().time() > deadline:
            raise NotPrepared("The server does not show what was registered; look at its log, then prepare again.")
        await asyncio.sleep(0.5)


async def _once(call: object) -> None:
    """What two that prepare side by side both ask for is done by one of them."""
    try:
        await call  # type: ignore[misc]
    except RPCError as wrong:
        if wrong.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
