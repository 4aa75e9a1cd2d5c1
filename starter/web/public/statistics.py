"""Statistics: how many requests, how long they take, at which step they stand."""

import csv
import io

from starlette.responses import Response

from records.register import guarded
from starter.lately import lately
from starter.web.pages import Pages, Who
from starter.web.public.counting import Table, tables
from starter.web.public.drawing import DRAWINGS, as_svg, drawing
from starter.web.public.files import public_file
from starter.web.visiting import NotThere, Visit

pages = Pages()

ALTS = {
    "years": "Bars: for each year, how many requests were approved, refused, ended otherwise or are not decided yet. "
    "The table below has the same figures.",
    "steps": "Bars: how many requests stand at each step now. The table below has the same figures.",
    "times": "Bars: median and 90th centile of working days at each step. The table below has the same figures.",
}


@pages.get("/statistics", Who.ANYBODY)
def statistics(visit: Visit) -> Response:
    """All figures, as pictures and as tables."""
    figures = lately(visit.on.records, visit.at)
    titles = _titles(visit)
    made = tables(figures, titles)
    alts = {name: alt for name, alt in ALTS.items() if not drawing(name, figures, titles).is_empty}
    return visit.page("public/statistics.html", figures=figures, tables=made, alts=alts)


@pages.get("/statistics/{name}.svg", Who.ANYBODY)
def as_picture(visit: Visit) -> Response:
    """One of the pictures."""
    name = visit.part("name")
    if name not in DRAWINGS:
        raise NotThere
    shown = drawing(name, lately(visit.on.records, visit.at), _titles(visit))
    return public_file(visit, as_svg(shown), "image/svg+xml")


@pages.get("/statistics/{name}.csv", Who.ANYBODY)
def as_csv(visit: Visit) -> Response:
    """One of the tables."""
    made = {one.name: one for one in tables(lately(visit.on.records, visit.at), _titles(visit))}
    table = made.get(visit.part("name"))
    if table is None:
        raise NotThere
    return public_file(visit, _csv(table), "text/csv; charset=utf-8", f"requests-{table.name}.csv")


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(text) for text in row] for row in (table.headings, *table.rows))
    return out.getvalue()


def _titles(visit: Visit) -> dict[str, str]:
    """The steps of all schemes, in their order."""
    return {step.key: step.title for scheme in visit.on.schemes.values() for step in scheme.rules.path}
