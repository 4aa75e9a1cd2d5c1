"""Web API: who one is, who is there, and where Socket Mode connects."""

from devslack.config import Member
from devslack.shapes import Wrong, account, bot
from devslack.store import Json
from devslack.webapi.arguments import Call


def _test(call: Call) -> Json:
    if error := call.maybe("error"):
        raise Wrong(error, args=call.given)
    return {"args": call.given}


def _auth_test(call: Call) -> Json:
    config = call.config
    return {
        "url": f"{config.url}/",
        "team": "The stand-in",
        "user": config.app_name.casefold().replace(" ", "-"),
        "team_id": config.team,
        "user_id": config.bot_user,
        "bot_id": f"B{config.bot_user[1:]}",
        "is_enterprise_install": False,
    }


def _everyone(call: Call) -> list[Member]:
    return [*call.config.people, bot(call.config)]


def _info(call: Call) -> Json:
    user = call.text("user")
    found = next((member for member in _everyone(call) if member.id == user), None)
    if found is None:
        raise Wrong("user_not_found")
    return {"user": account(call.config, found)}


def _list(call: Call) -> Json:
    page, cursor = call.page([account(call.config, member) for member in _everyone(call)], 100, 1000)
    return {"members": page, "cache_ts": 1700000000, "response_metadata": {"next_cursor": cursor}}


def _by_email(call: Call) -> Json:
    email = call.text("email").casefold()
    for member in call.config.people:
        if member.email.casefold() == email and not (member.deleted or member.is_stranger or member.is_bot):
            return {"user": account(call.config, member)}
    raise Wrong("users_not_found")


def _connect(call: Call) -> Json:
    return {"url": f"ws://{call.config.host}:{call.config.port}/link?ticket={call.store.switchboard.ticket()}"}


METHODS = {
    "api.test": _test,
    "auth.test": _auth_test,
    "users.info": _info,
    "users.list": _list,
    "users.lookupByEmail": _by_email,
    "apps.connections.open": _connect,
}
