"""Each broken payload is refused by a sentence that names the place; sound ones are not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devslack.validity import wrong, wrong_message, wrong_view
from devslack.validity.blocks import BLOCKS
from devslack.validity.elements import ELEMENTS
from devslack.validity.sdk import disliked_block, disliked_view
from tests.devslack.reviewing import CARD, form, option, text


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}, **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def button(words: str = "Press", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": text(words), "action_id": "press", **more}


def asking(**element: Any) -> dict[str, Any]:
    return {"type": "input", "label": text("Label"), "element": {"action_id": "it", **element}}


def menu(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "it", **more}


CONFIRM = {"title": text("Sure?"), "text": text("Really?"), "confirm": text("Yes"), "deny": text("No")}
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "an empty section": ({"type": "section"}, "/blocks/0"),
    "a long section": (section(text={"type": "mrkdwn", "text": "x" * 3001}), "/blocks/0/text/text"),
    "an empty text": (section(text={"type": "mrkdwn", "text": ""}), "/blocks/0/text/text"),
    "eleven fields": (section(fields=[text("x")] * 11), "/blocks/0/fields"),
    "a long field": (section(fields=[text("x" * 2001)]), "/blocks/0/fields/0/text"),
    "a header in markup": ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/blocks/0/text/type"),
    "a long header": ({"type": "header", "text": text("x" * 151)}, "/blocks/0/text/text"),
    "eleven in a context": ({"type": "context", "elements": [text("x")] * 11}, "/blocks/0/elements"),
    "26 buttons": (actions(*(button(action_id=f"a{n}") for n in range(26))), "/blocks/0/elements"),
    "a long button": (actions(button("x" * 76)), "/blocks/0/elements/0/text/text"),
    "a button in markup": (
        actions(button() | {"text": {"type": "mrkdwn", "text": "x"}}),
        "/blocks/0/elements/0/text/type",
    ),
    "a long value": (actions(button(value="x" * 2001)), "/blocks/0/elements/0/value"),
    "a long address": (actions(button(url="https://x.test/" + "x" * 3000)), "/blocks/0/elements/0/url"),
    "an address that is none": (actions(button(url="nowhere")), "/blocks/0/elements/0/url"),
    "a long action_id": (actions(button(action_id="x" * 256)), "/blocks/0/elements/0/action_id"),
    "a long block_id": (section(block_id="x" * 256), "/blocks/0/block_id"),
    "a long label for ears": (
        actions(button(accessibility_label="x" * 76)),
        "/blocks/0/elements/0/accessibility_label",
    ),
    "a style of its own": (actions(button(style="warning")), "/blocks/0/elements/0/style"),
    "an unknown property": (actions(button(colour="red")), "/blocks/0/elements/0/colour"),
    "an unknown block": ({"type": "banner"}, "/blocks/0/type"),
    "an unknown element": (actions({"type": "slider", "action_id": "x"}), "/blocks/0/elements/0"),
    "an input among buttons": (actions({"type": "plain_text_input", "action_id": "x"}), "/blocks/0/elements/0"),
    "the same action twice": (actions(button(), button()), "/blocks/0/elements/1/action_id"),
    "a confirmation without an answer": (
        actions(button(confirm={k: v for k, v in CONFIRM.items() if k != "deny"})),
        "/blocks/0/elements/0/confirm",
    ),
    "a long confirmation": (
        actions(button(confirm={**CONFIRM, "text": text("x" * 301)})),
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "a confirmation with a long answer": (
        actions(button(confirm={**CONFIRM, "confirm": text("x" * 31)})),
        "/blocks/0/elements/0/confirm/confirm/text",
    ),
    "a menu without options": (section(accessory=menu(options=[])), "/blocks/0/accessory/options"),
    "a menu of nothing at all": (section(accessory=menu()), "/blocks/0/accessory"),
    "101 options": (
        section(accessory=menu(options=[option(str(n), "x") for n in range(101)])),
        "/blocks/0/accessory/options",
    ),
    "a long option": (
        section(accessory=menu(options=[option("a", "x" * 76)])),
        "/blocks/0/accessory/options/0/text/text",
    ),
    "an option with a long value": (
        section(accessory=menu(options=[option("x" * 151, "x")])),
        "/blocks/0/accessory/options/0/value",
    ),
    "an option with a long description": (
        section(accessory=menu(options=[{**option("a", "x"), "description": text("x" * 76)}])),
        "/blocks/0/accessory/options/0/description/text",
    ),
    "two options of one value": (
        section(accessory=menu(options=[option("a", "x"), option("a", "y")])),
        "/blocks/0/accessory/options",
    ),
    "a choice that is not offered": (
        section(accessory=menu(options=[option("a", "x")], initial_option=option("b", "y"))),
        "/blocks/0/accessory/initial_option",
    ),
    "eleven boxes": (
        asking(type="checkboxes", options=[option(str(n), "x") for n in range(11)]),
        "/blocks/0/element/options",
    ),
    "a date that is none": (asking(type="datepicker", initial_date="2026-13-01"), "/blocks/0/element/initial_date"),
    "a text longer than its field": (
        asking(type="plain_text_input", max_length=3, initial_value="four"),
        "/blocks/0/element/initial_value",
    ),
    "a field without an end": (asking(type="plain_text_input", max_length=3001), "/blocks/0/element/max_length"),
    "a long placeholder": (
        asking(type="plain_text_input", placeholder=text("x" * 151)),
        "/blocks/0/element/placeholder/text",
    ),
    "a label in markup": (
        {**asking(type="plain_text_input"), "label": {"type": "mrkdwn", "text": "x"}},
        "/blocks/0/label/type",
    ),
    "a long hint": ({**asking(type="plain_text_input"), "hint": text("x" * 2001)}, "/blocks/0/hint/text"),
    "a picture without words": ({"type": "image", "image_url": "https://x.test/a.png"}, "/blocks/0"),
    "a rich text of nothing known": (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "blink"}]}]},
        "/blocks/0/elements/0/elements/0",
    ),
    "a text that is a string": (section(text="Words"), "/blocks/0/text"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_blocks_are_refused_at_their_place(name: str) -> None:
    block, place = BROKEN[name]
    assert [sentence for sentence in wrong([block], "message") if sentence.endswith(f"[json-pointer:{place}]")]


def view(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": text("Title"), "submit": text("Send"), "blocks": [section()], **more}


BROKEN_VIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"type": "modal", "blocks": [section()]}, "/view"),
    "a long title": (view(title=text("x" * 25)), "/view/title/text"),
    "a long submit": (view(submit=text("x" * 25)), "/view/submit/text"),
    "a long close": (view(close=text("x" * 25)), "/view/close/text"),
    "a title in markup": (view(title={"type": "mrkdwn", "text": "x"}), "/view/title/type"),
    "no blocks": (view(blocks=[]), "/view/blocks"),
    "long metadata": (view(private_metadata="x" * 3001), "/view/private_metadata"),
    "a long callback_id": (view(callback_id="x" * 256), "/view/callback_id"),
    "an unknown property": (view(colour="red"), "/view/colour"),
    "an input without submit": (
        {"type": "modal", "title": text("x"), "blocks": [section(), asking(type="plain_text_input")]},
        "/view/blocks/1",
    ),
    "a home with a title": ({"type": "home", "title": text("x"), "blocks": [section()]}, "/view/title"),
    "a kind of its own": ({"type": "page", "blocks": []}, "/view/type"),
    "two in the focus": (
        view(
            blocks=[
                asking(type="plain_text_input", focus_on_load=True),
                asking(type="plain_text_input", focus_on_load=True),
            ]
        ),
        "/view/blocks/1/element/focus_on_load",
    ),
    "a markdown block": (view(blocks=[{"type": "markdown", "text": "x"}]), "/view/blocks/0/type"),
}


@pytest.mark.parametrize("name", BROKEN_VIEWS)
def test_broken_views_are_refused_at_their_place(name: str) -> None:
    broken, place = BROKEN_VIEWS[name]
    assert [sentence for sentence in wrong_view(broken) if sentence.endswith(f"[json-pointer:{place}]")]


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred() -> None:
    assert wrong([section()] * 50, "message") == []
    assert wrong([section()] * 51, "message") == ["51 blocks are more than a message's 50 [json-pointer:/blocks]"]
    assert wrong([section()] * 100, "home") == []
    assert wrong([section()] * 101, "home") == ["101 blocks are more than a home's 100 [json-pointer:/blocks]"]


def test_a_view_holds_250_kilobytes() -> None:
    heavy = view(blocks=[section(text=text("x" * 2999), block_id=str(n)) for n in range(90)])
    assert any("bytes" in sentence for sentence in wrong_view(heavy))


def test_block_ids_are_unique() -> None:
    twice = [section(block_id="one"), section(block_id="one")]
    assert wrong(twice, "message") == ["The block_id 'one' stands there twice [json-pointer:/blocks/1/block_id]"]


def test_a_message_needs_words_and_metadata_of_the_right_shape() -> None:
    assert wrong_message({"text": "Words", "blocks": CARD}) == []
    assert [sentence for sentence in wrong_message({"blocks": CARD}) if "screen reader" in sentence]
    metadata = {"event_type": "review", "event_payload": ["no", "object"]}
    assert wrong_message({"text": "x", "metadata": metadata}) == [
        "This is an object [json-pointer:/metadata/event_payload]"
    ]
    assert wrong_message({"text": "x", "metadata": {**metadata, "event_payload": {"key": "a"}}}) == []


def test_sound_cards_and_forms_are_let_through() -> None:
    assert wrong(CARD, "message") == []
    assert wrong_view(form("D0ASHA", "1.000001")) == []


def test_slack_sdk_is_the_second_judge() -> None:
    (sentence,) = disliked_block({"type": "header"}, "/blocks/0")
    assert sentence == "slack_sdk refuses this: text attribute must be specified [json-pointer:/blocks/0]"
    assert [*disliked_view({**view(), "title": text("x" * 25)})] != []
    assert [*disliked_view(view())] == []


NAMES = sorted({*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "modal", "home", "rich_text_section", "text"})
MENU_KEYS = ["options", "option_groups", "initial_option", "initial_options", "label", "value", "confirm", "style"]
FIELD_KEYS = ["action_id", "max_length", "min_length", "initial_value", "is_decimal_allowed", "min_value"]
BLOCK_KEYS = ["type", "text", "elements", "element", "fields", "accessory", "block_id", "blocks", "title", "alt_text"]
KEYS = st.sampled_from(sorted({*MENU_KEYS, *FIELD_KEYS, *BLOCK_KEYS}))
LEAVES = st.none() | st.booleans() | st.integers(-5, 5000) | st.sampled_from(NAMES) | st.text(max_size=3)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(KEYS, ANY_JSON, max_size=5), max_size=3), ANY_JSON)
def test_whatever_an_app_sends_is_judged_and_never_raises(blocks: list[Any], value: Any) -> None:
    for judged in (blocks, value):
        assert isinstance(wrong(judged, "message"), list)
        assert isinstance(wrong_view({"type": "modal", "title": text("x"), "blocks": judged}), list)


@pytest.mark.parametrize("nonsense", [None, 3, "text", [1], [[]], [{"type": 3}], [{"type": "section", "text": []}]])
def test_nonsense_is_refused_and_never_raises(nonsense: Any) -> None:
    assert wrong(nonsense, "message")
    assert wrong_view({"type": "modal", "title": nonsense, "blocks": nonsense})
    assert wrong_message({"text": "Words", "blocks": nonsense or 3})
