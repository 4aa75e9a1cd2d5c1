"""Public files: whoever has the same content already is told so, and caches may keep it for a while."""

from starlette.responses import Response

from policy.value import digest
from starter.web.visiting import Visit

KEPT = 300
"""Seconds for which a cache may give a file out without asking."""


def public_file(visit: Visit, content: str, media_type: str, name: str = "") -> Response:
    """The file; or 304 where the visitor names its ETag. With a `name` it is downloaded under it."""
    encoded = content.encode()
    headers = {"etag": f'"{digest(encoded)[:32]}"', "cache-control": f"public, max-age={KEPT}"}
    if name:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    known = [one.strip().removeprefix("W/") for one in visit.request.headers.get("if-none-match", "").split(",")]
    if headers["etag"] in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(encoded, media_type=media_type, headers=headers)
