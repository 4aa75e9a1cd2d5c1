"""Files that people hand in, in tests: spreadsheets of each kind, and some that nobody should open."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

HEADINGS = ("Data asset", "Variable", "Why it is needed")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40

_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="One">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def xlsx(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook with a sheet of notes before the table."""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Read me").append(["Fill in the next sheet."])
    sheet = book.create_sheet("Table")
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_of(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS, delimiter: str = ",") -> bytes:
    """A CSV file."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows(rows)
    return written.getvalue().encode()


def ods(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    """An OpenDocument spreadsheet."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (headings, *rows)
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": _ODS.format(rows=lines), "META-INF/manifest.xml": manifest})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """The archive with one more part."""
    written = io.BytesIO(archive)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return written.getvalue()


def bomb(archive: bytes) -> bytes:
    """The archive with a part that unpacks to 125 MB."""
    return with_part(archive, "xl/media/picture.bin", b"\0" * 125_000_000)


def lying_bomb(archive: bytes) -> bytes:
    """The same, but with a declared size of ten bytes."""
    part = b"\0" * 5_000_000
    packed = bytearray(with_part(archive, "xl/media/picture.bin", part))
    return bytes(packed.replace(struct.pack("<I", len(part)), struct.pack("<I", 10)))


def far_cell() -> bytes:
    """A workbook with nothing but one cell in its farthest corner: who lays it out whole needs 400 GB."""
    book = openpyxl.Workbook()
    sheet = book.active
    for place, heading in enumerate(HEADINGS, start=1):
        sheet.cell(1, place, heading)
    sheet.cell(1_048_576, 16_384, "far")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def docx(**parts: str) -> bytes:
    """A Word document, as far as its parts tell; more parts by their names."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", **parts})
