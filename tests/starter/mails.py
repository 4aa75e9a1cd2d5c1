"""Mails as people write them, and a house whose door for mail can be knocked at."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any, cast

import records
from activities.ports import TryLater, Undeliverable
from channels.mail import Letters, Outgoing
from records.database import Database
from records.mailbag import Mailbag
from starter.desk import Desk
from starter.mail import Answering, TakeIn
from tests import people
from tests.fresh import fresh_records
from wiring.calendar import england_and_wales
from wiring.sealing import new_key

OURS = "data-sharing@service.example"
RAE = "rae@wexbridge.example"
GWEN = "gwen@ons.example"


def a_mail(
    text: str,
    *,
    sender: str = RAE,
    subject: str = "A request for data",
    to: str = OURS,
    files: Mapping[str, bytes] | None = None,
    page: str = "",
    passes_on: bytes = b"",
) -> bytes:
    """A mail to the service, under a Message-ID of its own."""
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Message-ID"] = make_msgid(domain="wexbridge.example")
    if page:
        letter.set_content(page, subtype="html")
    else:
        letter.set_content(text)
    for name, content in (files or {}).items():
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if passes_on:
        inner = EmailMessage(policy=policy.SMTP)
        inner["From"] = passes_on.decode()
        inner.set_content("I ask for data.")
        letter.add_attachment(inner)
    return letter.as_bytes()


class Away:
    """A Temporal client whose server is away: what is lodged waits in the records."""

    async def start_workflow(self, *_: Any, **__: Any) -> None:
        raise RuntimeError("the server is away")


class Hand:
    """A carrier's hand. `now` and `ever` are whether letters can go now, or at all."""

    def __init__(self) -> None:
        self.carried: list[Outgoing] = []
        self.tried = 0
        self.now = self.ever = True

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        self.tried += 1
        if not self.ever:
            raise Undeliverable("There is nobody.")
        if not self.now:
            raise TryLater("The mail server is away.")
        self.carried.append(mail)
        return "carried"


class Ticking:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.at = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class Door:
    """A door for mail, on real records, with a desk whose server is away unless it is given one."""

    def __init__(
        self, folder: Path, desk: Desk | None = None, store: records.SqlRecords | None = None, server: str = ""
    ) -> None:
        url = fresh_records(folder)
        self.clock = Ticking()
        self.store = store or records.open(url, self.clock)
        self.mailbag = Mailbag(Database(url), self.clock)
        self.hand = Hand()
        self.answering = Answering(self.mailbag, Letters("Data sharing requests"), self.hand)
        self.desk = desk or self._desk()
        self.taking = TakeIn(
            self.desk, self.store, self.mailbag, people.SCHEME, self.answering, OURS, server=server, clock=self.clock
        )
        self.take_in = self.taking.take_in

    def _desk(self) -> Desk:
        return Desk(
            cast(Any, Away()),
            self.store,
            people.DIRECTORY,
            new_key(),
            {people.SCHEME.key: people.SCHEME},
            lambda at: england_and_wales(at.year, 6),
            clock=self.clock,
        )

    @property
    def answers(self) -> list[str]:
        """The texts of the answers that went out."""
        return [mail.letter.text for mail in self.hand.carried]

    @property
    def lodged(self) -> list[str]:
        """The references of what was lodged and waits for a server."""
        return [one.reference for one in self.store.unstarted()]
