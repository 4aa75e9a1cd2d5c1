"""Telling: one notice through the first channel that takes it, several side by side."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import Channel, TryLater, Undeliverable
from sharing.errands import Delivered, Telling, Told
from sharing.notices.notice import Notice


class Notifying:
    """Delivers notices. `channels` are tried in this order."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = tuple(channels)

    @activity.defn(name="tell")
    async def tell(self, telling: Telling) -> Told:
        """Deliver side by side; one that must wait holds up no other.

        A notice that is told alone and has to wait is tried again by Temporal, when its channel says so; among
        several it is marked `later`. What nobody expected goes on to Temporal, after the others were delivered.
        """
        info = activity.info()
        alone, attempt = len(telling.notices) == 1, info.attempt + telling.tried
        fared = await asyncio.gather(
            *(self._tell_one(notice, attempt, info.scheduled_time, alone) for notice in telling.notices),
            return_exceptions=True,
        )
        deliveries = []
        for one in fared:
            if isinstance(one, BaseException):
                raise one
            deliveries.append(one)
        return Told(deliveries=tuple(deliveries))

    async def _tell_one(self, notice: Notice, attempt: int, first_tried: datetime, alone: bool) -> Delivered:
        hopeless = []
        for channel in self._channels:
            try:
                await channel.deliver(notice, attempt, first_tried)
            except Undeliverable as wrong:
                hopeless.append(f"{channel.name}: {wrong}")
            except TryLater as wrong:
                if not alone:
                    return Delivered(notice=notice.key, channel=channel.name, why=str(wrong), later=True)
                raise ApplicationError(str(wrong), type="TryLater", next_retry_delay=wrong.after) from wrong
            else:
                return Delivered(notice=notice.key, channel=channel.name)
        return Delivered(notice=notice.key, why="; ".join(hopeless) or "There is no channel to tell anybody by.")
