"""Delivering cards: each once, found again after a lost answer, and every copy follows the request."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from activities.ports import Recipient, Sent, TryLater, Undeliverable
from channels.slack import cards
from channels.slack.calling import GONE, LOCKED_OUT, NO_THREAD, Calls
from channels.slack.cards import Card, Ended, Places
from channels.slack.keeping import Cards, Copy, Settled
from sharing.notices.notice import Notice

EVENT = "data_sharing_notice"
LOOKS_BACK = timedelta(days=2)
"""How long before this activity an earlier one may have posted: a notice told among others goes on alone."""


class SlackPost:
    """Tells people in their direct messages with the app. `names` gives the name of who ended a task."""

    name = "slack"

    def __init__(self, client: AsyncWebClient, kept: Cards, places: Places, names: Callable[[str], str]) -> None:
        self._calls = Calls(client)
        self._kept = kept
        self._places = places
        self._names = names
        self._turns: WeakValueDictionary[tuple[str, str, str], asyncio.Lock] = WeakValueDictionary()

    def reaches(self, to: Recipient) -> bool:
        """Whether the directory knows them in Slack."""
        return bool(to.slack_user)

    async def deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
        """Post the card, once; a reminder marks the card that is there, and stands below it in its thread."""
        try:
            if await self._ended(notice) is not None:
                return Sent()  # it took so long to get through that the task is over
            opened = await self._calls.say("conversations.open", users=to.slack_user)
            room: str = opened["channel"]["id"]
            # Of two notices for one thread the first posts what the second is a reply to.
            key = (notice.reference, notice.office, to.person)
            turn = self._turns.setdefault(key, asyncio.Lock())
            async with turn:
                return await self._delivered(notice, to, room, _since(attempt, first_tried))
        except ConnectionError as away:
            raise TryLater("The records cannot be reached.") from away

    async def _delivered(self, notice: Notice, to: Recipient, room: str, since: datetime | None) -> Sent:
        """`since`: from when on an earlier try may have left the message; None on the first."""
        root = await asyncio.to_thread(self._kept.thread, notice.reference, notice.office, to.person, self.name)
        thread = root.mark if root is not None and root.room == room else ""
        mark = await self._found(notice, room, thread, since) if since is not None else ""
        if notice.kind == "remind" and await self._marked(notice, to):
            if not mark:
                await self._post(notice, room, thread, cards.reminder(notice, self._places))
            return Sent()
        if not mark:
            mark = await self._post(notice, room, thread, cards.open_card(notice, self._places))
        await asyncio.to_thread(self._kept.note, notice, to.person, self.name, (room, mark))
        # Its settlement may have come between, and not have found this copy yet.
        if notice.task is not None and await self._ended(notice):
            await self.catch_up(notice.reference, notice.task)
        return Sent(room, mark)

    async def _post(self, notice: Notice, room: str, thread: str, card: Card) -> str:
        loud = notice.kind == "ask" or notice.urgent
        more: dict[str, Any] = {"thread_ts": thread, "reply_broadcast": loud} if thread else {}
        try:
            posted = await self._calls.say(
                "chat.postMessage",
                channel=room,
                text=card.text,
                blocks=card.blocks,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT, "event_payload": {"key": notice.key}},
                **more,
            )
        except Undeliverable as wrong:
            if not thread or str(wrong) not in NO_THREAD:
                raise
            return await self._post(notice, room, "", card)
        return str(posted["ts"])

    async def _found(self, notice: Notice, room: str, thread: str, since: datetime) -> str:
        """The mark of what an earlier try has left, in the room or the thread; empty where there is none."""
        looks: list[tuple[str, dict[str, Any]]] = [("conversations.history", {})]
        if thread:
            looks.append(("conversations.replies", {"ts": thread}))
        for method, more in looks:
            given = {
                "channel": room,
                "oldest": f"{since.timestamp():.6f}",
                "include_all_metadata": True,
                "limit": 200,
            }
            cursor: str | None = ""
            while cursor is not None:
                page = await self._page(method, {**given, **more, **({"cursor": cursor} if cursor else {})})
                for one in page.get("messages", ()):
                    if (one.get("metadata") or {}).get("event_payload", {}).get("key") == notice.key:
                        return str(one["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return ""

    async def _page(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        try:
            page: dict[str, Any] = await self._calls.look(method, **given)
        except Undeliverable as wrong:
            if str(wrong) not in NO_THREAD:
                raise
            return {}
        return page

    # Following the request -------------------------------------------------------------------------------------

    async def settle(self, notice: Notice) -> None:
        """Take the buttons from every copy of the task's cards, and say how it ended. Raises TryLater."""
        try:
            await asyncio.to_thread(self._kept.settle, notice, notice.at or datetime.now(UTC))
            ended = Ended(notice.headline, self._name(notice.by), notice.at or datetime.now(UTC))
            await self._follow(notice.reference, notice.task or "", notice.number, ended)
        except ConnectionError as away:
            raise TryLater("The records cannot be reached.") from away

    async def catch_up(self, reference: str, task: str) -> None:
        """Let copies that were left behind show that their task is over. Raises TryLater or ConnectionError."""
        found: Settled | None = await asyncio.to_thread(self._kept.settlement, reference, task, 0)
        if found is not None:
            ended = Ended(found.headline, self._name(found.by), found.at)
            await self._follow(reference, task, found.number, ended)

    async def _follow(self, reference: str, task: str, number: int, ended: Ended) -> None:
        """Every copy is tried, whatever became of the one before it."""
        trouble: TryLater | None = None
        for copy in await asyncio.to_thread(self._kept.copies, reference, task, number, self.name):
            try:
                asked = await asyncio.to_thread(self._kept.notice, copy.notice)
                if asked is not None:
                    await self._show(copy.room, copy.mark, cards.ended_card(asked, ended, self._places))
                await asyncio.to_thread(self._kept.note_settled, copy, number)
            except TryLater as later:
                trouble = later
            except Undeliverable as wrong:
                if str(wrong) in LOCKED_OUT:
                    trouble = TryLater("Slack takes nothing from us; the token has to be renewed.")
        if trouble is not None:
            raise trouble

    async def _marked(self, notice: Notice, to: Recipient) -> bool:
        """Mark somebody's card as reminded of. False where they have none, so that they get one now."""
        found: list[Copy] = await asyncio.to_thread(
            self._kept.copies, notice.reference, notice.task or "", notice.number, self.name
        )
        mine = sorted((copy for copy in found if copy.person == to.person), key=lambda copy: copy.mark)
        for copy in reversed(mine):
            asked = await asyncio.to_thread(self._kept.notice, copy.notice)
            if asked is not None:
                asked = asked.model_copy(update={"due": notice.due})
                shown = await self._show(copy.room, copy.mark, cards.open_card(asked, self._places, reminded=True))
                if ended := await self._ended(notice):
                    await self._show(copy.room, copy.mark, cards.ended_card(asked, ended, self._places))
                return shown
        return False

    async def _ended(self, notice: Notice) -> Ended | None:
        if notice.task is None or notice.kind not in ("ask", "remind"):
            return None
        found: Settled | None = await asyncio.to_thread(
            self._kept.settlement, notice.reference, notice.task, notice.number
        )
        return None if found is None else Ended(found.headline, self._name(found.by), found.at)

    def _name(self, person: str) -> str:
        return self._names(person) if person else ""

    async def _show(self, room: str, mark: str, card: Card) -> bool:
        """Put a card in the place of another. False where that is gone, so that there is nothing to put right."""
        try:
            await self._calls.say("chat.update", channel=room, ts=mark, text=card.text, blocks=card.blocks)
        except Undeliverable as wrong:
            if str(wrong) not in GONE:
                raise
            return False
        return True


def _since(attempt: int, first_tried: datetime) -> datetime | None:
    return first_tried - LOOKS_BACK if attempt > 1 else None
