"""A request is brought from its lodging to the register by people who press buttons in Slack."""

import logging
from pathlib import Path

import pytest

from channels.slack.blocks import TYPED
from sharing.messages import AnyMessage
from tests.starter.slack.opening import workplace
from tests.starter.slack.stories import taken_down
from tests.starter.slack.workplace import Workplace, user
from tests.starter.test_filling import flat
from tests.workflows.house import dev_server, until


def fits(message: AnyMessage) -> bool:
    """Whether no text of it is longer than Slack takes."""
    return all(len(text) <= TYPED for text in flat(message.model_dump(mode="json")).values() if isinstance(text, str))


async def test_story_a_is_played_in_slack_and_every_card_is_settled_at_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "script").mkdir()
    script = await taken_down("a", tmp_path / "script")
    async with dev_server() as server, workplace(server, tmp_path) as here, here.worker():
        for content, name in script.papers:
            here.house.store.put(content, name)
        reference = await here.house.lodge(script.answers, by=script.by)
        in_slack = 0
        for by, message in script.says:
            if here.there.config.member(user(by)) is not None and fits(message):
                outcome = await here.says(by, reference, message)
                assert (outcome.errors, outcome.trouble) == ({}, ""), message.kind
                assert outcome.view is not None
                assert outcome.view["title"]["text"] == "Recorded", outcome.view["blocks"]
                in_slack += 1
            else:
                await here.house.say(reference, by, message)
        await until(lambda: here.house.store.request(reference).state == "published")  # type: ignore[union-attr]
        await here.store.until(lambda: not here.left_with_buttons(reference), 60)

        staff = sum(here.there.config.member(user(by)) is not None for by, _ in script.says)
        assert in_slack == staff >= 30
        history = here.house.store.history(reference)
        assert [one.fact for one in history if one.fact.kind in ("notice-undelivered", "message-refused")] == []
        assert here.house.is_whole(reference)
        _one_thread_for_each_office(here, reference)
        _nothing_secret_was_logged(here, script.says, caplog.text)


def _one_thread_for_each_office(here: Workplace, reference: str) -> None:
    for person in ("asha", "olu", "leo", "gwen"):
        roots = [message for message in here.of(person, reference) if "thread_ts" not in message]
        assert len(roots) == 1, f"{person} has {len(roots)} threads"


def _nothing_secret_was_logged(here: Workplace, says: list[tuple[str, AnyMessage]], logged: str) -> None:
    assert here.there.config.bot_token not in logged
    assert here.there.config.signing_secret not in logged
    for _, message in says:
        for text in flat(message.model_dump(mode="json")).values():
            assert not (isinstance(text, str) and len(text) > 30 and text in logged), message.kind
