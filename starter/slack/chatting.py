"""What people type to the app is not heard; they are told so, now and then, and what would be heard instead."""

import time
from typing import Any

from sharing.refused import Refused
from starter.slack.ground import Ground
from starter.slack.telling import tell

TOLD_EVERY = 3_600.0
"""Seconds for which somebody who was answered is not answered again."""

SENTENCE = (
    "Nothing that is typed here is read or recorded. Press the buttons of a card, look at the Home tab for what "
    "waits for you, or type /datashare with a reference to find a request."
)

Body = dict[str, Any]


class Chatting:
    """Answers messages to the app."""

    def __init__(self, on: Ground) -> None:
        self._on = on
        self._told: dict[str, float] = {}

    async def answer(self, event: Body, body: Body) -> None:
        """Answer somebody's message, unless they were answered lately. What bots and Slack itself write is passed."""
        user = str(event.get("user") or "")
        if not user or event.get("bot_id") or event.get("subtype") or event.get("channel_type") != "im":
            return
        now = time.monotonic()
        self._told = {who: until for who, until in self._told.items() if until > now}
        if user in self._told:
            return
        self._told[user] = now + TOLD_EVERY
        team = body.get("team_id")
        who = {"user": {"id": user, "team_id": event.get("team") or team}, "team_id": team}
        sentence = SENTENCE
        try:
            await self._on.identity.person(who)
        except Refused as refused:
            sentence = refused.sentence
        await tell(self._on.client, user, sentence, event.get("thread_ts"))
