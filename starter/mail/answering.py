"""Answering whoever wrote: one short letter that says what became of their mail, until it is known to have gone."""

import asyncio

from channels.mail import Carrier, Letters, Outgoing, settled
from records.mailbag import Mail, Mailbag

LETTER = "about-your-mail.txt"


class Answering:
    """Sends answers to mail by a carrier; without one, mail stays unanswered until there is one."""

    def __init__(self, mailbag: Mailbag, letters: Letters, carrier: Carrier | None) -> None:
        self._mailbag = mailbag
        self._letters = letters
        self._carrier = carrier

    async def answer(self, mail: Mail, attempt: int = 1) -> bool:
        """Answer a mail; whether it is settled. One that cannot be answered for now stays unanswered on record.

        Raises WrongLetter where the installation's own letter has a mistake, RecordsUnreachable.
        """
        if self._carrier is None:
            return False
        told = {"reference": mail.reference, "sentence": mail.outcome}
        answer = Outgoing(
            key=f"mail/{mail.message_id}",
            to=mail.sender,
            name="",
            reference=mail.reference,
            letter=self._letters.write(LETTER, told),
            written=mail.received_at,
            replies_to=(mail.message_id,) if mail.message_id.startswith("<") else (),
            automatic="auto-replied",
        )
        if not await settled(self._carrier, answer, attempt):
            return False
        await asyncio.to_thread(self._mailbag.note_answered, mail.message_id)
        return True

    async def answer_the_unanswered(self) -> int:
        """Try again to answer all who still wait for it; how many are settled."""
        waiting = await asyncio.to_thread(self._mailbag.unanswered_mails)
        return sum([await self.answer(mail, attempt=2) for mail in waiting])
