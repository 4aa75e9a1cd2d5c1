"""The codec server as a process. It holds the keys and needs neither the records nor Temporal."""

import asyncio
import contextlib
import logging
import os
import sys

import httpx

from starter.codec.app import Ground, make, origin
from starter.codec.readers import LOOPBACK, AtHome, Issuer, Readers, Staff
from starter.desk import utc_now
from starter.health import Health, beside
from starter.installation import Installation
from starter.listening import listening, serve, told_to_stop
from wiring.codec_keys import LiveRing
from wiring.decoding import Decoder
from wiring.directory import WrongDirectory
from wiring.logs import complain, say, set_up
from wiring.settings import PREFIX, Settings, WrongSetting

PATIENCE = 10.0
"""Seconds that the identity provider may take."""


def check(settings: Settings) -> None:
    """Raises WrongSetting where there is nothing to decode, or strangers could have it decoded."""
    if settings.codec_keys is None:
        raise WrongSetting(
            f"{PREFIX}CODEC_KEYS is not set, so history is not encrypted and nothing has to be decoded. Make a key "
            "with `starter codec new-key PATH`, and write its path."
        )
    if settings.local:
        if settings.codec_listen.rpartition(":")[0] not in LOOPBACK:
            raise WrongSetting(
                f"{PREFIX}CODEC_LISTEN is {settings.codec_listen!r}: locally nobody signs in to it, "
                "so it is only heard at 127.0.0.1. Listen there."
            )
    elif not settings.oidc_issuer:
        raise WrongSetting(
            f"{PREFIX}OIDC_ISSUER is not set; in production, who reads histories is known by an identity provider. "
            "Write its web address."
        )
    elif not settings.codec_client:
        raise WrongSetting(
            f"{PREFIX}OIDC_ISSUER needs {PREFIX}CODEC_CLIENT beside it; write the client's id that the Temporal UI "
            "signs its people in with."
        )


def readers(here: Installation, http: httpx.AsyncClient) -> Readers:
    """Who may read."""
    settings = here.settings
    if settings.local:
        return AtHome()
    return Staff(Issuer(settings.oidc_issuer, http), settings.codec_client, here.live_directory, utc_now)


async def run(here: Installation) -> None:
    """Run until SIGINT or SIGTERM."""
    stop, settings = told_to_stop(), here.settings
    check(settings)
    assert settings.codec_keys is not None
    decoder = Decoder(LiveRing(settings.codec_keys), settings.temporal_namespace)
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        ground = Ground(decoder, readers(here, http), settings.temporal_ui)
        with listening(settings.codec_listen, "codec server", f"{PREFIX}CODEC_LISTEN") as taken:
            say(f"The codec server is at http://{settings.codec_listen}, for {origin(ground.ui)}", "open")
            await serve(beside(make(ground), Health({})), taken, stop, proxy_headers=False, server_header=False)


def main() -> int:
    """Start from the environment. Returns 1, with a sentence, where something needed is missing."""
    # Readings are logged whatever else is: to whoever has to know, they are what this process is about.
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("starter.codec").setLevel(logging.INFO)
    here = Installation(os.environ)
    try:
        set_up(here.settings.log)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(run(here))
    except (WrongSetting, WrongDirectory) as wrong:
        complain(wrong)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
