"""How the Word template looks: its typeface, colours, styles, numbering, and the small parts of its pages."""

from datetime import datetime

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

INK, ACCENT, QUIET, ALARM, TINT, RULE = "1D2733", "003C57", "52606D", "A4123F", "F1F4F7", "B7C2CC"
TEXT_WIDTH = Cm(16.4)
HANGING = Cm(1.2)
_FONT = "Arial"

# What python-docx's blank document brings along and this one does without.
_UNUSED_PARTS = frozenset({"thumbnail", "stylesWithEffects", "customXml", "webSettings"})
_USED_STYLES = frozenset(
    {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "Subtitle", "Header", "Footer"}
    | {"Heading1", "Heading2", "Heading3"}
)

_OWN_STYLES = (
    "Lead", "Clause", "Clause Item", "Own Words", "Own Words in Clause", "Numbered", "Cell", "Column Head",
)  # fmt: skip

# Three levels that count themselves: clauses, their paragraphs, and the lists in them.
_NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/>
    <w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Clause"/>
    <w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:pStyle w:val="ClauseItem"/>
    <w:lvlText w:val="(%3)"/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{item}" w:hanging="{step}"/></w:pPr></w:lvl>
</w:abstractNum>
"""

# Word reads the properties of a paragraph in one order only: what may come after a border.
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
    "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip


def tidy(document: Document, at: datetime) -> None:
    """Take out what the blank document brings along: unused styles and parts, other people's properties."""
    properties = document.core_properties
    properties.title = properties.subject = properties.comments = properties.keywords = ""
    properties.author = properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = at.replace(tzinfo=None)
    for relations in (document.part.package.rels, document.part.rels):
        for relation in list(relations.values()):
            if relation.reltype.rpartition("/")[2] in _UNUSED_PARTS:
                relations.pop(relation.rId)
    styles = document.styles.element
    for style in styles.xpath("./w:style"):
        if style.get(qn("w:styleId")) not in _USED_STYLES:
            styles.remove(style)
    for link in styles.xpath("./w:style/w:link"):
        link.getparent().remove(link)
    for language in styles.xpath("./w:docDefaults//w:lang"):
        language.set(qn("w:val"), "en-GB")


def dress(document: Document) -> None:
    """Give the document its styles."""
    styles = document.styles
    _set(styles, "Normal", 10.5, after=6, line=1.15)
    _set(styles, "Title", 26, ACCENT, bold=True, before=28, after=4)
    for border in styles["Title"].element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    _set(styles, "Subtitle", 13, after=18)
    _set(styles, "Heading 1", 16, ACCENT, bold=True, before=24, after=8)
    _set(styles, "Heading 2", 11.5, ACCENT, bold=True, before=14, after=4)
    _set(styles, "Heading 3", 11.5, ACCENT, bold=True, before=14, after=4)
    for name in ("Header", "Footer"):
        tabs = _set(styles, name, 8.5, QUIET).paragraph_format.tab_stops
        tabs.clear_all()
        tabs.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for name in _OWN_STYLES:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    _set(styles, "Lead", 10.5, italic=True, after=6)
    _set(styles, "Cell", 9, line=1.0)
    _set(styles, "Column Head", 9, ACCENT, bold=True, line=1.0)
    numbered = _set(styles, "Numbered", 10.5, after=6).paragraph_format
    numbered.left_indent, numbered.first_line_indent = HANGING, Length(-HANGING)
    for name, left in (("Own Words", Cm(0.4)), ("Own Words in Clause", Length(HANGING + Cm(0.4)))):
        _set(styles, name, 10.5, after=6).paragraph_format.left_indent = left
        _border(styles[name].element.get_or_add_pPr(), "left", RULE, 12, 8)
    _number(document)


def bordered(paragraph: Paragraph, side: str, colour: str, size: int, space: int = 4) -> None:
    """Draw a line along one side of a paragraph."""
    _border(paragraph._p.get_or_add_pPr(), side, colour, size, space)


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add what Word works out itself, such as the number of the page."""
    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))


def table(document: Document, widths: tuple[Length, ...], rows: int) -> Table:
    """An empty table of fixed column widths."""
    made: Table = document.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    for place, width in enumerate(widths):
        made.columns[place].width = width
        for row in made.rows:
            row.cells[place].width = width
    margins = '<w:top w:w="60" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/>'
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    return made


def filled(cell: _Cell, text: str, style: str = "Cell", colour: str = INK) -> None:
    """Put a text into a cell."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if text:
        paragraph.add_run(text)
    if colour != INK:
        coloured(paragraph, colour)


def coloured(paragraph: Paragraph, colour: str, *, bold: bool = False) -> None:
    """Colour a whole paragraph."""
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(colour)
        run.bold = bold or None


def ruled(cell: _Cell, colour: str, tint: str = "") -> None:
    """Draw a line under a cell, and give it a ground."""
    line = f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>'
    properties = cell._tc.get_or_add_tcPr()
    properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))
    if tint:
        properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{tint}"/>'))


def _set(
    styles: Styles, name: str, size: float, colour: str = INK, *, bold: bool = False, italic: bool = False,
    before: float = 0, after: float = 0, line: float | None = None,
) -> ParagraphStyle:  # fmt: skip
    style = styles[name]
    assert isinstance(style, ParagraphStyle)
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = line or shape.line_spacing
    properties = style.element.get_or_add_rPr()
    for tag in ("w:lang", "w:spacing", "w:kern"):
        for unwanted in properties.findall(qn(tag)):
            properties.remove(unwanted)
    fonts = properties.find(qn("w:rFonts"))
    for attribute in [one for one in fonts.attrib if one.endswith("Theme")]:
        del fonts.attrib[attribute]
    for attribute in ("w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), _FONT)
    return style


def _number(document: Document) -> None:
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    hang, step = HANGING.twips, Cm(0.8).twips
    root.append(parse_xml(_NUMBERING.format(ns=nsdecls("w"), hang=hang, item=hang + step, step=step)))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, name in enumerate(("Heading 2", "Clause", "Clause Item")):
        counted = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        document.styles[name].element.get_or_add_pPr()._insert_numPr(parse_xml(counted))


def _border(properties: BaseOxmlElement, side: str, colour: str, size: int, space: int) -> None:
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    properties.insert_element_before(borders, *_AFTER_BORDERS)
