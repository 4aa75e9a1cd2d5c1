"""Slack's mrkdwn as HTML. Everything is escaped first; only what is recognised becomes markup."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from devslack.store import Json

HERE = ZoneInfo("Europe/London")
"""The time zone that everybody in the workspace has."""

Naming = Callable[[str], str]
"""Gives the name of a user by id."""

EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "alarm_clock": "⏰", "calendar": "📅", "date": "📅", "bell": "🔔", "memo": "📝",
    "lock": "🔒", "page_facing_up": "📄", "paperclip": "📎", "email": "📧", "envelope": "✉️", "mag": "🔍",
    "eyes": "👀", "raised_hand": "✋", "no_entry": "⛔", "no_entry_sign": "🚫", "question": "❓",
    "exclamation": "❗",
    "information_source": "ℹ️", "tada": "🎉", "wave": "👋", "+1": "👍", "-1": "👎", "inbox_tray": "📥",
    "outbox_tray": "📤", "speech_balloon": "💬", "bust_in_silhouette": "👤", "busts_in_silhouette": "👥",
    "scales": "⚖️", "link": "🔗", "arrow_right": "➡️", "large_green_circle": "🟢", "red_circle": "🔴",
    "large_yellow_circle": "🟡", "black_circle": "⚫", "large_blue_circle": "🔵", "rotating_light": "🚨",
}  # fmt: skip

_TOKEN = re.compile(r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>", re.DOTALL)
_STYLES = [
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])"), "s"),
]
_PRIVATE = re.compile("[\ue000-\uf8ff]")
BLOCK = "\ue002"
_AROUND_BLOCK = re.compile(f"(?:<br>)?{BLOCK}(\ue000\\d+\ue001)(?:<br>)?")
"""Code that stands in lines of its own needs no breaks around it."""
_HELD = re.compile("\ue000(\\d+)\ue001")
_LINKED = re.compile(r"(?i)(https?|mailto|tel):")


def plain(text: str) -> str:
    """The characters behind Slack's three escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def with_emoji(text: str) -> str:
    """Emoji names as emoji; unknown names stay as they are."""
    return re.sub(r":([a-z0-9_+-]+):", lambda found: EMOJI.get(found[1], found[0]), text)


def words(text: Json, naming: Naming) -> Markup:
    """A text object as HTML."""
    if text["type"] == "mrkdwn":
        return mrkdwn(text["text"], naming)
    shown = plain(text["text"])
    return _lines(escape(with_emoji(shown) if text.get("emoji", True) else shown))


def mrkdwn(text: str, naming: Naming) -> Markup:
    """Slack's markup as HTML."""
    held: list[Markup] = []

    def hold(found: re.Match[str]) -> str:
        if found["block"] is not None:
            made = Markup("<pre>{}</pre>").format(plain(found["block"]).strip("\n"))
        elif found["code"] is not None:
            made = Markup("<code>{}</code>").format(plain(found["code"]))
        else:
            made = _angle(found["angle"], naming)
        held.append(made)
        return f"{BLOCK if found['block'] is not None else ''}\ue000{len(held) - 1}\ue001"

    kept = _TOKEN.sub(hold, _PRIVATE.sub("", text))
    safe = str(escape(with_emoji(plain(kept))))
    for style, tag in _STYLES:
        safe = style.sub(rf"<{tag}>\1</{tag}>", safe)
    shown = _AROUND_BLOCK.sub(r"\1", "".join(_quoted(safe)))
    return Markup(_HELD.sub(lambda found: str(held[int(found[1])]), shown))


def _quoted(safe: str) -> list[str]:
    """Lines that begin with > become quotes, others are broken where they were."""
    parts: list[str] = []
    quote: list[str] = []
    lines = safe.split("\n")
    for number, line in enumerate([*lines, ""]):
        if number < len(lines) and line.startswith("&gt;"):
            quote.append(line.removeprefix("&gt;").strip())
            continue
        if quote:
            parts.append(f"<blockquote>{'<br>'.join(quote)}</blockquote>")
            quote = []
        elif 0 < number < len(lines):
            parts.append("<br>")
        if number < len(lines):
            parts.append(line)
    return parts


def _lines(escaped: Markup) -> Markup:
    return escaped.replace("\n", Markup("<br>"))


def _angle(inside: str, naming: Naming) -> Markup:
    """What stands between < and >: a mention, a date, a link."""
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return Markup('<span class="mention">@{}</span>').format(naming(target[1:]))
    if target.startswith("#"):
        return Markup('<span class="mention">#{}</span>').format(plain(label or target[1:]))
    if target.startswith("!date^"):
        return _date(target, label)
    if target.startswith("!"):
        return Markup('<span class="mention loud">@{}</span>').format(label or target[1:].partition("^")[0])
    if followed(target):
        return link(plain(target), plain(label) or plain(target))
    return escape(f"<{plain(inside)}>")


def followed(address: str) -> bool:
    """Whether a browser may follow this address: web, mail and telephone alone, so that no link can be a script."""
    return _LINKED.match(address) is not None


def link(address: str, label: str) -> Markup:
    """A link, where the address is one that a browser may follow; else its words."""
    if not followed(address):
        return escape(label)
    return Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>').format(address, label)


def _date(target: str, fallback: str) -> Markup:
    _, stamp, form, *rest = [*target.split("^"), ""][:4]
    try:
        moment = datetime.fromtimestamp(int(stamp), HERE)
    except (ValueError, OverflowError, OSError):
        return escape(plain(fallback))
    shown = Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), dated(moment, plain(form)))
    return (
        Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>').format(rest[0], shown)
        if (rest and followed(rest[0]))
        else shown
    )


def dated(moment: datetime, form: str) -> str:
    """A moment in Slack's date format, as Slack writes it for people in the United Kingdom."""
    day, short = f"{moment.day} {moment:%B %Y}", f"{moment.day} {moment:%b %Y}"
    long = f"{moment:%A}, {day}"
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((moment.date() - datetime.now(HERE).date()).days)
    known = {
        "date_num": f"{moment:%Y-%m-%d}",
        "date_slash": f"{moment:%d/%m/%Y}",
        "date": day,
        "date_short": short,
        "date_long": long,
        "date_pretty": near or day,
        "date_short_pretty": near or short,
        "date_long_pretty": near or long,
        "time": f"{moment:%H:%M}",
        "time_secs": f"{moment:%H:%M:%S}",
        "ago": f"{short} {moment:%H:%M}",
    }
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), form)


def at(ts: str) -> str:
    """When a message was written, for people."""
    moment = datetime.fromtimestamp(float(ts), HERE)
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def machine_time(ts: str) -> str:
    """When a message was written, for machines."""
    return datetime.fromtimestamp(float(ts), HERE).isoformat(timespec="seconds")
