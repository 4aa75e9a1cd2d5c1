"""A whole story where history is encrypted: what the server holds of it tells of nobody and nothing that was said."""

import base64
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest, ListWorkflowExecutionsRequest
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer

from demo import story as stories
from demo.house import begin, furnished
from demo.playing import play
from demo.servers import Server, dev, skipping
from tests import people
from tests.histories import record
from tests.workflows.ciphers import a_ring
from wiring.decoding import Decoder
from wiring.encryption import ENCODING
from wiring.temporal import CONVERTER, encrypting
from workflows.forgiving import Forgiving
from workflows.sharing_request import SharingRequest

RING = a_ring()
STORY = stories.story("a")
CIPHERTEXT = base64.b64encode(ENCODING).decode()
SURE = 9
"""Characters of a word that does not stand in random bytes by chance."""


@dataclass
class Kept:
    """What a server has of a story: its history, what it tells about the workflow, the bytes of its file."""

    history: WorkflowHistory
    told: tuple[Message, ...]
    file: bytes

    def raw(self) -> bytes:
        """Every byte."""
        events = b"".join(event.SerializeToString() for event in self.history.events)
        return events + b"".join(one.SerializeToString() for one in self.told) + self.file

    def whole(self) -> list[Any]:
        """All of it as JSON."""
        return [self.history.to_json_dict(), *(MessageToDict(one) for one in self.told)]


def on_time_skipping(folder: Path) -> AbstractAsyncContextManager[Server]:
    return skipping(encrypting(lambda: RING, "default"))


def on_a_file(folder: Path) -> AbstractAsyncContextManager[Server]:
    return dev(converter=encrypting(lambda: RING, "default"), file=folder / "temporal.db")


@pytest_asyncio.fixture(
    scope="module",
    params=[on_time_skipping, pytest.param(on_a_file, marks=pytest.mark.chaos)],
    ids=["in memory", "in a file"],
)
async def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kept]:
    """The story, played to its end."""
    folder = tmp_path_factory.mktemp("encrypted")
    async with request.param(folder) as server, furnished(server, folder / "records.db") as furniture:
        house = await begin(STORY, furniture)
        await play(STORY, house)
        assert house.reference is not None
        history = await server.client.get_workflow_handle(house.reference).fetch_history()
        told = await about(server.client, house.reference, listing=request.param is on_a_file)
        file = b"".join(path.read_bytes() for path in folder.glob("temporal.db*"))
        yield Kept(history, told, file)


async def about(client: Client, reference: str, listing: bool) -> tuple[Message, ...]:
    """What the server tells about a workflow: state, memo, search attributes, what is pending, as it lists it."""
    execution = WorkflowExecution(workflow_id=reference)
    asked = DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=execution)
    described = await client.workflow_service.describe_workflow_execution(asked)
    if not listing:  # the time-skipping server cannot
        return (described,)
    listed = await client.workflow_service.list_workflow_executions(
        ListWorkflowExecutionsRequest(namespace=client.namespace)
    )
    return (described, listed)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def payloads(value: Any) -> Iterator[dict[str, Any]]:
    """Every payload, but the search attributes: the server has to read those."""
    if isinstance(value, dict) and "metadata" in value and "encoding" in value["metadata"]:
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "searchAttributes":
                yield from payloads(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from payloads(inner)


def in_clear(value: Any) -> str:
    """All that can be read without a key: names, ids, attributes, and what of the payloads is not encrypted."""

    def read(inner: Any) -> Iterator[str]:
        if isinstance(inner, dict):
            encoding = (inner.get("metadata") or {}).get("encoding")
            for name, one in inner.items():
                if name == "data" and encoding is not None:
                    yield "" if encoding == CIPHERTEXT else base64.b64decode(one).decode(errors="replace")
                else:
                    yield from (name, *read(one))
        elif isinstance(inner, list):
            for one in inner:
                yield from read(one)
        else:
            yield str(inner)

    return "\n".join(read(value))


def said() -> set[str]:
    """Every answer and every word of the story, as it was typed; but the offices, which are searched by."""
    lodged = next(act for act in STORY.acts if isinstance(act, stories.Lodging))
    found = {*texts(stories.answers(lodged.lodges)), *texts(dict(lodged.but))}
    for act in STORY.acts:
        speech = act.refused if isinstance(act, stories.Refusal) else act
        found |= set(texts(getattr(speech, "fields", {})))
    offices = {office.key for office in people.SCHEME.rules.offices}
    return {line.strip() for text in found for line in text.splitlines() if len(line.strip()) >= 5} - offices


def persons() -> set[str]:
    """Everybody's name, address and key."""
    return {word for one in people.DIRECTORY.people for word in (one.name, one.email, one.key) if word}


def mentioned(words: set[str], text: str) -> set[str]:
    """Those of the words that stand in a text, each as a whole word."""
    return {word for word in words if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


def test_what_is_in_clear_names_nobody_and_repeats_no_word_of_the_story(kept: Kept) -> None:
    readable = in_clear(kept.whole())
    assert "ONS-2" in readable
    assert mentioned(persons(), readable) == set()
    assert mentioned(said(), readable) == set()


def test_no_byte_that_the_server_has_spells_an_answer_or_a_name(kept: Kept) -> None:
    raw = kept.raw()
    assert len(raw) > 100_000
    long = {word for word in said() | persons() if len(word) >= SURE}
    assert {word for word in long if word.encode() in raw} == set()


def test_every_payload_is_encrypted_but_the_search_attributes(kept: Kept) -> None:
    found = list(payloads(kept.whole()))
    assert len(found) > 200
    assert [one for one in found if one["metadata"]["encoding"] != CIPHERTEXT] == []


def test_the_same_look_at_a_history_that_is_not_encrypted_finds_people_and_words() -> None:
    path = next(path for path in record.kept() if path.name.startswith("a-"))
    readable = in_clear(json.loads(record.read(path)))
    assert len(mentioned(persons(), readable)) > 10
    assert len(mentioned(said(), readable)) > 10


def test_with_the_key_every_payload_reads_again(kept: Kept) -> None:
    history = kept.history.to_json_dict()
    body = json.dumps({"payloads": list(payloads(history))}).encode()
    decoded = Decoder(lambda: RING, "default").decode(body, "default")
    assert (decoded.unread, decoded.read) == (0, len(list(payloads(history))))
    assert len(mentioned(persons(), in_clear(json.loads(decoded.body)))) > 10


async def test_with_the_key_the_story_replays_and_without_it_nothing_does(kept: Kept) -> None:
    for converter, replays in ((encrypting(lambda: RING, "default"), True), (CONVERTER, False)):
        replayer = Replayer(workflows=[SharingRequest], data_converter=converter, interceptors=[Forgiving()])
        result = await replayer.replay_workflow(kept.history, raise_on_replay_failure=False)
        assert (result.replay_failure is None) is replays
