"""One text of a letter, shown in three ways: plain, as HTML, and in the markup of GOV.UK Notify.

What a letter quotes stands between marks while it is written, so that the words of people are told apart from the
letter's own: only the letter's own words can become a bullet, a paragraph or a link.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from policy.value import unreadable

# Characters that Unicode sets aside for a program's own use: no text of anybody holds them once it is cleaned.
_OPEN, _CLOSE, _BREAK = "\ufdd0", "\ufdd1", "\ufdd2"
_QUOTED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_OWN_MARKS = re.compile(f"[{_OPEN}{_CLOSE}{_BREAK}]")
_BULLET = re.compile(r"[*-] ")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
_TAMER = str.maketrans("[]<>`", "()‹›'")
_MARKUP_STARTS = "#*-+^>•=~_`|! \t"
_SKIN = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    '<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #0b0c0c; '
    'max-width: 38em">\n{body}\n</body>\n</html>\n'
)


class Own(str):
    """Words that are the service's, such as its web address: they are shown as the letter's own."""

    __slots__ = ()


def cleaned(words: str) -> str:
    """Words without anything that hides, reorders or steers: line breaks and tabs are all that is left of it."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    lines = _OWN_MARKS.sub("", re.sub("[\u2028\u2029\x0b\x0c\x85]", "\n", lines))
    return "".join(one for one in lines if unreadable(one) is None and unicodedata.category(one) != "Cn")


def quoted(value: object) -> str:
    """A value between marks, as it goes into a letter. An address in it is broken up, so that no reader links it."""
    if isinstance(value, Own):
        return _OWN_MARKS.sub("", value)
    words = re.sub(r"(?i)\bwww\.", "www .", cleaned(str(value)).replace("://", ": //"))
    return f"{_OPEN}{words.replace(chr(10), _BREAK)}{_CLOSE}"


def tidied(written: str) -> str:
    """A written letter without the gaps that its conditions and loops leave."""
    lines = (line.rstrip() for line in written.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def in_one_line(written: str) -> str:
    """A written subject: one line, without marks."""
    return " ".join(_OWN_MARKS.sub("", written.replace(_BREAK, " ")).split())


def as_text(written: str) -> str:
    """The letter as plain text. What is quoted over several lines is indented, so that it begins no line."""
    return _OWN_MARKS.sub("", written.replace(_BREAK, "\n    ")) + "\n"


def as_html(written: str, title: str) -> str:
    """The letter as an HTML page: paragraphs, bullets and the letter's own links; all else is escaped."""
    body = "\n".join(_block(block) for block in _blocks(written))
    return _SKIN.format(title=html.escape(title), body=body)


def as_notify_markup(written: str) -> str:
    """The letter for GOV.UK Notify, which reads a little markup: what is quoted is made to hold none."""
    return _QUOTED.sub(lambda found: _tamed(found[1]), written)


def _tamed(words: str) -> str:
    flat = " ".join(words.replace(_BREAK, " ").split()).lstrip(_MARKUP_STARTS)
    return flat.translate(_TAMER).replace("((", "( (")


def _blocks(written: str) -> Iterator[list[str]]:
    """Runs of lines: bullets together, other lines together, parted by empty lines."""
    block: list[str] = []
    for line in written.split("\n"):
        parted = not line or (block and bool(_BULLET.match(line)) != bool(_BULLET.match(block[0])))
        if parted and block:
            yield block
            block = []
        if line:
            block.append(line)
    if block:
        yield block


def _block(lines: list[str]) -> str:
    if _BULLET.match(lines[0]):
        items = "\n".join(f"<li>{_inline(line[2:])}</li>" for line in lines)
        return f"<ul>\n{items}\n</ul>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(line: str) -> str:
    shown, at = [], 0
    for found in _QUOTED.finditer(line):
        shown += [_linked(line[at : found.start()]), html.escape(found[1]).replace(_BREAK, "<br>")]
        at = found.end()
    return "".join((*shown, _linked(line[at:])))


def _linked(own: str) -> str:
    shown, at = [], 0
    for found in _ADDRESS.finditer(own):
        address = html.escape(found[0])
        shown += [html.escape(own[at : found.start()]), f'<a href="{address}">{address}</a>']
        at = found.end()
    return "".join((*shown, html.escape(own[at:])))
