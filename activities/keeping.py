"""Keeping facts and then telling of them: nobody hears of what the records do not hold."""

import asyncio
from datetime import timedelta

from temporalio import activity

from activities.notifying import Notifying
from activities.recording import Recording
from sharing.errands import Keeping, Told

AT_ONCE = timedelta(seconds=4)
"""So long the first try of telling may take. What takes longer is told alone, so that no facts wait for it."""


class KeepingAndTelling:
    """Records facts; then tries once to tell the notices that they cause, side by side."""

    def __init__(self, recording: Recording, notifying: Notifying) -> None:
        self._recording = recording
        self._notifying = notifying

    @activity.defn(name="keep")
    async def keep(self, keeping: Keeping) -> Told:
        """Append the facts, and tell. Raises, to be tried again, where they cannot be kept; a notice that cannot be
        told now is marked `later`, whatever the reason: it is told alone, and holds up neither facts nor others."""
        await asyncio.to_thread(self._recording.keep, keeping)
        info = activity.info()
        within = min(AT_ONCE, info.start_to_close_timeout / 2) if info.start_to_close_timeout else AT_ONCE
        told = await self._notifying.once(keeping.notices, info.attempt, info.scheduled_time, within)
        warned = {notice.key for notice in keeping.notices if notice.kind == "warn"}
        # History need not hold that all went well; that a warning arrived starts a clock.
        worth = (one for one in told.deliveries if one.later or one.why or not one.channel or one.notice in warned)
        return Told(deliveries=tuple(worth))
