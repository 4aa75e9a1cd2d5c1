"""The editable document: the paper in a Word template, the same bytes for the same paper."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from documents.paper import Paper, Table

# What XML cannot hold, not even as a number. Line feeds and tabs are turned into breaks and tabs by the template.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_IN_PACKAGE = "[Content_Types].xml"


def render(paper: Paper, at: datetime, template: bytes) -> bytes:
    """The paper as a Word document, dated by `at`."""
    document = DocxTemplate(BytesIO(template))
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_inert)
    document.render({"paper": paper}, environment, autoescape=True)
    _set_widths(document.element.body, paper.tables())
    properties = document.core_properties
    properties.title = f"{paper.title} {paper.reference}"[:255]
    properties.subject = paper.running_title
    properties.author = properties.last_modified_by = paper.host[:255]
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.revision = paper.version
    written = BytesIO()
    document.save(written)
    return packed(written.getvalue(), at)


def packed(package: bytes, at: datetime) -> bytes:
    """The same package with its parts in a fixed order, dated by `at`, and stored as they are.

    Compression is left out because its bytes differ between builds of zlib, and a document is known by its digest.
    """
    moment = at.astimezone(UTC)
    dated = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    written = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(written, "w", ZIP_STORED) as taken:
        for name in sorted(given.namelist(), key=lambda one: (one != _FIRST_IN_PACKAGE, one)):
            part = ZipInfo(name, date_time=dated)
            part.create_system = 3  # Unix, wherever it was made
            part.external_attr = 0o600 << 16
            taken.writestr(part, given.read(name))
    return written.getvalue()


def _inert(value: object) -> Markup:
    """A value as text that neither XML nor the template engine's own shorthands (such as `{_{`) can read."""
    text = _NOT_XML.sub(lambda found: f"[U+{ord(found.group()):04X}]", str(value))
    return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))


def _set_widths(body: BaseOxmlElement, tables: tuple[Table, ...]) -> None:
    """Share out the width of each table of the schedules; the template can only make its columns equal."""
    captioned = body.xpath("./w:tbl[w:tblPr/w:tblCaption]")
    for element, table in zip(captioned, tables, strict=True):
        grid = element.xpath("./w:tblGrid/w:gridCol")
        whole = sum(int(column.get(qn("w:w"))) for column in grid)
        shares = sum(column.share for column in table.columns)
        widths = [str(whole * column.share // shares) for column in table.columns]
        for place, column in enumerate(grid):
            column.set(qn("w:w"), widths[place])
        for place, width in enumerate(widths, start=1):
            for cell in element.xpath(f"./w:tr/w:tc[{place}]/w:tcPr/w:tcW"):
                cell.set(qn("w:w"), width)
