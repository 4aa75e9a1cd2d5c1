"""Telling somebody a sentence in their direct message, outside of any card."""

import logging

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import blocks

_log = logging.getLogger(__name__)

TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""What a call of Slack may raise."""


async def tell(client: AsyncWebClient, user: str, sentence: str, thread: str | None = None) -> None:
    """A direct message of one sentence; where it cannot be sent, the log knows that somebody was not told."""
    try:
        opened = await client.conversations_open(users=user)
        room, said = opened["channel"]["id"], blocks.escaped(sentence)
        await client.chat_postMessage(channel=room, text=said, thread_ts=thread, unfurl_links=False)
    except TROUBLE as wrong:
        _log.warning("A direct message could not be sent (%s).", type(wrong).__name__)
