"""The pages: who are you, an inbox, modals, App Home, mail. They need no JavaScript."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from devslack.config import Config
from devslack.hands import Hands
from devslack.pages.guard import foreign
from devslack.pages.inbox import InboxPages
from devslack.pages.letters import LetterPages
from devslack.pages.modal import ModalPages
from devslack.pages.site import Site
from devslack.store import Store

Page = Callable[[Request], Awaitable[Response]]


def routes(config: Config, store: Store, hands: Hands) -> list[Route]:
    """All pages, each with its errors shown as a page."""
    site = Site(config, store, hands)
    inbox, modal, letters = InboxPages(site), ModalPages(site), LetterPages(site)

    def guarded(page: Page) -> Page:
        async def answer(request: Request) -> Response:
            try:
                if request.method == "POST" and foreign(request.headers):
                    raise HTTPException(403, "This came from a page of another site.")
                return await page(request)
            except HTTPException as wrong:
                return site.page("error.html", wrong.status_code, sentence=wrong.detail)
            except (LookupError, ValueError) as gone:
                sentence = str(gone.args[0]) if gone.args else "This is no longer there."
                return site.page("error.html", 409, sentence=sentence)

        return answer

    def get(path: str, page: Page) -> Route:
        return Route(path, guarded(page), methods=["GET"])

    def post(path: str, page: Page) -> Route:
        return Route(path, guarded(page), methods=["POST"])

    return [
        get("/", inbox.people),
        get("/as/{user}", inbox.inbox),
        post("/as/{user}/click", inbox.click),
        post("/as/{user}/say", inbox.say),
        post("/as/{user}/shortcut", inbox.shortcut),
        post("/as/{user}/dismiss", inbox.dismiss),
        get("/as/{user}/home", modal.home),
        get("/as/{user}/view/{view_id}", modal.show),
        post("/as/{user}/view/{view_id}", modal.act),
        get("/mail", letters.all_mail),
        get("/mail/{n:int}", letters.one_mail),
        get("/mail/{n:int}/html", letters.html),
        get("/mail/{n:int}/raw", letters.raw),
        get("/mail/{n:int}/file/{number:int}", letters.file),
        get("/write", letters.write),
        post("/write", letters.send),
    ]
