"""The web door as a process. It opens without a Temporal server: what is lodged meanwhile is started later."""

import asyncio
import contextlib
import os
import sys

import records
from sharing.refused import Refused
from starter.carriers import carrier_of, letters_of
from starter.desk import Desk, utc_now
from starter.documents import Shelf
from starter.health import Health, beside, records_usable
from starter.installation import Installation
from starter.lately import lately
from starter.listening import listening, serve, told_to_stop
from starter.web.app import make
from starter.web.ground import Ground
from starter.web.staff.ways_in import check
from wiring.directory import WrongDirectory
from wiring.logs import complain, say, set_up
from wiring.sealing import WrongKey
from wiring.settings import WrongSetting

AGAIN = 15.0
"""Seconds between two looks whether something lodged still waits for a server."""


async def opened(here: Installation) -> Ground:
    """The ground of an installation. Raises whatever is missing."""
    settings = here.settings
    check(settings)
    return Ground(
        desk=await here.desk(lazy=True),
        records=here.records,
        register=here.records.register(f"{settings.web_address}/register/"),
        schemes=here.schemes,
        shelf=Shelf.at(settings.uploads),
        letters=letters_of(settings),
        carrier=carrier_of(settings),
        settings=settings,
        clock=utc_now,
    )


async def run(here: Installation) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = told_to_stop()
    settings = here.settings
    set_up(settings.log)
    ground = await opened(here)
    with listening(settings.web_listen, "web door", "SHARING_WEB_LISTEN") as taken:
        starting = asyncio.create_task(start_again(ground.desk))
        counting = asyncio.create_task(count(ground))
        say(f"The pages are open at {settings.web_address}", "open")
        try:
            health = Health({"records": records_usable(ground.records)})
            await serve(beside(make(ground), health), taken, stop, proxy_headers=False, server_header=False)
        finally:
            starting.cancel()
            counting.cancel()


async def start_again(desk: Desk) -> None:
    """From time to time start what was lodged while no server answered."""
    while True:
        with contextlib.suppress(records.RecordsUnreachable, Refused):
            await desk.start_the_unstarted()
        await asyncio.sleep(AGAIN)


async def count(ground: Ground) -> None:
    """Count for the first time, which takes longest, before somebody waits for it."""
    for scheme in ("", *ground.schemes):
        with contextlib.suppress(records.RecordsUnreachable):
            await asyncio.to_thread(lately, ground.records, ground.clock(), scheme)


def main() -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    here = Installation(os.environ)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(run(here))
    except (WrongSetting, WrongKey, WrongDirectory, records.RecordsUnusable) as wrong:
        complain(wrong)
        return 1
    finally:
        here.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
