"""One visit to a page: who comes, what they sent, and the ways to answer them."""

import base64
import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from policy.working_days import local_day
from records import Session, Unkeepable
from sharing.authority import REQUESTER
from sharing.facts import Happened
from sharing.request import Request as SharingRequest
from starter.web.ground import Ground
from starter.web.rendering import Rendering
from wiring.addressing import is_outside
from wiring.directory import Office, Person

TOLD = "told"
"""The cookie that carries a sentence to the next page."""


class NotThere(Exception):
    """There is no such page, as far as this visitor may know. Never says whether there is one for somebody else."""


class NotAllowed(Exception):
    """The visitor may know of the page, but may not use it; the text says why, and who could."""


class Form:
    """What a page sent. Texts have their line ends made one kind; spaces around them are cut off."""

    def __init__(self, sent: FormData) -> None:
        self._sent = sent

    def one(self, name: str) -> str:
        """The text of that field; empty where it was not sent."""
        value = self._sent.get(name)
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """The values of that field, without the empty ones."""
        values = self._sent.getlist(name)
        return tuple(one.strip() for one in values if isinstance(one, str) and one.strip())

    def file(self, name: str) -> UploadFile | None:
        """The file of that field, where one was chosen."""
        value = self._sent.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def names(self) -> tuple[str, ...]:
        """The names of the fields that were sent, in their order."""
        return tuple(dict.fromkeys(self._sent.keys()))


class Visit:
    """One visit. `person` and `session` are None for who is not signed in; `form` is empty for a mere look."""

    def __init__(
        self,
        request: Request,
        on: Ground,
        rendering: Rendering,
        person: Person | None = None,
        session: Session | None = None,
        form: Form | None = None,
    ) -> None:
        self.request = request
        self.on = on
        self.at: datetime = on.clock()
        self.form = form or Form(FormData())
        self.errors: Mapping[str, str] = {}
        self.cookies: dict[str, tuple[str, int | None]] = {}
        self._rendering = rendering
        self._person = person
        self._session = session
        self._histories: dict[str, tuple[Happened, ...]] = {}

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self._person is not None

    @property
    def person(self) -> Person:
        """Who this is. Only for pages that nobody sees without having signed in."""
        assert self._person is not None, "the page is declared as one for people who are signed in"
        return self._person

    @property
    def session(self) -> Session:
        """Their session, as `person`."""
        assert self._session is not None, "the page is declared as one for people who are signed in"
        return self._session

    @property
    def is_staff(self) -> bool:
        """Whether this is somebody of the host."""
        return self._person is not None and not is_outside(self.on.directory, self._person)

    @property
    def seats(self) -> tuple[Office, ...]:
        """The offices that the visitor holds today. To ask for data is none."""
        held, today = self._person.offices if self._person else (), local_day(self.at)
        return tuple(one for one in held if one.office != REQUESTER and one.runs(today))

    @property
    def in_office(self) -> bool:
        """Whether the visitor holds any office today."""
        return bool(self.seats)

    def part(self, name: str) -> str:
        """A part of the page's address."""
        return str(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """A parameter of the address; empty where it is not there."""
        return self.request.query_params.get(name, "")

    def recorded(self, reference: str) -> SharingRequest:
        """The request as the records have it. Raises NotThere where there is none."""
        try:
            return self.on.desk.recorded(reference, self.history(reference))
        except (LookupError, Unkeepable):
            raise NotThere from None

    def history(self, reference: str) -> tuple[Happened, ...]:
        """What has happened to a request, as it stood when this visit first asked for it."""
        if reference not in self._histories:
            self._histories[reference] = tuple(self.on.records.history(reference))
        return self._histories[reference]

    def page(self, template: str, status: int | None = None, **values: Any) -> Response:
        """A page. Sentences in `errors` (by the id of a field) make it one that could not be sent: 422, else 200."""
        status = status or (422 if self.errors else 200)
        told = _unpacked(self.request.cookies.get(TOLD, ""))
        about = {"visit": self, "cspNonce": self.request.scope["nonce"], "here": self.request.url.path}
        html = self._rendering.render(template, {**about, "errors": self.errors, "told": told, **values})
        response = HTMLResponse(html, status)
        if told:
            self.cookies[TOLD] = ("", 0)
        return response

    def wrong(self, template: str, errors: Mapping[str, str], **values: Any) -> Response:
        """The same page again, with sentences beside what is wrong, and what was typed still there."""
        self.errors = errors
        return self.page(template, **values)

    def goto(self, place: str, told: str = "") -> Response:
        """See there, by a look; with a sentence that the next page shows once."""
        if told:
            self.cookies[TOLD] = (base64.urlsafe_b64encode(json.dumps(told[:1_000]).encode()).decode(), 60)
        return RedirectResponse(place, status_code=303)


def _unpacked(cookie: str) -> str:
    try:
        told = json.loads(base64.urlsafe_b64decode(cookie.encode()))
    except (ValueError, UnicodeError):
        return ""
    return told[:1_000] if isinstance(told, str) else ""


def whole(text: str, most: int = 99_999) -> int | None:
    """The whole number, from 0 to `most`, that somebody typed or that stands in an address; None for anything else.

    Bounded before it is read: a number of a million digits takes longer than a page may.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return number if (number := int(text)) <= most else None


def act_of(form: Form) -> str:
    """The name of the act that a form is, which it carries in its field `once`; one that was tampered with is an act
    of its own."""
    token = form.one("once")
    return f"web-{token}" if re.fullmatch(r"[A-Za-z0-9_-]{16,60}", token) else f"web-{secrets.token_urlsafe(16)}"


def local(place: str) -> str:
    """The place, where it is a path of ours; else the front door. Nobody is sent elsewhere by a link to us."""
    fine = place.startswith("/") and not place.startswith(("//", "/\\")) and "\\" not in place
    return place if fine and place.isprintable() and len(place) < 500 else "/"
