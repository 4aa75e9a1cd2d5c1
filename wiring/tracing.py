"""Traces of what doors and workers ask of Temporal, to see where time goes. Off unless an endpoint is set."""

from collections.abc import Sequence

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from temporalio.contrib.opentelemetry import TracingInterceptor
from temporalio.worker import WorkflowInterceptorClassInput


class Discreet(SpanExporter):
    """Hands spans on without the words of errors: they may repeat what somebody typed."""

    def __init__(self, behind: SpanExporter) -> None:
        self._behind = behind

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Hand on."""
        return self._behind.export([_wordless(span) for span in spans])

    def shutdown(self) -> None:
        """No more."""
        self._behind.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Hand on at once."""
        return self._behind.force_flush(timeout_millis)


class Tracing(TracingInterceptor):
    """Spans of calls to Temporal, and of activities; none of workflows.

    A workflow would have to read a header that anybody who reaches the server can write; a bad one would stall it.
    So requests stay as they are, with tracing or without, and a request's spans are found by its reference, which
    each has as `temporalWorkflowID`. The header holds the ids of a trace, and no baggage.
    """

    def __init__(self, provider: TracerProvider) -> None:
        super().__init__(provider.get_tracer("sharing"))
        self.text_map_propagator = TraceContextTextMapPropagator()

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> None:  # type: ignore[override]
        """None: see above."""


def provider_to(exporter: SpanExporter, part: str) -> TracerProvider:
    """What makes the spans of one part of the house, a worker or a door, and hands them on discreetly."""
    provider = TracerProvider(resource=Resource({"service.name": f"data-sharing-{part}"}))
    provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
    return provider


def tracing(endpoint: str, part: str) -> list[Tracing]:
    """The interceptors for a client: one that traces where an endpoint is set, else none."""
    if not endpoint:
        return []
    return [Tracing(provider_to(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces"), part))]


def _wordless(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes=span.attributes,
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
