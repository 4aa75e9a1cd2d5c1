"""A pretended Slack, real records, and the post between them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

import records
from activities.ports import Recipient
from channels.slack import SlackPost
from channels.slack.cards import Places
from devslack import Config, Member, Store, running
from devslack.shapes import channel_of
from records import SqlRecords
from sharing.notices.notice import Choice, Notice
from tests import people
from tests.fresh import fresh_records

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
PLACES = Places("https://sharing.example", "http://127.0.0.1:8233/workflows")
ASHA = Recipient("asha", "Asha Raman", "asha@ons.example", "U0ASHA")
FELIX = Recipient("felix", "Felix Adeyemi", "felix@ons.example", "U0FELIX")
PASS = Choice(label="Pass", message={"kind": "screen", "outcome": "pass"}, style="primary")
CLOSE = Choice(label="Refer to the SRS", message={"kind": "screen", "outcome": "to-srs"}, style="danger")


def asked(number: int = 3, task: str | None = "first-screening/onward-sharing-service", **more: Any) -> Notice:
    """A notice that asks the service for something."""
    fields: dict[str, Any] = {
        "key": f"ONS-2026-0001/{number}/0",
        "number": number,
        "reference": "ONS-2026-0001",
        "kind": "ask",
        "topic": "screen",
        "office": "onward-sharing-service",
        "headline": "First screening on ONS-2026-0001",
        "choices": (PASS, CLOSE),
        "due": DUE,
        "task": task,
    }
    return Notice.model_validate({**fields, **more})


def settled(number: int = 5, task: str = "first-screening/onward-sharing-service", **more: Any) -> Notice:
    """A notice that says that the task is over."""
    fields: dict[str, Any] = {
        "key": f"ONS-2026-0001/{number}/settled/0",
        "number": number,
        "reference": "ONS-2026-0001",
        "kind": "settle",
        "topic": "screen",
        "office": "onward-sharing-service",
        "headline": "screened: pass",
        "task": task,
        "by": "asha",
        "at": NOW,
    }
    return Notice.model_validate({**fields, **more})


def reminded(number: int = 4, **more: Any) -> Notice:
    """A reminder of the same task."""
    fields = {"kind": "remind", "key": f"ONS-2026-0001/{number}", "headline": "Reminder: First screening"}
    return asked(number, **{**fields, **more})


@dataclass
class Room:
    """A post, what it writes to, and what it remembers."""

    post: SlackPost
    slack: Store
    client: AsyncWebClient
    kept: SqlRecords

    async def tell(self, notice: Notice, to: Recipient = ASHA, attempt: int = 1) -> None:
        """Deliver a notice as the worker does: the inbox first."""
        self.kept.tell(notice)
        sent = await self.post.deliver(notice, to, attempt, datetime.now(UTC))
        self.kept.note(notice, to.person, self.post.name, sent)

    def seen(self, to: Recipient = ASHA) -> list[dict[str, Any]]:
        """What somebody sees, oldest first."""
        return self.slack.messages(channel_of(to.slack_user), to.slack_user)

    def buttons(self, to: Recipient = ASHA) -> list[str]:
        """The choices that somebody sees."""
        return [
            element["text"]["text"]
            for message in self.seen(to)
            for block in message.get("blocks", ())
            if block["type"] == "actions" and block["block_id"].startswith("choices-")
            for element in block["elements"]
        ]


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    members = tuple(Member(one.slack_user, one.name, one.email) for one in (ASHA, FELIX))
    config = Config(
        (*members, Member("U0GONE", "Gil", "gil@ons.example", deleted=True)), tmp_path, "http://localhost/", 0, 0
    )
    async with running(config) as there:
        with records.open(fresh_records(tmp_path)) as kept:
            client = AsyncWebClient(token=config.bot_token, base_url=there.api_url, timeout=2, retry_handlers=[])
            post = SlackPost(client, kept, PLACES, lambda key: people.DIRECTORY.speaker(key).person.title())
            yield Room(post, there.store, client, kept)
