"""What Slack would refuse, as sentences that name the place; pure, for the stand-in and for any test.

Two judges: our own table of Slack's published limits, and slack_sdk's models, which are asked wherever the first has
nothing to say. An empty list means that both are content.
"""

import json
from typing import Any, Literal

from devslack.validity.blocks import among_blocks, block
from devslack.validity.checks import Check, Sentences, flag, obj, plain, string
from devslack.validity.sdk import disliked_block, disliked_view

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LONGEST_TEXT = 40_000
LARGEST_VIEW = 250_000
LARGEST_METADATA = 16_000


def wrong(blocks: Any, surface: Surface) -> list[str]:
    """What Slack would refuse in these blocks on this surface."""
    return [*_wrong_blocks(blocks, surface, "/blocks")]


def wrong_view(view: Any) -> list[str]:
    """What Slack would refuse in a view that is opened, pushed, updated or published."""
    return [*_wrong_view(view)]


def wrong_message(payload: Any) -> list[str]:
    """What Slack would refuse in the arguments of chat.postMessage, chat.update or chat.postEphemeral.

    Stricter than Slack in one thing: a message always needs its top-level text, which is all a screen reader reads.
    """
    return [*_wrong_message(payload)]


def _wrong_blocks(blocks: Any, surface: Surface, place: str) -> Sentences:
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        yield f"Blocks are a list of objects [json-pointer:{place}]"
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks are more than a {surface}'s {MOST_BLOCKS[surface]} [json-pointer:{place}]"
    if surface != "message" and not blocks:
        yield f"A view needs at least one block [json-pointer:{place}]"
    for number, each in enumerate(blocks):
        own = [*block(each, f"{place}/{number}", surface)]
        yield from own or disliked_block(each, f"{place}/{number}")
    yield from among_blocks(blocks, place)


def _wrong_view(view: Any) -> Sentences:
    if not isinstance(view, dict):
        yield "A view is an object [json-pointer:/view]"
        return
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"A view is a modal or a home, not {kind!r} [json-pointer:/view/type]"
        return
    own = [*(_modal if kind == "modal" else _home)(view, "/view")]
    blocks = view.get("blocks")
    if kind == "modal" and isinstance(blocks, list) and "submit" not in view:
        asking = [n for n, each in enumerate(blocks) if isinstance(each, dict) and each.get("type") == "input"]
        own += [
            f"A modal with an input block needs a submit button [json-pointer:/view/blocks/{n}]" for n in asking[:1]
        ]
    if (size := len(json.dumps(view, default=str).encode())) > LARGEST_VIEW:
        own.append(f"The view has {size} bytes, more than {LARGEST_VIEW} [json-pointer:/view]")
    yield from own or disliked_view(view)


def _blocks_of(surface: Surface) -> Check:
    return lambda blocks, place: _wrong_blocks(blocks, surface, place)


_COMMON: dict[str, Check] = {
    "type": string(5),
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_home = obj({**_COMMON, "blocks": _blocks_of("home")}, required=("type", "blocks"))
_modal = obj(
    {
        **_COMMON,
        **dict.fromkeys(("title", "submit", "close"), plain(24)),
        **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), flag),
        "blocks": _blocks_of("modal"),
    },
    required=("type", "title", "blocks"),
)


def _wrong_message(payload: Any) -> Sentences:
    if not isinstance(payload, dict):
        yield "A message is an object [json-pointer:/]"
        return
    said = payload.get("text")
    if not isinstance(said, str) or not said.strip():
        yield "A message needs a top-level text: it is all that a screen reader reads [json-pointer:/text]"
    elif len(said) > LONGEST_TEXT:
        yield f"The text has {len(said)} characters, more than {LONGEST_TEXT} [json-pointer:/text]"
    if payload.get("blocks") is not None:
        yield from _wrong_blocks(payload["blocks"], "message", "/blocks")
    if payload.get("metadata") is not None:
        yield from wrong_metadata(payload["metadata"])


def wrong_metadata(metadata: Any) -> Sentences:
    """What Slack would refuse in a message's metadata."""
    if not isinstance(metadata, dict):
        yield "Metadata is an object [json-pointer:/metadata]"
        return
    if not metadata:
        return
    yield from obj(
        {"event_type": string(255), "event_payload": _payload},
        required={"event_type", "event_payload"},
    )(metadata, "/metadata")
    if len(json.dumps(metadata, default=str).encode()) > LARGEST_METADATA:
        yield f"The metadata is larger than {LARGEST_METADATA} bytes [json-pointer:/metadata]"


def _payload(value: Any, place: str) -> Sentences:
    if not isinstance(value, dict):
        yield f"This is an object [json-pointer:{place}]"
