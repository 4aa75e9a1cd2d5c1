"""What one road leaves in Temporal: events and bytes, in all and by kind of event."""

from collections import Counter
from dataclasses import dataclass

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client


@dataclass(frozen=True)
class Left:
    """What a workflow left behind: its events, their bytes, both by kind; and the bytes that it began with."""

    events: int
    bytes: int
    events_of: dict[str, int]
    bytes_of: dict[str, int]
    opening: int


async def left(client: Client, workflow: str) -> Left:
    """Read a workflow's history, as the server keeps it."""
    history = await client.get_workflow_handle(workflow).fetch_history()
    events, sizes = Counter[str](), Counter[str]()
    opening = 0
    for event in history.events:
        kind = _name(event.event_type)
        events[kind] += 1
        sizes[kind] += event.ByteSize()
        if event.HasField("workflow_execution_started_event_attributes"):
            started = event.workflow_execution_started_event_attributes
            opening = sum(len(payload.data) for payload in started.input.payloads)
    return Left(events.total(), sizes.total(), dict(events), dict(sizes), opening)


def _name(kind: EventType.ValueType) -> str:
    return EventType.Name(kind).removeprefix("EVENT_TYPE_").replace("_", " ").lower()
