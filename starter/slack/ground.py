"""What the handlers of the Slack door stand on."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from channels.slack import SlackPost
from channels.slack.cards import Places
from policy.scheme import Scheme
from records import SqlRecords
from sharing.refused import Refused
from sharing.request import Request
from starter.desk import Desk
from starter.slack import views
from starter.slack.identity import VOUCHING, Identity


class Ground:
    """The desk, the records, Slack, and the request that a button leads to.

    `scheme` is the one that requests are passed on under.
    """

    def __init__(
        self,
        desk: Desk,
        records: SqlRecords,
        client: AsyncWebClient,
        team: str,
        scheme: Scheme,
        clock: Callable[[], datetime],
        places: Places,
        *,
        vouching: float = VOUCHING,
    ) -> None:
        self.desk = desk
        self.records = records
        self.client = client
        self.scheme = scheme
        self.clock = clock
        self.places = places
        self.identity = Identity(client, team, lambda: desk.directory, vouching)
        self.post = SlackPost(client, records, places, self._name)

    def _name(self, key: str) -> str:
        person = self.desk.directory.person(key)
        return person.name if person is not None else key

    async def request(self, routing: views.Routing | None) -> Request:
        """The request as the records have it: at hand also while no worker answers. Raises Refused."""
        if routing is None:
            raise Refused("This button cannot be read; use the latest card, or App Home.")
        try:
            return await asyncio.to_thread(self.desk.recorded, routing.reference)
        except LookupError:
            raise Refused(f"There is no request {routing.reference[:40]!r} on record.") from None

    def scheme_of(self, request: Request) -> Scheme:
        """The scheme that a request was asked under."""
        return self.desk.scheme(request.rules.scheme)
