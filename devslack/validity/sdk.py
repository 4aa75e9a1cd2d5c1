"""What slack_sdk's own models dislike: a second judge, written by Slack."""

from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from devslack.validity.checks import Sentences, said


def disliked_block(block: dict[str, Any], place: str) -> Sentences:
    """What the models say of a block."""
    try:
        parsed = Block.parse(block)
        if parsed is None:
            yield said("slack_sdk does not know this block", place)
        else:
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as disliked:
        yield said(f"slack_sdk refuses this: {disliked}", place)


def disliked_view(view: dict[str, Any]) -> Sentences:
    """What the models say of a view."""
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as disliked:
        yield said(f"slack_sdk refuses this: {disliked}", "/view")
