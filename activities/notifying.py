"""Telling: into the inbox, and to every person behind an office by the first channel that reaches them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import Addressing, Channel, Ledger, Post, Recipient, TryLater, Undeliverable
from sharing.errands import Delivered, Telling, Told
from sharing.notices.notice import Notice


class People(NamedTuple):
    """How people are told one by one: by which posts, in this order; who they are; who has been told."""

    posts: Sequence[Post]
    addressing: Addressing
    ledger: Ledger


class Notifying:
    """Delivers notices: to the office by the first of `channels` that takes it, and to its `people` one by one."""

    def __init__(self, channels: Sequence[Channel], people: People | None = None) -> None:
        self._channels = tuple(channels)
        self._people = people

    @activity.defn(name="tell")
    async def tell(self, telling: Telling) -> Told:
        """Deliver one notice. Where it has to wait, Temporal tries it again when its channel says so."""
        info = activity.info()
        try:
            fared = await self._delivered(telling.notice, info.attempt + telling.tried, info.scheduled_time)
        except TryLater as wrong:
            raise ApplicationError(str(wrong), type="TryLater", next_retry_delay=wrong.after) from wrong
        return Told(deliveries=(fared,))

    async def once(self, notices: Sequence[Notice], attempt: int, first_tried: datetime, within: timedelta) -> Told:
        """Try to deliver side by side. What fails, or is not done within that time, is marked `later`."""
        tries = [asyncio.ensure_future(self._delivered(notice, attempt, first_tried)) for notice in notices]
        if tries:
            _, late = await asyncio.wait(tries, timeout=within.total_seconds())
            for one in late:
                one.cancel()
            await asyncio.gather(*tries, return_exceptions=True)
        return Told(deliveries=tuple(map(_fared, notices, tries)))

    async def _delivered(self, notice: Notice, attempt: int, first_tried: datetime) -> Delivered:
        if notice.kind == "settle":
            # An office's inbox follows the request by itself; copies that people have must be told.
            await asyncio.gather(*(post.settle(notice) for post in (self._people.posts if self._people else ())))
            return Delivered(notice=notice.key, channel="copies")
        office = await self._tell_office(notice, attempt, first_tried)
        if self._people is None or not office.channel:
            return office
        try:
            everybody = self._people.addressing.recipients(notice)
            had = await asyncio.to_thread(self._people.ledger.delivered, notice.key)
        except ConnectionError as away:
            raise TryLater("The records cannot be reached.") from away
        people = [one for one in everybody if any(post.reaches(one) for post in self._people.posts)]
        if not people:
            return office
        untold = (one for one in people if one.person not in had)
        fared = await asyncio.gather(
            *(self._tell_person(notice, one, attempt, first_tried, self._people) for one in untold),
            return_exceptions=True,
        )
        return _summed(notice, set(had.values()), fared)

    async def _tell_office(self, notice: Notice, attempt: int, first_tried: datetime) -> Delivered:
        hopeless = []
        for channel in self._channels:
            try:
                await channel.deliver(notice, attempt, first_tried)
            except Undeliverable as wrong:
                hopeless.append(f"{channel.name}: {wrong}")
            else:
                return Delivered(notice=notice.key, channel=channel.name)
        return Delivered(notice=notice.key, why="; ".join(hopeless) or "There is no channel to tell anybody by.")

    async def _tell_person(
        self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime, people: People
    ) -> tuple[str, str]:
        """The channel that took it, and what others said against it."""
        hopeless = []
        for post in people.posts:
            if not post.reaches(to):
                continue
            try:
                sent = await post.deliver(notice, to, attempt, first_tried)
                await asyncio.to_thread(people.ledger.note, notice, to.person, post.name, sent)
            except Undeliverable as wrong:
                hopeless.append(f"{to.person}: not delivered by {post.name}: {wrong}")
            except ConnectionError as away:
                raise TryLater("The records cannot be reached.") from away
            else:
                return post.name, "; ".join(hopeless)
        return "", "; ".join(hopeless)


def _fared(notice: Notice, tried: asyncio.Future[Delivered]) -> Delivered:
    """How a try came out. What nobody expected is left to the telling alone, where Temporal shows and repeats it."""
    if tried.cancelled():
        return Delivered(notice=notice.key, why="It took too long.", later=True)
    if wrong := tried.exception():
        why = str(wrong) if isinstance(wrong, TryLater) else type(wrong).__name__
        return Delivered(notice=notice.key, why=why, later=True)
    return tried.result()


def _summed(notice: Notice, channels: set[str], fared: Sequence[tuple[str, str] | BaseException]) -> Delivered:
    """How a notice fared with all its people. Whoever has to wait makes the whole wait; the others are on record."""
    hopeless = []
    for one in fared:
        if isinstance(one, BaseException):
            raise one
        channel, why = one
        channels |= {channel} if channel else set()
        hopeless += [why] if why else []
    return Delivered(notice=notice.key, channel=", ".join(sorted(channels)), why="; ".join(hopeless))
