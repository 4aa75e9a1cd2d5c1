"""What programs may read: requests that are theirs (staff: every one), the register, the questions of a scheme."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request as Call

from policy.form import Form
from records import Entry, Unkeepable, Wish
from sharing.authority import REQUESTER
from starter.web.api.bearers import Caller, caller, needs
from starter.web.api.problems import Problem, answers
from starter.web.api.shapes import Brief, Requests, Shown, brief, shown
from starter.web.ground import Ground
from starter.web.requester import mine
from starter.web.visiting import NotThere

NO_SUCH_PLACE = "There is no such request after which the list could go on."

After = Annotated[str | None, Query(max_length=40, description="The reference after which to go on.")]
Most = Annotated[int, Query(ge=1, le=100, description="So many at once.")]


def visible(on: Ground, who: Caller, reference: str) -> Shown:
    """A request that somebody may see. Raises NotThere for any other, and where there is none."""
    return shown(mine.recorded(on, reference) if who.inside else mine.of(on, reference, who.person).request)


def add(router: APIRouter, on: Ground) -> None:
    """Add the routes that read."""

    @router.get("/requests", responses=answers(401, 403, 422), **needs("read"))
    def list_requests(call: Call, after: After = None, most: Most = 50) -> Requests:
        """The requests that the token's person may see, the newest first."""
        who = caller(call)
        return _every(on, after, most) if who.inside else _own(on, who, after, most)

    @router.get("/requests/{reference}", responses=answers(401, 403, 404, 422), **needs("read"))
    def show_request(call: Call, reference: str) -> Shown:
        """One request."""
        return visible(on, caller(call), reference)

    @router.get("/register")
    def list_register() -> list[Entry]:
        """The transparency register as it stands: the newest version of each entry."""
        return list(on.register.entries())

    @router.get("/register/{reference}", responses=answers(404, 422))
    def show_entry(reference: str) -> list[Entry]:
        """All versions of one entry of the register, the oldest first."""
        try:
            found = on.register.versions(reference)
        except Unkeepable:
            raise NotThere from None
        if not found:
            raise NotThere
        return list(found)

    @router.get("/schemes/{scheme}/form", responses=answers(404, 422))
    def show_form(scheme: str) -> Form:
        """All that a scheme asks a requester, in order."""
        found = on.schemes.get(scheme)
        if found is None:
            raise NotThere
        return found.form


def _every(on: Ground, after: str | None, most: int) -> Requests:
    try:
        page = on.records.requests(Wish(), after, most)
    except LookupError:
        raise Problem(422, NO_SUCH_PLACE) from None
    return Requests(requests=[brief(one) for one in page.requests], after=page.after)


def _own(on: Ground, who: Caller, after: str | None, most: int) -> Requests:
    asks = any(held.office == REQUESTER for held in who.person.offices)
    found: list[Brief] = [
        brief(one) for one in on.records.requests_of(who.person.key, who.person.organisation if asks else "")
    ]
    if after is not None:
        places = [place for place, one in enumerate(found) if one.reference == after]
        if not places:
            raise Problem(422, NO_SUCH_PLACE)
        found = found[places[0] + 1 :]
    return Requests(requests=found[:most], after=found[most - 1].reference if len(found) > most else None)
