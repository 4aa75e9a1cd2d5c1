"""A site for tests: the real application over a real house, people who visit it, and the letters they get."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from temporalio.client import Client

from channels.mail import Letters, Outgoing
from starter.desk import utc_now
from starter.documents import Shelf
from starter.web.app import make
from starter.web.ground import Ground
from starter.web.sessions import COOKIE, LASTS
from tests import people
from tests.starter.slack.opening import served
from tests.workflows.house import House
from wiring.settings import Settings

ADDRESS = "http://127.0.0.1"


class Letterbox:
    """Carries letters into a list."""

    def __init__(self) -> None:
        self.letters: list[Outgoing] = []

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        """Bring it."""
        self.letters.append(mail)
        return mail.key

    def link_to(self, person: str) -> str:
        """The address in the newest letter to somebody that has one."""
        email = next(one.email for one in people.DIRECTORY.people if one.key == person)
        texts = [one.letter.text for one in self.letters if one.to == email]
        found = [match for text in texts for match in re.findall(r"http\S+/link/\S+", text)]
        return str(found[-1])


class Site:
    """The application over a house, served to `visitor`s without a network, and to browsers by `open_site`."""

    def __init__(self, house: House, folder: Path, **environ: str) -> None:
        self.house = house
        self.post = Letterbox()
        variables = {"SHARING_DATA_DIR": str(folder), "SHARING_WEB_ADDRESS": ADDRESS, **environ}
        settings = Settings.from_env(variables)
        self.ground = Ground(
            desk=house.desk,
            records=house.store,
            register=house.store.register(f"{settings.web_address}/register/"),
            schemes={people.SCHEME.key: people.SCHEME},
            shelf=Shelf.in_memory(),
            letters=Letters(settings.service_name, web=settings.web_address),
            carrier=self.post,
            settings=settings,
            clock=utc_now,
        )
        self.app = make(self.ground)

    def changed(self, **fields: Any) -> "Site":
        """The same site over a changed ground."""
        self.ground = replace(self.ground, **fields)
        self.app = make(self.ground)
        return self

    def visitor(self, person: str = "", *, address: str = ADDRESS) -> httpx.AsyncClient:
        """Somebody's browser without a screen, signed in where a person is named; it follows no redirect."""
        cookies = {COOKIE: self.session(person)} if person else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url=address,
            cookies=cookies,
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=60,
            trust_env=False,
        )

    def session(self, person: str) -> str:
        """The token of a session of somebody's."""
        return self.house.store.begin_session(person, "list", LASTS)


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_site(client: Client, folder: Path, **environ: str) -> AsyncIterator[tuple[Site, str]]:
    """A site at an address that browsers can go to."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"{ADDRESS}:{listening.getsockname()[1]}"
    house = House(client, folder)
    site = Site(house, folder, SHARING_WEB_ADDRESS=address, **environ)
    try:
        async with served(site.app, listening):
            yield site, address
    finally:
        house.store.close()
