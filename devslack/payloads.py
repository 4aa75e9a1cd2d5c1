"""What Slack sends when people do something, in the shapes of its reference."""

import secrets
import time
from typing import Any

from devslack.config import Config, Member
from devslack.inputs import FILLED, Place, state_of
from devslack.shapes import channel_of, view_shown
from devslack.store import Json, Kept, Store

VERIFICATION = "stand-in-verification-token"
"""Slack's old shared word, still in every payload and worth nothing: requests are proved by their signature."""


def escaped(text: str) -> str:
    """What a person types, as Slack passes it on."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _base(config: Config, member: Member, kind: str) -> Json:
    handle = member.email.partition("@")[0] or member.name
    return {
        "type": kind,
        "team": {"id": config.team, "domain": "stand-in"},
        "user": {"id": member.id, "username": handle, "name": handle, "team_id": config.team_of(member)},
        "api_app_id": config.app_id,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(store: Store, place: Place, value: Any) -> Json:
    element = place.element
    told: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": place.block["block_id"],
        "action_ts": store.next_ts(),
    }
    told |= {name: element[name] for name in ("text", "value", "style", "placeholder", "url") if name in element}
    if element["type"] == "overflow":
        told["selected_option"] = value
    elif element["type"] in FILLED:
        told |= state_of(element, value)
    return told


def clicked(
    config: Config, store: Store, member: Member, channel: str, message: Json, place: Place, value: Any
) -> tuple[Json, str]:
    """`block_actions` of a message, and its trigger."""
    trigger = store.new_trigger(member.id)
    hook = store.new_hook(channel, member.id, message["ts"])
    hidden = bool(message.get("is_ephemeral"))
    values: Json = {}
    if place.element["type"] in FILLED:
        values = {place.block["block_id"]: {place.element["action_id"]: state_of(place.element, value)}}
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": hidden}
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    payload = {
        **_base(config, member, "block_actions"),
        "container": container,
        "trigger_id": trigger,
        "channel": {"id": channel, "name": "directmessage"},
        "state": {"values": values},
        "response_url": f"{config.url}/actions/{config.team}/{hook}",
        "actions": [_action(store, place, value)],
    }
    if not hidden:
        payload["message"] = {name: held for name, held in message.items() if name != "metadata"}
    return payload, trigger


def pressed(config: Config, store: Store, member: Member, kept: Kept, place: Place, value: Any) -> tuple[Json, str]:
    """`block_actions` of a modal or of App Home, and its trigger."""
    trigger = store.new_trigger(member.id, kept.id)
    view = view_shown(kept)
    payload = {
        **_base(config, member, "block_actions"),
        "container": {"type": "view", "view_id": kept.id},
        "trigger_id": trigger,
        "view": view,
        "state": view["state"],
        "actions": [_action(store, place, value)],
    }
    return payload, trigger


def submitted(config: Config, store: Store, member: Member, kept: Kept) -> tuple[Json, str]:
    """`view_submission`, and its trigger."""
    trigger = store.new_trigger(member.id, kept.id)
    payload = {
        **_base(config, member, "view_submission"),
        "trigger_id": trigger,
        "view": view_shown(kept),
        "response_urls": [],
    }
    return payload, trigger


def closed(config: Config, member: Member, kept: Kept, cleared: bool) -> Json:
    """`view_closed`."""
    return {**_base(config, member, "view_closed"), "view": view_shown(kept), "is_cleared": cleared}


def sought(config: Config, member: Member, kept: Kept, place: Place, typed: str) -> Json:
    """`block_suggestion`: what an external select asks for."""
    return {
        **_base(config, member, "block_suggestion"),
        "container": {"type": "view", "view_id": kept.id},
        "action_id": place.element["action_id"],
        "block_id": place.block["block_id"],
        "value": typed,
        "view": view_shown(kept),
    }


def shortcut(config: Config, store: Store, member: Member, callback_id: str) -> tuple[Json, str]:
    """`shortcut`, a global one, and its trigger."""
    trigger = store.new_trigger(member.id)
    base = _base(config, member, "shortcut")
    return {**base, "action_ts": store.next_ts(), "callback_id": callback_id, "trigger_id": trigger}, trigger


def command(config: Config, store: Store, member: Member, name: str, text: str) -> tuple[Json, str]:
    """A slash command, which is a form and no payload, and its trigger."""
    trigger = store.new_trigger(member.id)
    channel = channel_of(member.id)
    form = {
        "token": VERIFICATION,
        "team_id": config.team,
        "team_domain": "stand-in",
        "channel_id": channel,
        "channel_name": "directmessage",
        "user_id": member.id,
        "user_name": member.email.partition("@")[0] or member.name,
        "command": name,
        "text": escaped(text),
        "api_app_id": config.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{config.url}/commands/{config.team}/{store.new_hook(channel, member.id, None)}",
        "trigger_id": trigger,
    }
    return form, trigger


def event(config: Config, told: Json) -> Json:
    """An event in its envelope."""
    return {
        "token": VERIFICATION,
        "team_id": config.team,
        "context_team_id": config.team,
        "context_enterprise_id": None,
        "api_app_id": config.app_id,
        "event": told,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": config.team,
                "user_id": config.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_urlsafe(24),
    }


def home_opened(store: Store, member: Member) -> Json:
    """The event `app_home_opened`."""
    kept = store.home(member.id)
    told: Json = {
        "type": "app_home_opened",
        "user": member.id,
        "channel": channel_of(member.id),
        "tab": "home",
        "event_ts": store.next_ts(),
    }
    return {**told, "view": view_shown(kept)} if kept else told


def typed(config: Config, store: Store, member: Member, text: str, thread_ts: str | None) -> tuple[Json, Json]:
    """A message that a person types to the app: as it is kept, and as the event `message.im`."""
    ts = store.next_ts()
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    message: Json = {
        "type": "message",
        "user": member.id,
        "ts": ts,
        "client_msg_id": secrets.token_hex(16),
        "text": escaped(text),
        "team": config.team_of(member),
        "blocks": [{"type": "rich_text", "block_id": secrets.token_urlsafe(4), "elements": [part]}],
    }
    if thread_ts:
        message["thread_ts"] = thread_ts
    return message, {**message, "channel": channel_of(member.id), "event_ts": ts, "channel_type": "im"}
