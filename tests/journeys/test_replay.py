"""Every recorded history replays: today's workflow does what yesterday's did, command by command."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from demo import story as stories
from tests import people
from tests.histories import record
from wiring.temporal import CONVERTER
from workflows.contract import EDITION
from workflows.forgiving import Forgiving
from workflows.sharing_request import SharingRequest

LARGEST = 400_000


def name(path: Path) -> str:
    """The story that a history is of."""
    return path.name.removesuffix(".json.gz")


def named(path: Path) -> str:
    """The edition and the story, for the list of tests."""
    return f"{path.parent.name}/{name(path)}"


def texts(value: Any) -> list[str]:
    """Everything that stands in a history, payloads decoded."""
    if isinstance(value, dict):
        found = [text for inner in value.values() for text in texts(inner)]
        if isinstance(value.get("data"), str):
            found.append(base64.b64decode(value["data"]).decode())
        return found
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def test_every_edition_that_requests_were_opened_with_has_its_histories() -> None:
    for edition in range(1, EDITION + 1):
        recorded = {name(path) for path in record.kept() if path.parent == record.folder_of(edition)}
        assert len(recorded) >= 5
        assert recorded <= set(stories.known())


def test_there_is_a_history_of_every_story_under_the_present_edition() -> None:
    recorded = {name(path) for path in record.kept() if path.parent == record.folder_of(EDITION)}
    assert recorded == set(stories.known()), "run `python -m tests.histories.record` and commit what it adds"


@pytest.mark.parametrize("path", record.kept(), ids=named)
async def test_a_recorded_history_replays(path: Path) -> None:
    replayer = Replayer(workflows=[SharingRequest], data_converter=CONVERTER, interceptors=[Forgiving()])
    history = WorkflowHistory.from_json("ONS-2027-0001", record.read(path))
    result = await replayer.replay_workflow(history)
    assert result.replay_failure is None


@pytest.mark.parametrize("path", record.kept(), ids=named)
def test_a_recorded_history_is_small_and_holds_no_answer_and_no_name(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    story = stories.story(name(path))
    lodged = next(act.lodges for act in story.acts if hasattr(act, "lodges"))
    sheet = stories.answers(lodged)
    answers = [answer for answer in sheet.values() if isinstance(answer, str) and len(answer) > 90]
    assert answers
    found = "\n".join(texts(json.loads(record.read(path))))
    assert '"kind":"lodge"' in found
    before_register = found.split('"draft-entry"')[0]  # what the register will publish travels, from then on
    for answer in answers:
        assert json.dumps(answer, ensure_ascii=False)[1:60] not in before_register
    for person in people.DIRECTORY.people:
        assert person.name not in found
