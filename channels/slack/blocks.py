"""The pieces of Block Kit that we use, each cut to Slack's limits; what people typed goes into plain text only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

Block = dict[str, Any]

HEADER = 150
SECTION = 3_000
FIELD = 2_000
BUTTON = 75
CONTEXT = 10
OPTION = 75
LABEL = 300
HINT = 1_000
PLACEHOLDER = 150
MOST_IN_VIEW = 100
LARGEST_VIEW = 250_000
"""Bytes of a modal or of App Home as JSON."""

METADATA = 3_000
MOST_OPTIONS = 100
FEW_OPTIONS = 10
"""Radio buttons and checkboxes take so many; longer lists need a menu."""
TYPED = 3_000


def cut(text: str, most: int) -> str:
    """A text of at most so many characters; a cut one ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def escaped(text: str) -> str:
    """Words in mrkdwn that mention nobody and link nowhere. What people typed belongs into `plain`, not here."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, most: int) -> Block:
    """A text in which nothing is a mention, a link or emphasis."""
    return {"type": "plain_text", "text": cut(text.strip(), most) or "–", "emoji": False}


def marked(text: str, most: int = SECTION) -> Block:
    """A text in mrkdwn, made by us: every word from elsewhere in it was escaped."""
    return {"type": "mrkdwn", "text": cut(text, most), "verbatim": True}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def words(text: str, most: int = SECTION) -> Block:
    """A paragraph of anybody's words."""
    return {"type": "section", "text": plain(text, most)}


def ours(text: str) -> Block:
    """A paragraph of our own words, in mrkdwn."""
    return {"type": "section", "text": marked(text)}


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Names and values side by side; the values are mrkdwn, escaped by whoever made them."""
    return {
        "type": "section",
        "fields": [marked(f"*{escaped(name)}*\n{value or '–'}", FIELD) for name, value in pairs[:10]],
    }


def context(*texts: str) -> Block:
    """Small print, in mrkdwn."""
    return {"type": "context", "elements": [marked(text) for text in texts[:CONTEXT]]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": cut(block_id, 255), "elements": list(elements[:25])}


def button(
    label: str, action_id: str, value: str, *, style: str = "", tells: str = "", confirm: Block | None = None
) -> Block:
    """A button. `tells` is what a screen reader says in its place."""
    made: Block = {"type": "button", "text": plain(label, BUTTON), "action_id": action_id, "value": value}
    if style:
        made["style"] = style
    if tells:
        made["accessibility_label"] = cut(tells, BUTTON)
    if confirm:
        made["confirm"] = confirm
    return made


def confirm(title: str, text: str, yes: str) -> Block:
    """A question before a button does what it says."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("Go back", 30),
        "style": "danger",
    }


def date(at: datetime) -> str:
    """An instant as every reader's own clock shows it, in mrkdwn; the fallback is in UTC."""
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} {{time}}|{at:%-d %B %Y %H:%M} UTC>"


def day(at: datetime) -> str:
    """A day for texts that no client renders."""
    return f"{at:%-d %B %Y}"


def link(url: str, label: str) -> str:
    """A link in mrkdwn, of an address that is ours."""
    return f"<{url}|{escaped(label).replace('|', '/')}>"
