"""A submitted form becomes a word at the desk; its answer is there within Slack's three seconds, whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from sharing.messages import AnyMessage
from sharing.refused import Refused
from starter.desk import PENDING as LEFT
from starter.desk import Desk
from starter.filling import Blank, Misfilled, placed
from starter.slack import views
from starter.slack.aside import Aside
from starter.slack.telling import tell
from wiring.directory import Person

PATIENCE = 2.0
"""Seconds that the desk may take before we say that we are still recording; Slack gives up after three."""

LONGEST_ERROR = 1_000

PENDING = (
    "We have what you said and are still recording it. You do not need to press again: the card changes when it is "
    "done, and you hear from us here if it cannot be heard."
)

Answer = dict[str, Any]
"""What Slack is answered with: errors beside the fields, or another page in the form's place."""


class Receipt(Protocol):
    """What the desk answers."""

    @property
    def reference(self) -> str:
        """Of which request."""

    @property
    def number(self) -> int:
        """The number of the fact that it became."""

    @property
    def sentence(self) -> str:
        """The answer in words."""


Said = Callable[[Person, str, int], Coroutine[Any, Any, None]]
"""Told of an act: by whom, to which request, which fact it became."""


class Speaking:
    """Says what people submit. Words that were taken too late to answer are followed up in a direct message."""

    def __init__(self, desk: Desk, client: AsyncWebClient, aside: Aside, said: Said, patience: float) -> None:
        self._desk = desk
        self._client = client
        self._aside = aside
        self._said = said
        self._patience = patience

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
        word = self._desk.say(reference, message, person.key, once(view), revision)
        try:
            return await self.answered(person, f"What you said to {reference}", word, "Recorded")
        except Refused as refused:
            return beside(view, placed(refused.sentence, blanks))

    async def answered(self, person: Person, what: str, word: Awaitable[Receipt], title: str) -> Answer:
        """The page that answers a word in time. Raises Refused, where that is known in time."""
        spoken = asyncio.ensure_future(word)
        done, _ = await asyncio.wait({spoken}, timeout=self._patience)
        if not done:
            self._aside.do(self._follow(spoken, person, what))
            return replaced(views.page("Recording", PENDING))
        receipt = spoken.result()
        if receipt.sentence == LEFT:
            return replaced(views.page("Recording", PENDING))
        self._aside.do(self._said(person, receipt.reference, receipt.number))
        return replaced(views.page(title, f"{receipt.reference}: {receipt.sentence}"))

    async def _follow(self, spoken: "asyncio.Future[Receipt]", person: Person, what: str) -> None:
        try:
            receipt = await spoken
        except Refused as refused:
            if person.slack is not None:
                await tell(self._client, person.slack.user, f"{what} was not heard. {refused.sentence}")
            return
        except Exception:
            if person.slack is not None:
                sentence = f"{what} could not be taken in: something failed on our side. Say it again."
                await tell(self._client, person.slack.user, sentence)
            raise
        await self._said(person, receipt.reference, receipt.number)


def once(view: Mapping[str, Any]) -> str:
    """The name of the act that a form is: however often it is submitted, it counts once."""
    return f"slack-{view['id']}"


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
        said = f"{errors[place]} {sentence}" if place in errors else sentence
        errors[place] = said if len(said) <= LONGEST_ERROR else f"{said[: LONGEST_ERROR - 1]}…"
    return {"response_action": "errors", "errors": errors}


def replaced(view: views.View) -> Answer:
    """Another page in the form's place."""
    return {"response_action": "update", "view": view}
