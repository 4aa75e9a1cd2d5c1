"""Routes of pages, each with who may open it. A page that says nothing of the kind cannot be declared."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import NamedTuple

from starlette.responses import Response

from starter.web.visiting import Visit


class Who(Enum):
    """Who may open a page at all. Whose request it is, the page itself looks at."""

    ANYBODY = "anybody"
    SIGNED_IN = "whoever is signed in"
    OFFICE = "whoever holds an office today, outside bodies included"
    STAFF = "people of the host who hold an office today"

    def lets_in(self, visit: Visit) -> bool:
        """Whether this visitor may open it."""
        match self:
            case Who.ANYBODY:
                return True
            case Who.SIGNED_IN:
                return visit.signed_in
            case Who.OFFICE:
                return visit.in_office
            case Who.STAFF:
                return visit.is_staff and visit.in_office


Handler = Callable[[Visit], Response] | Callable[[Visit], Awaitable[Response]]
"""A page. One that is no coroutine runs in a thread, and may ask the records."""


class Page(NamedTuple):
    """A declared page. `upload`: it takes files, so more may be sent to it."""

    method: str
    path: str
    who: Who
    handler: Handler
    upload: bool = False


class Pages:
    """The pages of one part of the site."""

    def __init__(self) -> None:
        self.declared: list[Page] = []

    def get(self, path: str, who: Who) -> Callable[[Handler], Handler]:
        """Declare a page that is looked at."""
        return self._declare("GET", path, who, False)

    def post(self, path: str, who: Who, *, upload: bool = False) -> Callable[[Handler], Handler]:
        """Declare what is sent. After it succeeded, it leads to a page that is looked at."""
        return self._declare("POST", path, who, upload)

    def _declare(self, method: str, path: str, who: Who, upload: bool) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.declared.append(Page(method, path, who, handler, upload))
            return handler

        return keep
