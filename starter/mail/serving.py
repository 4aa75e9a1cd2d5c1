"""The door as a process: it fetches mail where the settings say, or takes one mail from a mail server's pipe.

`python -m starter.mail.serving` fetches until it is told to stop; `--pipe` reads one mail from stdin.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import NamedTuple

import records
from starter.carriers import carrier_of, letters_of
from starter.health import Health, answering, records_usable
from starter.installation import Installation
from starter.mail.answering import Answering
from starter.mail.sources import TRY_AGAIN, box_at, pipe, serve
from starter.mail.taking import TakeIn
from wiring.directory import WrongDirectory
from wiring.logs import complain, say, set_up
from wiring.sealing import WrongKey
from wiring.settings import WrongSetting
from wiring.temporal import NoServer

PIPE = "--pipe"


class MailDoor(NamedTuple):
    """The door over an installation."""

    taking: TakeIn
    answering: Answering


async def door(here: Installation) -> MailDoor:
    """The door over an installation. Raises whatever is missing."""
    settings, desk = here.settings, await here.desk()
    answering = Answering(here.records, letters_of(settings), carrier_of(settings))
    scheme, server = here.first, settings.mail_in_server
    taking = TakeIn(desk, here.records, here.records, scheme, answering, settings.mail_from, server=server)
    return MailDoor(taking, answering)


async def fetching(here: Installation) -> None:
    """Fetch mail until SIGINT or SIGTERM."""
    settings = here.settings
    set_up(settings.log)
    if not settings.mail_in:
        raise WrongSetting("SHARING_MAIL_IN is not set; the door for mail needs it, or the words --pipe.")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    made = await door(here)
    password = settings.mail_in_password.get_secret_value() if settings.mail_in_password else ""
    say(f"The door for mail to {settings.mail_from} is open.", "open")
    opens = box_at(settings.mail_in, password)
    async with answering(settings.health_listen, Health({"records": records_usable(here.records)})):
        await serve(opens, made.taking.take_in, made.answering.answer_the_unanswered, stop)


async def piped(here: Installation) -> int:
    """Take in the one mail on stdin; the exit code that a mail server wants."""
    made = await door(here)
    return await pipe(sys.stdin.buffer, made.taking.take_in)


def main(words: Sequence[str]) -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    here = Installation(os.environ)
    try:
        if PIPE in words:
            return asyncio.run(piped(here))
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(fetching(here))
    except (WrongSetting, WrongKey, WrongDirectory, NoServer, records.RecordsUnusable) as wrong:
        complain(wrong)
        # A mail server that pipes must keep the mail until this is mended.
        return TRY_AGAIN if PIPE in words else 1
    finally:
        here.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
