"""Delivering cards: each once, found again after a lost answer, and every copy follows the request."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from activities.ports import Recipient, Sent, TryLater, Undeliverable
from channels.slack import cards
from channels.slack.cards import Card, Ended, Names, Places
from sharing.notices.notice import Notice

EVENT = "data_sharing_notice"
LOOKS_BACK = timedelta(seconds=30)
"""How much earlier than our own clock Slack's may have stamped a first try."""

GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found", "is_archived", "thread_not_found"})
"""Why a copy cannot follow any more: somebody deleted it, or the room. There is nothing left to put right."""

PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""What Slack says of itself, not of what we sent; anything else that it refuses stays refused."""


class Copy(Protocol):
    """A copy of a card: of which notice, whose, where."""

    @property
    def notice(self) -> str:
        """The notice's key."""

    @property
    def person(self) -> str:
        """Whose copy it is."""

    @property
    def room(self) -> str:
        """Slack's channel."""

    @property
    def mark(self) -> str:
        """Slack's ts."""


class Settled(Protocol):
    """How a task ended."""

    @property
    def number(self) -> int:
        """The fact's number."""

    @property
    def headline(self) -> str:
        """How, in a few words."""

    @property
    def by(self) -> str:
        """By whom, a key."""

    @property
    def at(self) -> datetime:
        """At which instant."""


class Cards(Protocol):
    """Remembers copies and settlements. The records fit, by shape. Raises ConnectionError while it cannot."""

    def note(self, notice: Notice, person: str, channel: str, sent: tuple[str, str]) -> None:
        """Note a copy."""

    def notice(self, key: str) -> Notice | None:
        """A notice that was told, or None."""

    def thread(self, reference: str, office: str, person: str, channel: str) -> Any:
        """The first copy of a person's thread about a request and office, or None."""

    def settle(self, notice: Notice, at: datetime) -> None:
        """Remember that a task is over."""

    def settlement(self, reference: str, task: str, after: int) -> Any:
        """How a task that was asked for by fact `after` ended, or None."""

    def copies(self, reference: str, task: str, before: int, channel: str) -> Any:
        """The copies told before that fact which do not show the end yet."""

    def note_settled(self, copy: Any, number: int) -> None:
        """Note that a copy shows the end."""


class SlackPost:
    """Tells people in their direct messages with the app. `names` gives the name of who ended a task."""

    name = "slack"

    def __init__(self, client: AsyncWebClient, kept: Cards, places: Places, names: Names) -> None:
        self._client = client
        self._kept = kept
        self._places = places
        self._names = names

    def reaches(self, to: Recipient) -> bool:
        """Whether the directory knows them in Slack."""
        return bool(to.slack_user)

    async def deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
        """Post the card, once. A reminder posts nothing: it marks the card that is there; the digest counts it."""
        try:
            return await self._deliver(notice, to, attempt, first_tried)
        except ConnectionError as away:
            raise TryLater("The records cannot be reached.") from away

    async def _deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
        if notice.kind == "remind":
            await self._remind(notice, to)
            return Sent()
        if await self._ended(notice) is not None:
            return Sent()  # it took so long to get through that the task is over
        opened = await self._call("conversations.open", users=to.slack_user)
        room: str = opened["channel"]["id"]
        root = await asyncio.to_thread(self._kept.thread, notice.reference, notice.office, to.person, self.name)
        thread = root.mark if root is not None and root.room == room else ""
        mark = await self._found(notice, room, thread, first_tried) if attempt > 1 else ""
        if not mark:
            mark = await self._post(notice, room, thread)
        await asyncio.to_thread(self._kept.note, notice, to.person, self.name, (room, mark))
        if ended := await self._ended(notice):
            await self._show(room, mark, cards.ended_card(notice, ended, self._places))
        return Sent(room, mark)

    async def _post(self, notice: Notice, room: str, thread: str) -> str:
        card = cards.open_card(notice, self._places)
        more: dict[str, Any] = {"thread_ts": thread, "reply_broadcast": notice.kind == "ask"} if thread else {}
        posted = await self._call(
            "chat.postMessage",
            channel=room,
            text=card.text,
            blocks=card.blocks,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT, "event_payload": {"key": notice.key}},
            **more,
        )
        return str(posted["ts"])

    async def _found(self, notice: Notice, room: str, thread: str, first_tried: datetime) -> str:
        """The mark of a copy that an earlier try has left, in the room or the thread; empty where there is none."""
        oldest = f"{(first_tried - LOOKS_BACK).timestamp():.6f}"
        looks: list[tuple[str, dict[str, Any]]] = [("conversations.history", {})]
        if thread:
            looks.append(("conversations.replies", {"ts": thread}))
        for method, more in looks:
            cursor = ""
            while True:
                page = await self._call(
                    method,
                    channel=room,
                    oldest=oldest,
                    include_all_metadata=True,
                    limit=200,
                    **more,
                    **({"cursor": cursor} if cursor else {}),
                )
                for one in page.get("messages", ()):
                    if (one.get("metadata") or {}).get("event_payload", {}).get("key") == notice.key:
                        return str(one["ts"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
                if not cursor:
                    break
        return ""

    async def settle(self, notice: Notice) -> None:
        """Take the buttons from every copy of the task's cards, and say how it ended. Raises TryLater."""
        try:
            await asyncio.to_thread(self._kept.settle, notice, notice.at or datetime.now(UTC))
            copies = await asyncio.to_thread(
                self._kept.copies, notice.reference, notice.task or "", notice.number, self.name
            )
            ended = Ended(notice.headline, self._name(notice.by), notice.at or datetime.now(UTC))
            for copy in copies:
                asked = await asyncio.to_thread(self._kept.notice, copy.notice)
                if asked is not None:
                    await self._show(copy.room, copy.mark, cards.ended_card(asked, ended, self._places))
                await asyncio.to_thread(self._kept.note_settled, copy, notice.number)
        except ConnectionError as away:
            raise TryLater("The records cannot be reached.") from away
        except Undeliverable:
            return  # a token that was taken back, say: the copies cannot be reached, and nobody can click them

    async def _remind(self, notice: Notice, to: Recipient) -> None:
        copies = await asyncio.to_thread(
            self._kept.copies, notice.reference, notice.task or "", notice.number, self.name
        )
        for copy in copies:
            if copy.person == to.person:
                asked = await asyncio.to_thread(self._kept.notice, copy.notice)
                if asked is not None:
                    asked = asked.model_copy(update={"due": notice.due})
                    await self._show(copy.room, copy.mark, cards.open_card(asked, self._places, reminded=True))
                break

    async def _ended(self, notice: Notice) -> Ended | None:
        if notice.task is None or notice.kind != "ask":
            return None
        found: Settled | None = await asyncio.to_thread(
            self._kept.settlement, notice.reference, notice.task, notice.number
        )
        return None if found is None else Ended(found.headline, self._name(found.by), found.at)

    def _name(self, person: str) -> str:
        return self._names(person) if person else ""

    async def _show(self, room: str, mark: str, card: Card) -> None:
        """Put a card in the place of another; where that is gone, there is nothing to put right."""
        try:
            await self._client.api_call(
                "chat.update", json={"channel": room, "ts": mark, "text": card.text, "blocks": card.blocks}
            )
        except SlackApiError as wrong:
            if wrong.response.get("error") not in GONE:
                raise _meant(wrong) from wrong
        except (aiohttp.ClientError, TimeoutError, SlackClientError, OSError) as wrong:
            raise TryLater("Slack does not answer.") from wrong

    async def _call(self, method: str, **given: Any) -> Any:
        reads = method.startswith("conversations.") and method != "conversations.open"
        try:
            if reads:
                return (await self._client.api_call(method, http_verb="GET", params=given)).data
            return (await self._client.api_call(method, json=given)).data
        except SlackApiError as wrong:
            raise _meant(wrong) from wrong
        except (aiohttp.ClientError, TimeoutError, SlackClientError, OSError) as wrong:
            raise TryLater("Slack does not answer.") from wrong


def _meant(wrong: SlackApiError) -> TryLater | Undeliverable:
    """What Slack's refusal means for a delivery. Its text is not repeated: it may hold what we sent."""
    error = str(wrong.response.get("error", ""))
    if wrong.response.status_code == 429:
        seconds = str(wrong.response.headers.get("Retry-After", "30"))
        return TryLater("Slack asks to wait.", timedelta(seconds=int(seconds) if seconds.isdigit() else 30))
    if wrong.response.status_code >= 500 or error in PASSING or not error:
        return TryLater("Slack has trouble of its own.")
    return Undeliverable(error[:60])
