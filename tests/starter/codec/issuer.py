"""An identity provider that signs what it is told to, asked without a network."""

import time
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

ADDRESS = "https://id.example"
CLIENT = "temporal-ui"


class Provider:
    """A provider with one key at a time. `away`: it does not answer; `tells`: what its userinfo says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first"})
        self.tells: dict[str, Any] = {}
        self.name = ADDRESS
        self.asked: list[str] = []
        self.away = False

    def turn_key(self) -> None:
        """Sign with another key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": "second"})

    def token(self, key: RSAKey | None = None, **claims: Any) -> str:
        """A token as the Temporal UI is given one, for an hour."""
        told = {"iss": ADDRESS, "sub": "1", "azp": CLIENT, "aud": "account", "exp": int(time.time()) + 3600, **claims}
        known = key or self.key
        return jwt.encode({"alg": "RS256", "kid": known.kid}, {n: v for n, v in told.items() if v is not None}, known)

    def http(self) -> httpx.AsyncClient:
        """A client that reaches it."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        path = request.url.path
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            told = {"issuer": self.name, "jwks_uri": f"{ADDRESS}/keys", "userinfo_endpoint": f"{ADDRESS}/userinfo"}
            return httpx.Response(200, json=told)
        if path == "/keys":
            return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        return httpx.Response(200, json=self.tells)
