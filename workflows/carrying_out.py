"""Carrying out: recording, telling, drawing up and publishing run beside the request, never in its handlers."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from activities.drafting import AgreementDrafting
from activities.notifying import Notifying
from activities.publishing import RegisterPublishing
from activities.recording import Recording
from sharing.errands import Drafted, Drafting, Keeping, Published, Publishing, Standing, Telling, Told
from sharing.facts import AgreementDrafted, EntryPublished, Happened, NoticeUndelivered, WarningDelivered
from sharing.notices import Notice

SOON = RetryPolicy(maximum_interval=timedelta(minutes=1))
PATIENT = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(hours=1))
LONGEST_TELLING = timedelta(days=30)
AT_ONCE = timedelta(seconds=4)


class Errands:
    """What is being carried out. `happen` is told the facts that an errand brings, and that it is over."""

    def __init__(self, happen: Callable[..., None]) -> None:
        self._happen = happen
        self._running: dict[str, asyncio.Task[None]] = {}

    @property
    def keeping(self) -> bool:
        """Whether facts are on their way into the records: one batch at a time keeps them in order."""
        return "keep" in self._running

    @property
    def under_way(self) -> bool:
        """Whether anything is being carried out."""
        return bool(self._running)

    def keep(self, facts: tuple[Happened, ...], notices: tuple[Notice, ...], standing: Standing) -> None:
        """Record these facts, then tell these notices: nobody hears of what the records do not hold."""
        self._start("keep", lambda: self._keep(facts, notices, standing))

    def draft(self, errand: Drafting | None) -> None:
        """Draw up an agreement, unless that is under way."""
        if errand is not None:
            self._start(f"draft-{errand.version}", lambda: self._draft(errand))

    def publish(self, errand: Publishing | None) -> None:
        """Publish a register entry, unless that is under way."""
        if errand is not None:
            self._start(f"publish-{errand.version}", lambda: self._publish(errand))

    def _start(self, name: str, errand: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if name in self._running:
            return

        async def carry_out() -> None:
            try:
                await errand()
            finally:
                del self._running[name]
                self._happen()

        self._running[name] = asyncio.create_task(carry_out(), name=name)

    async def _keep(self, facts: tuple[Happened, ...], notices: tuple[Notice, ...], standing: Standing) -> None:
        first, last = facts[0].number, facts[-1].number
        run = workflow.info().run_id
        keeping = Keeping(reference=standing.reference, run=run, facts=facts, standing=standing)
        await _activity(Recording.keep, keeping, name=f"keep-{first}-{last}", summary=f"Keep facts {first} to {last}")
        if notices:
            tell = self._settle if all(notice.kind == "settle" for notice in notices) else self._tell
            self._start(f"tell-{notices[0].key}", lambda: tell(notices))

    async def _tell(self, notices: tuple[Notice, ...], tried: int = 0) -> None:
        """Side by side; one that must wait for its channel goes on alone, and holds up nobody."""
        alone = "alone-" if tried else ""
        try:
            told: Told = await _activity(
                Notifying.tell,
                Telling(notices=notices, tried=tried),
                name=f"tell-{alone}{notices[0].key}",
                summary=f"Tell {', '.join(sorted({notice.office or 'a person' for notice in notices}))}"[:200],
                patience=PATIENT,
                within=LONGEST_TELLING,
            )
        except ActivityError as failed:
            why = str(failed.cause)[:500]
            self._happen(*(NoticeUndelivered(notice=notice.key, why=why) for notice in notices))
            return
        for notice, delivery in zip(notices, told.deliveries, strict=True):
            if delivery.later:
                self._tell_alone(notice)
                continue
            if delivery.why or not delivery.channel:
                why, instead = delivery.why[:500], delivery.channel
                self._happen(NoticeUndelivered(notice=notice.key, why=why, instead=instead))
            if delivery.channel and notice.kind == "warn":
                self._happen(WarningDelivered(channel=delivery.channel, notice=notice.key))

    async def _settle(self, notices: tuple[Notice, ...]) -> None:
        """Let copies of cards follow, where there is nothing else to tell.

        A local activity: short, tried once, one event in the history. What fails is told like any other notice.
        """
        failed = notices
        with contextlib.suppress(ActivityError):
            told: Told = await workflow.execute_local_activity_method(
                Notifying.tell,
                Telling(notices=notices),
                activity_id=f"settle-{notices[0].key}",
                start_to_close_timeout=AT_ONCE,
                retry_policy=RetryPolicy(maximum_attempts=1),
            )
            failed = tuple(one for one, fared in zip(notices, told.deliveries, strict=True) if fared.later)
        for notice in failed:
            self._tell_alone(notice)

    def _tell_alone(self, notice: Notice) -> None:
        self._start(f"tell-alone-{notice.key}", lambda: self._tell((notice,), tried=1))

    async def _draft(self, errand: Drafting) -> None:
        drafted: Drafted = await _activity(
            AgreementDrafting.draft,
            errand,
            name=f"draft-{errand.version}",
            summary=f"Draw up version {errand.version} of the agreement",
        )
        self._happen(
            AgreementDrafted(version=errand.version, document=drafted.document, fixed_copy=drafted.fixed_copy)
        )

    async def _publish(self, errand: Publishing) -> None:
        published: Published = await _activity(
            RegisterPublishing.publish,
            errand,
            name=f"publish-{errand.version}",
            summary=f"Publish version {errand.version} of the register entry",
        )
        self._happen(EntryPublished(version=errand.version, address=published.address))


async def _activity(
    method: Callable[..., Any],
    value: Any,
    *,
    name: str,
    summary: str,
    patience: RetryPolicy = SOON,
    within: timedelta | None = None,
) -> Any:
    """One verb on one value, tried until it is done; its id makes a replay notice any change of order."""
    return await workflow.execute_activity_method(
        method,
        value,
        activity_id=name,
        summary=summary,
        start_to_close_timeout=timedelta(minutes=1),
        schedule_to_close_timeout=within,
        retry_policy=patience,
    )
