"""Makes the Word template: `python -m documents.template_maker` writes templates/agreement.docx.

Here is only the order of the page; its looks are in template_looks.py, and what it says comes in as a paper (see
paper.py). The result is a plain Word file that a lawyer may edit in Word; whoever does so gives up this script.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from documents.template_looks import (
    ACCENT,
    ALARM,
    INK,
    QUIET,
    RULE,
    TEXT_WIDTH,
    TINT,
    bordered,
    coloured,
    dress,
    field,
    filled,
    ruled,
    table,
    tidy,
)
from documents.word import packed

TEMPLATE = Path(__file__).parent / "templates" / "agreement.docx"
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def make() -> bytes:
    """The template, the same bytes each time."""
    document = docx.Document()
    tidy(document, _MADE_AT)
    dress(document)
    _page(document)
    _cover(document)
    _parties(document)
    _terms(document)
    _signatures(document)
    _schedules(document)
    written = BytesIO()
    document.save(written)
    return packed(written.getvalue(), _MADE_AT)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.4)
    section.different_first_page_header_footer = True
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = "Footer"
        line.add_run("{{ paper.running_title }}\t{{ paper.labels.page }} ")
        field(line, "PAGE")
        line.add_run(" {{ paper.labels.of }} ")
        field(line, "NUMPAGES")
        bordered(line, "top", RULE, 4)
    header = section.header.paragraphs[0]
    header.add_run("{{ paper.title }}\t{{ paper.host }}")
    bordered(header, "bottom", RULE, 4)


def _cover(document: Document) -> None:
    coloured(_line(document, "{{ paper.host }} · {{ paper.service }}"), QUIET)
    _line(document, "{{ paper.title }}", "Title")
    others = "{{ paper.between[:-1]|join(', ') }} {{ paper.labels.and }} {{ paper.between[-1] }}"
    _line(document, f"{{{{ paper.labels.between }}}} {others}", "Subtitle")
    entries = table(document, (Cm(3.6), Length(TEXT_WIDTH - Cm(3.6))), rows=3)
    filled(entries.cell(0, 0), "{%tr for entry in paper.entries %}")
    filled(entries.cell(1, 0), "{{ entry.label }}", colour=QUIET)
    filled(entries.cell(1, 1), "{{ entry.text }}")
    filled(entries.cell(2, 0), "{%tr endfor %}")
    _line(document, "{{ paper.status }}", "Lead").paragraph_format.space_before = Pt(12)
    _line(document, "{%p if paper.note %}")
    note = _line(document, "{{ paper.labels.note }}")
    coloured(note, ACCENT, bold=True)
    note.paragraph_format.space_before, note.paragraph_format.keep_with_next = Pt(12), True
    _each(document, "line in paper.note", "{{ line }}", "Own Words")
    _line(document, "{%p endif %}")
    title, warning = _line(document, "{{ paper.warning_title }}"), _line(document, "{{ paper.warning }}")
    coloured(title, ALARM, bold=True)
    title.paragraph_format.space_before, title.paragraph_format.keep_with_next = Pt(18), True
    for line in (title, warning):
        line.paragraph_format.left_indent = Cm(0.4)
        bordered(line, "left", ALARM, 24, space=8)


def _parties(document: Document) -> None:
    heading = _line(document, "{{ paper.labels.parties }}", "Heading 1")
    heading.paragraph_format.page_break_before = True
    _each(document, "party in paper.parties", "({{ party.number }})\t{{ party.text }}", "Numbered")


def _terms(document: Document) -> None:
    _line(document, "{{ paper.labels.terms }}", "Heading 1")
    _line(document, "{%p for clause in paper.clauses %}")
    _line(document, "{{ clause.title }}", "Heading 2")
    _line(document, "{%p for passage in clause.passages %}")
    _line(document, "{{ passage.text }}", "Clause")
    _each(document, "item in passage.items", "{{ item }}", "Clause Item")
    _each(document, "line in passage.quoted", "{{ line }}", "Own Words in Clause")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")


def _signatures(document: Document) -> None:
    _line(document, "{{ paper.labels.signatures }}", "Heading 1")
    _line(document, "{{ paper.signing }}")
    _line(document, "{%p for signature in paper.signatures %}")
    party, capacity = _line(document, "{{ signature.party }}"), _line(document, "{{ signature.capacity }}")
    coloured(party, INK, bold=True)
    coloured(capacity, QUIET)
    party.paragraph_format.space_before, party.paragraph_format.space_after = Pt(18), Pt(0)
    lines = table(document, (Cm(2.8), Length(TEXT_WIDTH - Cm(2.8))), rows=4)
    for place, label in enumerate(("signed", "name", "position", "date")):
        lines.rows[place].height = Cm(1.3 if label == "signed" else 0.9)
        left, right = lines.rows[place].cells
        filled(left, f"{{{{ paper.labels.{label} }}}}", colour=QUIET)
        filled(right, "")
        ruled(right, INK)
        for cell in (left, right):
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="bottom"/>'))
            cell.paragraphs[0].paragraph_format.keep_with_next = label != "date"
    for line in (party, capacity):
        line.paragraph_format.keep_with_next = True
    _line(document, "{%p endfor %}")


def _schedules(document: Document) -> None:
    title = "{{ paper.labels.schedule }} {{ schedule.number }}: {{ schedule.title }}"
    _line(document, "{%p for schedule in paper.schedules %}")
    _line(document, "{%p if schedule.number == 1 %}")
    _line(document, title, "Heading 1").paragraph_format.page_break_before = True
    _line(document, "{%p else %}")
    _line(document, title, "Heading 1")
    _line(document, "{%p endif %}")
    _line(document, "{%p if schedule.intro %}")
    _line(document, "{{ schedule.intro }}", "Lead")
    _line(document, "{%p endif %}")
    _line(document, "{%p for statement in schedule.statements %}")
    _line(document, "{%p if statement.title %}")
    _line(document, "{{ statement.title }}", "Heading 3")
    _line(document, "{%p endif %}")
    _each(document, "paragraph in statement.paragraphs", "{{ paragraph }}")
    _each(document, "item in statement.items", "({{ loop.index }})\t{{ item }}", "Numbered")
    _line(document, "{%p if statement.table %}")
    _rows_and_columns(document)
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")


def _rows_and_columns(document: Document) -> None:
    """A table whose columns and rows both come from the paper; its head is repeated on every page."""
    made = table(document, (Length(TEXT_WIDTH // 3),) * 3, rows=4)
    caption = f'<w:tblCaption {nsdecls("w")} w:val="{{{{ statement.table.caption }}}}"/>'
    made._tbl.tblPr.append(parse_xml(caption))
    head, opening, row, closing = made.rows
    filled(head.cells[0], "{%tc for column in statement.table.columns %}", "Column Head")
    filled(head.cells[1], "{{ column.title }}", "Column Head")
    filled(head.cells[2], "{%tc endfor %}", "Column Head")
    ruled(head.cells[1], ACCENT, TINT)
    filled(opening.cells[0], "{%tr for row in statement.table.rows %}")
    filled(row.cells[0], "{%tc for cell in row %}")
    filled(row.cells[1], "{{ cell }}")
    filled(row.cells[2], "{%tc endfor %}")
    ruled(row.cells[1], RULE)
    filled(closing.cells[0], "{%tr endfor %}")
    for kept in (head, row):
        kept._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    head._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _line(document: Document, text: str, style: str = "Normal") -> Paragraph:
    return document.add_paragraph(text, style=style)


def _each(document: Document, over: str, text: str, style: str = "Normal") -> None:
    _line(document, f"{{%p for {over} %}}")
    _line(document, text, style)
    _line(document, "{%p endfor %}")


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())
