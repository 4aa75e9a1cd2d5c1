"""Sending to the app what people do: signed, with three seconds for the answer."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from devslack.config import Config
from devslack.store import Json, Store

PATIENCE = 3.0
"""Seconds that Slack waits for an answer."""

Kind = Literal["interactive", "slash_commands", "events_api"]


@dataclass(frozen=True)
class Delivery:
    """How a request is sent, for tests of what the app refuses."""

    timestamp: str | None = None
    """Another moment than now, in seconds since 1970."""
    secret: str | None = None
    """Another secret than the app's."""
    body: bytes | None = None
    """Another body than the one that was signed."""
    signed: bool = True
    unchecked: bool = False
    """Send what Slack's own form would not have let through."""

    @property
    def forged(self) -> bool:
        """Whether anything differs from what Slack would send."""
        return (self.timestamp, self.secret, self.body, self.signed) != (None, None, None, True)


AS_SLACK = Delivery()
"""Just as Slack would."""


@dataclass(frozen=True)
class Sent:
    """A request as it went out."""

    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    problem: Literal["", "timeout", "unreachable"] = ""
    sent: Sent | None = None

    @property
    def well(self) -> bool:
        """Whether the app has taken it."""
        return self.status == 200

    @property
    def told(self) -> Any:
        """The body as JSON: {} where it is empty, None where it is something else."""
        try:
            return json.loads(self.text) if self.text.strip() else {}
        except ValueError:
            return None


@dataclass
class Courier:
    """Takes parcels to the app: over its socket where one is connected, else by HTTP."""

    config: Config
    store: Store
    patience: float = PATIENCE
    _session: aiohttp.ClientSession | None = None

    async def take(self, kind: Kind, payload: Json, delivery: Delivery, *, answers: bool = True) -> Answer:
        """Take one parcel."""
        if self.store.switchboard.connected and not delivery.forged:
            return await self._by_socket(kind, payload, answers)
        if kind == "events_api":
            content, body = "application/json", json.dumps(payload).encode()
        else:
            form = {"payload": json.dumps(payload)} if kind == "interactive" else payload
            content, body = "application/x-www-form-urlencoded", urlencode(form).encode()
        return await self.post(Sent(self._headers(content, body, delivery), delivery.body or body))

    async def post(self, sent: Sent) -> Answer:
        """Post a request, for the first time or again."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        waiting = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(
                self.config.app_url, data=sent.body, headers=sent.headers, timeout=waiting, allow_redirects=False
            ) as answer:
                return Answer(answer.status, await answer.text(errors="replace"), sent=sent)
        except TimeoutError:
            return Answer(0, "", "timeout", sent)
        except aiohttp.ClientError:
            return Answer(0, "", "unreachable", sent)

    async def rest(self) -> None:
        """Let go of the connections to the app."""
        if self._session is not None:
            await self._session.close()

    def _headers(self, content: str, body: bytes, delivery: Delivery) -> dict[str, str]:
        headers = {"Content-Type": content, "User-Agent": "Slackbot 1.0 (stand-in)"}
        if delivery.signed:
            stamp = delivery.timestamp or str(int(time.time()))
            secret = delivery.secret or self.config.signing_secret
            basis = b":".join((b"v0", stamp.encode(), body))
            signature = hmac.new(secret.encode(), basis, hashlib.sha256).hexdigest()
            headers |= {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
        return headers

    async def _by_socket(self, kind: Kind, payload: Json, answers: bool) -> Answer:
        try:
            told = await self.store.switchboard.hand_over(kind, payload, answers=answers, seconds=self.patience)
        except TimeoutError:
            return Answer(0, "", "timeout")
        except ConnectionError:
            return Answer(0, "", "unreachable")
        return Answer(200, "" if told is None else told if isinstance(told, str) else json.dumps(told))
