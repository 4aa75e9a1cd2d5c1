"""Web API: opening, pushing, changing modals, and publishing App Home."""

from devslack.modals import open_modal, publish_home, push_modal, take, update_modal
from devslack.shapes import view_shown
from devslack.store import Json
from devslack.webapi.arguments import Call


def _trigger(call: Call) -> str:
    return call.maybe("interactivity_pointer") or call.text("trigger_id")


def _open(call: Call) -> Json:
    kept = open_modal(call.config, call.store, _trigger(call), take(call.given.get("view"), "modal"))
    return {"view": view_shown(kept)}


def _push(call: Call) -> Json:
    kept = push_modal(call.config, call.store, _trigger(call), take(call.given.get("view"), "modal"))
    return {"view": view_shown(kept)}


def _update(call: Call) -> Json:
    external = call.maybe("external_id")
    kept = call.store.named(external) if external else call.store.view(call.text("view_id"))
    view = take(call.given.get("view"), kept.body["type"] if kept else "modal")
    return {"view": view_shown(update_modal(call.store, kept, view, call.maybe("hash")))}


def _publish(call: Call) -> Json:
    view = take(call.given.get("view"), "home")
    return {"view": view_shown(publish_home(call.config, call.store, call.text("user_id"), view, call.maybe("hash")))}


METHODS = {"views.open": _open, "views.push": _push, "views.update": _update, "views.publish": _publish}
