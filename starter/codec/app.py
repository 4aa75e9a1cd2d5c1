"""The codec server's addresses: decode and encode. Every reading is logged, never what was read."""

import logging
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from starter.codec.readers import Barred, Readers
from wiring.decoding import Decoded, Decoder, NotPayloads, payloads

LARGEST = 64_000_000
"""Bytes of a request's body: the UI sends a whole history at most."""

SENT_BY_THE_UI = ("Content-Type", "X-Namespace", "Authorization", "Authorization-Extras")
UNSPOKEN = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_log = logging.getLogger("starter.codec")


class Ground(NamedTuple):
    """What the server stands on. `ui` is the web address of the Temporal UI, whose pages alone may ask."""

    decoder: Decoder
    readers: Readers
    ui: str


class TooLarge(Exception):
    """More was sent than is taken at once."""


def make(on: Ground) -> Starlette:
    """The server as an application."""

    async def decode(request: Request) -> Response:
        namespace = request.headers.get("x-namespace", "")
        try:
            reader = await on.readers.who(request)
            decoded = on.decoder.decode(await _body(request), namespace)
        except (Barred, NotPayloads, TooLarge) as why:
            return _refused(why, namespace)
        _note(reader, namespace, decoded)
        return Response(decoded.body, media_type="application/json", headers=UNSPOKEN)

    async def encode(request: Request) -> Response:
        """What an operator types stays as it is: we lend nobody our keys, and it is heard or refused alike."""
        try:
            await on.readers.who(request)
            body = await _body(request)
            payloads(body)
        except (Barred, NotPayloads, TooLarge) as why:
            return _refused(why, request.headers.get("x-namespace", ""))
        return Response(body, media_type="application/json", headers=UNSPOKEN)

    return Starlette(
        routes=[
            Route("/decode", decode, methods=["POST"]),
            Route("/encode", encode, methods=["POST"]),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=[origin(on.ui)],
                allow_methods=["POST"],
                allow_headers=SENT_BY_THE_UI,
                max_age=600,
            )
        ],
    )


def origin(address: str) -> str:
    """The origin of a web address, as browsers write it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


def _note(reader: str, namespace: str, decoded: Decoded) -> None:
    """Log a reading: who, how much, and of which requests."""
    requests = list(decoded.workflows)
    told = {"reader": reader, "namespace": namespace[:100], "payloads": decoded.read, "unread": decoded.unread}
    _log.info(
        "%s had %d payloads decoded (%d could not be) of %s",
        reader,
        decoded.read,
        decoded.unread,
        ", ".join(requests) or "no request",
        extra={"event": "payloads-decoded", "told": {**told, "requests": requests}},
    )


def _refused(why: Exception, namespace: str) -> Response:
    status, sentence = 400, "This is not a list of payloads."
    if isinstance(why, Barred):
        status, sentence = why.status, str(why)
    elif isinstance(why, TooLarge):
        status, sentence = 413, "This is more than we take at once."
    told = {"namespace": namespace[:100], "status": status}
    _log.warning("Decoding was refused: %s", sentence, extra={"event": "decoding-refused", "told": told})
    return PlainTextResponse(sentence, status, headers=UNSPOKEN)
