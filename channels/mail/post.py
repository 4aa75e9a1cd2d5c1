"""Telling one person by letter: requesters and outside owners everything, staff what cannot wait for their digest."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from activities.ports import Recipient, Sent, TryLater
from channels.mail.carrying import Carrier, Outgoing
from channels.mail.writing import REQUESTER, Letters, WrongLetter
from sharing.notices.notice import Notice

MENDED = timedelta(minutes=15)
LODGED = "lodged"


class Particulars(Protocol):
    """What the records say about a request that its first letter needs. Both raise ConnectionError."""

    def gaps(self, reference: str) -> tuple[str, ...]:
        """What the request lacked when it was lodged, as sentences."""

    def came_by(self, reference: str) -> str:
        """The Message-ID of the mail that the request was lodged by; empty for any other."""


class MailPost:
    """Tells by letter."""

    name = "mail"

    def __init__(self, carrier: Carrier, letters: Letters, particulars: Particulars | None = None) -> None:
        self._carrier = carrier
        self._letters = letters
        self._particulars = particulars

    def reaches(self, to: Recipient) -> bool:
        """Whether the directory has an e-mail address of them."""
        return bool(to.email)

    async def deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
        """Write the letter and have it carried. Staff get no reminders by letter: their daily digest has them.

        Raises TryLater, also where a letter's template is broken: somebody can mend it. Raises Undeliverable.
        """
        if notice.kind == "settle" or (notice.kind == "remind" and not to.outside and notice.office != REQUESTER):
            return Sent()
        gaps, came_by = await self._of_case(notice)
        try:
            letter = self._letters.of_notice(notice, to, gaps)
        except WrongLetter as wrong:
            # The reason may quote what the letter says; its first words name the file.
            name = str(wrong).partition(":")[0]
            raise TryLater(f"The letter {name} has a mistake; `starter letters` says which.", MENDED) from None
        mail = Outgoing(
            key=f"{notice.key}/{to.person}",
            to=to.email,
            name=to.name,
            reference=notice.reference,
            letter=letter,
            written=first_tried,
            replies_to=(came_by,) if came_by else (),
        )
        return Sent(mark=await self._carrier.carry(mail, attempt))

    async def settle(self, notice: Notice) -> None:
        """Nothing: a letter that was sent stays as it is."""

    async def _of_case(self, notice: Notice) -> tuple[tuple[str, ...], str]:
        if self._particulars is None or notice.office != REQUESTER:
            return (), ""
        try:
            gaps = await asyncio.to_thread(self._particulars.gaps, notice.reference) if notice.topic == LODGED else ()
            return gaps, await asyncio.to_thread(self._particulars.came_by, notice.reference)
        except ConnectionError:
            raise TryLater("The records cannot be reached.") from None
