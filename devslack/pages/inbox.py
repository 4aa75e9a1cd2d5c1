"""Pages: who are you, and the conversation of one person with the app."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from devslack.inputs import FILLED, elements
from devslack.pages.site import Site, goto, key, one
from devslack.shapes import channel_of
from devslack.store import Json

MOST_THREADS = 100
"""How many threads the inbox shows."""


@dataclass
class InboxPages:
    """The start page and the inbox."""

    site: Site

    async def people(self, request: Request) -> Response:
        """Everybody, with what waits for them."""
        config = self.site.config
        waiting = {member.id: self.site.waiting(member.id) for member in config.people}
        return self.site.page("people.html", waiting=waiting, mails=self.site.store.mail_count())

    async def inbox(self, request: Request) -> Response:
        """One person's messages, by thread, the thread with the newest word first."""
        member, store = self.site.member(request), self.site.store
        messages = store.messages(channel_of(member.id), member.id)
        threads = _threads(messages)
        seen = float(store.seen(member.id))
        if messages:
            store.see(member.id, messages[-1]["ts"])
        return self.site.page(
            "inbox.html",
            me=member,
            tab="messages",
            threads=threads[:MOST_THREADS],
            older=len(threads) - MOST_THREADS,
            seen=seen,
            form_open=store.top(member.id),
            notices=self.site.notices(member.id),
        )

    async def click(self, request: Request) -> Response:
        """A button or a menu of a message; asks first where the app wants that."""
        member, site = self.site.member(request), self.site
        form = await site.form(request)
        ts, (block_id, action_id) = one(form, "ts"), key(form, "press")
        channel = channel_of(member.id)
        message = site.store.message(channel, ts)
        place = next(
            (
                place
                for place in elements((message or {}).get("blocks", []))
                if (place.block["block_id"], place.element["action_id"]) == (block_id, action_id)
            ),
            None,
        )
        if place is None:
            raise LookupError("This message has changed since you saw it. Go back and reload.")
        given: list[Any] = [value for value in form.getlist(one(form, "press")) if isinstance(value, str)]
        if place.element.get("confirm") and not one(form, "sure"):
            to, back = f"/as/{member.id}/click", f"/as/{member.id}"
            return site.page(
                "confirm.html", me=member, ts=ts, place=place, press=one(form, "press"), given=given, to=to, back=back
            )
        fills = place.element["type"] in FILLED | {"overflow"}
        many = place.element["type"].startswith("multi_") or place.element["type"] == "checkboxes"
        selected: Any = (given if many else next(iter(given), None)) if fills else None
        before = site.seen_by(member.id)
        outcome = await site.hands.click(member.id, channel, ts, action_id, block_id=block_id, selected=selected)
        return await site.onward(member.id, before, outcome, f"/as/{member.id}#p{ts.replace('.', '')}")

    async def say(self, request: Request) -> Response:
        """A message to the app, or a slash command."""
        member, site = self.site.member(request), self.site
        form = await site.form(request)
        text = one(form, "text").strip()
        if not text:
            return goto(f"/as/{member.id}")
        before = site.seen_by(member.id)
        if text.startswith("/"):
            command, _, rest = text.partition(" ")
            outcome = await site.hands.command(member.id, command, rest.strip())
        else:
            outcome = await site.hands.type_message(member.id, text, one(form, "thread_ts") or None)
            before = site.seen_by(member.id)
        return await site.onward(member.id, before, outcome, f"/as/{member.id}")

    async def shortcut(self, request: Request) -> Response:
        """A global shortcut."""
        member, site = self.site.member(request), self.site
        form = await site.form(request)
        before = site.seen_by(member.id)
        outcome = await site.hands.shortcut(member.id, one(form, "callback_id"))
        return await site.onward(member.id, before, outcome, f"/as/{member.id}")

    async def dismiss(self, request: Request) -> Response:
        """Away with a message that only this person sees."""
        member, store = self.site.member(request), self.site.store
        ts = one(await self.site.form(request), "ts")
        if store.only_for(channel_of(member.id), ts) == member.id:
            store.drop_message(channel_of(member.id), ts)
        return goto(f"/as/{member.id}")


def _threads(messages: list[Json]) -> list[list[Json]]:
    threads: dict[str, list[Json]] = {}
    for message in messages:
        threads.setdefault(message.get("thread_ts") or message["ts"], []).append(message)
    return sorted(threads.values(), key=lambda thread: float(thread[-1]["ts"]), reverse=True)
