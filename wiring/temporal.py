"""Connecting to Temporal: one data converter for the worker, the doors, the tests and the replayer."""

import copy
import dataclasses
import logging
from collections.abc import Sequence
from typing import Any, Self

from temporalio.api.common.v1 import Payload
from temporalio.client import Client, Interceptor
from temporalio.contrib.pydantic import PydanticPayloadConverter, ToJsonOptions
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    SerializationContext,
)
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)
from temporalio.service import RPCError

from activities.unreadable import UNREADABLE, marked
from wiring.codec_keys import LiveRing
from wiring.encryption import Encryption, Rings
from wiring.logs import JSON
from wiring.settings import PREFIX, Settings, WrongSetting


class CompactConverter(PydanticPayloadConverter):
    """JSON by pydantic, without fields that were never set: history stays small, discriminators stay."""

    def __init__(self) -> None:
        super().__init__(ToJsonOptions(exclude_unset=True))
        self.converters = {**self.converters, UNREADABLE: _NoValue()}


class _NoValue(EncodingPayloadConverter):
    """Takes what could not be decoded for no value, in the way in which callers hear of a server that is away."""

    @property
    def encoding(self) -> str:
        return UNREADABLE.decode()

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        raise RuntimeError("This cannot be decoded here; see whether the file of keys is the newest.")


STORED_ELSEWHERE = "__temporal_external_storage_reference"
REFERENCES = (b"json/external-storage-reference",)


@dataclasses.dataclass(frozen=True)
class Converter(DataConverter):
    """The SDK's converter, which nothing that somebody sends can make fall over."""

    def with_context(self, context: SerializationContext) -> Self:
        """The same converter for one workflow. Only a codec wants to know which."""
        codec = self.payload_codec
        if not isinstance(codec, Encryption):
            return self
        made = copy.copy(self)
        object.__setattr__(made, "payload_codec", codec.with_context(context))
        return made

    # The SDK raises where a payload claims to lie in a store of large ones, which we have none of; so anybody who
    # reaches the server could stall a request for good with one signal.
    async def _decode_reference_payload_sequence(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [marked(payload) if _claims_to_lie_elsewhere(payload) else payload for payload in payloads]


def _claims_to_lie_elsewhere(payload: Payload) -> bool:
    told = payload.metadata
    if STORED_ELSEWHERE in told or told.get("encoding") in REFERENCES:
        return True
    return b"ExternalStorageReference" in told.get("messageType", b"")


CONVERTER = Converter(payload_converter_class=CompactConverter)
"""The converter of an installation that does not encrypt: a machine of one's own, and tests."""


def encrypting(ring: Rings, namespace: str) -> DataConverter:
    """The converter of one that does. What a failure says is encrypted as well."""
    return dataclasses.replace(
        CONVERTER,
        payload_codec=Encryption(ring, namespace),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def converter_of(settings: Settings) -> DataConverter:
    """The converter of an installation. Raises WrongSetting where it would have to encrypt and cannot."""
    if settings.codec_keys is not None:
        return encrypting(LiveRing(settings.codec_keys), settings.temporal_namespace)
    if not settings.local:
        raise WrongSetting(
            f"{PREFIX}CODEC_KEYS is not set; in production, what Temporal keeps is encrypted. Make a key with "
            "`starter codec new-key PATH`, and write its path."
        )
    return CONVERTER


class NoServer(Exception):
    """The Temporal server cannot be reached; the text says where it was looked for and what to do."""


def runtime_of(settings: Settings) -> Runtime | None:
    """The SDK's engine for a process that is measured, or logs for programs; None where its own will do."""
    if not settings.metrics_listen and settings.log != JSON:
        return None
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.engine")) if settings.log == JSON else None
    logs = LoggingConfig(TelemetryFilter(core_level="WARN", other_level="ERROR"), forwarding)
    metrics = (
        PrometheusConfig(settings.metrics_listen, durations_as_seconds=True) if settings.metrics_listen else None
    )
    try:
        return Runtime(telemetry=TelemetryConfig(logging=logs, metrics=metrics))
    except (RuntimeError, ValueError) as wrong:
        raise WrongSetting(
            f"{PREFIX}METRICS_LISTEN is {settings.metrics_listen!r}, where nothing can listen ({wrong}). Stop what "
            "is there, or write another address; an IP address and a port."
        ) from wrong


async def connect(
    address: str,
    namespace: str,
    converter: DataConverter,
    *,
    lazy: bool = False,
    runtime: Runtime | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """A client of the server at that address. Raises NoServer with a sentence; a lazy one connects when used."""
    try:
        return await Client.connect(
            address,
            namespace=namespace,
            data_converter=converter,
            lazy=lazy,
            runtime=runtime,
            interceptors=interceptors,
        )
    except (RuntimeError, RPCError) as wrong:
        raise NoServer(f"No Temporal server answers at {address}. Start one with `make up`.") from wrong
