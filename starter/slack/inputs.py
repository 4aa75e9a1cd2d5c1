"""A blank as an input of a form, and what was typed and chosen as filled blanks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from channels.slack import blocks
from channels.slack.blocks import Block
from starter.filling import Blank, Option

_RADIO = 5
"""A choice of so few is shown whole; a longer one folds into a menu."""


def inputs(blanks: Sequence[Blank]) -> list[Block]:
    """The blanks as inputs, each group under its heading."""
    made: list[Block] = []
    group = ""
    for blank in blanks:
        if blank.group and blank.group != group:
            made.append(blocks.header(blank.group))
        group = blank.group
        made.append(_input(blank))
    return made


def _input(blank: Blank) -> Block:
    made: Block = {
        "type": "input",
        "block_id": blank.path[:255],
        "label": blocks.plain(blank.label, blocks.LABEL),
        "element": _element(blank),
        "optional": not blank.required,
    }
    if blank.hint:
        made["hint"] = blocks.plain(blank.hint, blocks.LABEL)
    return made


def _element(blank: Blank) -> Block:
    action: Block = {"action_id": blank.path[:255]}
    given = [one for one in blank.given.split(",") if one]
    chosen = [_option(one) for one in blank.options if one.key in given]
    if blank.kind == "one":
        radio = len(blank.options) <= _RADIO
        made = {"type": "radio_buttons" if radio else "static_select", "options": _options(blank), **action}
        return {**made, "initial_option": chosen[0]} if chosen else made
    if blank.kind == "many":
        few = len(blank.options) <= blocks.FEW_OPTIONS
        made = {"type": "checkboxes" if few else "multi_static_select", "options": _options(blank), **action}
        return {**made, "initial_options": chosen} if chosen else made
    if blank.kind == "day":
        return {"type": "datepicker", **action, **({"initial_date": blank.given} if blank.given else {})}
    most = min(blank.most, blocks.TYPED)
    typed: Block = {
        "type": "plain_text_input",
        "multiline": blank.kind == "text",
        "max_length": most,
        **action,
    }
    return {**typed, "initial_value": blocks.cut(blank.given, most)} if blank.given else typed


def _options(blank: Blank) -> list[Block]:
    return [_option(one) for one in blank.options[: blocks.MOST_OPTIONS]]


def _option(option: Option) -> Block:
    made: Block = {"text": blocks.plain(option.label, blocks.OPTION), "value": option.key}
    if len(option.label) > blocks.OPTION:
        made["description"] = blocks.plain(f"…{option.label[blocks.OPTION - 1 :]}", blocks.OPTION)
    return made


def filled(state: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """What stands in a form, by the paths of its blanks."""
    found: dict[str, str | tuple[str, ...]] = {}
    for path, elements in (state.get("values") or {}).items():
        for element in elements.values():
            value = _value(element)
            if value:
                found[str(path)] = value
    return found


def _value(element: Mapping[str, Any]) -> str | tuple[str, ...]:
    if "selected_options" in element:
        return tuple(_keys(element["selected_options"] or ()))
    if element.get("selected_option"):
        return str(element["selected_option"].get("value", ""))
    for name in ("value", "selected_date", "selected_user", "selected_conversation"):
        if element.get(name):
            return str(element[name])
    return ""


def _keys(options: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return (str(one.get("value", "")) for one in options)
