"""What Slack makes of the app's answers: to a submitted view, to a slash command, and on a response address."""

import time
from typing import Any

from devslack.config import Config
from devslack.delivery import Answer
from devslack.inputs import fields
from devslack.modals import lay_on_top, take, update_modal
from devslack.shapes import Wrong, channel_of, with_ids
from devslack.store import Json, Kept, Store
from devslack.webapi.chat import checked

NO_CONNECTION = "We had some trouble connecting. Try again?"
HOOK_USES = 5
HOOK_SECONDS = 30 * 60


def trouble_of(answer: Answer) -> str:
    """What Slack shows where a click was not taken; "" where all is well."""
    if answer.well:
        return ""
    return NO_CONNECTION if answer.problem else f"This app responded with Status Code {answer.status}."


def after_submission(config: Config, store: Store, kept: Kept, answer: Answer) -> tuple[dict[str, str], str]:
    """Do to the stack what the answer to a submission asks for. Gives errors by block_id, and trouble."""
    told = answer.told
    if not answer.well or not isinstance(told, dict):
        return {}, NO_CONNECTION
    try:
        match told.get("response_action"):
            case None if not told:
                store.drop_views([kept.id])
            case "clear":
                store.drop_views(each.id for each in store.stack(kept.user))
            case "update":
                update_modal(store, store.view(kept.id), take(told.get("view"), "modal"))
            case "push":
                lay_on_top(config, store, kept, take(told.get("view"), "modal"))
            case "errors":
                return _errors(store, kept, told.get("errors")), ""
            case other:
                raise Wrong(f"unknown response_action {other!r}")
    except Wrong as wrong:
        return {}, " ".join([NO_CONNECTION, f"({wrong.code})", *wrong.messages])
    return {}, ""


def _errors(store: Store, kept: Kept, errors: Any) -> dict[str, str]:
    """Errors are for input blocks of the view alone. Raises Wrong for others."""
    asked = {place.block["block_id"] for place in fields(kept.body["blocks"]) if place.block["type"] == "input"}
    if (
        not isinstance(errors, dict)
        or not errors
        or not all(isinstance(each, str) and each for each in errors.values())
    ):
        raise Wrong("invalid errors")
    if unknown := errors.keys() - asked:
        raise Wrong(f"errors for {sorted(unknown)}, which are not input blocks of the view")
    # The app may have changed or closed the view while it made up its mind.
    if now := store.view(kept.id):
        now.errors = errors
        store.put_view(now)
    return errors


def reply_to_command(config: Config, store: Store, user: str, command: str, answer: Answer) -> str:
    """Show what the app answers to a slash command. Gives trouble."""
    if not answer.well:
        error = "operation_timeout" if answer.problem == "timeout" else "dispatch_failed"
        return f'{command} failed with the error "{error}"'
    told = answer.told
    if told == {}:
        return ""
    said = told if isinstance(told, dict) else {"text": answer.text}
    try:
        _say(config, store, channel_of(user), user, said)
    except Wrong as wrong:
        return " ".join([f'{command} failed with the error "{wrong.code}"', *wrong.messages])
    return ""


def on_response_address(config: Config, store: Store, token: str, told: Any) -> tuple[int, str]:
    """Carry out what the app posts to a response address: 5 times, for 30 minutes. Gives HTTP status and code."""
    hook = store.use_hook(token)
    if hook is None:
        return 404, "no_such_url"
    channel, user, ts, issued, uses = hook
    if time.time() - issued > HOOK_SECONDS:
        return 404, "expired_url"
    if uses >= HOOK_USES:
        return 404, "used_url"
    if not isinstance(told, dict):
        return 400, "invalid_payload"
    original = store.message(channel, ts) if ts else None
    if told.get("delete_original") in (True, "true"):
        if original:
            store.drop_message(channel, original["ts"])
        return 200, "ok"
    try:
        replaced = original if told.get("replace_original") in (True, "true") else None
        _say(config, store, channel, user, told, replaced)
    except Wrong as wrong:
        return 400, wrong.code
    return 200, "ok"


def _say(config: Config, store: Store, channel: str, user: str, told: Json, replaced: Json | None = None) -> None:
    checked(told.get("text"), told.get("blocks"))
    own = {"text": told["text"], **({"blocks": with_ids(told["blocks"])} if told.get("blocks") else {})}
    if replaced:
        kept = {name: held for name, held in replaced.items() if name not in ("text", "blocks")}
        message = {**kept, **own, "edited": {"user": config.bot_user, "ts": store.next_ts()}}
        store.put_message(channel, message, store.only_for(channel, replaced["ts"]))
        return
    everybody = told.get("response_type") == "in_channel"
    message = {
        "type": "message",
        "user": config.bot_user,
        "ts": store.next_ts(),
        "bot_id": f"B{config.bot_user[1:]}",
        "app_id": config.app_id,
        "team": config.team,
        **own,
        **({"thread_ts": told["thread_ts"]} if told.get("thread_ts") else {}),
        **({} if everybody else {"is_ephemeral": True}),
    }
    store.put_message(channel, message, only_for=None if everybody else user)
