"""What stands before every page: who may send to us, how much, and what a browser may do with what we answer."""

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 2_000_000
"""Bytes of a form without files; the longest answer is far shorter."""

LARGEST_UPLOAD = 21_000_000
"""Bytes of a form with a file, the file's 20 MB included."""

SAFE = ("GET", "HEAD", "OPTIONS")
ELSEWHERE = "This was sent from another site, so it was not taken. Open the page here and send it again."
TOO_LARGE = "This is more than we take at once. Documents may have at most 20 MB."


class Guard:
    """ASGI middleware. Programs (`/api/`) prove themselves by a token, so where they come from does not matter."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app = app
        self._own = urlsplit(address).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass, or answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope["nonce"] = secrets.token_urlsafe(16)
        sending = _with_headers(scope, send)
        api = scope["path"].startswith("/api/")
        if scope["method"] not in SAFE and not api and not self._from_here(headers):
            await PlainTextResponse(ELSEWHERE, 403)(scope, receive, sending)
            return
        multipart = headers.get("content-type", "").startswith("multipart/form-data")
        await self._app(scope, _bounded(receive, LARGEST_UPLOAD if multipart or api else LARGEST_FORM), sending)

    def _from_here(self, headers: Headers) -> bool:
        """Whether a browser says that one of our own pages sends this. One that says nothing is not believed."""
        if site := headers.get("sec-fetch-site"):
            return site == "same-origin"
        origin = urlsplit(headers.get("origin", "")).netloc
        return bool(origin) and origin in (self._own, headers.get("host", ""))


def _bounded(receive: Receive, most: int) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, TOO_LARGE)
        return message

    return bounded


def _with_headers(scope: Scope, send: Send) -> Send:
    nonce = scope["nonce"]
    policy = (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["content-security-policy"] = policy
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "same-origin"
            headers["cross-origin-opener-policy"] = "same-origin"
            headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()"
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending
