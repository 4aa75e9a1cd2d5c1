"""What carriers of letters share: a letter with its address, names that a repetition keeps, and who carries it."""

import re
import uuid
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from activities.ports import TryLater, Undeliverable
from channels.mail.writing import Letter

_REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}")
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>()\[\],;:\\\"@]+@([^\s\x00-\x1f\x7f<>()\[\],;:\\\"@]+)")
_LONGEST_ADDRESS = 254
_NAMES = uuid.UUID("2b0b3c5e-7c3f-4f57-9d0c-0f6a52a3e9a1")


class Outgoing(NamedTuple):
    """A letter to be carried. `key` names the act of sending it: the same key is the same letter.

    `replies_to` are Message-IDs, the last one first in its thread of mail; `written` is when it was first tried.
    """

    key: str
    to: str
    name: str
    reference: str
    letter: Letter
    written: datetime
    replies_to: tuple[str, ...] = ()
    automatic: Literal["auto-generated", "auto-replied"] = "auto-generated"


class Carrier(Protocol):
    """Brings letters to people."""

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        """Bring it, and return under which name its carrier knows it; from the second attempt on, look first.

        Raises TryLater or Undeliverable, whose sentences hold no address and no words of the letter.
        """


async def settled(carrier: Carrier, mail: Outgoing, attempt: int) -> bool:
    """Carry a mail that nobody else will try again; whether it is settled: it has gone, or can never go."""
    try:
        await carrier.carry(mail, attempt)
    except TryLater:
        return False
    except Undeliverable:
        pass  # there is nobody at that address, now or later
    return True


def name_of(key: str) -> str:
    """The name that a letter has at every attempt."""
    return str(uuid.uuid5(_NAMES, key))


def message_id(key: str, mail_from: str) -> str:
    """The Message-ID that a letter has at every attempt, or the root that all mail about a reference hangs on."""
    return f"<{name_of(key)}@{domain_of(mail_from)}>"


def domain_of(address: str) -> str:
    """What stands behind the @ of an address."""
    return address.rpartition("@")[2]


def reply_address(mail_from: str, reference: str) -> str:
    """Where answers about a request go: the service's address with the reference in it."""
    local, _, domain = mail_from.rpartition("@")
    return f"{local}+{reference}@{domain}" if _REFERENCE.fullmatch(reference) else mail_from


def checked(address: str) -> str:
    """An address that a mail can go to, its domain as the network spells it. Raises Undeliverable."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None or len(address) > _LONGEST_ADDRESS:
        raise Undeliverable("The directory has no usable e-mail address for this person.")
    try:
        domain = found[1].encode("idna").decode("ascii")
    except UnicodeError:
        raise Undeliverable("The directory has no usable e-mail address for this person.") from None
    return f"{address.strip().rpartition('@')[0]}@{domain}"
