"""The worker: puts records, channels and documents behind the ports, and runs requests until it is told to stop."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)
from temporalio.worker import Worker

import records
from activities.digesting import Digesting, Waiting
from activities.drafting import AgreementDrafting
from activities.heading import Heading, HeadMade
from activities.keeping import KeepingAndTelling
from activities.notifying import Notifying, People
from activities.ports import Channel, Documents, Post
from activities.publishing import RegisterPublishing
from activities.reckoning import RecordedReckoning
from activities.recording import Keys, Recording
from channels.inbox import InboxChannel
from channels.mail import MailPost
from channels.slack import SlackPost
from channels.slack.cards import Places
from documents.agreements import Agreements
from policy.working_days import LONDON
from records import SqlRecords
from starter.carriers import carrier_of, letters_of
from starter.digests import DailyDigests
from starter.health import Health, answering, records_usable
from starter.measuring import Measuring
from starter.operators.polling import is_polled
from starter.particulars import RecordedParticulars
from wiring.addressing import DirectoryAddressing
from wiring.calendar import works
from wiring.directory import LiveDirectory, WrongDirectory
from wiring.logs import complain, say, set_up
from wiring.ring import ring_for
from wiring.sealing import WrongKey, key_at
from wiring.settings import Settings, WrongSetting
from wiring.slack import access
from wiring.temporal import NoServer, connect, converter_of, runtime_of
from wiring.tracing import tracing
from workflows.contract import TASK_QUEUE
from workflows.daily_digest import DailyDigest
from workflows.daily_head import DailyHead
from workflows.forgiving import Forgiving
from workflows.sandbox import Sandbox
from workflows.sharing_request import SharingRequest

THREADS = 16


def build(
    client: Client,
    store: SqlRecords,
    channels: Sequence[Channel],
    keys: Keys,
    *,
    people: People | None = None,
    digests: Waiting | None = None,
    heads: Callable[[date], HeadMade] | None = None,
    documents: Documents | None = None,
    register_at: str = "/register/",
    task_queue: str = TASK_QUEUE,
    sticky: timedelta = timedelta(seconds=10),
    cached: int = 1100,
) -> Worker:
    """A worker whose activities reach the world through these.

    `keys` are the desks' public keys, by id, or the ring that has them; `register_at`, what stands before the
    reference in an entry's address.
    """
    reckoning = RecordedReckoning(store)
    recording, notifying = Recording(store, keys, reckoning), Notifying(channels, people)
    drafting = AgreementDrafting(store, documents or Agreements(), reckoning)
    publishing = RegisterPublishing(store.register(register_at), store)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[SharingRequest, DailyDigest, DailyHead],
        activities=[
            KeepingAndTelling(recording, notifying).keep,
            notifying.tell,
            drafting.draft,
            publishing.publish,
            *([Digesting(digests).gather] if digests is not None else []),
            *([Heading(heads).sign] if heads is not None else []),
        ],
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="activity"),
        interceptors=[Forgiving()],
        workflow_runner=Sandbox(),
        max_cached_workflows=cached,
        sticky_queue_schedule_to_start_timeout=sticky,
        graceful_shutdown_timeout=timedelta(seconds=20),
    )


def people(settings: Settings, store: SqlRecords, directory: LiveDirectory) -> People | None:
    """How people are told one by one: in Slack, else by letter. None where neither is set up."""
    posts: list[Post] = []

    def name_of(key: str) -> str:
        person = directory().person(key)
        return person.name if person is not None else key

    if reached := access(settings):
        ui = f"{settings.temporal_ui}/namespaces/{settings.temporal_namespace}/workflows"
        posts.append(SlackPost(reached.client(), store, Places(settings.web_address, ui), name_of))
    if carrier := carrier_of(settings):
        posts.append(MailPost(carrier, letters_of(settings), RecordedParticulars(store, store)))
    if not posts:
        return None

    def requester(reference: str) -> str | None:
        known = store.request(reference)
        return known.requester if known is not None else None

    return People(posts, DirectoryAddressing(directory, requester, lambda: datetime.now(UTC)), store)


def heads_of(settings: Settings, store: SqlRecords) -> Callable[[date], HeadMade] | None:
    """What signs the daily heads, with the desk's key; None for a worker that has none: then a door has to."""
    if not settings.signing_key_path.exists():
        return None
    key = key_at(settings.signing_key_path, make=False)

    def make(day: date) -> HeadMade:
        head = store.make_head(day, key.sign)
        return HeadMade(number=head.number, digest=head.digest)

    return make


async def digest_daily(client: Client, task_queue: str) -> None:
    """See to it that the server starts the daily digest at 08:30 in London, Monday to Friday."""
    begins = ScheduleActionStartWorkflow(DailyDigest.run, id="daily-digest", task_queue=task_queue)
    await _daily(client, begins, 8, 30, (1, 5))


async def head_daily(client: Client, task_queue: str) -> None:
    """See to it that the server has the day's head signed at 23:30 in London, every day."""
    begins = ScheduleActionStartWorkflow(DailyHead.run, id="daily-head", task_queue=task_queue)
    await _daily(client, begins, 23, 30, (0, 6))


async def _daily(
    client: Client, begins: ScheduleActionStartWorkflow, hour: int, minute: int, days: tuple[int, int]
) -> None:
    at = ScheduleCalendarSpec(
        hour=[ScheduleRange(hour)],
        minute=[ScheduleRange(minute)],
        day_of_week=[ScheduleRange(*days)],
        comment=f"{hour:02}:{minute:02}",
    )
    daily = Schedule(
        action=begins,
        spec=ScheduleSpec(calendars=[at], time_zone_name=str(LONDON)),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=6)),
    )
    with contextlib.suppress(ScheduleAlreadyRunningError):
        await client.create_schedule(begins.id, daily)


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; what is under way is finished first."""
    ring = ring_for(settings)
    ring()
    client = await connect(
        settings.temporal_address,
        settings.temporal_namespace,
        converter_of(settings),
        runtime=runtime_of(settings),
        interceptors=tracing(settings.otlp_endpoint, "worker"),
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with records.open(settings.database_url.get_secret_value()) as store:
        directory = LiveDirectory(settings.directory_path)
        await digest_daily(client, settings.task_queue)
        heads = heads_of(settings, store)
        if heads is not None:
            await head_daily(client, settings.task_queue)
        told = people(settings, store, directory)
        worker = build(
            client,
            store,
            [InboxChannel(store)],
            ring,
            people=told,
            digests=DailyDigests(store, directory, works),
            heads=heads,
            register_at=f"{settings.web_address}/register/",
            task_queue=settings.task_queue,
        )
        health = Health(
            {"records": records_usable(store), "temporal": lambda: is_polled(client, settings.task_queue)}
        )
        measuring = Measuring(store, lambda: datetime.now(UTC), told is not None)
        async with worker, answering(settings.health_listen, health, measuring.text):
            say(f"The worker hears requests on {settings.task_queue} at {settings.temporal_address}.", "open")
            await stop.wait()
            say("The worker finishes what is under way.", "stopping")


def main() -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    try:
        with contextlib.suppress(KeyboardInterrupt):
            settings = Settings.from_env(os.environ)
            set_up(settings.log)
            asyncio.run(serve(settings))
    except (WrongSetting, WrongKey, WrongDirectory, NoServer, records.RecordsUnusable) as wrong:
        complain(wrong)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
