"""Calling Slack for a delivery, and what its refusals mean for one."""

import logging
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from activities.ports import TryLater, Undeliverable

__all__ = ["Calls", "TryLater", "Undeliverable"]

PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""What Slack says of itself, not of what we sent; anything else that it refuses stays refused."""

LOCKED_OUT = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}
)
"""Slack takes nothing from us until an operator has given us another token."""

GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found", "is_archived"})
"""Why a message cannot be changed any more: somebody deleted it, or the room."""

NO_THREAD = frozenset({"thread_not_found", "message_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
"""Why nothing can be said in a thread: the message that it hangs on was deleted."""


BOLT = "slack_bolt"


def keep_quiet() -> None:
    """What is sent, and bolt's copy of whatever was forged, stays out of the log even where debugging is on."""
    for name in ("slack_sdk", BOLT):
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger(f"{BOLT}.RequestVerification").setLevel(logging.WARNING)


class Calls:
    """Calls that are tried once. Raises TryLater where another try may help, Undeliverable with Slack's own code."""

    def __init__(self, client: AsyncWebClient) -> None:
        keep_quiet()
        self._client = client

    async def say(self, method: str, **given: Any) -> Any:
        """A call that changes something; its answer."""
        return await self._tried(method, json=given)

    async def look(self, method: str, **given: Any) -> Any:
        """A call that only asks; its answer."""
        return await self._tried(method, http_verb="GET", params=given)

    async def _tried(self, method: str, **how: Any) -> Any:
        try:
            return (await self._client.api_call(method, **how)).data
        except SlackApiError as wrong:
            raise _meant(wrong) from wrong
        except (aiohttp.ClientError, TimeoutError, SlackClientError, OSError) as wrong:
            raise TryLater("Slack does not answer.") from wrong
        except AttributeError as wrong:
            # What slack_sdk makes of a proxy's page in the place of an answer.
            raise TryLater("What answers is not Slack.") from wrong


def code_of(wrong: SlackApiError) -> str:
    """Slack's own code for a refusal; empty where something else answered in its place, such as a proxy's page."""
    told = getattr(wrong.response, "data", None)
    return str(told.get("error") or "")[:60] if isinstance(told, dict) else ""


def _meant(wrong: SlackApiError) -> TryLater | Undeliverable:
    """What Slack's refusal means. Its text is not repeated: it may hold what we sent."""
    code, status = code_of(wrong), int(getattr(wrong.response, "status_code", 0))
    if status == 429:
        seconds = str(wrong.response.headers.get("Retry-After", ""))
        return TryLater("Slack asks to wait.", timedelta(seconds=int(seconds) if seconds.isdigit() else 30))
    if status >= 500 or not code or code in PASSING:
        return TryLater("Slack has trouble of its own.")
    return Undeliverable(code)
