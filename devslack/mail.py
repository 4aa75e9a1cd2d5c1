"""Mail: what the service sends is caught here, and what people write to it is laid into a Maildir."""

import asyncio
import mailbox
import mimetypes
import socket
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from devslack.store import Mail, Store

LARGEST_MAIL = 25 * 1024 * 1024
"""Bytes."""


class _Catcher:
    """Takes every mail, for whomever it is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        raw = envelope.original_content or b""
        self._store.add_mail(envelope.mail_from or "", envelope.rcpt_tos, raw)
        return "250 Caught"


async def catcher(store: Store, listening: socket.socket) -> asyncio.Server:
    """An SMTP server that catches everything on this socket."""

    def protocol() -> SMTP:
        return SMTP(_Catcher(store), data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="devslack.test")

    return await asyncio.get_running_loop().create_server(protocol, sock=listening)


@dataclass(frozen=True)
class Part:
    """A file that came with a mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """A caught mail, taken apart for reading."""

    mail: Mail
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    files: tuple[Part, ...]

    def header(self, name: str) -> str:
        """The first header of this name, "" where there is none."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")


def opened(mail: Mail) -> Opened:
    """Take a mail apart; what cannot be decoded is shown as well as it can be."""
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return Opened(
        mail,
        tuple((name, str(value)) for name, value in parsed.items()),
        _body(parsed, "plain"),
        _body(parsed, "html"),
        tuple(_part(number, part) for number, part in enumerate(parsed.iter_attachments(), 1)),
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    found = parsed.get_body(preferencelist=(kind,))
    if found is None:
        return ""
    raw = found.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(found.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


def _part(number: int, part: Any) -> Part:
    content = part.get_payload(decode=True)
    if content is None:
        content = b"".join(inner.as_bytes() for inner in part.get_payload() if hasattr(inner, "as_bytes"))
    return Part(part.get_filename() or f"part-{number}", part.get_content_type(), content)


@dataclass(frozen=True)
class Draft:
    """A mail that somebody writes to the service."""

    sender_name: str
    sender: str
    recipient: str
    subject: str
    text: str
    file_name: str = ""
    file: bytes = b""
    in_reply_to: str = ""
    references: str = ""


def lay_down(folder: Path, draft: Draft) -> str:
    """Lay the mail into the Maildir `mail-in`. Gives its Message-ID. Raises ValueError for a broken address."""
    letter = EmailMessage(policy=policy.default)
    letter["From"] = formataddr((draft.sender_name, draft.sender))
    letter["To"] = draft.recipient
    letter["Subject"] = draft.subject
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid(domain=draft.sender.rpartition("@")[2] or "example.test")
    if draft.in_reply_to:
        letter["In-Reply-To"] = draft.in_reply_to
        letter["References"] = " ".join(filter(None, (draft.references, draft.in_reply_to)))
    letter.set_content(draft.text)
    if draft.file_name:
        main, _, sub = (mimetypes.guess_type(draft.file_name)[0] or "application/octet-stream").partition("/")
        letter.add_attachment(draft.file, maintype=main, subtype=sub, filename=draft.file_name)
    inbox(folder).add(letter.as_bytes())
    return str(letter["Message-ID"])


def inbox(folder: Path) -> "mailbox.Maildir":
    """The Maildir that the service reads; made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return mailbox.Maildir(folder / "mail-in", create=True)
