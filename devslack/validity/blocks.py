"""Slack's rules for blocks: what each holds, where it may stand, and what must differ between them."""

from collections.abc import Iterator
from typing import Any

from devslack.validity.checks import (
    Check,
    Sentences,
    all_of,
    anything,
    by_type,
    either,
    flag,
    many,
    obj,
    plain,
    said,
    string,
)
from devslack.validity.elements import ADDRESS, ELEMENTS, IDENTITY, IMAGE
from devslack.validity.rich_text import RICH_TEXT

SURFACES = {
    "actions": {"message", "modal", "home"},
    "context": {"message", "modal", "home"},
    "divider": {"message", "modal", "home"},
    "header": {"message", "modal", "home"},
    "image": {"message", "modal", "home"},
    "input": {"message", "modal", "home"},
    "markdown": {"message"},
    "rich_text": {"message", "modal", "home"},
    "section": {"message", "modal", "home"},
}
"""The blocks that the stand-in shows, and where Slack allows them."""

IN_SECTIONS = {
    "button",
    "image",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    *(name for name in ELEMENTS if name.endswith("_select")),
}
IN_ACTIONS = {
    "button",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "datetimepicker",
    *(name for name in ELEMENTS if name.endswith("_select") and not name.startswith("multi_")),
}
IN_INPUTS = ELEMENTS.keys() - {"button", "image", "overflow"}


def _some(names: Any, what: str) -> Check:
    return by_type({name: ELEMENTS[name] for name in names}, what)


def _something(block: Any, place: str) -> Sentences:
    if "text" not in block and "fields" not in block:
        yield said("A section needs text or fields", place)


def _a_picture(block: Any, place: str) -> Sentences:
    if ("image_url" in block) == ("slack_file" in block):
        yield said("An image has either image_url or slack_file", place)


def _context(value: Any, place: str) -> Sentences:
    kind = value.get("type") if isinstance(value, dict) else None
    yield from (IMAGE if kind == "image" else either(2000))(value, place)


def _block(more: dict[str, Check], *required: str) -> Check:
    return obj({"type": anything, "block_id": IDENTITY, **more}, required=required)


BLOCKS: dict[str, Check] = {
    "actions": _block({"elements": many(_some(IN_ACTIONS, "element of actions"), 1, 25)}, "elements"),
    "context": _block({"elements": many(_context, 1, 10)}, "elements"),
    "divider": _block({}),
    "header": _block({"text": plain(150)}, "text"),
    "image": all_of(
        _block(
            {"image_url": ADDRESS, "slack_file": anything, "alt_text": string(2000), "title": plain(2000)}, "alt_text"
        ),
        _a_picture,
    ),
    "input": _block(
        {
            "label": plain(2000),
            "element": _some(IN_INPUTS, "element of an input"),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        "label",
        "element",
    ),
    "markdown": _block({"text": string(12_000)}, "text"),
    "rich_text": _block({"elements": RICH_TEXT}, "elements"),
    "section": all_of(
        _block(
            {
                "text": either(3000),
                "fields": many(either(2000), 1, 10),
                "accessory": _some(IN_SECTIONS, "accessory"),
                "expand": flag,
            }
        ),
        _something,
    ),
}


def block(given: dict[str, Any], place: str, surface: str) -> Sentences:
    """What is wrong with one block on its surface."""
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in BLOCKS:
        yield said(f"{kind!r} is no block that can be shown", f"{place}/type")
        return
    if surface not in SURFACES[kind]:
        yield said(f"A {kind} block is not allowed in a {surface}", f"{place}/type")
    yield from BLOCKS[kind](given, place)


def _actions(given: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    """The action ids in a block, with their places."""
    listed = given.get("elements")
    held = [(f"{place}/{name}", given.get(name)) for name in ("accessory", "element")]
    held += [(f"{place}/elements/{n}", each) for n, each in enumerate(listed if isinstance(listed, list) else [])]
    for where, element in held:
        if isinstance(element, dict) and isinstance(element.get("action_id"), str):
            yield element["action_id"], f"{where}/action_id"


def among_blocks(blocks: list[dict[str, Any]], place: str) -> Sentences:
    """What must differ: block ids, and action ids; and only one element can have the focus."""
    ids: set[str] = set()
    focused = 0
    for number, given in enumerate(blocks):
        own = given.get("block_id")
        if isinstance(own, str):
            if own in ids:
                yield said(f"The block_id {own!r} stands there twice", f"{place}/{number}/block_id")
            ids.add(own)
        actions: set[str] = set()
        for action, where in _actions(given, f"{place}/{number}"):
            if action in actions:
                yield said(f"The action_id {action!r} stands there twice", where)
            actions.add(action)
        held = given.get("element")
        focused += isinstance(held, dict) and held.get("focus_on_load") is True
        if focused > 1:
            yield said("Only one element can have the focus", f"{place}/{number}/element/focus_on_load")
            return
