"""Whoever watches an installation sees numbers, lines and traces, and in none of them what somebody wrote."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from temporalio.api.common.v1 import Header, Payload, WorkflowExecution
from temporalio.api.workflowservice.v1 import SignalWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.worker import Replayer

from sharing.refused import Refused
from starter.measuring import Measuring
from tests import people
from tests.workflows.house import House, dev_server, until
from wiring.logs import Lines, set_up
from wiring.temporal import CONVERTER
from wiring.tracing import Discreet, Tracing, provider_to, tracing
from workflows.sandbox import Sandbox
from workflows.sharing_request import SharingRequest

TYPED = "Mrs Miggins of 3 Pie Lane"


def value(text: bytes, name: str) -> float:
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text.decode(), re.MULTILINE)
    return float(found)


async def test_metrics_count_what_is_open_late_refused_and_untold_and_name_nobody(tmp_path: Path) -> None:
    async with dev_server() as client:
        house = House(client, tmp_path)
        async with house.worker():
            reference = await house.lodged()
            await house.handle(reference).signal("said", TYPED)
            await until(lambda: len(house.store.history(reference)) > 2)
        house.store._clock = lambda: datetime.now(UTC) + timedelta(days=60)
        text = Measuring(house.store, house.store._clock, told=True).text()
        assert value(text, "sharing_records_up") == 1
        assert value(text, 'sharing_requests{state="open"}') == 1
        assert value(text, 'sharing_requests_open{step="first-screening"}') == 1
        assert value(text, "sharing_tasks_overdue") == 1
        assert value(text, "sharing_messages_refused_total") == 1
        assert value(text, "sharing_notices_undelivered_total") == 0
        assert value(text, "sharing_oldest_untold_notice_seconds") > 59 * 24 * 3600
        for word in (reference, "rae", "Okafor", "Miggins", "wexbridge"):
            assert word not in text.decode()
        assert b"oldest" not in Measuring(house.store, house.store._clock, told=False).text()


async def test_records_that_are_away_are_a_number_and_no_failure(tmp_path: Path) -> None:
    async with dev_server() as client:
        house = House(client, tmp_path)
    with house.store._db.writing() as connection:
        connection.exec_driver_sql("DROP TABLE awaited")
    assert value(Measuring(house.store, house.store._clock, told=True).text(), "sharing_records_up") == 0


@pytest.fixture
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.usefixtures("_as_before")
def test_a_line_names_the_event_and_the_request_and_of_an_error_only_its_kind_and_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("json")
    try:
        raise ValueError(TYPED)
    except ValueError:
        logging.getLogger("records.ledger").exception("ONS-2026-0007: it could not be kept")
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["level"], told["event"], told["reference"]) == ("error", "records.ledger", "ONS-2026-0007")
    assert told["error"] == "ValueError"
    assert told["where"][0].startswith("test_watching.py:")
    assert datetime.fromisoformat(told["at"]).tzinfo is not None
    assert "Miggins" not in line
    assert line.isprintable()


def test_what_somebody_typed_cannot_begin_a_line_of_its_own() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\n{"level": "forged"}', None, None)
    assert len(Lines().format(record).splitlines()) == 1


async def test_traces_follow_a_request_by_its_reference_and_tell_no_words(tmp_path: Path) -> None:
    kept = InMemorySpanExporter()
    provider = provider_to(kept, "worker")
    async with dev_server() as plain:
        config = plain.config()
        config["interceptors"] = [Tracing(provider)]
        house = House(Client(**config), tmp_path)
        async with house.worker():
            reference = await house.lodged()
            with pytest.raises(Refused) as refused:
                await house.say(reference, "gwen", people.decided())
            await house.say(reference, "asha", people.screened())
            await until(lambda: len(house.store.history(reference)) >= 4)
            history = await house.handle(reference).fetch_history()
        await asyncio.to_thread(provider.force_flush)
    spans = kept.get_finished_spans()
    names = {span.name for span in spans}
    assert {"StartWorkflow:SharingRequest", "StartWorkflowUpdate:say", "RunActivity:keep"} <= names
    assert not [name for name in names if name.startswith(("RunWorkflow", "HandleUpdate", "CompleteWorkflow"))]
    assert {(span.attributes or {}).get("temporalWorkflowID") for span in spans} == {reference}
    told = "".join(span.to_json() for span in spans)
    for word in (str(refused.value), "asha", "gwen", "rae", "Okafor"):
        assert word not in told
    headers = [
        event.workflow_execution_started_event_attributes.header.fields
        for event in history.events
        if event.HasField("workflow_execution_started_event_attributes")
    ]
    assert [set(json.loads(fields["_tracer-data"].data)) for fields in headers] == [{"traceparent"}]
    for interceptors in ([], [Tracing(provider)]):
        replayer = Replayer(
            workflows=[SharingRequest],
            data_converter=CONVERTER,
            workflow_runner=Sandbox(),
            interceptors=interceptors,
        )
        await replayer.replay_workflow(history)


async def test_a_stranger_cannot_stall_a_request_with_a_forged_trace(tmp_path: Path) -> None:
    async with dev_server() as plain:
        config = plain.config()
        config["interceptors"] = [Tracing(provider_to(InMemorySpanExporter(), "worker"))]
        house = House(Client(**config), tmp_path)
        async with house.worker():
            reference = await house.lodged()
            forged = Payload(metadata={"encoding": b"json/plain"}, data=b"{no json")
            await plain.workflow_service.signal_workflow_execution(
                SignalWorkflowExecutionRequest(
                    namespace=plain.namespace,
                    workflow_execution=WorkflowExecution(workflow_id=reference),
                    signal_name="said",
                    header=Header(fields={"_tracer-data": forged}),
                )
            )
            await house.say(reference, "asha", people.screened())
            await until(lambda: "screened" in [one.fact.kind for one in house.store.history(reference)])


def test_there_is_no_tracing_unless_somebody_wants_it() -> None:
    assert tracing("", "worker") == []
    (made,) = tracing("http://127.0.0.1:4318", "worker")
    assert isinstance(made, Tracing)


def test_the_words_of_an_error_are_taken_out_of_a_span() -> None:
    kept = InMemorySpanExporter()
    provider = provider_to(InMemorySpanExporter(), "worker")
    with pytest.raises(ValueError, match="Miggins"), provider.get_tracer("x").start_as_current_span("act") as span:
        raise ValueError(TYPED)
    assert isinstance(span, ReadableSpan)
    assert "Miggins" in span.to_json()
    Discreet(kept).export([span])
    (found,) = kept.get_finished_spans()
    assert found.name == "act"
    assert not found.status.is_ok
    assert "Miggins" not in found.to_json()
