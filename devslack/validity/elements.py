"""Slack's rules for what stands in blocks: buttons, selects, inputs, images."""

from typing import Any

from devslack.validity.checks import (
    Check,
    Sentences,
    all_of,
    anything,
    either,
    flag,
    many,
    obj,
    one_of,
    plain,
    said,
    string,
    whole,
)

IDENTITY = string(255)
ADDRESS = string(3000, shape=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
DATE = string(10, shape=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = string(5, shape=r"([01]\d|2[0-3]):[0-5]\d")
STYLE = one_of("primary", "danger")
PLACEHOLDER = plain(150)

CONFIRM = obj(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30), "style": STYLE},
    required=("title", "text", "confirm", "deny"),
)
DISPATCH = obj({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})


def _option(texts: Check, more: dict[str, Check] | None = None) -> Check:
    return obj(
        {"text": texts, "value": string(150), "description": texts, **(more or {})}, required=("text", "value")
    )


MENU_OPTION = _option(plain(75))
GROUP_OPTION = _option(either(75))
OVERFLOW_OPTION = _option(plain(75), {"url": ADDRESS})
OPTION_GROUP = obj({"label": plain(75), "options": many(MENU_OPTION, 1, 100)}, required=("label", "options"))


def _element(more: dict[str, Check], *required: str) -> Check:
    return obj({"type": anything, "action_id": IDENTITY, **more}, required=required)


def _field(more: dict[str, Check], *required: str) -> Check:
    return _element({"placeholder": PLACEHOLDER, "focus_on_load": flag, **more}, *required)


def _known_initial(element: Any, place: str) -> Sentences:
    """What is chosen at first has to be one of the options, and no value may stand there twice."""
    if not isinstance(element, dict):
        return
    groups = element.get("option_groups") or []
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        return
    lists = [element.get("options") or [], *(group.get("options") or [] for group in groups)]
    known = [each for each_list in lists if isinstance(each_list, list) for each in each_list]
    values = [each.get("value") for each in known if isinstance(each, dict)]
    if len({*map(str, values)}) != len(values):
        yield said("Two options have the same value", f"{place}/options")
    if "initial_option" in element and element["initial_option"] not in known:
        yield said("The initial option is not one of the options", f"{place}/initial_option")
    initial = element.get("initial_options")
    for number, each in enumerate(initial if isinstance(initial, list) else []):
        if each not in known:
            yield said("The initial option is not one of the options", f"{place}/initial_options/{number}")


def _menu(one: bool) -> Check:
    initial: dict[str, Check] = (
        {"initial_option": MENU_OPTION}
        if one
        else {"initial_options": many(MENU_OPTION, 1, 100), "max_selected_items": whole(1, 100)}
    )
    shape = _field(
        {
            "options": many(MENU_OPTION, 1, 100),
            "option_groups": many(OPTION_GROUP, 1, 100),
            "confirm": CONFIRM,
            **initial,
        }
    )
    return all_of(shape, _one_source, _known_initial)


def _one_source(element: Any, place: str) -> Sentences:
    if ("options" in element) == ("option_groups" in element):
        yield said("A menu has either options or option_groups", place)


def _external(one: bool) -> Check:
    initial: dict[str, Check] = (
        {"initial_option": MENU_OPTION}
        if one
        else {"initial_options": many(MENU_OPTION, 1, 100), "max_selected_items": whole(1, 100)}
    )
    return _field({"min_query_length": whole(0, 100), "confirm": CONFIRM, **initial})


def _people(what: str, one: bool) -> Check:
    known: dict[str, Check] = {"confirm": CONFIRM}
    if one:
        known |= {f"initial_{what}": IDENTITY, "response_url_enabled": flag}
    else:
        known |= {f"initial_{what}s": many(IDENTITY, 1, 1000), "max_selected_items": whole(1, 1000)}
    if what == "conversation":
        known |= {"default_to_current_conversation": flag, "filter": anything}
    return _field(known)


def _within(element: Any, place: str) -> Sentences:
    """The text that stands in a field at first obeys the field's own limits."""
    initial, most = element.get("initial_value"), element.get("max_length", 3000)
    least = element.get("min_length", 0)
    if isinstance(initial, str) and isinstance(most, int) and len(initial) > most:
        yield said(f"{len(initial)} characters are more than the field's {most}", f"{place}/initial_value")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield said("The least length is above the greatest", f"{place}/min_length")


def _number_within(element: Any, place: str) -> Sentences:
    if "is_decimal_allowed" not in element:
        yield said("The property 'is_decimal_allowed' is missing", place)
    for name in ("initial_value", "min_value", "max_value"):
        try:
            float(element.get(name, 0))
        except (TypeError, ValueError):
            yield said("This is a number, written as a string", f"{place}/{name}")


_GROUP: dict[str, Check] = {"options": many(GROUP_OPTION, 1, 10), "confirm": CONFIRM, "focus_on_load": flag}
_BUTTON: dict[str, Check] = {
    "text": plain(75),
    "url": ADDRESS,
    "value": string(2000),
    "style": STYLE,
    "confirm": CONFIRM,
    "accessibility_label": string(75),
}
_TEXT_INPUT: dict[str, Check] = {
    "initial_value": string(3000, least=0),
    "multiline": flag,
    "min_length": whole(0, 3000),
    "max_length": whole(1, 3000),
    "dispatch_action_config": DISPATCH,
}
_NUMBER_INPUT: dict[str, Check] = {
    "is_decimal_allowed": flag,
    "initial_value": string(100),
    "min_value": string(100),
    "max_value": string(100),
    "dispatch_action_config": DISPATCH,
}
_LINE_INPUT: dict[str, Check] = {"initial_value": string(3000, least=0), "dispatch_action_config": DISPATCH}

IMAGE = obj(
    {"type": anything, "image_url": ADDRESS, "alt_text": string(2000), "slack_file": anything},
    required=("alt_text",),
)

ELEMENTS: dict[str, Check] = {
    "button": _element(_BUTTON, "text"),
    "image": IMAGE,
    "overflow": _element({"options": many(OVERFLOW_OPTION, 1, 5), "confirm": CONFIRM}, "options"),
    "static_select": _menu(one=True),
    "multi_static_select": _menu(one=False),
    "external_select": _external(one=True),
    "multi_external_select": _external(one=False),
    "users_select": _people("user", one=True),
    "multi_users_select": _people("user", one=False),
    "conversations_select": _people("conversation", one=True),
    "multi_conversations_select": _people("conversation", one=False),
    "channels_select": _people("channel", one=True),
    "multi_channels_select": _people("channel", one=False),
    "radio_buttons": all_of(_element({**_GROUP, "initial_option": GROUP_OPTION}, "options"), _known_initial),
    "checkboxes": all_of(
        _element({**_GROUP, "initial_options": many(GROUP_OPTION, 1, 10)}, "options"), _known_initial
    ),
    "datepicker": _field({"initial_date": DATE, "confirm": CONFIRM}),
    "timepicker": _field({"initial_time": TIME, "confirm": CONFIRM, "timezone": string(100)}),
    "datetimepicker": _element(
        {"initial_date_time": whole(0, 9_999_999_999), "confirm": CONFIRM, "focus_on_load": flag}
    ),
    "plain_text_input": all_of(_field(_TEXT_INPUT), _within),
    "email_text_input": _field(_LINE_INPUT),
    "url_text_input": _field(_LINE_INPUT),
    "number_input": all_of(_field(_NUMBER_INPUT), _number_within),
}
