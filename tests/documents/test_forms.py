"""The two files themselves: the same bytes for the same share, accessible, with nothing of the machine in them."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import docx
from pypdf import PdfReader

from policy.value import digest
from tests.documents.reading import catalogue_of, pages_of, part_of, structure_of
from tests.documents.sample import DRAFTING, drawn

ELSEWHERE = """
from policy.value import digest
from tests.documents.sample import drawn
made = drawn()
print(digest(made.document), digest(made.fixed_copy))
"""


def drawn_elsewhere(**surroundings: str) -> str:
    """The digests of both forms, drawn up in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=Path(__file__).parents[2],
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def test_the_same_share_has_the_same_bytes_in_any_process_at_any_time() -> None:
    made = drawn()
    here = f"{digest(made.document)} {digest(made.fixed_copy)}"
    assert drawn_elsewhere(PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C") == here
    assert drawn_elsewhere(PYTHONHASHSEED="2", TZ="America/New_York", SOURCE_DATE_EPOCH="1") == here


def test_threads_may_draw_up_side_by_side() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda version: drawn(version=version % 2 + 1), range(12)))
    assert made[0] != made[1]
    assert all(one == made[place % 2] for place, one in enumerate(made))


def test_another_order_makes_another_document() -> None:
    later = drawn(at=DRAFTING.at + timedelta(days=1))
    assert later.document != drawn().document
    assert later.fixed_copy != drawn().fixed_copy


def test_the_document_is_a_package_of_stored_parts_dated_by_the_order() -> None:
    with ZipFile(BytesIO(drawn().document)) as package:
        parts = package.infolist()
    assert parts[0].filename == "[Content_Types].xml"
    assert {part.compress_type for part in parts} == {ZIP_STORED}
    assert {part.date_time for part in parts} == {(2027, 3, 31, 23, 30, 0)}


def test_the_document_says_who_made_it_and_when_it_was_ordered() -> None:
    properties = docx.Document(BytesIO(drawn().document)).core_properties
    assert properties.title == "Data Sharing Agreement ONS-2027-0042"
    assert properties.author == properties.last_modified_by == "Office for National Statistics"
    assert properties.created == properties.modified == DRAFTING.at
    assert properties.revision == 2
    assert properties.language == "en-GB"


def test_the_document_has_headings_counted_clauses_and_tables_whose_heads_are_repeated() -> None:
    document = docx.Document(BytesIO(drawn().document))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 3 + 4  # parties, terms, signatures, and the schedules
    assert {"Heading 2", "Heading 3", "Clause", "Clause Item", "Own Words in Clause"} <= set(styles)
    captions, heads = (document.element.body.xpath(f"count(.//w:{tag})") for tag in ("tblCaption", "tblHeader"))
    assert captions == heads == 7
    footer = document.sections[0].footer._element
    assert footer.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert "ONS-2027-0042 · Version 2" in "".join(footer.xpath(".//w:t/text()"))


def test_nothing_of_the_template_is_left_in_the_document() -> None:
    document = drawn().document
    with ZipFile(BytesIO(document)) as package:
        for name in package.namelist():
            assert not re.search(r"\{\{|\{%|\}\}|%\}", part_of(document, name)), name


def test_the_widths_of_a_table_follow_the_paper_and_fill_the_page() -> None:
    body = docx.Document(BytesIO(drawn().document)).element.body
    conditions = body.xpath("./w:tbl[w:tblPr/w:tblCaption]")[-1]
    widths = [int(width) for width in conditions.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert widths == [int(width) for width in conditions.xpath("./w:tr[2]/w:tc/w:tcPr/w:tcW/@w:w")]
    assert len(widths) == 6
    assert widths[1] == max(widths)
    assert 9_200 < sum(widths) < 9_350  # 16.4 cm


def test_the_fixed_copy_is_an_accessible_pdf() -> None:
    reader = PdfReader(BytesIO(drawn().fixed_copy))
    root = catalogue_of(drawn().fixed_copy)
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Data Sharing Agreement ONS-2027-0042"
    roles = structure_of(drawn().fixed_copy)
    assert roles.count("Title") == 1
    headings = [role for role in roles if re.fullmatch(r"H\d", role)]
    assert headings[0] == "H1"
    assert set(headings) == {"H1", "H2"}
    assert roles.count("Table") == 7
    assert roles.count("TH") == 3 + 3 + 3 + 3 + 3 + 4 + 6  # every table has its heads


def test_the_fixed_copy_is_dated_by_the_order_and_embeds_its_fonts() -> None:
    reader = PdfReader(BytesIO(drawn().fixed_copy))
    assert reader.metadata is not None
    assert str(reader.metadata.creation_date)[:10] == "2027-04-01"
    pages: list[Any] = list(reader.pages)
    for page in pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_every_page_of_the_fixed_copy_names_the_version_and_counts_itself() -> None:
    pages = pages_of(drawn().fixed_copy)
    assert len(pages) > 6
    for number, page in enumerate(pages, start=1):
        assert f"ONS-2027-0042 · Version 2 Page {number} of {len(pages)}" in page
