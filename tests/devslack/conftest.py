"""A workspace with a small bolt app in it, fresh for every test."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from devslack import Config, Hands, Member, Running, Store, running
from tests.devslack.browser import Browser, Page
from tests.devslack.reviewing import CARD, Reviewing

PEOPLE = (
    Member("U0ASHA", "Asha Patel", "asha@example.test"),
    Member("U0RAE", "Rae Lodger", "rae@example.test"),
    Member("U0GUEST", "Gus Guest", "gus@example.test", is_restricted=True),
    Member("U0FAR", "Fay Stranger", "fay@elsewhere.test", is_stranger=True),
    Member("U0GONE", "Gil Gone", "gil@example.test", deleted=True),
)


def config_for(folder: Path, app_url: str = "http://127.0.0.1:9/slack/events", **more: Any) -> Config:
    """A workspace of the people above, on free ports."""
    return Config(people=PEOPLE, folder=folder, app_url=app_url, port=0, smtp_port=0, **more)


@dataclass
class Workspace:
    """A stand-in with an app."""

    there: Running
    app: Reviewing
    client: AsyncWebClient
    browser: Browser

    @property
    def hands(self) -> Hands:
        return self.there.hands

    @property
    def store(self) -> Store:
        return self.there.store

    async def card(self, user: str = "U0ASHA") -> tuple[str, str]:
        """Send the card to a person; gives channel and ts."""
        channel = (await self.client.conversations_open(users=user))["channel"]["id"]
        sent = await self.client.chat_postMessage(
            channel=channel,
            text="Request ONS-2026-0001 awaits your opinion",
            blocks=CARD,
            metadata={"event_type": "review", "event_payload": {"key": "ONS-2026-0001/2"}},
        )
        return channel, sent["ts"]

    async def opened_form(self, user: str = "U0ASHA") -> tuple[str, str, dict[str, Any]]:
        """A card whose form is open; gives channel, ts and the view."""
        channel, ts = await self.card(user)
        return channel, ts, await self.hands.opened(await self.hands.click(user, channel, ts, "review.approve"))

    async def post(self, path: str, **form: Any) -> Page:
        """Send a form of a page, as the page would, and follow it to the next page."""
        data = {"form_token": self.store.form_token, **form}
        return await self.browser.post(path, data=data)


@asynccontextmanager
async def workspace_in(folder: Path) -> AsyncIterator[Workspace]:
    """A stand-in with the reviewing app behind it."""
    listening = socket.create_server(("127.0.0.1", 0))
    app_url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    more = {"shortcuts": (("request.new", "New request"),), "commands": (("/requests", "[mine]"),)}
    async with running(config_for(folder, app_url, **more)) as there:
        client = AsyncWebClient(token=there.config.bot_token, base_url=there.api_url, retry_handlers=[])
        app = Reviewing(client, there.config.signing_secret)
        async with app.served(listening), Browser(there.config.url) as browser:
            yield Workspace(there, app, client, browser)


@pytest_asyncio.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    """A workspace of the test's own."""
    async with workspace_in(tmp_path) as own:
        yield own


@pytest_asyncio.fixture(scope="session")
async def unchanged(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workspace]:
    """One workspace for all tests that only ask, or are refused."""
    async with workspace_in(tmp_path_factory.mktemp("workspace")) as shared:
        yield shared
