"""Inviting a colleague to a draft, by an address that the directory knows; nobody learns whether it does."""

import asyncio

from starlette.background import BackgroundTask
from starlette.responses import Response

from channels.mail import Own
from records import Draft
from starter.web.intake.beginning import title_of
from starter.web.intake.drafting import for_its_people, sheet_of
from starter.web.pages import Pages, Who
from starter.web.sessions import Knocks
from starter.web.visiting import Visit
from starter.web.writing import WRONG_ADDRESS, is_address, write_to

pages = Pages()

LETTER = "invited.txt"
MOST_PEOPLE = 20
SAID = "If we know {}, they can open this draft now, and we have sent them a letter."

knocks = Knocks()
"""So that nobody has letters sent without end."""


@pages.get("/drafts/{key}/colleagues", Who.SIGNED_IN)
@for_its_people
def look(visit: Visit) -> Response:
    """Who writes on this draft, as far as the visitor may know."""
    return _page(visit, "")


def _page(visit: Visit, email: str) -> Response:
    sheet = sheet_of(visit)
    return visit.page(
        "intake/colleagues.html",
        sheet=sheet,
        title=title_of(sheet),
        names=_names(visit, sheet.draft),
        email=email,
        back=sheet.after,
    )


def _names(visit: Visit, draft: Draft) -> list[str]:
    """The owner, and colleagues of the visitor's own body. Of others it is told to nobody whether we know them."""
    people = {one.key: one for one in visit.on.directory.people}
    mine = visit.person.organisation
    near = [key for key in draft.people if key in people and people[key].organisation == mine]
    return [visit.on.name_of(key) for key in dict.fromkeys((draft.owner, *near))]


@pages.post("/drafts/{key}/colleagues", Who.SIGNED_IN)
@for_its_people
def invite(visit: Visit) -> Response:
    """Invite whoever has that address. The answer is the same whether or not anybody has."""
    sheet, email = sheet_of(visit), visit.form.one("email")
    if not is_address(email):
        visit.errors = {"email": WRONG_ADDRESS}
        return _page(visit, email)
    answer = visit.goto(f"{sheet.place}/colleagues", SAID.format(email))
    # Afterwards, so that how long it takes tells nobody whether the address is known.
    if not knocks.too_many(visit.person.key):
        answer.background = BackgroundTask(_let_in, visit, sheet.draft, email)
    return answer


async def _let_in(visit: Visit, draft: Draft, email: str) -> None:
    person = visit.on.directory.by_email(email)
    if person is None or person.key in (draft.owner, *draft.people) or len(draft.people) >= MOST_PEOPLE:
        return
    await asyncio.to_thread(visit.on.records.invite, draft.key, person.key, visit.person.key)
    address = Own(f"{visit.on.settings.web_address}/drafts/{draft.key}")
    told = {"inviter": visit.person.name, "address": address}
    await write_to(visit.on, person, LETTER, f"invited/{draft.key}/{person.key}", told)
