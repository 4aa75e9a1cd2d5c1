"""Connecting to Temporal: one data converter for the worker, the doors, the tests and the replayer."""

import dataclasses

from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticPayloadConverter, ToJsonOptions
from temporalio.converter import DataConverter
from temporalio.service import RPCError


class CompactConverter(PydanticPayloadConverter):
    """JSON by pydantic, without fields that were never set: history stays small, discriminators stay."""

    def __init__(self) -> None:
        super().__init__(ToJsonOptions(exclude_unset=True))


CONVERTER = dataclasses.replace(DataConverter.default, payload_converter_class=CompactConverter)
"""The one converter. A codec for encryption would be set here, for everybody at once."""


class NoServer(Exception):
    """The Temporal server cannot be reached; the text says where it was looked for and what to do."""


async def connect(address: str, namespace: str, *, lazy: bool = False) -> Client:
    """A client of the server at that address. Raises NoServer with a sentence; a lazy one connects when used."""
    try:
        return await Client.connect(address, namespace=namespace, data_converter=CONVERTER, lazy=lazy)
    except (RuntimeError, RPCError) as wrong:
        raise NoServer(f"No Temporal server answers at {address}. Start one with `make up`.") from wrong
