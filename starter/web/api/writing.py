"""Asking for data, and saying something to a request. The Idempotency-Key names the act, which counts once."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request as Call

from policy.form import Answers, gaps
from records import OnceTaken
from sharing.messages import AnyMessage
from sharing.refused import Refused
from starter.desk import PENDING
from starter.unreached import Unreached
from starter.web.api.bearers import Caller, caller, needs
from starter.web.api.problems import Gap, Problem, answers
from starter.web.api.reading import visible
from starter.web.ground import Ground

IN_PERSON = "Exceptions are decided on the pages, after signing in afresh; no program decides them."
LODGED = "A request is lodged at /api/requests."
Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=150,
        pattern="^[!-~]+$",
        description="The name of this act. Sent again under it, the same counts once, and anything else is refused.",
    ),
]
Seen = Annotated[int | None, Query(ge=1, le=100_000, description="The revision on which this is said.")]


class Asked(BaseModel):
    """A request for data: the scheme it is made under, and the answers to its form, by the keys of its questions."""

    model_config = ConfigDict(extra="forbid")

    scheme: str
    answers: Answers


class Said(BaseModel):
    """What came of it. `recorded` is false where it was received while no worker answered: it is being recorded."""

    reference: str
    number: int
    revision: int
    sentence: str
    recorded: bool


def add(router: APIRouter, on: Ground) -> None:
    """Add the routes that write."""

    @router.post("/requests", status_code=201, responses=answers(400, 401, 403, 409, 413, 422), **needs("lodge"))
    async def ask(call: Call, response: Response, asked: Asked, once: Once) -> Said:
        """Ask for data. An incomplete request is not taken: the answer lists its gaps."""
        who = caller(call)
        try:
            receipt = await on.desk.lodge(asked.scheme, asked.answers, who.person.key, f"api-{once}")
        except Refused as refused:
            raise _not_taken(on, asked, refused) from None
        response.headers["location"] = f"/api/requests/{receipt.reference}"
        return _said(receipt)

    wrong = answers(400, 401, 403, 404, 409, 413, 422, 503)

    @router.post("/requests/{reference}/messages", responses=wrong, **needs("say"))
    async def say(
        call: Call, response: Response, reference: str, message: AnyMessage, once: Once, revision: Seen = None
    ) -> Said:
        """Say something to a request, as the token's person could on a page."""
        who = caller(call)
        await asyncio.to_thread(visible, on, who, reference)
        if message.kind == "decide-departure":
            raise Problem(403, IN_PERSON)
        if message.kind == "lodge":
            raise Problem(422, LODGED)
        try:
            receipt = await on.desk.say(reference, message, who.person.key, f"api-{once}", revision)
        except Unreached as away:
            raise Problem(503, away.sentence) from None
        except Refused as refused:
            raise await _not_heard(on, who, reference, once, refused.sentence) from None
        if receipt.sentence == PENDING:
            response.status_code = 202
        return _said(receipt)


def _said(receipt: Any) -> Said:
    return Said(**receipt.model_dump(include=set(Said.model_fields)), recorded=receipt.sentence != PENDING)


def _not_taken(on: Ground, asked: Asked, refused: Refused) -> Problem:
    if isinstance(refused.__cause__, OnceTaken):
        return Problem(409, refused.sentence)
    scheme = on.schemes.get(asked.scheme)
    found = gaps(scheme.form, asked.answers) if scheme is not None else ()
    listed = [Gap(question=gap.question, sentence=gap.sentence) for gap in found]
    return Problem(422, refused.sentence, gaps=listed or None)


async def _not_heard(on: Ground, who: Caller, reference: str, once: str, sentence: str) -> Problem:
    request = await on.desk.view(reference)
    taken = f"{who.person.key}:api-{once}" in request.heard
    return Problem(409 if taken else 422, sentence)
