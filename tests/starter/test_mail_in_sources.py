"""Mail waits in a Maildir, behind IMAP or in a pipe, and leaves only once it is on record."""

import asyncio
import imaplib
import io
import logging
import mailbox
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from starter.mail.sources import TRY_AGAIN, Box, ImapBox, MaildirBox, box_at, fetch, pipe, serve
from starter.mail.taking import Taken
from tests.channels.mail_servers import certificate
from tests.starter.mails import Door, a_mail

RAW = a_mail("We need the death registrations.")


class Taking:
    """Takes mail in, or cannot: `wrong` is raised for it."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.taken: list[bytes] = []
        self.wrong = wrong

    async def __call__(self, raw: bytes) -> Taken:
        if self.wrong is not None and b"broken" in raw:
            raise self.wrong
        self.taken.append(raw)
        return Taken("<1@x.example>", "It is taken in.")


def delivered(folder: Path, *mails: bytes) -> mailbox.Maildir:
    """A Maildir, filled as a mail server would."""
    box = mailbox.Maildir(folder)
    for mail in mails:
        box.add(mail)
    return box


async def test_mail_in_a_maildir_is_taken_in_once_and_marked_as_seen(tmp_path: Path) -> None:
    box, door = delivered(tmp_path / "in", RAW), Door(tmp_path)
    for wanted in (1, 0):
        assert await fetch(box_at(f"maildir:{tmp_path / 'in'}"), door.take_in) == wanted
    assert door.lodged == ["ONS-2027-0001"]
    (seen,) = (box[key] for key in box.keys())  # noqa: SIM118 - a mailbox iterates over its mails
    assert (seen.get_subdir(), seen.get_flags()) == ("cur", "S")


async def test_while_the_records_are_away_all_mail_waits(tmp_path: Path) -> None:
    delivered(tmp_path / "in", b"broken\n", b"broken\n")
    with pytest.raises(ConnectionError):
        await fetch(lambda: MaildirBox(tmp_path / "in"), Taking(ConnectionError()))
    assert len(MaildirBox(tmp_path / "in").waiting()) == 2


async def test_a_mail_that_cannot_be_taken_in_holds_up_no_other_and_is_not_quoted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    delivered(tmp_path / "in", b"broken: secret words\n\n", RAW)
    taking = Taking(ZeroDivisionError("secret words"))
    with caplog.at_level(logging.DEBUG):
        assert await fetch(lambda: MaildirBox(tmp_path / "in"), taking) == 1
    assert len(taking.taken) == 1
    assert len(MaildirBox(tmp_path / "in").waiting()) == 1
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


async def test_the_door_looks_for_mail_until_it_is_told_to_stop(tmp_path: Path) -> None:
    stop, taking, opened = asyncio.Event(), Taking(), []

    def open_box() -> Box:
        opened.append(1)
        if len(opened) == 1:
            raise ConnectionRefusedError
        return MaildirBox(tmp_path / "in")

    async def take(raw: bytes) -> Taken:
        stop.set()
        return await taking(raw)

    async def nobody() -> int:
        return 0

    delivered(tmp_path / "in", RAW)
    async with asyncio.timeout(20):
        await serve(open_box, take, nobody, stop, timedelta(milliseconds=10))
    assert taking.taken == [RAW]


async def test_a_pipe_takes_one_mail_or_asks_for_it_again(tmp_path: Path) -> None:
    assert await pipe(io.BytesIO(RAW), Door(tmp_path).take_in) == 0
    assert await pipe(io.BytesIO(b"broken"), Taking(ConnectionError())) == TRY_AGAIN


class Imap:
    """A little IMAP server over TLS, with one folder of mails; `seen` are the numbers that were marked."""

    def __init__(self, shown: ssl.SSLContext, mails: dict[str, bytes]) -> None:
        self.mails, self.seen, self.said = mails, set[str](), list[str]()
        self._shown = shown
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            try:
                with self._shown.wrap_socket(plain, server_side=True) as line, line.makefile("rwb") as file:
                    self._talk(file)
            except OSError:
                continue

    def _talk(self, file: io.BufferedRWPair) -> None:
        file.write(b"* OK IMAP4rev1 ready\r\n")
        file.flush()
        for line in iter(file.readline, b""):
            tag, _, rest = line.decode().strip().partition(" ")
            self.said.append(rest)
            file.write(self._answer(rest) + f"{tag} {self._verdict(rest)}\r\n".encode())
            file.flush()
            if rest == "LOGOUT":
                return

    def _verdict(self, rest: str) -> str:
        return "NO wrong password" if rest.startswith("LOGIN") and '"our word"' not in rest else "OK done"

    def _answer(self, rest: str) -> bytes:
        if rest.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if rest.startswith("SELECT"):
            return f"* {len(self.mails)} EXISTS\r\n".encode()
        if rest.startswith("UID SEARCH"):
            return f"* SEARCH {' '.join(one for one in self.mails if one not in self.seen)}\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest):
            mail = self.mails[found[1]][: int(found[2])]
            return b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n%s)\r\n" % (found[1].encode(), len(mail), mail)
        if found := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", rest):
            self.seen.add(found[1])
        return b""


@pytest.fixture
def imap(tmp_path: Path) -> Iterator[tuple[Imap, ssl.SSLContext]]:
    shown, trust = certificate(tmp_path)
    server = Imap(shown, {"7": RAW, "9": b"broken: x\r\n\r\n"})
    yield server, trust
    server.close()


async def test_mail_behind_imap_is_seen_only_once_it_is_on_record(imap: tuple[Imap, ssl.SSLContext]) -> None:
    server, trust = imap

    def open_box() -> ImapBox:
        return ImapBox("127.0.0.1", "us", "our word", 'In "box"', port=server.port, trust=trust, timeout=10)

    taking = Taking(ZeroDivisionError())
    assert await fetch(open_box, taking) == 1
    assert taking.taken == [RAW]
    assert server.seen == {"7"}
    assert await fetch(open_box, taking) == 0
    assert r'SELECT "In \"box\""' in server.said
    assert server.said[-1] == "LOGOUT"


async def test_a_mailbox_is_opened_only_with_a_certificate_and_a_password(imap: tuple[Imap, ssl.SSLContext]) -> None:
    server, trust = imap
    with pytest.raises(imaplib.IMAP4.error):
        ImapBox("127.0.0.1", "us", "a guess", port=server.port, trust=trust, timeout=10)
    before = len(server.said)
    with pytest.raises(ssl.SSLError):
        box_at(f"imaps://us@127.0.0.1:{server.port}/INBOX", "our word")()
    assert len(server.said) == before
