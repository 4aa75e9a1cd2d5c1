"""Templates: the macros of the design system, our own pages, and how days and names are written in them."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from policy.titles import as_name, as_words
from policy.value import unreadable
from policy.working_days import LONDON

HERE = Path(__file__).parent


class Rendering:
    """Makes pages. Everything that is put into one is escaped, unless a macro of ours has made it."""

    def __init__(self, service: str) -> None:
        parts = {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
        # What is undefined prints as nothing: the design system's own macros read options that callers leave out.
        self._known = Environment(
            loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(parts)]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._known.filters |= {
            "day": day,
            "moment": moment,
            "name": as_name,
            "words": as_words,
            "shown": shown,
            "paragraphs": paragraphs,
        }
        self._known.globals["service"] = service

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """A page as HTML."""
        return self._known.get_template(template).render(values)


def day(value: date | datetime | str | None) -> str:
    """A day as people write it: 5 January 2027; of an instant, the day in London. Nothing, where there is none: not
    every scheme's register has every field."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value:%-d %B %Y}"


def moment(value: datetime | None) -> str:
    """An instant as people write it, in London: 5 January 2027 at 3:05pm."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    return f"{local:%-d %B %Y} at {local:%-I:%M}{local:%p}".replace("AM", "am").replace("PM", "pm")


def shown(text: object) -> str:
    """What somebody typed, without characters that hide or turn round what stands beside them."""
    return "".join(one for one in str(text) if one in "\n\t" or unreadable(one) is None)


def paragraphs(text: object) -> Markup:
    """What somebody typed, as paragraphs. Escaped, each line kept."""
    blocks = [block.strip() for block in shown(text).split("\n\n") if block.strip()]
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("").join(Markup('<p class="govuk-body">{}</p>').format(block) for block in lines)
