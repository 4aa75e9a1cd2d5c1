"""How anything wrong is answered: as application/problem+json, with a sentence that says what to do."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from records import RecordsUnreachable, Unkeepable
from starter.web.visiting import NotThere

_log = logging.getLogger(__name__)

NOT_THERE = "There is nothing at this address, as far as this token may know."
NOT_JSON = "This is no JSON. Send one object, in UTF-8, with the content type application/json."
UNFIT = "What was sent does not fit. `errors` says where, and why."
FAILED = "Something failed on our side. Send it again later, under the same Idempotency-Key."


class Gap(BaseModel):
    """Something that a request lacks: the key of its question, and a sentence."""

    question: str
    sentence: str


class Fault(BaseModel):
    """A field that does not fit: where it is, and why."""

    field: str
    sentence: str


class ProblemDetails(BaseModel):
    """What is wrong (RFC 9457). `gaps` is there for an incomplete request, `errors` for fields that do not fit."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    gaps: list[Gap] | None = None
    errors: list[Fault] | None = None


def _in_one() -> Any:
    """The schema of a problem with those of its parts put in their places, for no route returns one as its model."""
    schema = ProblemDetails.model_json_schema()
    parts = schema.pop("$defs")
    for name, key in (("Gap", "gaps"), ("Fault", "errors")):
        schema["properties"][key] = {"type": "array", "items": parts[name]}
    return schema


_SCHEMA = _in_one()


class Problem(Exception):
    """Something is wrong; how it is answered."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.details = ProblemDetails(title=HTTPStatus(status).phrase, status=status, detail=detail, **more)
        self.headers = headers

    def response(self) -> Response:
        """The answer."""
        body = self.details.model_dump(exclude_none=True)
        return JSONResponse(body, self.details.status, self.headers, "application/problem+json")


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer with when something is wrong, for the description of the interface."""
    shape = {"application/problem+json": {"schema": _SCHEMA}}
    return {status: {"description": HTTPStatus(status).phrase, "content": shape} for status in statuses}


def problem_of(wrong: Exception, request: Request) -> Problem:
    """What is wrong, whatever was raised."""
    match wrong:
        case Problem():
            return wrong
        case NotThere():
            return Problem(404, NOT_THERE)
        case RequestValidationError():
            return _unfit(wrong.errors())
        case HTTPException():
            return Problem(wrong.status_code, wrong.detail, headers=wrong.headers)
        case Unkeepable():
            return Problem(422, str(wrong))
        case RecordsUnreachable():
            return Problem(503, "Our records cannot be reached. Send it again later, under the same Idempotency-Key.")
        case _:
            _log.error("%s at %s", type(wrong).__name__, request.url.path, exc_info=wrong)
            return Problem(500, FAILED)


def _unfit(errors: Sequence[Any]) -> Problem:
    if any(error["type"] == "json_invalid" for error in errors):
        return Problem(400, NOT_JSON)
    faults = [
        Fault(field=".".join(map(str, error["loc"]))[:200], sentence=str(error["msg"]).removeprefix("Value error, "))
        for error in errors[:60]
    ]
    return Problem(422, UNFIT, errors=faults)


async def nowhere() -> Response:
    """Whatever else is asked for."""
    raise Problem(404, NOT_THERE)
