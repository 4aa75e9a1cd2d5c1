"""What can be filled in: the elements of a view, their values as plain data and as Slack's `state`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from devslack.store import Json, Kept

TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
"""Elements whose value is a text."""
PICKED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
"""Elements whose value is one string, by the property that holds it."""
PICKED_MANY = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
CHOSEN = {"static_select", "external_select", "radio_buttons"}
"""Elements whose value is one option."""
CHOSEN_MANY = {"multi_static_select", "multi_external_select", "checkboxes"}
MANY = CHOSEN_MANY | PICKED_MANY.keys()
FILLED = TYPED | PICKED.keys() | CHOSEN | MANY
"""Every element that can be filled in."""


@dataclass(frozen=True)
class Place:
    """An element where it stands."""

    block: Json
    element: Json

    @property
    def key(self) -> str:
        """One name for the pair of ids, for forms."""
        return f"{self.block['block_id']}/{self.element['action_id']}"

    @property
    def optional(self) -> bool:
        """Whether it may stay empty: only input blocks ask for something."""
        return self.block["type"] != "input" or bool(self.block.get("optional"))


def elements(blocks: list[Json]) -> Iterator[Place]:
    """Every interactive element, with its block."""
    for block in blocks:
        held = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in held:
            if isinstance(element, dict) and "action_id" in element:
                yield Place(block, element)


def fields(blocks: list[Json]) -> Iterator[Place]:
    """Every element that can be filled in."""
    return (place for place in elements(blocks) if place.element["type"] in FILLED)


def options(element: Json) -> list[Json]:
    """All options of an element, groups taken apart."""
    grouped = [option for group in element.get("option_groups") or () for option in group["options"]]
    return [*(element.get("options") or ()), *grouped]


def initial(element: Json) -> Any:
    """The value an element starts with, as plain data: a text, an id, an option, or a list of them; None if empty."""
    kind = element["type"]
    if kind in TYPED:
        return element.get("initial_value")
    if kind in CHOSEN:
        return element.get("initial_option")
    if kind in CHOSEN_MANY:
        return element.get("initial_options") or []
    if kind in PICKED:
        return element.get(PICKED[kind].replace("selected_", "initial_"))
    return element.get(PICKED_MANY[kind].replace("selected_", "initial_")) or []


def chosen(element: Json, given: Any) -> Any:
    """A plain value as it is kept: the value of an option becomes the option. Raises ValueError for another."""
    kind = element["type"]
    if kind in CHOSEN | CHOSEN_MANY:
        known = {option["value"]: option for option in options(element)}

        def option(value: Any) -> Json:
            if isinstance(value, dict):
                return value
            if value not in known:
                raise ValueError(f"{value!r} is not an option of {element['action_id']}.")
            return known[value]

        if kind in CHOSEN:
            return option(given) if given else None
        return [option(value) for value in given or ()]
    if kind in PICKED_MANY:
        return list(given or ())
    if kind == "datetimepicker":
        return int(given) if given else None
    return given or None


def state_of(element: Json, value: Any) -> Json:
    """The value of an element as Slack tells it."""
    kind = element["type"]
    if kind in CHOSEN:
        held = "selected_option"
    elif kind in CHOSEN_MANY:
        held = "selected_options"
    else:
        held = PICKED.get(kind) or PICKED_MANY.get(kind) or "value"
    return {"type": kind, held: value}


def value_of(kept: Kept, place: Place) -> Any:
    """What a field of a view holds now."""
    typed = kept.typed.get(place.block["block_id"], {})
    action = place.element["action_id"]
    return typed[action] if action in typed else initial(place.element)


def state(kept: Kept) -> Json:
    """`view.state` as Slack sends it."""
    values: dict[str, Json] = {}
    for place in fields(kept.body["blocks"]):
        told = state_of(place.element, value_of(kept, place))
        values.setdefault(place.block["block_id"], {})[place.element["action_id"]] = told
    return {"values": values}


def refused(place: Place, value: Any) -> str | None:
    """What Slack's own form says before anything is sent."""
    element, kind = place.element, place.element["type"]
    if value in (None, "", []):
        return None if place.optional else "Please complete this required field."
    if kind == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Must be at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Must be at most {element.get('max_length', 3000)} characters."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_refused(element, value)
    if kind in MANY and len(value) > element.get("max_selected_items", len(value)):
        return f"Choose at most {element['max_selected_items']}."
    return None


def _number_refused(element: Json, value: str) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+", value):
        return "Please enter a number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return None
