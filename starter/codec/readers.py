"""Who reads history in the clear: staff in office, by the token that the Temporal UI got from their provider."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request

from policy.working_days import local_day
from sharing.authority import REQUESTER
from wiring.addressing import is_outside
from wiring.directory import Directory, Person

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
"""Signatures with a private key of the provider's. One made with a shared secret proves nothing here."""

MADE_OUT_TO = ("aud", "azp", "client_id", "cid", "appid")
"""Where providers say which client a token was made out to."""

SKEW = 60
"""Seconds by which the provider's clock may be ahead or behind."""

AGAIN = 60.0
"""Seconds before the provider is asked for its keys once more, because a token names one that is not among them."""


class Barred(Exception):
    """Somebody may not read; the text says why. `status` is that of the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Readers(Protocol):
    """Tells who is asking."""

    async def who(self, request: Request) -> str:
        """The key of the person. Raises Barred."""


class AtHome:
    """Whoever sits at this machine. A page of elsewhere cannot ask in their name: its host or origin is another."""

    async def who(self, request: Request) -> str:
        """Nobody in particular. Raises Barred for a name that was made to lead here."""
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if host not in LOOPBACK:
            raise Barred(403, "This machine alone is served here.")
        return "somebody at this machine"


class Issuer:
    """An identity provider: its keys, and what it tells of whoever holds a token."""

    def __init__(self, address: str, http: httpx.AsyncClient) -> None:
        self.address = address.rstrip("/")
        self._http = http
        self._told: Mapping[str, Any] = {}
        self._keys: KeySet | None = None
        self._asked_at = -AGAIN
        self._asking = asyncio.Lock()

    async def claims(self, token: str) -> Mapping[str, Any]:
        """What a token says, if its signature, issuer and time hold. Raises JoseError, ValueError or httpx's."""
        try:
            known = jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            if not await self._has_asked_again():
                raise
            known = jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=SKEW, iss={"essential": True, "value": self._told["issuer"]}, exp={"essential": True}
        ).validate(known.claims)
        return known.claims

    async def about(self, token: str) -> Mapping[str, Any]:
        """What the provider tells of whoever holds that token. Raises ValueError, httpx.HTTPError."""
        where = str(self._told.get("userinfo_endpoint", ""))
        if not where:
            return {}
        answer = (await self._http.get(where, headers={"Authorization": f"Bearer {token}"})).raise_for_status()
        return dict(answer.json())

    async def _key_set(self) -> KeySet:
        async with self._asking:
            if self._keys is None:
                await self._ask()
        assert self._keys is not None
        return self._keys

    async def _has_asked_again(self) -> bool:
        async with self._asking:
            if time.monotonic() < self._asked_at + AGAIN:
                return False
            await self._ask()
            return True

    async def _ask(self) -> None:
        found = await self._http.get(f"{self.address}/.well-known/openid-configuration")
        told = dict(found.raise_for_status().json())
        if str(told.get("issuer", "")).rstrip("/") != self.address:
            raise ValueError("the provider calls itself by another name")
        keys = (await self._http.get(str(told["jwks_uri"]))).raise_for_status()
        self._told, self._keys, self._asked_at = told, KeySet.import_key_set(keys.json()), time.monotonic()


class Staff:
    """Staff of the host who hold an office today, by a token that their provider made out to the Temporal UI."""

    def __init__(
        self, issuer: Issuer, client: str, directory: Callable[[], Directory], clock: Callable[[], datetime]
    ) -> None:
        self._issuer = issuer
        self._client = client
        self._directory = directory
        self._clock = clock

    async def who(self, request: Request) -> str:
        """The person of the directory. Raises Barred."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Barred(401, "Sign in to the Temporal UI again: no token of the identity provider came with this.")
        try:
            claims = await self._issuer.claims(token.strip())
            if self._client not in _clients(claims):
                raise Barred(403, "This token was made out to another program than the Temporal UI.")
            if "email" not in claims:
                about = await self._issuer.about(token.strip())
                if about and about.get("sub") != claims.get("sub"):
                    raise Barred(401, "The identity provider spoke of two different people.")
                claims = {**about, **claims}
        except httpx.HTTPError:
            raise Barred(503, "The identity provider cannot be reached, so nobody can be known by it.") from None
        except (JoseError, ValueError, KeyError):
            raise Barred(401, "Sign in to the Temporal UI again: this token does not hold.") from None
        return self._in_office(claims).key

    def _in_office(self, claims: Mapping[str, Any]) -> Person:
        email = claims.get("email")
        if not isinstance(email, str) or str(claims.get("email_verified", True)).lower() == "false":
            raise Barred(403, "The identity provider vouches for no e-mail address of yours.")
        directory = self._directory()
        person = directory.by_email(email)
        today = local_day(self._clock())
        if (
            person is None
            or is_outside(directory, person)
            or not any(one.office != REQUESTER and one.runs(today) for one in person.offices)
        ):
            raise Barred(403, "Histories are read by staff who hold an office today; the directory names none.")
        return person


def _clients(claims: Mapping[str, Any]) -> Iterable[str]:
    for name in MADE_OUT_TO:
        told = claims.get(name, ())
        yield from [told] if isinstance(told, str) else [str(one) for one in told]
