"""Temporal is away, or Slack is."""

from pathlib import Path

import pytest

from channels.inbox import InboxChannel
from demo.ports import free_port
from sharing.notices.notice import Notice
from starter.desk import utc_now
from tests import people
from tests.chaos.homes import Post, later, staffed, tried_again
from tests.runbook.conftest import Office
from tests.workflows.house import dev_server, until


@pytest.mark.chaos
async def test_while_temporal_is_away_requests_are_taken_in_and_shown(tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "temporal.db"
    async with dev_server(port=port, file=file) as client:
        office = Office(client, tmp_path)
        async with office.worker():
            reference = await office.lodged()
            await office.rests(reference)
    office.desk._patience = office.desk._patience / 40
    waiting = await office.lodge()
    assert [one.reference for one in office.store.unstarted()] == [waiting]
    shown = await office.starter("show", reference)
    assert reference in shown.out
    assert "No Temporal server answers" in shown.err
    assert "No Temporal server answers" in (await office.starter("verify", code=1)).err
    async with dev_server(port=port, file=file) as client:
        office.move_to(client)
        async with office.worker():
            await office.verified(waiting, "unstarted")
            assert await office.desk.start_the_unstarted() == 1
            await until(lambda: office.store.request(waiting) is not None)
            await office.say(reference, "asha", people.screened())
            await office.rests(reference)
            assert (await office.starter("verify")).err.strip() == "Records and workflows agree."


async def test_while_slack_is_away_the_inbox_has_everything_and_a_retry_tells_at_once(office: Office) -> None:
    class Slack(Post):
        """A channel behind the inbox."""

        name = "slack"

    def down(notice: Notice, arrived: bool) -> None:
        raise later()

    slack = Slack(down)

    class Both(InboxChannel):
        """The inbox, and Slack after it."""

        async def deliver(self, notice: Notice, attempt: int, first_tried: object) -> None:
            await super().deliver(notice, attempt, utc_now())
            await slack.deliver(notice, attempt, utc_now())

    async with staffed(office, channels=[Both(office.store)]):
        reference = await office.lodged()
        await until(lambda: tried_again(office, reference, "tell"))
        assert office.store.inbox("onward-sharing-service", utc_now()) != ()
        await office.verified(reference)
        slack.fault = lambda notice, arrived: None
        await office.starter("operate", "retry", reference)
        await office.rests(reference)
        assert slack.to("onward-sharing-service")
        assert slack.once_each
