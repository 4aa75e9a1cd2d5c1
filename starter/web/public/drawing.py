"""Pictures of the figures, as SVG without any script; each stands beside the table that it shows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pygal
from pygal.style import Style

from starter.turnaround import Figures
from starter.web.public.counting import hidden

_STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#0b0c0c",
    foreground_strong="#0b0c0c",
    foreground_subtle="#505a5f",
    font_family="Arial, sans-serif",
    label_font_size=16,
    major_label_font_size=16,
    value_font_size=16,
    legend_font_size=16,
    opacity="1",
    colors=("#1d70b8", "#d4351c", "#b1b4b6", "#f3a683"),
    value_colors=("#ffffff", "#ffffff", "#0b0c0c", "#0b0c0c"),
)


class Drawing(NamedTuple):
    """What a picture shows: the labels of its bars, and for each kind of bar its values (None: not shown)."""

    labels: Sequence[str]
    bars: Mapping[str, Sequence[float | None]]
    stacked: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there would be nothing to see."""
        return not any(value for values in self.bars.values() for value in values)


def _years(figures: Figures, titles: Mapping[str, str]) -> Drawing:
    years = figures.years[::-1]
    shown = [hidden(one.received, (one.approved, one.refused, one.otherwise, one.open))[1] for one in years]
    names = ("Approved", "Refused", "Ended without a decision", "Not decided yet")
    bars = {name: [one[place] for one in shown] for place, name in enumerate(names)}
    return Drawing([str(one.year) for one in years], bars, stacked=True)


def _steps(figures: Figures, titles: Mapping[str, str]) -> Drawing:
    steps = [(title, figures.steps[key]) for key, title in titles.items() if key in figures.steps][::-1]
    here = [hidden(one.received, (one.decided, one.open))[1][1] for _, one in steps]
    return Drawing([title for title, _ in steps], {"Are there now": here})


def _times(figures: Figures, titles: Mapping[str, str]) -> Drawing:
    steps = [(title, figures.steps[key].days) for key, title in titles.items() if key in figures.steps][::-1]
    told = [(title, spread) for title, spread in steps if spread.median is not None]
    bars = {
        "Median": [spread.median for _, spread in told],
        "Nine in ten took at most": [spread.ninetieth for _, spread in told],
    }
    return Drawing([title for title, _ in told], bars)


DRAWINGS: Mapping[str, Callable[[Figures, Mapping[str, str]], Drawing]] = {
    "years": _years,
    "steps": _steps,
    "times": _times,
}
"""By the names of the tables that they show."""


def drawing(name: str, figures: Figures, titles: Mapping[str, str]) -> Drawing:
    """What the picture of that name shows. Raises KeyError for an unknown name."""
    return DRAWINGS[name](figures, titles)


def as_svg(shown: Drawing) -> str:
    """The picture."""
    kind = pygal.HorizontalStackedBar if shown.stacked else pygal.HorizontalBar
    rows = len(shown.labels) * (1 if shown.stacked else len(shown.bars))
    chart = kind(
        js=[],
        explicit_size=True,
        disable_xml_declaration=True,
        print_values=True,
        width=960,
        height=120 + 45 * max(rows, 1),
        style=_STYLE,
        legend_at_bottom=True,
        truncate_label=-1,
        truncate_legend=-1,
        formatter=lambda value: f"{value:g}" if value else "",
    )
    chart.add_xml_filter(_without_script)
    chart.x_labels = shown.labels
    for name, values in shown.bars.items():
        chart.add(name, values)
    return str(chart.render(is_unicode=True))


def _without_script(root: Any) -> Any:
    for parent in list(root.iter()):
        for child in list(parent):
            # A comment's tag is no text.
            if isinstance(child.tag, str) and child.tag.endswith("script"):
                parent.remove(child)
    return root
