"""What a person does in Slack: clicks, fills in, submits, closes, types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from devslack import payloads
from devslack.answers import after_submission, reply_to_command, trouble_of
from devslack.config import Config, Member
from devslack.delivery import AS_SLACK, PATIENCE, Answer, Courier, Delivery, Sent
from devslack.inputs import FILLED, Place, chosen, elements, fields, options, refused, value_of
from devslack.shapes import channel_of, view_shown
from devslack.store import Json, Kept, Store

__all__ = ["Delivery", "Hands", "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What came of one gesture."""

    status: int = 0
    answer: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    view: Json | None = None
    trouble: str = ""
    trigger_id: str = ""
    sent: Sent | None = None
    """None where it went over a socket, or nowhere."""


class Hands:
    """The hands of everybody in the workspace. LookupError is raised for what a person could not see or press."""

    def __init__(self, config: Config, store: Store, *, patience: float = PATIENCE) -> None:
        """`patience` is how many seconds Slack waits for an answer."""
        self.config = config
        self.store = store
        self._courier = Courier(config, store, patience)

    async def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        block_id: str | None = None,
        selected: Any = None,
        delivery: Delivery = AS_SLACK,
    ) -> Outcome:
        """Press a button of a message, or choose in a menu of it (`selected`: the value of the option)."""
        member, message = self._member(user), self.store.message(channel, ts)
        if message is None or channel != channel_of(user):
            raise LookupError(f"{user} sees no message {ts}.")
        place = _place(message.get("blocks", []), action_id, block_id)
        value = _selected(place, selected)
        payload, trigger = payloads.clicked(self.config, self.store, member, channel, message, place, value)
        return self._outcome(user, await self._courier.take("interactive", payload, delivery, answers=False), trigger)

    async def press(
        self,
        user: str,
        view_id: str,
        action_id: str,
        *,
        block_id: str | None = None,
        selected: Any = None,
        values: Mapping[str, Any] | None = None,
        delivery: Delivery = AS_SLACK,
    ) -> Outcome:
        """Press or choose in a modal or in App Home; `values` is what was typed before, as for `submit`."""
        member, kept = self._member(user), self._view(user, view_id)
        place = _place(kept.body["blocks"], action_id, block_id)
        self._fill(kept, values or {})
        value = _selected(place, selected)
        if place.element["type"] in FILLED:
            if selected is None:
                value = value_of(kept, place)
            kept.typed.setdefault(place.block["block_id"], {})[place.element["action_id"]] = value
        self.store.put_view(kept)
        payload, trigger = payloads.pressed(self.config, self.store, member, kept, place, value)
        return self._outcome(user, await self._courier.take("interactive", payload, delivery, answers=False), trigger)

    async def submit(
        self, user: str, view_id: str, values: Mapping[str, Any], *, delivery: Delivery = AS_SLACK
    ) -> Outcome:
        """Fill in and submit. `values` holds, by block_id, a text, the value of an option, a list of them, or None.

        A block with several fields takes a mapping by action_id. What Slack's own form refuses is not sent: the
        outcome then has errors and the status 0.
        """
        member, kept = self._member(user), self._view(user, view_id)
        self._fill(kept, values)
        kept.errors = {} if delivery.unchecked else _form_errors(kept)
        self.store.put_view(kept)
        if kept.errors:
            return Outcome(errors=kept.errors, view=view_shown(kept))
        payload, trigger = payloads.submitted(self.config, self.store, member, kept)
        answer = await self._courier.take("interactive", payload, delivery)
        errors, trouble = after_submission(self.config, self.store, kept, answer)
        return self._outcome(user, answer, trigger, errors, trouble)

    def type_in(self, user: str, view_id: str, values: Mapping[str, Any]) -> None:
        """Fill in without sending anything."""
        kept = self._view(user, view_id)
        self._fill(kept, values)
        self.store.put_view(kept)

    async def close(self, user: str, view_id: str, *, everything: bool = False) -> Outcome:
        """Close the modal on top, or the whole stack; the app hears of it where it asked to."""
        member, kept = self._member(user), self._view(user, view_id)
        everything = everything or bool(kept.body["clear_on_close"])
        gone = self.store.stack(user) if everything else [kept]
        self.store.drop_views(each.id for each in gone)
        answer = Answer(0, "")
        for each in reversed(gone):
            if each.body["notify_on_close"]:
                payload = payloads.closed(self.config, member, each, everything)
                answer = await self._courier.take("interactive", payload, AS_SLACK, answers=False)
        return self._outcome(user, answer, trouble="")

    async def suggestions(self, user: str, view_id: str, action_id: str, typed: str) -> list[Json]:
        """The options that the app offers for what was typed into an external select."""
        member, kept = self._member(user), self._view(user, view_id)
        place = _place(kept.body["blocks"], action_id, None)
        payload = payloads.sought(self.config, member, kept, place, typed)
        told = (await self._courier.take("interactive", payload, AS_SLACK)).told
        found = options(told) if isinstance(told, dict) else []
        place.element["options"] = found
        self.store.put_view(kept)
        return found

    async def open_home(self, user: str) -> Outcome:
        """Look at App Home."""
        return await self._event(user, payloads.home_opened(self.store, self._member(user)))

    async def shortcut(self, user: str, callback_id: str, *, delivery: Delivery = AS_SLACK) -> Outcome:
        """Choose a global shortcut."""
        payload, trigger = payloads.shortcut(self.config, self.store, self._member(user), callback_id)
        return self._outcome(user, await self._courier.take("interactive", payload, delivery, answers=False), trigger)

    async def command(self, user: str, command: str, text: str = "", *, delivery: Delivery = AS_SLACK) -> Outcome:
        """Type a slash command; what the app answers is shown to this person alone, or to all."""
        form, trigger = payloads.command(self.config, self.store, self._member(user), command, text)
        answer = await self._courier.take("slash_commands", form, delivery)
        trouble = reply_to_command(self.config, self.store, user, command, answer)
        return self._outcome(user, answer, trigger, trouble=trouble)

    async def type_message(
        self, user: str, text: str, thread_ts: str | None = None, *, delivery: Delivery = AS_SLACK
    ) -> Outcome:
        """Write to the app."""
        message, event = payloads.typed(self.config, self.store, self._member(user), text, thread_ts)
        self.store.put_message(channel_of(user), message)
        return await self._event(user, event, delivery)

    async def url_verification(self, *, delivery: Delivery = AS_SLACK) -> Outcome:
        """The challenge that Slack sends when an address is entered."""
        challenge = {"token": payloads.VERIFICATION, "challenge": "stand-in-challenge", "type": "url_verification"}
        return self._outcome("", await self._courier.take("events_api", challenge, delivery))

    async def send_again(self, outcome: Outcome) -> Outcome:
        """Send the very same request once more, signature and all. Raises LookupError where none went by HTTP."""
        if outcome.sent is None:
            raise LookupError("Nothing was sent by HTTP.")
        answer = await self._courier.post(outcome.sent)
        told = answer.told if answer.well else None
        errors = told.get("errors", {}) if isinstance(told, dict) else {}
        return Outcome(answer.status, answer.text, errors, trouble=trouble_of(answer), sent=answer.sent)

    async def opened(self, outcome: Outcome, seconds: float = 10) -> Json:
        """The view that the app opens or pushes with this gesture's trigger. Raises TimeoutError."""

        def found() -> Kept | None:
            trigger = self.store.trigger(outcome.trigger_id)
            return self.store.view(trigger.view) if trigger and trigger.used and trigger.view else None

        await self.store.until(found, seconds)
        kept = found()
        if kept is None:
            raise LookupError("The view was closed at once.")
        return view_shown(kept)

    async def home(self, user: str, seconds: float = 10) -> Json:
        """What is published for a person's App Home, waiting for it. Raises TimeoutError."""
        await self.store.until(lambda: self.store.home(user), seconds)
        kept = self.store.home(user)
        if kept is None:
            raise LookupError("Nothing is published.")
        return view_shown(kept)

    async def rest(self) -> None:
        """Let go of the connections to the app."""
        await self._courier.rest()

    def _member(self, user: str) -> Member:
        member = self.config.member(user)
        if member is None:
            raise LookupError(f"Nobody here is {user}.")
        return member

    def _view(self, user: str, view_id: str) -> Kept:
        kept = self.store.view(view_id)
        if kept is None or kept.user != user:
            raise LookupError(f"{user} has no view {view_id} open.")
        return kept

    def _fill(self, kept: Kept, values: Mapping[str, Any]) -> None:
        known = {place.block["block_id"] for place in fields(kept.body["blocks"])}
        if unknown := values.keys() - known:
            raise LookupError(f"The view has no field in a block {sorted(unknown)[0]!r}; it has {sorted(known)}.")
        for place in fields(kept.body["blocks"]):
            block, action = place.block["block_id"], place.element["action_id"]
            if block in values:
                given = values[block]
                if isinstance(given, Mapping):
                    if action not in given:
                        continue
                    given = given[action]
                kept.typed.setdefault(block, {})[action] = chosen(place.element, given)

    async def _event(self, user: str, told: Json, delivery: Delivery = AS_SLACK) -> Outcome:
        payload = payloads.event(self.config, told)
        return self._outcome(user, await self._courier.take("events_api", payload, delivery, answers=False))

    def _outcome(
        self,
        user: str,
        answer: Answer,
        trigger: str = "",
        errors: dict[str, str] | None = None,
        trouble: str | None = None,
    ) -> Outcome:
        top = self.store.top(user)
        return Outcome(
            status=answer.status,
            answer=answer.text,
            errors=errors or {},
            view=view_shown(top) if top else None,
            trouble=trouble_of(answer) if trouble is None else trouble,
            trigger_id=trigger,
            sent=answer.sent,
        )


def _place(blocks: list[Json], action_id: str, block_id: str | None) -> Place:
    for place in elements(blocks):
        if place.element["action_id"] == action_id and block_id in (None, place.block["block_id"]):
            return place
    raise LookupError(f"Nothing here has the action_id {action_id!r}.")


def _selected(place: Place, selected: Any) -> Any:
    if place.element["type"] == "overflow":
        return chosen({**place.element, "type": "static_select"}, selected)
    return chosen(place.element, selected) if place.element["type"] in FILLED else None


def _form_errors(kept: Kept) -> dict[str, str]:
    found = ((place, refused(place, value_of(kept, place))) for place in fields(kept.body["blocks"]))
    return {place.block["block_id"]: sentence for place, sentence in found if sentence}
