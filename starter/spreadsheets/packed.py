"""Files that are archives inside (Word, Excel, OpenDocument), looked through before anything opens them."""

import io
import zipfile
import zlib

MOST_PARTS = 2_000
MOST_UNPACKED = 120_000_000
"""Bytes that a file may grow to when it is opened."""

_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, LookupError, ValueError),
    *(NotImplementedError, RuntimeError),
)
"""All that the library raises at archives that are broken, or packed in ways that it does not know."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}

MACROS = "This file contains macros. Save it without them, and hand in that file."
BOMB = "This file unpacks to far more than such files hold, so it was not opened. Save it anew, and try again."
DAMAGED = "This file is damaged, so it cannot be opened. Save it anew, and try again."
PASSWORD = "This file is protected by a password. Take the password off, and hand in that file."
OLD = "This file is of an old kind. Save it as .docx, .xlsx, .odt or .ods, and hand in that file."


class NotTaken(Exception):
    """A file that is not taken; the text says why, and what to do."""


def is_packed(content: bytes) -> bool:
    """Whether it is an archive."""
    return content.startswith(b"PK\x03\x04")


def refuse_old(content: bytes) -> None:
    """Raises NotTaken for what is in the container of old office files, which protected new ones use, too."""
    if not content.startswith(_OLE):
        return
    locked = any(name.encode("utf-16-le") in content for name in ("EncryptedPackage", "EncryptionInfo"))
    raise NotTaken(PASSWORD if locked else OLD)


def kind_of(content: bytes) -> str:
    """The kind of an archive: docx, xlsx, odt, ods; empty for any other. Raises NotTaken for what is unsafe."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look(archive)
            return _kind(archive)
    except _UNREADABLE:
        raise NotTaken(DAMAGED) from None


def repacked(content: bytes) -> bytes:
    """The same archive written anew, uncompressed, so that what opens it next finds no more than was declared.

    Raises NotTaken.
    """
    written = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as fresh,
        ):
            _look(archive)
            for part in archive.infolist():
                if not part.is_dir():
                    # Reading stops at the declared size, and fails where the checksum is of something else.
                    fresh.writestr(part.filename, archive.read(part))
    except _UNREADABLE:
        raise NotTaken(DAMAGED) from None
    return written.getvalue()


def _look(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotTaken(PASSWORD)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotTaken(BOMB)
    names = {part.filename.lower() for part in parts}
    if any(name.rpartition("/")[2].startswith("vbaproject") for name in names):
        raise NotTaken(MACROS)
    # LibreOffice writes an empty list of libraries into files without macros, so only a library itself counts.
    if any(_is_macro(name) for name in names):
        raise NotTaken(MACROS)


def _is_macro(name: str) -> bool:
    within = name.startswith(("basic/", "scripts/")) and name.count("/") > 1
    return within and not name.endswith(("/", "script-lc.xml", "script-lb.xml", "dialog-lb.xml"))


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if b"macroenabled" in _start(archive, "[Content_Types].xml").lower():
            raise NotTaken(MACROS)
        return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
    if "mimetype" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in _start(archive, "META-INF/manifest.xml"):
            raise NotTaken(PASSWORD)
        return _OPEN_DOCUMENT.get(_start(archive, "mimetype").decode("ascii", "replace").strip(), "")
    return ""


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(1_000_000)
