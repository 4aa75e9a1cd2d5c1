"""The daily head runs on a real server: signed once for a day, and the schedule that starts it is made once."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client

import records
from activities.heading import HeadMade
from channels.inbox import InboxChannel
from policy.working_days import local_day
from starter.desk import utc_now
from tests.workflows.house import House
from wiring.sealing import new_key
from worker import build, head_daily
from workflows.contract import DAILY_HEAD


async def test_a_day_has_one_head_which_the_records_keep_and_temporal_tells(server: Client, tmp_path: Path) -> None:
    url, key, queue = f"sqlite:///{tmp_path / 'records.db'}", new_key(), f"head-{uuid4().hex[:6]}"
    records.migrate(url)
    with records.open(url) as store:

        def heads(day: date) -> HeadMade:
            made = store.make_head(day, key.sign)
            return HeadMade(number=made.number, digest=made.digest)

        async with build(server, store, [InboxChannel(store)], key.known, heads=heads, task_queue=queue):
            told = [
                await server.execute_workflow(
                    DAILY_HEAD, id=f"head-{uuid4()}", task_queue=queue, result_type=HeadMade
                )
                for _ in range(2)
            ]
        assert told[0] == told[1] == heads(local_day(utc_now()))
        assert told[0].number == 1


async def test_the_server_is_told_once_when_to_start_it(house: House) -> None:
    await head_daily(house.client, "anywhere")
    await head_daily(house.client, "anywhere")
    described = await house.client.get_schedule_handle("daily-head").describe()
    assert described.schedule.spec.time_zone_name == "Europe/London"
    (calendar,) = described.schedule.spec.calendars
    assert [one.start for one in calendar.hour] == [23]
