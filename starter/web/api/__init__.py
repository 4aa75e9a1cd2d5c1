"""The interface for programs: read, ask, say, each with a token that speaks in somebody's name.

bearers   whose token it is, and what for;  problems: how anything wrong is answered
reading   requests, the register, the questions of a scheme;  shapes: how they look to programs
writing   asking for data, and saying something to a request, once for each Idempotency-Key
"""

from fastapi import APIRouter

from starter.web.api import reading, writing
from starter.web.api.bearers import guarded
from starter.web.api.problems import nowhere
from starter.web.ground import Ground


def router(on: Ground) -> APIRouter:
    """The routes for programs, over this ground."""
    found = APIRouter(prefix="/api", route_class=guarded(on))
    reading.add(found, on)
    writing.add(found, on)
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    found.add_api_route("/{rest:path}", nowhere, methods=every, include_in_schema=False)
    return found
