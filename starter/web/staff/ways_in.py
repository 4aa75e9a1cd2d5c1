"""How staff sign in: through the identity provider; on somebody's own machine, from the list of people."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from sharing.authority import REQUESTER
from starter.web import sessions
from starter.web.pages import Pages, Who
from starter.web.visiting import NotThere, Visit, local
from wiring.directory import Person
from wiring.settings import Settings, WrongSetting

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HOME = "/staff"

pages = Pages()


class Listed(NamedTuple):
    """Somebody as the list shows them, and for which data they hold the office."""

    person: Person
    assets: tuple[str, ...]
    deputy_for: str


def check(settings: Settings) -> None:
    """Raises WrongSetting where staff would have no safe way in."""
    if settings.oidc_issuer:
        return
    if not settings.local:
        raise WrongSetting(
            "SHARING_OIDC_ISSUER is not set; in production, staff sign in through an identity provider. Write its "
            "web address."
        )
    host = settings.web_listen.rpartition(":")[0]
    if host not in LOOPBACK:
        raise WrongSetting(
            f"SHARING_WEB_LISTEN is {settings.web_listen!r}: without an identity provider anybody could sign in as "
            "anybody, so the pages are only served at 127.0.0.1. Set SHARING_OIDC_ISSUER, or listen there."
        )


def afresh(place: str) -> str:
    """Where somebody proves anew who they are, and then goes on to a place of ours."""
    return f"/staff/sign-in?{urlencode({'fresh': '1', 'next': place})}"


def beyond(place: str) -> str:
    """Where a sign-in leads: a place of ours, or where nobody asked for one, what waits."""
    place = local(place)
    return place if place != "/" else HOME


@pages.get("/staff/sign-in", Who.ANYBODY)
def ask(visit: Visit) -> Response:
    """Offer the way in that there is."""
    place, fresh = beyond(visit.asked("next")), visit.asked("fresh") == "1"
    if visit.on.settings.oidc_issuer:
        asked = {"next": place, **({"fresh": "1"} if fresh else {})}
        return visit.page("staff/sign-in.html", next=place, fresh=fresh, provider=urlencode(asked))
    if not visit.on.settings.local:
        raise NotThere
    return visit.page("staff/sign-in-list.html", next=place, fresh=fresh, offices=_by_office(visit))


@pages.post("/staff/sign-in", Who.ANYBODY)
def choose(visit: Visit) -> Response:
    """Be somebody of the list; only on a machine of one's own."""
    if visit.on.settings.oidc_issuer or not visit.on.settings.local:
        raise NotThere
    person = visit.on.directory.person(visit.form.one("person"))
    if person is None or not person.offices:
        raise NotThere
    place = beyond(visit.form.one("next"))
    asks = all(one.office == REQUESTER for one in person.offices)
    return sessions.begin(visit, person, "list", "/requests" if asks and place == HOME else place)


def _by_office(visit: Visit) -> list[tuple[str, list[Listed]]]:
    """The people of the directory, by the titles of their offices; those who ask for data come last."""
    known = {one.key: one.title for scheme in visit.on.schemes.values() for one in scheme.rules.offices if one.key}
    held = {one.office for person in visit.on.directory.people for one in person.offices}
    keys = sorted(held, key=lambda key: (key == REQUESTER, list(known).index(key) if key in known else len(known)))
    found = [(known.get(key, key), list(_who_hold(visit, key))) for key in keys]
    return [(title, people) for title, people in found if people]


def _who_hold(visit: Visit, office: str) -> Iterable[Listed]:
    titles = {one.key: one.title for one in visit.on.directory.assets}
    for person in visit.on.directory.holders(office, None, visit.at):
        held = [one for one in person.offices if one.office == office]
        assets = tuple(titles.get(key, key) for one in held for key in one.assets)
        deputy = next((one.deputy_for for one in held if one.deputy_for), None)
        yield Listed(person, assets, visit.on.name_of(deputy) if deputy else "")
