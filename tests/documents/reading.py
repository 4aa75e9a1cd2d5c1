"""Reads the texts back out of the two forms of an agreement."""

import re
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from documents.agreements import Drawn

_RUNS_ALONG = re.compile(r"^ONS-2027-0042 · Version \d+ Page|^Data Sharing Agreement Office for National Statistics$")


def lines_of(document: bytes) -> list[str]:
    """The paragraphs of a Word document, cells included, in order."""
    body = docx.Document(BytesIO(document)).element.body
    return ["".join(_texts(paragraph)) for paragraph in body.iter(qn("w:p"))]


def _texts(paragraph: BaseOxmlElement) -> list[str]:
    spelled = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return [
        spelled.get(element.tag, element.text or "")
        for element in paragraph.xpath(".//w:r/w:t | .//w:r/w:br | .//w:r/w:tab")
    ]


def part_of(document: bytes, name: str) -> str:
    """One part of a Word document."""
    with ZipFile(BytesIO(document)) as package:
        return package.read(name).decode()


@cache
def pages_of(fixed_copy: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(fixed_copy)).pages]


def run_together(text: str) -> str:
    """A text without its white space, which a PDF does not keep."""
    return "".join(text.split())


def forms_of(drawn: Drawn) -> dict[str, str]:
    """The text of both forms, run together."""
    return {
        "document": run_together("".join(lines_of(drawn.document))),
        "fixed copy": run_together("".join(_bodies(drawn.fixed_copy))),
    }


def _bodies(fixed_copy: bytes) -> list[str]:
    # What runs along every page would stand in the middle of a sentence that turns the page.
    return [
        "\n".join(line for line in page.splitlines() if not _RUNS_ALONG.search(line)) for page in pages_of(fixed_copy)
    ]


def catalogue_of(fixed_copy: bytes) -> Any:
    """What a PDF says about itself as a whole."""
    return PdfReader(BytesIO(fixed_copy)).trailer["/Root"].get_object()


def structure_of(fixed_copy: bytes) -> list[str]:
    """The roles of a PDF's structure tree, in reading order: Title, H1, P, Table, TH, ..."""
    roles: list[str] = []
    open_nodes: list[Any] = [catalogue_of(fixed_copy)["/StructTreeRoot"]]
    while open_nodes:
        node = open_nodes.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, dict):
            roles.append(str(node.get("/S", "")).lstrip("/"))
            open_nodes.append(node.get("/K"))
        elif isinstance(node, list):
            open_nodes.extend(reversed(node))
    return [role for role in roles if role]
