"""Documents that people hand in: size, name, true kind, and what a checker for malware says of them."""

import shlex
import subprocess
import tempfile
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

import filetype
from starlette.datastructures import UploadFile

from policy.value import unreadable
from starter.spreadsheets.packed import NotTaken, is_packed, kind_of, refuse_old

LARGEST = 20_000_000
LONGEST_NAME = 120
PATIENCE = 60.0
"""Seconds that a checker for malware may take."""

TAKEN = ("pdf", "docx", "odt", "xlsx", "ods", "csv", "txt", "md", "png", "jpg")
TAKEN_IN_WORDS = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), CSV, plain text, PNG or JPEG"

_SAME = {"jpeg": "jpg"}
_TEXTS = ("csv", "txt", "md")
_WITH_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm")

TOO_LARGE = "The file is larger than 20 MB. Hand in a smaller one, or several."
EMPTY = "The file is empty. Choose another one."
INFECTED = "The file did not pass our check for malware, so it was not taken."
NOT_CHECKED = "The file could not be checked for malware, so it was not taken. Try again later."


class Handed(NamedTuple):
    """A file as it was handed in, under a name that can be shown."""

    name: str
    content: bytes


def handed(upload: UploadFile) -> Handed:
    """The file, read whole. Raises NotTaken where it is empty or too large."""
    content = upload.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotTaken(TOO_LARGE)
    if not content:
        raise NotTaken(EMPTY)
    return Handed(file_name(upload.filename or ""), content)


def file_name(given: str) -> str:
    """The last part of a path, with characters that can be read, and not too long; its extension is kept."""
    last = PureWindowsPath(PurePosixPath(given.replace("\0", "")).name).name
    plain = "".join(one for one in last if unreadable(one) is None and one not in "\n\t").strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME] or "document"
    return f"{stem[: LONGEST_NAME - len(extension) - 1] or 'document'}.{extension[:10]}"


def extension_of(name: str) -> str:
    """The extension of a file name, in small letters, in one spelling; empty where there is none."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return _SAME.get(extension, extension)


def check(file: Handed, malware_check: str = "") -> None:
    """Raises NotTaken, with a sentence, for a file that may not be handed in."""
    extension = extension_of(file.name)
    if extension in _WITH_MACROS:
        raise NotTaken("Files that may contain macros are not taken. Save it as another kind, and hand in that file.")
    refuse_old(file.content)
    if extension not in TAKEN:
        raise NotTaken(f"This kind of file is not taken. The file must be {TAKEN_IN_WORDS}.")
    if _true_kind(file.content, extension) != extension:
        raise NotTaken(
            f"The file is called .{extension}, but its content is of another kind. Save it again as what it is."
        )
    check_for_malware(file.content, malware_check)


def _true_kind(content: bytes, extension: str) -> str:
    if is_packed(content):
        return kind_of(content)
    guessed = filetype.guess(content)
    if guessed is not None:
        kind = str(guessed.extension)
        return _SAME.get(kind, kind)
    return extension if extension in _TEXTS and text_of(content) is not None else ""


def text_of(content: bytes) -> str | None:
    """The text that a file holds, by the encodings that spreadsheets and editors write; None where it holds none."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def check_for_malware(content: bytes, program: str) -> None:
    """Have a program look at the content, where one is named. Raises NotTaken unless it is content with it."""
    if not program:
        return
    with tempfile.NamedTemporaryFile(prefix="handed-in-") as kept:
        kept.write(content)
        kept.flush()
        try:
            found = subprocess.run(
                [*shlex.split(program), kept.name], capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, ValueError, subprocess.TimeoutExpired):
            raise NotTaken(NOT_CHECKED) from None
    if found.returncode != 0:
        raise NotTaken(INFECTED)
