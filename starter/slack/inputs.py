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
        made["hint"] = blocks.plain(blank.hint, blocks.HINT)
    return made


def _element(blank: Blank) -> Block:
    action: Block = {"action_id": blank.path[:255]}
    given = [one for one in blank.given.split(",") if one]
    chosen = [_option(one) for one in blank.options if one.key in given]
    if blank.kind == "one":
        radio = len(blank.options) <= _RADIO
        made = {"type": "radio_buttons" if radio else "static_select", **_options(blank), **action}
        return {**made, "initial_option": chosen[0]} if chosen else made
    if blank.kind == "many":
        few = len(blank.options) <= blocks.FEW_OPTIONS
        made = {"type": "checkboxes" if few else "multi_static_select", **_options(blank), **action}
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
    return {**typed, "initial_value": blank.given} if blank.given else typed


def too_long(blanks: Sequence[Blank]) -> Blank | None:
    """The first blank whose text, as it stands, is longer than a form takes: shown cut, it would be said cut."""
    texts = (one for one in blanks if one.kind in ("text", "line"))
    return next((one for one in texts if len(one.given) > min(one.most, blocks.TYPED)), None)


def _options(blank: Blank) -> Block:
    """The options of a menu; more than a hundred are shown in groups, named by where they begin and end."""
    made, most = [_option(one) for one in blank.options], blocks.MOST_OPTIONS
    if len(made) <= most:
        return {"options": made}
    parts = [made[start : start + most] for start in range(0, len(made), most)]
    return {"option_groups": [{"label": blocks.plain(_span(part), blocks.OPTION), "options": part} for part in parts]}


def _span(part: Sequence[Block]) -> str:
    first, last = (str(one["text"]["text"]) for one in (part[0], part[-1]))
    return f"{blocks.cut(first, 35)} – {blocks.cut(last, 35)}"


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
