"""The templates: the Word file is what its maker makes, and a wording that cannot be used is refused at once."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm

from documents.agreements import TEMPLATES, Agreements
from documents.paper import Paper
from documents.template_maker import TEMPLATE, make
from documents.wording import read_wording
from tests.documents.reading import part_of

# In which order Word reads these; what stands elsewhere makes it call the file damaged.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "rPr": "rFonts b bCs i iCs smallCaps color spacing kern sz szCs u lang",
}


def test_the_word_template_is_fresh() -> None:
    assert make() == TEMPLATE.read_bytes(), "Run `python -m documents.template_maker`."


def test_the_word_template_opens_as_a_plain_a4_document_of_nobody() -> None:
    document = docx.Document(BytesIO(TEMPLATE.read_bytes()))
    section = document.sections[0]
    assert [round((length or Cm(0)).cm, 1) for length in (section.page_width, section.page_height)] == [21.0, 29.7]
    assert document.core_properties.author == ""
    names = {style.name for style in document.styles}
    assert {"Heading 1", "Clause", "Own Words"} <= names
    assert len(names) < 25


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/footer1.xml", "word/header1.xml"])
def test_properties_stand_in_the_order_in_which_word_reads_them(part: str) -> None:
    root = docx.oxml.parse_xml(part_of(TEMPLATE.read_bytes(), part).encode())
    for name, order in ORDERS.items():
        ranks = {qn(f"w:{child}"): rank for rank, child in enumerate(order.split())}
        for properties in root.iter(qn(f"w:{name}")):
            places = [ranks[child.tag] for child in properties]
            assert places == sorted(places), [child.tag.rpartition("}")[2] for child in properties]


@pytest.mark.parametrize("template", ["agreement.docx", "agreement.typ"])
def test_both_templates_print_every_part_of_the_paper(template: str) -> None:
    content = (TEMPLATES / template).read_bytes()
    names = ["word/document.xml", "word/footer1.xml", "word/header1.xml"]
    text = "".join(part_of(content, name) for name in names) if template.endswith("docx") else content.decode()
    printed_as_entries = {"reference", "version", "drawn_up"}
    for field in set(Paper.model_fields) - printed_as_entries:
        assert f"paper.{field}" in text, field


def test_the_typst_template_needs_no_network() -> None:
    assert "@preview" not in (TEMPLATES / "agreement.typ").read_text()


def changed(folder: Path, change: Callable[[str], str]) -> Path:
    """A copy of the templates with another wording."""
    copy = folder / "templates"
    shutil.copytree(TEMPLATES, copy)
    wording = copy / "clauses.yaml"
    wording.write_text(change(wording.read_text()))
    return copy


def test_a_lawyer_may_change_the_wording(tmp_path: Path) -> None:
    templates = changed(tmp_path, lambda text: text.replace("for nothing else.", "for nothing else at all."))
    assert Agreements(templates) is not None
    purpose = read_wording(templates / "clauses.yaml").clauses["purpose"].paragraphs[0].text
    assert purpose.endswith("for nothing else at all.")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{must} use the Data for", "{shall} use the Data for", r"\{shall\} in 'purpose' is not one of"),
        ("{must} use the Data for", "{must use the Data for", "A brace in 'purpose' has no partner"),
        (
            "[standing-of-a-contract, meanings]",
            "[preamble, meanings]",
            "The clause 'preamble' is named",
        ),
        ("confirms: no-onward-sharing", "confirms: nothing", "The confirmation 'nothing' is quoted"),
        ("lists: gateways", "lists: gateway", "lists"),
        ("labels:", "labels: [", "cannot be used"),
    ],
)
def test_a_wording_that_cannot_be_used_is_refused_before_anything_is_drawn_up(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    templates = changed(tmp_path, lambda text: text.replace(old, new, 1))
    with pytest.raises(ValueError, match=sentence) as refused:
        Agreements(templates)
    assert str(refused.value).startswith("The wording of agreements in clauses.yaml cannot be used: ")
