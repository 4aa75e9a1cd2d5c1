"""Web API: the conversations of the app, one with each person, and what was said in them."""

from devslack.config import Member
from devslack.shapes import Wrong, channel_of, message_shown
from devslack.store import Json
from devslack.webapi.arguments import Call


def _told(call: Call, member: Member) -> Json:
    return {
        "id": channel_of(member.id),
        "created": 1700000000,
        "is_im": True,
        "is_org_shared": False,
        "is_archived": False,
        "context_team_id": call.config.team,
        "updated": 1700000000000,
        "user": member.id,
        "is_user_deleted": member.deleted,
        "is_open": True,
        "priority": 0,
    }


def _open(call: Call) -> Json:
    if call.maybe("channel"):
        member = call.person()
    else:
        users = [user for user in (call.maybe("users") or "").split(",") if user]
        if not users:
            raise Wrong("users_list_not_supplied")
        if len(users) > 1:
            raise Wrong("too_many_users", "[ERROR] the stand-in has conversations with one person each")
        found = call.config.member(users[0])
        if found is None:
            raise Wrong("user_not_found")
        if found.deleted:
            raise Wrong("user_disabled")
        if found.is_bot:
            raise Wrong("cannot_dm_bot")
        member = found
    channel = _told(call, member) if call.flag("return_im") else {"id": channel_of(member.id)}
    return {"channel": channel, "no_op": True, "already_open": True}


def _info(call: Call) -> Json:
    return {"channel": _told(call, call.person())}


def _moment(ts: str, code: str) -> float:
    try:
        return float(ts)
    except ValueError:
        raise Wrong(code) from None


def _between(call: Call, messages: list[Json]) -> list[Json]:
    """The messages later than `oldest` and earlier than `latest`, those two themselves only if `inclusive`."""
    oldest, latest, inclusive = call.maybe("oldest"), call.maybe("latest"), call.flag("inclusive")
    after, before = _moment(oldest or "0", "invalid_ts_oldest"), _moment(latest or "inf", "invalid_ts_latest")

    def within(message: Json) -> bool:
        ts = float(message["ts"])
        return after < ts < before or (inclusive and message["ts"] in (oldest, latest))

    return [message for message in messages if within(message)]


def _is_reply(message: Json) -> bool:
    return bool(message.get("thread_ts", message["ts"]) != message["ts"])


def _history(call: Call) -> Json:
    channel = channel_of(call.person().id)
    said = [m for m in call.store.messages(channel) if not _is_reply(m) or m.get("subtype") == "thread_broadcast"]
    page, cursor = call.page(_between(call, said)[::-1], 100, 999)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message_shown(call.store, channel, message, with_metadata) for message in page],
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def _replies(call: Call) -> Json:
    channel = channel_of(call.person().id)
    asked = call.store.message(channel, call.text("ts"))
    if asked is None or call.store.only_for(channel, asked["ts"]):
        raise Wrong("thread_not_found")
    root: str = asked.get("thread_ts") or asked["ts"]
    parent = call.store.message(channel, root)
    replies = [m for m in call.store.messages(channel) if m.get("thread_ts") == root != m["ts"]]
    page, cursor = call.page([*([parent] if parent else []), *_between(call, replies)], 100, 999)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message_shown(call.store, channel, message, with_metadata) for message in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = {
    "conversations.open": _open,
    "conversations.info": _info,
    "conversations.history": _history,
    "conversations.replies": _replies,
}
