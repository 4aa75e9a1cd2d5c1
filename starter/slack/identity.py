"""Who somebody is: a user of our team whom the directory knows, and whose account Slack vouches for today."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from sharing.refused import Refused
from wiring.directory import Directory, Person
from wiring.slack import STRANGE

BELIEVED_FOR = 600.0
"""Seconds for which an account that was looked up is believed; a change that Slack announces is believed at once."""

VOUCHING = 0.6
"""Seconds that Slack may take to vouch for an account, out of the three that a form has."""


class Identity:
    """Recognises people. `directory` is asked each time, so that who left is refused."""

    def __init__(
        self, client: AsyncWebClient, team: str, directory: Callable[[], Directory], vouching: float = VOUCHING
    ) -> None:
        self._client = client
        self._team = team
        self._directory = directory
        self._vouching = vouching
        self._believed: dict[str, float] = {}

    async def person(self, body: Mapping[str, Any]) -> Person:
        """Who sent an interaction. Raises Refused with the reason for strangers."""
        user = body.get("user") or {}
        name = user.get("id") or body.get("user_id") or ""
        team = (body.get("team") or {}).get("id") or body.get("team_id") or ""
        theirs = user.get("team_id") or team
        if team != self._team or theirs != self._team:
            raise Refused("Only members of our own Slack team are heard here. Use the address in your letters.")
        person = self._directory().by_slack(self._team, name)
        if person is None:
            raise Refused(
                "The directory does not know your Slack account, so nothing can be heard from it. The office that "
                "keeps the directory can add it."
            )
        await self._vouched(name)
        return person

    def of_user(self, user: str) -> Person:
        """The person behind a Slack user that somebody picked. Raises Refused for one that the directory lacks."""
        person = self._directory().by_slack(self._team, user)
        if person is None:
            raise Refused("The directory does not know that Slack account, so nothing can be assigned to it.")
        return person

    def forget(self, user: str) -> None:
        """Look an account up again: Slack says that it changed."""
        self._believed.pop(user, None)

    async def _vouched(self, user: str) -> None:
        if self._believed.get(user, 0.0) > time.monotonic():
            return
        try:
            asked = await asyncio.wait_for(self._client.users_info(user=user), self._vouching)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as wrong:
            raise Refused("Slack cannot confirm your account just now. Nothing was said; try again.") from wrong
        found = asked.get("user") or {}
        for flag, why in STRANGE.items():
            if found.get(flag):
                raise Refused(f"Your Slack account {why}; only members of staff are heard here.")
        if found.get("team_id") not in (None, self._team):
            raise Refused("Your Slack account belongs to another team; only members of ours are heard here.")
        self._believed[user] = time.monotonic() + BELIEVED_FOR
