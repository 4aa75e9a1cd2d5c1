"""What differs between two texts, word by word, as HTML: <ins> and <del>, announced also to who sees no colours."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from starter.web.rendering import shown

MOST_STEPS = 4_000_000
"""So many comparisons are made word by word; longer texts are compared line by line, so that a page comes at once."""

_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")

ADDED = Markup(
    '<ins><span class="govuk-visually-hidden">(added: </span>{}<span class="govuk-visually-hidden">)</span></ins>'
)
TAKEN = Markup(
    '<del><span class="govuk-visually-hidden">(taken out: </span>{}<span class="govuk-visually-hidden">)</span></del>'
)


def compared(old: str, new: str) -> Markup:
    """The new text, with what was taken out and what was added marked. All of it is escaped."""
    before, after = _WORDS.findall(shown(old)), _WORDS.findall(shown(new))
    if len(before) * len(after) > MOST_STEPS:
        before, after = _LINES.findall(shown(old)), _LINES.findall(shown(new))
    return Markup("").join(_marked(before, after))


def _marked(before: Sequence[str], after: Sequence[str]) -> Iterable[Markup]:
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > MOST_STEPS // 8)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield escape("".join(before[i:j]))
            continue
        if i < j:
            yield TAKEN.format("".join(before[i:j]))
        if k < m:
            yield ADDED.format("".join(after[k:m]))
