"""Reading what people typed: text out of an HTML page, and their own words out of an answer that quotes ours."""

import html
import re

_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_SILENT = {"script", "style", "head", "title"}
_BREAKING = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote"}
_WROTE = re.compile(r"^\s*(?:On|Am|Le|El)\b.{0,200}\b(?:wrote|schrieb|écrit|escribió)\s*:\s*$")
_BELOW = re.compile(r"^\s*(?:-{2,} ?(?:Original|Forwarded) [Mm]essage ?-{2,}|_{20,})\s*$")


def text_of_page(page: str) -> str:
    """What an HTML page says, without scripts, styles and comments. In one pass, however broken the page is."""
    first, *pieces = page.split("<")
    said, skipping = [first], ""
    for piece in pieces:
        if skipping == "--":
            _, ended, rest = piece.partition("-->")
            skipping = "" if ended else "--"
            said.append(rest)
            continue
        if not skipping and piece.startswith("!--"):
            _, ended, rest = piece.partition("-->")
            skipping = "" if ended else "--"
            said.append(rest)
            continue
        _, closed, rest = piece.partition(">")
        found = _NAME.match(piece)
        name = found[1].lower() if found else ""
        if skipping:
            if piece.startswith("/") and name == skipping:
                skipping = ""
                said.append(rest)
        elif not closed or not (name or piece.startswith("!")):
            said.append(f"<{piece}")
        elif name in _SILENT and not piece.startswith("/"):
            skipping = name
        else:
            said.append(("\n" if name in _BREAKING else "") + rest)
    return re.sub(r"\n{3,}", "\n\n", html.unescape("".join(said)).replace("\xa0", " "))


def own_words(text: str) -> str:
    """What somebody wrote themselves: without the quoted mail, however their program quotes, and the signature."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _BELOW.match(line) or line in ("-- ", "--"):
            break
        if not line.lstrip().startswith(">") and not _WROTE.match(line):
            kept.append(line)
    return _before_headers(kept).strip()


def _before_headers(lines: list[str]) -> str:
    """What stands before the head of a quoted mail: a From line with a Subject line close behind it."""
    for place, line in enumerate(lines):
        after = lines[place + 1 : place + 7]
        if re.match(r"\s*\*?From:", line) and any(re.match(r"\s*\*?Subject:", one) for one in after):
            return "\n".join(lines[:place])
    return "\n".join(lines)
