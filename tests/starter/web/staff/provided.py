"""An identity provider beside the tests, and people who are known there, well or badly."""

from dataclasses import dataclass

import httpx
import oidc_provider_mock

from tests.starter.web.site import Site

LONG_AGO = 1_700_000_000
PEOPLE = (
    oidc_provider_mock.User(sub="leo", claims={"email": "Leo@ons.example", "email_verified": True}),
    oidc_provider_mock.User(sub="asha", claims={"email": "asha@ons.example", "email_verified": False}),
    oidc_provider_mock.User(sub="nobody", claims={"email": "nobody@ons.example"}),
    oidc_provider_mock.User(sub="nameless", claims={}),
    oidc_provider_mock.User(sub="rae", claims={"email": "rae@wexbridge.example"}),
    oidc_provider_mock.User(sub="thea", claims={"email": "thea@records.example"}),
    oidc_provider_mock.User(sub="stale", claims={"email": "petra@ons.example", "auth_time": LONG_AGO}),
    oidc_provider_mock.User(sub="petra", claims={"email": "petra@ons.example"}),
)


@dataclass
class Provider:
    """An identity provider, and a site that trusts it."""

    site: Site

    async def sent_back(self, browser: httpx.AsyncClient, sub: str, asked: str = "") -> str:
        """Somebody begins to sign in and says there who they are; the address that they are sent back to."""
        there = await browser.get(f"/staff/sign-in/provider?{asked}")
        assert there.status_code == 302
        async with httpx.AsyncClient() as provider:
            answer = await provider.post(there.headers["location"], data={"sub": sub})
        return str(answer.headers["location"])

    async def signs_in(self, browser: httpx.AsyncClient, sub: str, asked: str = "") -> httpx.Response:
        """The whole way; the page at its end."""
        return await browser.get(await self.sent_back(browser, sub, asked))
