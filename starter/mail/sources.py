"""Where mail to the service waits: a mailbox by IMAP, a Maildir, or a pipe. It leaves only once it is on record."""

import asyncio
import contextlib
import imaplib
import logging
import os
import re
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from starter.mail.opening import LARGEST
from starter.mail.taking import Taken

log = logging.getLogger(__name__)

TRY_AGAIN = 75
"""What a mail server wants of a command that it pipes mail into, to bring it once more (EX_TEMPFAIL)."""
READ = LARGEST + 1
IMAPS_PORT = 993
Take = Callable[[bytes], Awaitable[Taken]]


class Box(Protocol):
    """A mailbox that is open. Its methods block, and raise OSError or imaplib.IMAP4.error where it is away."""

    def waiting(self) -> list[str]:
        """The names of the mails that have not been taken in."""

    def read(self, name: str) -> bytes:
        """A mail, or as much of it as is ever looked at. It stays as it is."""

    def done(self, name: str) -> None:
        """A mail is on record, and waits no longer."""

    def close(self) -> None:
        """Let go of it."""


class MaildirBox:
    """A Maildir: mail in `new` waits, and goes to `cur` as read. Raises OSError where the folder cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("new", "cur", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def waiting(self) -> list[str]:
        """The oldest first, as the names of a Maildir begin with their time."""
        return sorted(one.name for one in os.scandir(self._folder / "new") if one.is_file() and one.name[0] != ".")

    def read(self, name: str) -> bytes:
        """The file's bytes."""
        with (self._folder / "new" / name).open("rb") as file:
            return file.read(READ)

    def done(self, name: str) -> None:
        """Into `cur`, with the mark of what has been seen."""
        (self._folder / "new" / name).rename(self._folder / "cur" / f"{name.partition(':')[0]}:2,S")

    def close(self) -> None:
        """Nothing is held."""


class ImapBox:
    """A folder of a mailbox by IMAP over TLS: what is not seen waits."""

    def __init__(
        self,
        host: str,
        user: str,
        password: str,
        folder: str = "INBOX",
        *,
        port: int = IMAPS_PORT,
        trust: ssl.SSLContext | None = None,
        timeout: float = 60,
    ) -> None:
        self._imap = imaplib.IMAP4_SSL(host, port, ssl_context=trust or ssl.create_default_context(), timeout=timeout)
        try:
            self._imap.login(user, password)
            # A folder's name comes from the settings; it is quoted as IMAP wants it.
            quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
            _expect("OK", self._imap.select(f'"{quoted}"'))
        except BaseException:
            self.close()
            raise

    def waiting(self) -> list[str]:
        """The numbers of what has not been seen, which stay the same while the folder does."""
        found = _expect("OK", self._imap.uid("SEARCH", "UNSEEN"))
        return [one.decode() for line in found if isinstance(line, bytes) for one in line.split()]

    def read(self, name: str) -> bytes:
        """The mail, without marking it as seen."""
        found = _expect("OK", self._imap.uid("FETCH", name, f"(BODY.PEEK[]<0.{READ}>)"))
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def done(self, name: str) -> None:
        """Marked as seen."""
        _expect("OK", self._imap.uid("STORE", name, "+FLAGS", r"(\Seen)"))

    def close(self) -> None:
        """Say goodbye; a server that is away already hears nothing."""
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._imap.logout()


def _expect(wanted: str, answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    if answer[0] != wanted:
        raise imaplib.IMAP4.error("the mailbox does not do what it was asked")
    return answer[1]


def box_at(mail_in: str, password: str = "") -> Callable[[], Box]:
    """What opens the mailbox of a setting: `maildir:/path`, or `imaps://user@host/folder`."""
    if mail_in.startswith("maildir:"):
        return lambda: MaildirBox(Path(mail_in.partition(":")[2]))
    parts = urlsplit(mail_in)
    folder, port = unquote(parts.path.strip("/")) or "INBOX", parts.port or IMAPS_PORT
    return lambda: ImapBox(parts.hostname or "", unquote(parts.username or ""), password, folder, port=port)


async def fetch(open_box: Callable[[], Box], take_in: Take) -> int:
    """Take in all that waits; how many. One that cannot be taken in stays where it is, and holds up no other.

    Raises OSError (ConnectionError among them, where the records are away) or imaplib.IMAP4.error.
    """
    box, taken = await asyncio.to_thread(open_box), 0
    try:
        for name in await asyncio.to_thread(box.waiting):
            raw = await asyncio.to_thread(box.read, name)
            try:
                await take_in(raw)
            except OSError:
                raise
            except Exception as wrong:  # one mail that cannot be taken in holds up no other
                # Never with its text or a traceback: those may quote what somebody wrote.
                log.error(
                    "The mail %s could not be taken in (%s); it stays unread.", _plain(name), type(wrong).__name__
                )
                continue
            await asyncio.to_thread(box.done, name)
            taken += 1
    finally:
        await asyncio.to_thread(box.close)
    return taken


async def serve(
    open_box: Callable[[], Box],
    take_in: Take,
    answer_the_unanswered: Callable[[], Awaitable[int]],
    stop: asyncio.Event,
    every: timedelta = timedelta(seconds=30),
) -> None:
    """Look for mail again and again, until told to stop. A mailbox that is away is tried again."""
    while not stop.is_set():
        try:
            await fetch(open_box, take_in)
            await answer_the_unanswered()
        except (OSError, imaplib.IMAP4.error) as away:
            log.warning("Mail cannot be fetched now (%s); it is tried again.", type(away).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every.total_seconds())


async def pipe(stdin: BinaryIO, take_in: Take) -> int:
    """Take in one mail from a mail server's pipe: the exit code, 0 once it is on record, 75 to bring it again."""
    raw = await asyncio.to_thread(stdin.read, READ)
    try:
        await take_in(raw)
    except OSError:
        return TRY_AGAIN
    return 0


def _plain(name: str) -> str:
    return re.sub(r"[^\w.,:=-]", "?", name)[:120]
