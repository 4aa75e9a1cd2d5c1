"""The stack of modals that a person has open, and their App Home: opened, pushed, changed, closed."""

import json
import time
from typing import Any

from devslack.config import Config
from devslack.shapes import Wrong, changed_view, new_view
from devslack.store import Json, Kept, Store
from devslack.validity import wrong_view

TRIGGER_SECONDS = 3
MOST_MODALS = 3
LARGEST_VIEW = 250_000
"""Bytes."""


def take(given: Any, kind: str) -> Json:
    """A view as the app gave it. Raises Wrong for what Slack would refuse."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Wrong("invalid_arguments", "[ERROR] failed to parse view as JSON") from None
    if not isinstance(given, dict):
        raise Wrong("invalid_arguments", "[ERROR] missing required field: view")
    if len(json.dumps(given).encode()) > LARGEST_VIEW:
        raise Wrong("view_too_large")
    if sentences := wrong_view(given):
        raise Wrong("invalid_arguments", *(f"[ERROR] {sentence}" for sentence in sentences))
    if given["type"] != kind:
        raise Wrong("invalid_arguments", f"[ERROR] The view has to be a {kind} [json-pointer:/view/type]")
    return dict(given)


def claim(store: Store, trigger_id: str) -> str:
    """The person whose trigger this is. Raises Wrong: invalid, older than 3 s, or used."""
    trigger = store.trigger(trigger_id)
    if trigger is None:
        raise Wrong("invalid_trigger_id")
    if time.time() - trigger.issued > TRIGGER_SECONDS:
        raise Wrong("expired_trigger_id")
    if trigger.used:
        raise Wrong("exchanged_trigger_id")
    return trigger.user


def open_modal(config: Config, store: Store, trigger_id: str, view: Json) -> Kept:
    """Open a first modal; Slack shows one stack at a time, so an older one goes."""
    user = claim(store, trigger_id)
    _unique(store, view)
    store.drop_views(kept.id for kept in store.stack(user))
    return _shown(store, trigger_id, new_view(config, user, view, 0))


def push_modal(config: Config, store: Store, trigger_id: str, view: Json) -> Kept:
    """Lay a modal on top. Raises Wrong: push_limit_reached above three."""
    user = claim(store, trigger_id)
    stack = store.stack(user)
    if not stack:
        raise Wrong("not_found")
    if len(stack) >= MOST_MODALS:
        raise Wrong("push_limit_reached")
    _unique(store, view)
    return _shown(store, trigger_id, new_view(config, user, view, len(stack), stack[-1]))


def lay_on_top(config: Config, store: Store, below: Kept, view: Json) -> Kept:
    """`response_action: push`. Raises Wrong: push_limit_reached above three."""
    if len(store.stack(below.user)) >= MOST_MODALS:
        raise Wrong("push_limit_reached")
    kept = new_view(config, below.user, view, (below.depth or 0) + 1, below)
    store.put_view(kept)
    return kept


def update_modal(store: Store, kept: Kept | None, view: Json, expected_hash: str | None = None) -> Kept:
    """Change an open view. Raises Wrong: not_found, hash_conflict."""
    if kept is None:
        raise Wrong("not_found")
    if expected_hash and expected_hash != kept.body["hash"]:
        raise Wrong("hash_conflict")
    _unique(store, view, kept)
    changed = changed_view(kept, view)
    store.put_view(changed)
    return changed


def publish_home(config: Config, store: Store, user: str, view: Json, expected_hash: str | None = None) -> Kept:
    """Publish a person's App Home. Raises Wrong: hash_conflict, user_not_found."""
    if config.member(user) is None:
        raise Wrong("user_not_found")
    kept = store.home(user)
    if kept is not None:
        return update_modal(store, kept, view, expected_hash)
    kept = new_view(config, user, view, None)
    store.put_view(kept)
    return kept


def _shown(store: Store, trigger_id: str, kept: Kept) -> Kept:
    store.put_view(kept)
    store.use_trigger(trigger_id, kept.id)
    return kept


def _unique(store: Store, view: Json, own: Kept | None = None) -> None:
    name = view.get("external_id")
    holder = store.named(name) if name else None
    if holder and (own is None or holder.id != own.id):
        raise Wrong("duplicate_external_id")
