"""A workplace in Slack: the stand-in, the real door behind signed HTTP, and a worker that tells people there."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient
from temporalio.worker import Worker

from activities.notifying import People
from activities.ports import Post
from channels.inbox import InboxChannel
from channels.slack import SlackPost
from channels.slack.cards import Places
from devslack import Hands, Member, Outcome, Running
from devslack.shapes import channel_of
from sharing.messages import AnyMessage
from starter.desk import Desk
from starter.slack.ground import Ground
from starter.slack.identity import VOUCHING, Identity
from starter.slack.speaking import PATIENCE
from starter.slack.views import MORE_ROWS
from tests import people
from tests.starter.slack.filling_in import fields_of, in_its_rows, rows_wanted
from tests.starter.test_filling import flat
from tests.workflows.house import House
from wiring.addressing import DirectoryAddressing
from wiring.calendar import england_and_wales
from wiring.directory import Directory
from worker import build

TEAM = "T0SAMPLE"
PLACES = Places("https://sharing.example", "http://127.0.0.1:8233/namespaces/default/workflows")
PATIENT = 40.0

Json = dict[str, Any]


def user(person: str) -> str:
    """Somebody's user in Slack."""
    return f"U0{person.upper()}"


def staff(directory: Directory = people.DIRECTORY) -> tuple[Member, ...]:
    """The people of the directory that have an account, as members of the pretended team."""
    return tuple(Member(one.slack.user, one.name, one.email) for one in directory.people if one.slack is not None)


class Button(NamedTuple):
    """A button on a card: where it is, and what it carries."""

    user: str
    room: str
    ts: str
    block_id: str
    action_id: str
    label: str
    carries: Json


@dataclass(frozen=True)
class Pace:
    """How long everybody waits, in seconds: Slack for the door, the door for the desk, and for Slack's vouching."""

    slack: float = PATIENT
    desk: float = PATIENT
    door: float = PATIENT
    vouching: float = PATIENT


BUSY = Pace()
"""As patient as a busy machine needs."""

REAL = Pace(slack=3.0, desk=2.0, door=PATIENCE, vouching=VOUCHING)
"""As it is in production."""


class Workplace:
    """People who act in Slack, and the house that they act upon."""

    def __init__(self, house: House, there: Running, hands: Hands, client: AsyncWebClient) -> None:
        self.house = house
        self.there = there
        self.hands = hands
        self.store = there.store
        self.client = client
        self.directory = people.DIRECTORY
        self.other_posts: list[Post] = []
        self.identity: Identity | None = None
        self.post = SlackPost(client, house.store, PLACES, self.name_of)

    def name_of(self, person: str) -> str:
        """Somebody's name."""
        found = self.directory.person(person)
        return found.name if found is not None else person

    def desk(self, patience: timedelta) -> Desk:
        """A desk that asks the directory of this workplace, as it is now."""
        return Desk(
            self.house.client,
            self.house.store,
            lambda: self.directory,
            self.house.key,
            {people.SCHEME.key: people.SCHEME},
            lambda at: england_and_wales(at.year, 6),
            task_queue=self.house.queue,
            patience=patience,
        )

    def people(self) -> People:
        """How the worker tells people here."""

        def requester(reference: str) -> str | None:
            known = self.house.store.request(reference)
            return known.requester if known is not None else None

        addressing = DirectoryAddressing(lambda: self.directory, requester, lambda: datetime.now(UTC))
        return People([self.post, *self.other_posts], addressing, self.house.store)

    def worker(self) -> AbstractAsyncContextManager[Worker]:
        """A worker that tells people in Slack."""
        return build(
            self.house.client,
            self.house.store,
            [InboxChannel(self.house.store)],
            self.house.key.known,
            people=self.people(),
            task_queue=self.house.queue,
            sticky=timedelta(seconds=1),
        )

    def ground(self, pace: Pace) -> Ground:
        """What the door stands on."""
        return Ground(
            self.desk(timedelta(seconds=pace.desk)),
            self.house.store,
            self.client,
            TEAM,
            people.SCHEME,
            lambda: datetime.now(UTC),
            PLACES,
            vouching=pace.vouching,
        )

    # Looking -----------------------------------------------------------------------------------------------------

    def messages(self, person: str) -> list[Json]:
        """What somebody sees in the app's direct message, oldest first."""
        return self.store.messages(channel_of(user(person)), user(person))

    def buttons(self, person: str, reference: str = "") -> Iterator[Button]:
        """The buttons before somebody, those of the newest message first."""
        for message in reversed(self.messages(person)):
            for block in message.get("blocks", ()):
                for element in block.get("elements", ()) if block["type"] == "actions" else ():
                    carries = json.loads(element.get("value") or "{}")
                    if reference in ("", carries.get("r")):
                        yield Button(
                            user(person),
                            channel_of(user(person)),
                            message["ts"],
                            block["block_id"],
                            element["action_id"],
                            element["text"]["text"],
                            carries,
                        )

    def button(self, person: str, reference: str, message: Mapping[str, Any]) -> Button | None:
        """The newest button before somebody whose choice says this, as far as the choice says anything."""
        for one in self.buttons(person, reference):
            said = one.carries.get("m")
            if said and all(
                message.get(name, value) == value for name, value in said.items() if name not in FROM_THE_CARD
            ):
                return one
        return None

    def cards(self, reference: str) -> list[tuple[str, Json]]:
        """Every message about a request that anybody has, with whose it is."""
        return [
            (one.key, message)
            for one in people.DIRECTORY.people
            if one.slack is not None
            for message in self.messages(one.key)
            if reference in message["text"]
        ]

    def has_buttons(self, message: Json) -> bool:
        """Whether a message offers a choice."""
        return any(block["type"] == "actions" for block in message.get("blocks", ()))

    def of(self, person: str, reference: str) -> list[Json]:
        """Somebody's messages about a request."""
        return [message for who, message in self.cards(reference) if who == person]

    def left_with_buttons(self, reference: str) -> list[str]:
        """Whose messages about a request still offer a choice, with their texts."""
        return [f"{who}: {one['text']}" for who, one in self.cards(reference) if self.has_buttons(one)]

    # Acting ------------------------------------------------------------------------------------------------------

    async def waits_for(self, person: str, reference: str, message: Mapping[str, Any]) -> Button:
        """The button that says this, once it is there."""
        await self.store.until(lambda: self.button(person, reference, message), PATIENT)
        found = self.button(person, reference, message)
        assert found is not None
        return found

    async def press(self, button: Button) -> Outcome:
        """Press a button of a card."""
        return await self.hands.click(button.user, button.room, button.ts, button.action_id, block_id=button.block_id)

    async def opened(self, button: Button) -> Json:
        """Press a button; the form that opens."""
        return await self.hands.opened(await self.press(button), PATIENT)

    async def says(self, person: str, reference: str, message: AnyMessage) -> Outcome:
        """Say something as people do: press the choice, fill the form in, submit."""
        wanted = message.model_dump(mode="json")
        while True:
            button = await self.waits_for(person, reference, wanted)
            view = await self.opened(button)
            if view["submit"] is not None:
                return await self.submitted(person, view, wanted)
            # The card had been left behind, and is about to be settled.
            await self.hands.close(user(person), view["id"])
            await self.gone(button, person)

    async def gone(self, button: Button, person: str) -> None:
        """Wait until a button is there no more."""
        await self.store.until(lambda: button not in self.buttons(person), PATIENT)

    async def submitted(self, person: str, view: Json, wanted: Json) -> Outcome:
        """Fill a form in, with as many rows as are wanted, and submit."""
        given = in_its_rows(view, flat(wanted))
        while wanting := rows_wanted(view, given):
            values = {path: given[path] for path in fields_of(view) & given.keys()}
            outcome = await self.hands.press(user(person), view["id"], MORE_ROWS, block_id=wanting, values=values)
            assert outcome.status == 200
            view = await self._changed(view)
        values = {path: given[path] for path in fields_of(view) & given.keys()}
        return await self.hands.submit(user(person), view["id"], values)

    async def _changed(self, view: Json) -> Json:
        """The form, once it is another than it was."""

        def now() -> Json:
            kept = self.store.view(view["id"])
            assert kept is not None
            return kept.body

        await self.store.until(lambda: now()["hash"] != view["hash"], PATIENT)
        return now()


FROM_THE_CARD = ("version", "document", "condition")
"""What only the card knows."""
