"""Slack's Web API at /api/{method}: arguments, tokens, disturbances and answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from devslack.config import Config
from devslack.faults import Fault
from devslack.shapes import Wrong
from devslack.store import Json, Store
from devslack.webapi import chat, conversations, people, views
from devslack.webapi.arguments import Call

METHODS: Mapping[str, Callable[[Call], Json]] = {
    **people.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **views.METHODS,
}
NEED_NO_TOKEN = {"api.test"}


@dataclass
class WebApi:
    """The Web API of one workspace."""

    config: Config
    store: Store

    async def answer(self, request: Request) -> Response:
        """Answer one call, or disturb it where a test asked for that."""
        method = request.path_params["method"]
        fault = self.store.faults.next(method)
        if fault and fault.kind != "lose_answer":
            return await _disturbed(request, fault)
        told = await self._carried_out(method, request)
        if fault:
            await _drop(request)
        return JSONResponse(told)

    async def _carried_out(self, method: str, request: Request) -> Json:
        try:
            arguments = await _arguments(request)
            _check_token(self.config, method, request, arguments)
            if method not in METHODS:
                raise Wrong("unknown_method")
            told = METHODS[method](Call(self.config, self.store, arguments))
        except Wrong as wrong:
            refused: Json = {"ok": False, "error": wrong.code, **wrong.more}
            if wrong.messages:
                refused["response_metadata"] = {"messages": wrong.messages}
            return refused
        return {"ok": True, **told}


async def _arguments(request: Request) -> Json:
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Wrong("invalid_json") from None
        if not isinstance(body, dict):
            raise Wrong("json_not_object")
        return {**given, **body}
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return {**given, **{name: value for name, value in (await request.form()).items() if isinstance(value, str)}}
    return given


def _check_token(config: Config, method: str, request: Request, arguments: Json) -> None:
    if method in NEED_NO_TOKEN:
        return
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else str(arguments.get("token", ""))
    if not token:
        raise Wrong("not_authed")
    if method == "apps.connections.open" and token == config.bot_token:
        raise Wrong("not_allowed_token_type")
    if token != (config.app_token if method == "apps.connections.open" else config.bot_token):
        raise Wrong("invalid_auth")


async def _disturbed(request: Request, fault: Fault) -> Response:
    if fault.kind == "hang":
        await _gone(request)
        return Response(status_code=499)
    if fault.kind == "limit":
        headers = {"Retry-After": str(fault.retry_after)}
        return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
    return Response("upstream trouble", status_code=fault.status, media_type="text/plain")


async def _drop(request: Request) -> None:
    """Cut the connection, so that the caller cannot know whether it was heard."""
    drop: Callable[[], None] = request.state.drop
    drop()
    await _gone(request)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
