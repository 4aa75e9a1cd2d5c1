"""Files that a page gives out: to be saved, and never shown by the browser as part of our pages."""

from urllib.parse import quote

from starlette.responses import Response

LONGEST_NAME = 100


def as_file(name: str, content: bytes, media_type: str = "application/octet-stream") -> Response:
    """An answer that a browser saves under that name; one that somebody typed is made harmless first."""
    name = name[:LONGEST_NAME]
    plain = "".join(one for one in name if one.isascii() and (one.isalnum() or one in " ._-")).strip(" .")
    plain = plain or "document"
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
