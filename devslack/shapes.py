"""How Slack writes people, messages and views in JSON."""

import secrets
import time
from typing import Any

from devslack.config import Config, Member
from devslack.inputs import elements, state
from devslack.store import Json, Kept, Store


class Wrong(Exception):
    """The answer to a call that Slack would not carry out, by Slack's own code."""

    def __init__(self, code: str, *messages: str, **more: Any) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = list(messages)
        self.more = more


def channel_of(user: str) -> str:
    """The conversation of the app with one person."""
    return f"D{user[1:]}"


def person_in(config: Config, channel: str) -> Member | None:
    """The person whose conversation with the app this is; a person's own id stands for it, as in Slack."""
    return next((member for member in config.people if channel in (channel_of(member.id), member.id)), None)


def account(config: Config, member: Member) -> Json:
    """A member as `users.info` gives it."""
    handle = member.email.partition("@")[0] or member.name.casefold().replace(" ", ".")
    first, _, last = member.name.partition(" ")
    told: Json = {
        "id": member.id,
        "team_id": config.team_of(member),
        "name": handle,
        "deleted": member.deleted,
        "profile": {
            "real_name": member.name,
            "real_name_normalized": member.name,
            "display_name": member.name,
            "display_name_normalized": member.name,
            "first_name": first,
            "last_name": last,
            "email": member.email,
            "team": config.team_of(member),
        },
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": 1700000000,
    }
    if not member.deleted:
        told |= {
            "real_name": member.name,
            "tz": "Europe/London",
            "tz_label": "Greenwich Mean Time",
            "tz_offset": 0,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": member.is_restricted,
            "is_ultra_restricted": member.is_ultra_restricted,
        }
    if member.is_stranger:
        told["is_stranger"] = True
    return told


def bot(config: Config) -> Member:
    """The app's own user."""
    return Member(config.bot_user, config.app_name, "", is_bot=True)


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks with the ids that Slack gives where the app gave none."""
    named: list[Json] = []
    for block in blocks:
        fresh = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
        for held in ("element", "accessory"):
            if isinstance(fresh.get(held), dict):
                fresh[held] = _acting(fresh[held])
        if fresh["type"] == "actions":
            fresh["elements"] = [_acting(element) for element in fresh["elements"]]
        named.append(fresh)
    return named


def _acting(element: Json) -> Json:
    if element["type"] == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": secrets.token_urlsafe(4)}


def message_shown(store: Store, channel: str, message: Json, with_metadata: bool) -> Json:
    """A message as Slack gives it: a thread's parent with its counts, metadata only where asked for."""
    shown = {key: value for key, value in message.items() if key != "metadata" or with_metadata}
    if message.get("thread_ts", message["ts"]) == message["ts"]:
        replies = [m for m in store.messages(channel) if m.get("thread_ts") == message["ts"] != m["ts"]]
        if replies:
            shown |= {
                "thread_ts": message["ts"],
                "reply_count": len(replies),
                "reply_users": sorted({reply["user"] for reply in replies}),
                "reply_users_count": len({reply["user"] for reply in replies}),
                "latest_reply": replies[-1]["ts"],
                "is_locked": False,
                "subscribed": False,
            }
    return shown


def new_view(config: Config, user: str, given: Json, depth: int | None, previous: Kept | None = None) -> Kept:
    """A view that is opened, pushed or published just now."""
    view_id = f"V{secrets.token_hex(5).upper()}"
    member = config.member(user)
    body = {
        "id": view_id,
        "team_id": config.team_of(member) if member else config.team,
        "previous_view_id": previous.id if previous else None,
        "root_view_id": previous.body["root_view_id"] if previous else view_id,
        "app_id": config.app_id,
        "app_installed_team_id": config.team,
        "bot_id": f"B{config.bot_user[1:]}",
        **_given(given),
    }
    return Kept(view_id, user, depth, body, {}, {})


def changed_view(kept: Kept, given: Json) -> Kept:
    """The view with another content. What was typed stays where block and element kept their ids and kind."""
    body = {**kept.body, **_given(given)}
    before = {place.key: place.element["type"] for place in elements(kept.body["blocks"])}
    typed: dict[str, dict[str, Any]] = {}
    for place in elements(body["blocks"]):
        block, action = place.block["block_id"], place.element["action_id"]
        if action in kept.typed.get(block, {}) and before.get(place.key) == place.element["type"]:
            typed.setdefault(block, {})[action] = kept.typed[block][action]
    return Kept(kept.id, kept.user, kept.depth, body, typed, {})


def _given(given: Json) -> Json:
    return {
        "type": given["type"],
        "blocks": with_ids(given["blocks"]),
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "external_id": given.get("external_id", ""),
        "title": given.get("title"),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "hash": f"{int(time.time())}.{secrets.token_hex(4)}",
    }


def view_shown(kept: Kept) -> Json:
    """A view as Slack sends it, with what is in its fields. Options fetched for an external select stay here."""
    blocks = []
    for block in kept.body["blocks"]:
        shown = dict(block)
        for held in ("element", "accessory"):
            if str(shown.get(held, {}).get("type", "")).endswith("external_select"):
                shown[held] = {key: value for key, value in shown[held].items() if key != "options"}
        blocks.append(shown)
    return {**kept.body, "blocks": blocks, "state": state(kept)}
