"""A submitted form becomes a word at the desk; its answer is there within Slack's three seconds, whatever happens."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import blocks
from sharing.messages import AnyMessage
from sharing.refused import Refused
from starter.desk import Desk
from starter.filling import Blank, Misfilled, placed
from starter.slack import views
from wiring.directory import Person

PATIENCE = 2.0
"""Seconds that the desk may take before we say that we are still recording; Slack gives up after three."""

PENDING = (
    "We have what you said and are still recording it. You do not need to press again: the card changes when it is "
    "done, and you hear from us here if it cannot be heard."
)

Answer = dict[str, Any]
"""What Slack is answered with: errors beside the fields, or another page in the form's place."""

_log = logging.getLogger(__name__)


class Speaking:
    """Says what people submit. Words that were taken too late to answer are followed up in a direct message."""

    def __init__(self, desk: Desk, client: AsyncWebClient, said: Callable[[Person], None]) -> None:
        self._desk = desk
        self._client = client
        self._said = said
        self._followed: set[asyncio.Task[None]] = set()

    async def say(
        self,
        person: Person,
        view: Mapping[str, Any],
        reference: str,
        message: AnyMessage,
        revision: int | None,
        blanks: Sequence[Blank],
    ) -> Answer:
        """Say it once for this form: submitting it again counts as the same act."""
        word = asyncio.ensure_future(self._desk.say(reference, message, person.key, f"slack-{view['id']}", revision))
        done, _ = await asyncio.wait({word}, timeout=PATIENCE)
        if not done:
            self._follow(word, person, reference)
            return replaced(views.page("Recording", PENDING))
        try:
            receipt = word.result()
        except Refused as refused:
            return beside(view, placed(refused.sentence, blanks))
        self._said(person)
        return replaced(views.page("Recorded", f"{reference}: {receipt.sentence}"))

    def _follow(self, word: "asyncio.Future[Any]", person: Person, reference: str) -> None:
        async def follow() -> None:
            try:
                await word
            except Refused as refused:
                await self.tell(person, f"What you said to {reference} was not heard. {refused.sentence}")
            self._said(person)

        task = asyncio.create_task(follow())
        self._followed.add(task)
        task.add_done_callback(self._followed.discard)

    async def tell(self, person: Person, sentence: str) -> None:
        """A direct message of one sentence; where it cannot be sent, the log knows that somebody was not told."""
        if person.slack is None:
            return
        try:
            opened = await self._client.conversations_open(users=person.slack.user)
            await self._client.chat_postMessage(
                channel=opened["channel"]["id"], text=blocks.escaped(sentence), unfurl_links=False
            )
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as wrong:
            _log.warning("A direct message could not be sent (%s).", type(wrong).__name__)

    async def wait(self) -> None:
        """Wait for what is being followed up."""
        while self._followed:
            await asyncio.gather(*self._followed, return_exceptions=True)


def misfilled(view: Mapping[str, Any], wrong: Misfilled) -> Answer:
    """The faults beside their blanks."""
    return beside(view, wrong.faults)


def beside(view: Mapping[str, Any], faults: Mapping[str, str]) -> Answer:
    """Sentences beside the inputs they belong to; on a page of their own where a form has no input to show them."""
    inputs = [str(one["block_id"]) for one in view.get("blocks", ()) if one.get("type") == "input"]
    if not inputs:
        return replaced(views.page("Not recorded", *faults.values()))
    errors: dict[str, str] = {}
    for path, sentence in faults.items():
        place = path if path in inputs else inputs[0]
        errors[place] = f"{errors[place]} {sentence}" if place in errors else sentence
    return {"response_action": "errors", "errors": errors}


def replaced(view: views.View) -> Answer:
    """Another page in the form's place."""
    return {"response_action": "update", "view": view}
