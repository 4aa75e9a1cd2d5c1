"""Whose token a program shows, and what it is for. Every call is looked at before its body is read."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Literal, NamedTuple

from fastapi import Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from policy.working_days import local_day
from starter.web.api.problems import Problem, problem_of
from starter.web.ground import Ground
from wiring.addressing import is_outside
from wiring.directory import Person

Scope = Literal["lodge", "say", "read"]

NO_TOKEN = "Send a token: the header Authorization with Bearer and the token. Tokens run out, and can be revoked."

_KEY = "x-scope"
"""Under this, the description of a route says which scope it needs; a route that says none is for everybody."""


class Caller(NamedTuple):
    """In whose name a program speaks. `inside`: somebody of the host, in office today."""

    person: Person
    inside: bool


def needs(scope: Scope) -> dict[str, Any]:
    """What a route is declared with that needs a token with this scope."""
    shown = HTTPBearer(auto_error=False, description="A token made by `starter tokens make`.")
    return {"openapi_extra": {_KEY: scope}, "dependencies": [Security(shown)]}


def caller(request: Request) -> Caller:
    """Who calls, on a route that needs a scope."""
    found: Caller = request.state.caller
    return found


def guarded(on: Ground) -> type[APIRoute]:
    """Routes that know their caller before anything else, and answer whatever is wrong as a problem."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()
            scope = (self.openapi_extra or {}).get(_KEY)

            async def handle(request: Request) -> Response:
                try:
                    if scope is not None:
                        request.state.caller = await asyncio.to_thread(_caller, on, request, scope)
                    return await answer(request)
                except Exception as wrong:
                    return problem_of(wrong, request).response()

            return handle

    return Guarded


def _caller(on: Ground, request: Request, scope: str) -> Caller:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    token = on.records.token(secret.strip()) if kind.casefold() == "bearer" and secret.strip() else None
    person = on.directory.person(token.person) if token is not None else None
    if token is None or person is None:
        raise Problem(401, NO_TOKEN, headers={"www-authenticate": 'Bearer realm="data sharing requests"'})
    if scope not in token.scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        detail = f"This token is not for this: it lacks the scope {scope!r}."
        raise Problem(403, detail, headers={"www-authenticate": challenge})
    return Caller(person, not is_outside(on.directory, person) and _in_office(on, person))


def _in_office(on: Ground, person: Person) -> bool:
    today = local_day(on.clock())
    return any(held.runs(today) for held in person.offices)
