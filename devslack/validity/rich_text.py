"""Slack's rules for rich text: sections, lists, quotes and code, and what stands in them."""

from devslack.validity.checks import Check, anything, by_type, flag, many, obj, one_of, string, whole
from devslack.validity.elements import ADDRESS, IDENTITY

STYLE = obj(dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag))


def _part(more: dict[str, Check], *required: str) -> Check:
    return obj({"type": anything, "style": STYLE, **more}, required=required)


PARTS: dict[str, Check] = {
    "text": _part({"text": string(40_000)}, "text"),
    "link": _part({"url": ADDRESS, "text": string(3000), "unsafe": flag}, "url"),
    "user": _part({"user_id": IDENTITY}, "user_id"),
    "usergroup": _part({"usergroup_id": IDENTITY}, "usergroup_id"),
    "channel": _part({"channel_id": IDENTITY}, "channel_id"),
    "team": _part({"team_id": IDENTITY}, "team_id"),
    "emoji": _part({"name": string(255), "unicode": string(255), "skin_tone": whole(1, 6), "url": ADDRESS}, "name"),
    "date": _part(
        {"timestamp": whole(0, 99_999_999_999), "format": string(255), "url": ADDRESS, "fallback": string(255)},
        "timestamp",
        "format",
    ),
    "broadcast": _part({"range": one_of("here", "channel", "everyone")}, "range"),
    "color": _part({"value": string(20)}, "value"),
}

INLINE = many(by_type(PARTS, "part of rich text"), 0, 1000)


def _line(more: dict[str, Check] | None = None) -> Check:
    return obj({"type": anything, "elements": INLINE, **(more or {})}, required=("elements",))


SECTION = _line()
RICH_TEXT = many(
    by_type(
        {
            "rich_text_section": SECTION,
            "rich_text_preformatted": _line({"border": whole(0, 1), "language": string(100)}),
            "rich_text_quote": _line({"border": whole(0, 1)}),
            "rich_text_list": obj(
                {
                    "type": anything,
                    "style": one_of("bullet", "ordered"),
                    "elements": many(by_type({"rich_text_section": SECTION}, "line of a list"), 0, 1000),
                    "indent": whole(0, 8),
                    "offset": whole(0, 1000),
                    "border": whole(0, 1),
                },
                required=("style", "elements"),
            ),
        },
        "element of rich text",
    ),
    1,
    100,
)
