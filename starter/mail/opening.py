"""Opening a mail that anybody may have written: never unpacked, never trusted, and what cannot be read is said so."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import PurePosixPath
from typing import NamedTuple

from channels.mail.showing import cleaned
from policy.value import digest
from starter.mail.plain_text import text_of_page

LARGEST = 25 * 1024 * 1024
"""Bytes; a larger mail is not opened, only its head is looked at."""
HEAD = 64 * 1024
MOST_FILES = 100
MOST_NESTED = 30
LONGEST_TEXT = 200_000
_NESTS = re.compile(rb"boundary|message/rfc822", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_ADDRESS = r"([^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+)"
# One address and nothing that a reader could take for another one: a name in front, or a comment behind.
_ONE_SENDER = (
    re.compile(rf"{_ADDRESS}(?:\s*\([^()]*\))?"),
    re.compile(rf"(?:\"[^\"<>]*\"|[^<>\",;()]*)\s*<{_ADDRESS}>"),
)
_ANY_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


class Attached(NamedTuple):
    """A file that came with a mail, as it is: an archive stays closed."""

    name: str
    content: bytes


class Opened(NamedTuple):
    """A mail, taken apart. `key` is its Message-ID, or the digest of its bytes where it has none.

    `sender` is empty where there is not exactly one. `automatic` says why it must not be answered; `passed_on` are
    the senders of mails that are attached to it; `unopened` says what could not be read.
    """

    key: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[Attached, ...] = ()
    passed_on: tuple[str, ...] = ()
    automatic: str = ""
    results: tuple[str, ...] = ()
    unopened: str = ""

    @property
    def message_id(self) -> str:
        """The Message-ID, or nothing where there is none."""
        return self.key if self.key.startswith("<") else ""


def opened(raw: bytes) -> Opened:
    """Take a mail apart. Nothing that somebody may send makes this raise."""
    whole = len(raw) <= LARGEST
    deep = len(_NESTS.findall(raw)) > MOST_NESTED if whole else False
    head = _headers(raw)
    if not whole:
        return head._replace(unopened=f"It is larger than {LARGEST // 1024 // 1024} MB, and was not opened.")
    if deep:
        return head._replace(unopened="It holds mail inside mail too many times, and was not opened.")
    try:
        return _with_parts(head, message_from_bytes(raw))
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return head._replace(unopened="It is not written as mail is, and could not be opened.")


def _headers(raw: bytes) -> Opened:
    message = message_from_bytes(re.split(rb"\r?\n\r?\n", raw[:HEAD], maxsplit=1)[0] + b"\r\n\r\n")
    named = _header(message, "Message-ID").strip()
    senders = message.get_all("From", [])
    found = [_decoded(message.get_all(name, [])) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    return Opened(
        key=named if _MESSAGE_ID.fullmatch(named) else f"sha256:{digest(raw)}",
        sender=one_address(str(senders[0])) if len(senders) == 1 else "",
        recipients=tuple(_ANY_ADDRESS.findall(" ".join(found))[:MOST_FILES]),
        subject=" ".join(cleaned(_header(message, "Subject"))[:500].split()),
        automatic=_automatic(message),
        results=tuple(" ".join(str(one).split()) for one in message.get_all("Authentication-Results", [])),
    )


def one_address(header: str) -> str:
    """The address in a header that holds exactly one, in lower case; nothing where more could be read out of it."""
    flat = " ".join(header.split())
    found = next((match for way in _ONE_SENDER if (match := way.fullmatch(flat))), None)
    address = found[1].casefold() if found else ""
    return address if cleaned(address) == address and address.isprintable() else ""


def _automatic(message: Message) -> str:
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or any(name in message for name in ("X-Autoreply", "X-Autorespond")):
        return "It was sent by a machine."
    if _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list"):
        return "It was sent to many at once."
    if _header(message, "Return-Path").strip() == "<>" or message.get_content_type() == "multipart/report":
        return "It reports on the delivery of another mail."
    return ""


def _header(message: Message, name: str) -> str:
    return _decoded(message.get_all(name, [])[:1])


def _decoded(values: Sequence[object]) -> str:
    try:
        return ", ".join(str(make_header(decode_header(str(one)))) for one in values)
    except (ValueError, LookupError, TypeError):
        return ", ".join(str(one).encode("ascii", "replace").decode() for one in values)


def _with_parts(head: Opened, message: Message) -> Opened:
    plain: list[str] = []
    pages: list[str] = []
    files: list[Attached] = []
    passed_on: list[str] = []
    for place, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            passed_on += [one_address(str(inner.get("From", ""))) for inner in _inner(part)]
        if part.is_multipart():
            continue
        name = part.get_filename()
        if name is None and kind == "text/plain":
            plain.append(_text(part))
        elif name is None and kind == "text/html":
            pages.append(_text(part))
        elif len(files) < MOST_FILES:
            files.append(Attached(file_name(str(name or ""), place), _bytes(part)))
    text = "\n\n".join(plain) if any(one.strip() for one in plain) else text_of_page("\n".join(pages)[:LONGEST_TEXT])
    return head._replace(
        text=cleaned(text[:LONGEST_TEXT]).strip(),
        files=tuple(one for one in files if one.content),
        passed_on=tuple(dict.fromkeys(one for one in passed_on if one)),
    )


def _inner(part: Message) -> list[Message]:
    inside = part.get_payload()
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    content = _bytes(part)[: LONGEST_TEXT * 4]
    try:
        return content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", errors="replace")


def file_name(given: str, place: int) -> str:
    """A file's name without its folders, or anything that could deceive whoever reads it."""
    flat = " ".join(cleaned(_decoded([given])).split())
    name = PurePosixPath(flat.replace("\\", "/")).name[-120:].strip(". ")
    return name or f"attachment-{place}"
