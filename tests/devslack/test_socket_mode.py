"""With Socket Mode the same app hears the same things without an address of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from devslack import Delivery, running
from tests.devslack.browser import Browser
from tests.devslack.conftest import Workspace, config_for
from tests.devslack.reviewing import Reviewing


@pytest_asyncio.fixture
async def connected(tmp_path: Path) -> AsyncIterator[Workspace]:
    """An app that is reached by its socket alone."""
    async with running(config_for(tmp_path)) as there:
        client = AsyncWebClient(token=there.config.bot_token, base_url=there.api_url, retry_handlers=[])
        app = Reviewing(client, there.config.signing_secret)
        by_app = AsyncWebClient(token=there.config.app_token, base_url=there.api_url)
        handler = AsyncSocketModeHandler(app.bolt(), there.config.app_token, web_client=by_app)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        async with Browser(there.config.url) as browser:
            yield Workspace(there, app, client, browser)
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_card_is_answered_over_the_socket(connected: Workspace) -> None:
    _, _, view = await connected.opened_form()
    short = await connected.hands.submit("U0ASHA", view["id"], {"verdict": "content", "reason": "ok"})
    assert short.errors == {"reason": "Say a little more."}
    done = await connected.hands.submit("U0ASHA", view["id"], {"reason": "A lawful purpose"})
    assert (done.status, done.view, done.sent) == (200, None, None)


async def test_commands_and_events_come_over_the_socket(connected: Workspace) -> None:
    assert (await connected.hands.command("U0ASHA", "/requests")).trouble == ""
    assert connected.store.messages("D0ASHA", "U0ASHA")[-1]["text"] == "Nothing waits for you, asha."
    await connected.hands.open_home("U0ASHA")
    assert (await connected.hands.home("U0ASHA"))["type"] == "home"


async def test_a_forgery_still_goes_by_http(connected: Workspace) -> None:
    channel, ts = await connected.card()
    outcome = await connected.hands.click("U0ASHA", channel, ts, "review.approve", delivery=Delivery(signed=False))
    assert (outcome.status, outcome.sent is None) == (0, False)
    assert connected.app.heard == []


async def test_only_an_app_token_opens_a_connection(connected: Workspace) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await connected.client.apps_connections_open(app_token=connected.there.config.bot_token)
