"""The fixed copy: the paper set by Typst as an accessible PDF (PDF/UA-1), the same bytes for the same paper."""

import json
import re
from pathlib import Path
from typing import Any

import typst

from documents.paper import Paper

# The typefaces that the compiler brings along: what a machine has installed besides must not show in a document.
FONTS = typst.Fonts(include_system_fonts=False)

# What those typefaces hold, left to right. A document with any other character would not be made at all, so
# that character is written as its number. Soft hyphens and zero-width spaces are in: they print as nothing.
HELD = (
    (0x20, 0x7E),  # Basic Latin
    (0xA0, 0x4FF),  # Latin with accents, phonetics, combining marks, Greek, Cyrillic
    (0x1E00, 0x1FFE),  # more Latin (Welsh among it) and Greek
    (0x200B, 0x200B),
    (0x2010, 0x2027),  # dashes, quotation marks, bullets
    (0x202F, 0x2040),
    (0x2070, 0x209C),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2190, 0x22FF),  # arrows and mathematics
    (0x2500, 0x2606),  # lines, boxes, stars
    (0xFB00, 0xFB04),  # ligatures, as pasted from other documents
    (0xFFFD, 0xFFFD),
)
_NOT_HELD = re.compile("[^" + "".join(f"{chr(first)}-{chr(last)}" for first, last in HELD) + "]")


def render(paper: Paper, template: Path) -> bytes:
    """The paper as PDF/UA-1, dated by the day on which it was drawn up."""
    data = paper.model_dump(mode="json")
    shown = spelled_out(data)
    shown["running_title"] = spelled_out(paper.running_title)
    shown["spells"] = shown != {**data, "running_title": paper.running_title}
    return set_in_type(template, paper=shown)


def set_in_type(template: Path, **shown: Any) -> bytes:
    """The template as PDF/UA-1, with the values that it asks for by name."""
    pdf = typst.compile(
        template,
        root=template.parent,
        font_paths=FONTS,
        sys_inputs={name: json.dumps(value) for name, value in shown.items()},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    assert isinstance(pdf, bytes)
    return pdf


def spelled_out(value: Any) -> Any:
    """The value with every character that the typefaces do not hold spelled as `[U+1F600]`."""
    if isinstance(value, str):
        return _NOT_HELD.sub(lambda found: f"[U+{ord(found.group()):04X}]", value.replace("\t", "    "))
    if isinstance(value, dict):
        return {key: spelled_out(one) for key, one in value.items()}
    if isinstance(value, list):
        return [spelled_out(one) for one in value]
    return value
