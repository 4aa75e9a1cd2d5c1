"""The digest runs on a real server: everybody is told, one who has to wait later; the schedule is made once."""

from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client

import records
from activities.ports import TryLater
from sharing.notices import Notice
from worker import build, digest_daily
from workflows.contract import DAILY_DIGEST


class Waiting:
    """Two people have something to do on any day."""

    def digests(self, day: date) -> tuple[Notice, ...]:
        return tuple(
            Notice(key=f"digest/{day}/{who}", reference="", kind="tell", person=who, headline="1 task waits for you")
            for who in ("leo", "dora")
        )


class Letterbox:
    """Takes notices; the first try for one of them has to wait."""

    name = "inbox"

    def __init__(self) -> None:
        self.told: list[str] = []
        self.waited = 0

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        if notice.person == "dora" and attempt == 1:
            self.waited += 1
            raise TryLater("Not now.")
        self.told.append(str(notice.person))


async def test_everybody_is_told_also_whoever_has_to_wait(server: Client, tmp_path: Path) -> None:
    letterbox, queue = Letterbox(), f"digest-{uuid4().hex[:6]}"
    url = f"sqlite:///{tmp_path / 'records.db'}"
    records.migrate(url)
    with records.open(url) as store:
        async with build(server, store, [letterbox], {}, digests=Waiting(), task_queue=queue):
            handle = await server.start_workflow(
                DAILY_DIGEST, id=f"digest-{uuid4()}", task_queue=queue, result_type=int
            )
            told = await handle.result()
            ids = [
                event.activity_task_scheduled_event_attributes.activity_id
                async for event in handle.fetch_history_events()
            ]
    assert told == 2
    assert {name for name in ids if name} == {"gather", "tell-1", "tell-2"}, "ids, which anybody reads, name nobody"
    assert sorted(letterbox.told) == ["dora", "leo"]
    assert letterbox.waited == 1


async def test_the_server_is_told_once_when_to_start_it(server: Client) -> None:
    await digest_daily(server, "anywhere")
    await digest_daily(server, "anywhere")
    described = await server.get_schedule_handle("daily-digest").describe()
    assert described.schedule.spec.time_zone_name == "Europe/London"
    (calendar,) = described.schedule.spec.calendars
    assert (calendar.hour[0].start, calendar.minute[0].start) == (8, 30)
