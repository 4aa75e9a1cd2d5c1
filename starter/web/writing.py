"""Letters that pages send at once: written, and carried as far as they can be, after the page has been answered."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from channels.mail import Outgoing, WrongLetter, settled
from starter.web.ground import Ground
from wiring.directory import Person

LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321)."""

WRONG_ADDRESS = "Enter an e-mail address in the correct format, like name@example.com"


def is_address(text: str) -> bool:
    """Whether a letter could be sent there. Whether it is anybody's is told to nobody."""
    return "@" in text and len(text) <= LONGEST_ADDRESS and text.isprintable()


async def write_to(on: Ground, person: Person, letter: str, key: str, told: Mapping[str, object]) -> None:
    """Send somebody the letter of that name; nothing where none can be sent. `key` names this one sending of it."""
    if on.carrier is None:
        return
    try:
        written = await asyncio.to_thread(on.letters.write, letter, {"reference": "", "name": person.name, **told})
    except WrongLetter:
        return
    await settled(on.carrier, Outgoing(key, person.email, person.name, "", written, datetime.now(UTC)), 1)
