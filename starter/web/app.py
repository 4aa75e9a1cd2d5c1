"""The application: every declared page behind its guard, the API beside them, and pages for what goes wrong."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from records import RecordsUnreachable, Session, Unkeepable
from starter.web import api, intake, public, requester, sessions, staff
from starter.web.ground import Ground
from starter.web.guarding import LARGEST_FORM, Guard
from starter.web.pages import Page
from starter.web.rendering import HERE, Rendering
from starter.web.sessions import COOKIE, SECURE_COOKIE, signing_in
from starter.web.visiting import Form, NotAllowed, NotThere, Visit
from wiring.directory import Person

MOST_FIELDS = 2_000
_log = logging.getLogger(__name__)

DECLARED: Sequence[Page] = (
    *signing_in.declared,
    *public.pages.declared,
    *intake.pages.declared,
    *requester.pages.declared,
    *staff.pages.declared,
)
"""Every page there is. A test compares them with who may do what."""


class Site:
    """Answers visits over one ground."""

    def __init__(self, on: Ground) -> None:
        self._on = on
        self._rendering = Rendering(on.settings.service_name)

    def answering(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of a declared page."""

        async def answer(request: Request) -> Response:
            visit = await self.visit(request)
            let_in = page.who.lets_in(visit)
            if request.method != "POST" or (not let_in and visit.signed_in):
                return await self._answered(visit, page) if let_in else self._kept_out(visit)
            most = {"max_files": 1 if page.upload else 0, "max_fields": MOST_FIELDS}
            async with request.form(**most, max_part_size=LARGEST_FORM) as sent:
                visit.form = Form(sent)
                return await self._answered(visit, page) if let_in else self._kept_out(visit)

        return answer

    async def _answered(self, visit: Visit, page: Page) -> Response:
        try:
            if inspect.iscoroutinefunction(page.handler):
                response: Response = await page.handler(visit)
            else:
                found = await asyncio.to_thread(page.handler, visit)
                assert isinstance(found, Response), "a page that is no coroutine answers at once"
                response = found
        except (NotThere, Unkeepable):  # no record can have such a name, so no page has
            response = visit.page("gone.html", 404)
        except NotAllowed as wrong:
            response = visit.page("not-allowed.html", 403, sentence=str(wrong))
        return self._with_cookies(visit, response)

    def _with_cookies(self, visit: Visit, response: Response) -> Response:
        for name, (value, seconds) in visit.cookies.items():
            response.set_cookie(
                name, value, max_age=seconds, path="/", secure=self._on.secure, httponly=True, samesite="lax"
            )
        return response

    def _kept_out(self, visit: Visit) -> Response:
        if visit.signed_in:
            return visit.page("not-allowed.html", 403, sentence="")
        if visit.request.method != "GET":
            return visit.page("signed-out.html", 401, typed=_typed(visit.form))
        url = visit.request.url
        place = f"{url.path}?{url.query}" if url.query else url.path
        door = "/staff/sign-in" if url.path.startswith("/staff") else "/sign-in"
        return RedirectResponse(f"{door}?next={quote(place, safe='/')}", 303)

    async def visit(self, request: Request) -> Visit:
        """Who comes, as far as their session says and the directory still knows them."""
        session = await asyncio.to_thread(self._session, request)
        person: Person | None = None
        if session is not None:
            person = self._on.directory.person(session.person)
        if person is None:
            session = None
        return Visit(request, self._on, self._rendering, person, session)

    def _session(self, request: Request) -> Session | None:
        token = request.cookies.get(SECURE_COOKIE if self._on.secure else COOKIE, "")
        return self._on.records.session(token, sessions.IDLE) if token else None

    async def went_wrong(self, request: Request, wrong: Exception) -> Response:
        """A page for what nobody expected: not found, too large, records away, a mistake of ours."""
        status = wrong.status_code if isinstance(wrong, HTTPException) else 500
        if isinstance(wrong, RecordsUnreachable):
            status = 503
        if status >= 500:
            # The traceback may hold what people typed, so only its place is logged.
            _log.error("%s at %s", type(wrong).__name__, request.url.path, exc_info=wrong if status == 500 else None)
        visit = await self.visit(request) if status < 500 else Visit(request, self._on, self._rendering)
        template = {404: "gone.html", 413: "too-large.html", 503: "later.html"}.get(status, "wrong.html")
        sentence = wrong.detail if isinstance(wrong, HTTPException) else ""
        return visit.page(template, status, sentence=sentence)


def _typed(form: Form) -> list[str]:
    """The words that somebody sent when their session had ended: what they wrote, without what the page hid in it."""
    return [text for name in form.names() if (text := form.one(name)) and any(one.isspace() for one in text)]


def make(on: Ground) -> FastAPI:
    """The application over this ground."""
    site = Site(on)
    app = FastAPI(
        title=on.settings.service_name,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(on), www_redirect=False),
            Middleware(Guard, address=on.settings.web_address),
        ],
        exception_handlers={
            HTTPException: site.went_wrong,
            RecordsUnreachable: site.went_wrong,
            500: site.went_wrong,
        },
    )
    for page in DECLARED:
        app.router.routes.append(Route(page.path, site.answering(page), methods=[page.method]))
    app.include_router(api.router(on))
    app.router.routes.append(Mount("/static", _Static(directory=HERE / "static"), name="static"))
    return app


class _Static(StaticFiles):
    """Files of ours; a browser may keep them for an hour."""

    def file_response(self, *args: object, **more: object) -> Response:
        """A file."""
        # Handed on as they came, whatever the library calls them.
        response = super().file_response(*args, **more)  # type: ignore[arg-type]
        response.headers["cache-control"] = f"public, max-age={int(timedelta(hours=1).total_seconds())}"
        return response


def _hosts(on: Ground) -> list[str]:
    """Under which names we answer: nobody makes us write links to another one."""
    own = urlsplit(on.settings.web_address).hostname or ""
    return [own, "127.0.0.1", "localhost"] if on.settings.local else [own]


__all__ = ["DECLARED", "Site", "make"]
