"""Programs that call: with a token of somebody's, and what they are answered when something is wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.starter.web.site import Site

EVERYTHING = ("lodge", "say", "read")


@asynccontextmanager
async def program(site: Site, person: str = "", *scopes: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program that speaks in somebody's name, for everything unless said otherwise. It comes from no page."""
    async with site.visitor() as client:
        del client.headers["Sec-Fetch-Site"]
        if person:
            token = site.house.store.make_token("test", person, scopes or EVERYTHING, timedelta(days=1))
            client.headers["authorization"] = f"Bearer {token}"
        yield client


def act(key: str = "") -> dict[str, str]:
    """The header that names an act."""
    return {"idempotency-key": key or uuid4().hex}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """What an answer says is wrong."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == status
    return told
