"""Carrying out: recording, telling, drawing up and publishing run beside the request, never in its handlers."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

from activities.drafting import AgreementDrafting
from activities.keeping import KeepingAndTelling
from activities.notifying import Notifying
from activities.publishing import RegisterPublishing
from sharing.errands import Drafted, Drafting, Keeping, Published, Publishing, Standing, Telling, Told
from sharing.facts import AgreementDrafted, EntryPublished, Happened, NoticeUndelivered, WarningDelivered
from sharing.notices import Notice

SOON = RetryPolicy(maximum_interval=timedelta(minutes=1))
PATIENT = RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(hours=1))
LONGEST_TELLING = timedelta(days=30)


class Errands:
    """What is being carried out. `happen` is told the facts that an errand brings, and that it is over."""

    def __init__(self, happen: Callable[..., None]) -> None:
        self._happen = happen
        self._running: dict[str, asyncio.Task[None]] = {}
        self._telling: dict[str, Notice] = {}
        self._hurried: set[str] = set()
        self._hurries = 0

    @property
    def keeping(self) -> bool:
        """Whether facts are on their way into the records: one batch at a time keeps them in order."""
        return "keep" in self._running

    @property
    def under_way(self) -> bool:
        """Whether anything is being carried out."""
        return bool(self._running)

    def keep(self, facts: tuple[Happened, ...], notices: tuple[Notice, ...], standing: Standing) -> None:
        """Record these facts and tell these notices: nobody hears of what the records do not hold."""
        self._start("keep", lambda: self._keep(facts, notices, standing))

    def tell(self, notices: tuple[Notice, ...]) -> None:
        """Tell each of these alone: nobody knows how far a lost workflow came with them."""
        for notice in notices:
            self._tell_alone(notice)

    def draft(self, errand: Drafting | None) -> None:
        """Draw up an agreement, unless that is under way."""
        if errand is not None:
            self._start(f"draft-{errand.version}", lambda: self._draft(errand))

    def publish(self, errand: Publishing | None) -> None:
        """Publish a register entry, unless that is under way."""
        if errand is not None:
            self._start(f"publish-{errand.version}", lambda: self._publish(errand))

    def tell_again(self) -> None:
        """Have every delivery that waits for its next attempt tried at once: its waiting is given up and begun anew.

        What is being tried right now is left to end, so that nothing is told twice at a time.
        """
        self._hurries += 1
        for key in self._telling:
            self._hurried.add(key)
            self._running[f"tell-{key}"].cancel()

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
        keeping = Keeping(
            reference=standing.reference,
            run=workflow.info().run_id,
            facts=facts,
            standing=standing,
            notices=notices,
        )
        told: Told = await _activity(
            KeepingAndTelling.keep,
            keeping,
            name=f"keep-{first}-{last}",
            summary=f"Keep facts {first} to {last}{_whom(notices)}"[:200],
        )
        self._told(notices, told)

    async def _tell(self, notice: Notice) -> None:
        """One notice alone: it waits for its channel and holds up nobody."""
        told: Told | None = None
        self._telling[notice.key] = notice
        try:
            while told is None:
                told = await self._try(notice)
        except ActivityError as failed:
            self._happen(NoticeUndelivered(notice=notice.key, why=str(failed.cause)[:500]))
            return
        finally:
            del self._telling[notice.key]
        self._told((notice,), told)

    async def _try(self, notice: Notice) -> Told | None:
        """Tell one notice, however long that takes; None where it is to be tried anew. Raises ActivityError."""
        again = f"-{self._hurries}" if self._hurries else ""
        try:
            told: Told = await _activity(
                Notifying.tell,
                Telling(notice=notice, tried=1),
                name=f"tell-{notice.key}{again}",
                summary=f"Tell again{_whom((notice,))}"[:200],
                patience=PATIENT,
                within=LONGEST_TELLING,
            )
        except (ActivityError, asyncio.CancelledError) as ended:
            if notice.key in self._hurried and is_cancelled_exception(ended):
                self._hurried.discard(notice.key)
                return None
            raise
        self._hurried.discard(notice.key)
        return told

    def _told(self, notices: tuple[Notice, ...], told: Told) -> None:
        """What came of telling: some again, alone; some in vain; a warning that arrived starts a clock."""
        known = {notice.key: notice for notice in notices}
        for delivery in told.deliveries:
            notice = known[delivery.notice]
            if delivery.later:
                self._tell_alone(notice)
                continue
            if delivery.why or not delivery.channel:
                why, instead = delivery.why[:500], delivery.channel
                self._happen(NoticeUndelivered(notice=notice.key, why=why, instead=instead))
            if delivery.channel and notice.kind == "warn":
                self._happen(WarningDelivered(channel=delivery.channel, notice=notice.key))

    def _tell_alone(self, notice: Notice) -> None:
        self._start(f"tell-{notice.key}", lambda: self._tell(notice))

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


def _whom(notices: tuple[Notice, ...]) -> str:
    """Which offices are told, for an operator's eye."""
    offices = sorted({notice.office or "a person" for notice in notices if notice.kind != "settle"})
    return f"; tell {', '.join(offices)}" if offices else ""


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
        # An attempt that runs is waited for: begun anew beside it, one notice could be told twice.
        cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    )
