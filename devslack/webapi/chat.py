"""Web API: saying something, changing it, taking it back."""

from typing import Any

from devslack.shapes import Wrong, channel_of, message_shown, with_ids
from devslack.store import Json
from devslack.validity import LONGEST_TEXT, wrong_message
from devslack.webapi.arguments import Call


def checked(text: Any, blocks: Any, metadata: Any = None) -> None:
    """Raises Wrong for a message that Slack would refuse: no_text, msg_too_long, invalid_blocks, and of metadata."""
    if not isinstance(text, str) or not text.strip():
        raise Wrong("no_text")
    if len(text) > LONGEST_TEXT:
        raise Wrong("msg_too_long")
    if sentences := [f"[ERROR] {each}" for each in wrong_message({"text": text, "blocks": blocks})]:
        raise Wrong("invalid_blocks", *sentences, errors=sentences)
    if metadata is not None and (sentences := wrong_message({"text": text, "metadata": metadata})):
        raise Wrong("invalid_metadata_format", *(f"[ERROR] {each}" for each in sentences))


def _composed(call: Call, ts: str) -> Json:
    text, blocks, metadata = call.given.get("text"), call.structure("blocks"), call.structure("metadata")
    checked(text, blocks, metadata)
    bot = f"B{call.config.bot_user[1:]}"
    return {
        "type": "message",
        "user": call.config.bot_user,
        "ts": ts,
        "bot_id": bot,
        "app_id": call.config.app_id,
        "text": text,
        "team": call.config.team,
        "bot_profile": {
            "id": bot,
            "app_id": call.config.app_id,
            "name": call.config.app_name,
            "deleted": False,
            "team_id": call.config.team,
        },
        **({"blocks": with_ids(blocks)} if blocks else {}),
        **({"metadata": metadata} if metadata else {}),
    }


def _in_thread(call: Call, channel: str) -> Json:
    asked = call.maybe("thread_ts")
    if asked is None:
        return {}
    parent = call.store.message(channel, asked)
    if parent is None:
        raise Wrong("thread_not_found")
    broadcast = {"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {}
    return {"thread_ts": parent.get("thread_ts", asked), "parent_user_id": parent["user"], **broadcast}


def _post(call: Call) -> Json:
    member = call.person()
    if member.deleted:
        raise Wrong("is_archived")
    channel = channel_of(member.id)
    threaded = _in_thread(call, channel)
    message = {**_composed(call, call.store.next_ts()), **threaded}
    call.store.put_message(channel, message)
    return {"channel": channel, "ts": message["ts"], "message": message_shown(call.store, channel, message, True)}


def _own(call: Call, code: str) -> tuple[str, Json]:
    """A message of the app's own that everybody sees. Raises Wrong: message_not_found, or `code` for another's."""
    channel = channel_of(call.person().id)
    message = call.store.message(channel, call.text("ts"))
    if message is None or call.store.only_for(channel, message["ts"]):
        raise Wrong("message_not_found")
    if message["user"] != call.config.bot_user:
        raise Wrong(code)
    return channel, message


def _update(call: Call) -> Json:
    channel, before = _own(call, "cant_update_message")
    message = _composed(call, before["ts"])
    kept: Json = {name: before[name] for name in ("thread_ts", "parent_user_id", "subtype") if name in before}
    if call.structure("metadata") is None and "metadata" in before:
        kept["metadata"] = before["metadata"]
    message |= {**kept, "edited": {"user": call.config.bot_user, "ts": f"{int(float(call.store.next_ts()))}.000000"}}
    call.store.put_message(channel, message)
    shown = message_shown(call.store, channel, message, True)
    return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": shown}


def _delete(call: Call) -> Json:
    channel, message = _own(call, "cant_delete_message")
    call.store.drop_message(channel, message["ts"])
    return {"channel": channel, "ts": message["ts"]}


def _whisper(call: Call) -> Json:
    member = call.person()
    if call.text("user") != member.id:
        raise Wrong("user_not_in_channel")
    channel = channel_of(member.id)
    threaded = _in_thread(call, channel)
    message = {**_composed(call, call.store.next_ts()), **threaded, "is_ephemeral": True}
    call.store.put_message(channel, message, only_for=member.id)
    return {"message_ts": message["ts"]}


def _permalink(call: Call) -> Json:
    member = call.person()
    channel, ts = channel_of(member.id), call.text("message_ts")
    if call.store.message(channel, ts) is None:
        raise Wrong("message_not_found")
    return {"channel": channel, "permalink": f"{call.config.url}/as/{member.id}#p{ts.replace('.', '')}"}


METHODS = {
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _whisper,
    "chat.getPermalink": _permalink,
}
