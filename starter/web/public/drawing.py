"""Pictures of the figures, as SVG without any script; each stands beside the table that it shows."""

from collections.abc import Callable, Mapping
from typing import Any

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
    value_label_font_size=16,
    legend_font_size=16,
    no_data_font_size=20,
    colors=("#1d70b8", "#d4351c", "#b1b4b6", "#f3a683"),
    value_colors=("#ffffff", "#ffffff", "#0b0c0c", "#0b0c0c"),
)


def _chart(kind: Callable[..., Any], rows: int, **options: Any) -> Any:
    chart = kind(
        js=[],
        explicit_size=True,
        disable_xml_declaration=True,
        no_prefix=True,
        print_values=True,
        width=960,
        height=110 + 60 * max(rows, 1),
        style=_STYLE,
        legend_at_bottom=True,
        truncate_label=-1,
        truncate_legend=-1,
        formatter=lambda value: "" if not value else f"{value:g}",
        **options,
    )
    chart.add_xml_filter(_without_script)
    return chart


def _without_script(root: Any) -> Any:
    for parent in list(root.iter()):
        for child in list(parent):
            # A comment's tag is no text.
            if isinstance(child.tag, str) and child.tag.endswith("script"):
                parent.remove(child)
    return root


def _years(figures: Figures, titles: Mapping[str, str]) -> Any:
    years = figures.years[::-1]
    chart = _chart(pygal.HorizontalStackedBar, len(years))
    chart.x_labels = [str(one.year) for one in years]
    shown = [hidden(one.received, (one.approved, one.refused, one.otherwise, one.open))[1] for one in years]
    for place, name in enumerate(("Approved", "Refused", "Ended without a decision", "Not decided yet")):
        chart.add(name, [one[place] for one in shown])
    return chart


def _steps(figures: Figures, titles: Mapping[str, str]) -> Any:
    steps = [(title, figures.steps[key]) for key, title in titles.items() if key in figures.steps][::-1]
    chart = _chart(pygal.HorizontalBar, len(steps))
    chart.x_labels = [title for title, _ in steps]
    chart.add("Are there now", [hidden(one.received, (one.decided, one.open))[1][1] for _, one in steps])
    return chart


def _times(figures: Figures, titles: Mapping[str, str]) -> Any:
    steps = [(title, figures.steps[key].days) for key, title in titles.items() if key in figures.steps][::-1]
    told = [(title, spread) for title, spread in steps if spread.median is not None]
    chart = _chart(pygal.HorizontalBar, 2 * len(told))
    chart.x_labels = [title for title, _ in told]
    chart.add("Median", [spread.median for _, spread in told])
    chart.add("Nine in ten took at most", [spread.ninetieth for _, spread in told])
    return chart


PICTURES: Mapping[str, Callable[[Figures, Mapping[str, str]], Any]] = {
    "years": _years,
    "steps": _steps,
    "times": _times,
}
"""By the names of the tables that they show."""


def picture(name: str, figures: Figures, titles: Mapping[str, str]) -> str:
    """The picture of that name, as SVG. Raises KeyError for an unknown name."""
    return str(PICTURES[name](figures, titles).render(is_unicode=True))
