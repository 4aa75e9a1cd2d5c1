"""Signing in by a one-time link that is e-mailed, staying signed in, and signing out."""

import asyncio
import time
from collections import deque
from datetime import timedelta
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import Response

from channels.mail import Own
from records.links import REFUSAL, Claimed
from records.sessions import Way
from starter.web.pages import Pages, Who
from starter.web.visiting import Visit, local
from starter.web.writing import LONGEST_ADDRESS, WRONG_ADDRESS, is_address, write_to
from wiring.addressing import is_outside
from wiring.directory import Person

COOKIE = "session"
SECURE_COOKIE = "__Host-session"
LASTS = timedelta(hours=10)
IDLE = timedelta(hours=2)
FRESH = timedelta(minutes=15)
"""For so long a sign-in is fresh enough for what must not be done by somebody who merely found a screen open."""

LINK_LASTS = timedelta(minutes=30)
MOST_LINKS = 5
"""So many links are sent to one person in an hour."""

MOST_KNOCKS = 30
"""So many links may be asked for from one address of the network in an hour."""

SIGN_IN = "sign-in"
LETTER = "sign-in.txt"

signing_in = Pages()


class Knocks:
    """How often links were asked for from one address, within this process."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}

    def too_many(self, address: str) -> bool:
        """Count one more; whether it is too many within an hour."""
        at = time.monotonic()
        if len(self._seen) > 10_000:
            self._seen.clear()
        seen = self._seen.setdefault(address, deque(maxlen=MOST_KNOCKS + 1))
        while seen and seen[0] < at - 3_600:
            seen.popleft()
        seen.append(at)
        return len(seen) > MOST_KNOCKS


knocks = Knocks()


def begin(visit: Visit, person: Person, way: Way, place: str) -> Response:
    """Sign somebody in: a session of its own, whatever cookie they came with. Leads on to a place of ours."""
    old = visit.request.cookies.get(cookie(visit), "")
    if old:
        visit.on.records.end_session(old)
    token = visit.on.records.begin_session(person.key, way, LASTS)
    visit.cookies[cookie(visit)] = (token, None)
    return visit.goto(local(place))


def cookie(visit: Visit) -> str:
    """The name of the cookie; the browser itself binds the secure one to this very host."""
    return SECURE_COOKIE if visit.on.secure else COOKIE


def is_fresh(visit: Visit) -> bool:
    """Whether somebody proved who they are a short while ago."""
    return visit.session.fresh_at + FRESH > visit.at


@signing_in.get("/sign-in", Who.ANYBODY)
def ask(visit: Visit) -> Response:
    """Ask for an e-mail address."""
    return visit.page("sign-in/ask.html", next=local(visit.asked("next")), email="")


@signing_in.post("/sign-in", Who.ANYBODY)
async def send(visit: Visit) -> Response:
    """Send a link. The answer is the same whether or not the address is known to us."""
    email, place = visit.form.one("email"), local(visit.form.one("next"))
    if not is_address(email):
        return visit.wrong("sign-in/ask.html", {"email": WRONG_ADDRESS}, next=place, email=email[:LONGEST_ADDRESS])
    client = visit.request.client
    answer = visit.page("sign-in/sent.html", email=email, next=place, minutes=int(LINK_LASTS.total_seconds() // 60))
    if not knocks.too_many(client.host if client else ""):
        # Afterwards, so that how long it takes tells nobody whether the address is known.
        answer.background = BackgroundTask(_send_link, visit, email, place)
    return answer


async def _send_link(visit: Visit, email: str, place: str) -> None:
    person = visit.on.directory.by_email(email)
    if person is None or visit.on.carrier is None:
        return
    # Staff sign in as staff: through their identity provider.
    if not is_outside(visit.on.directory, person) and not visit.on.settings.local:
        return
    records, since = visit.on.records, visit.at - timedelta(hours=1)
    if await asyncio.to_thread(records.links_since, person.key, SIGN_IN, since) >= MOST_LINKS:
        return
    token = await asyncio.to_thread(records.make_link, person.key, SIGN_IN, "", LINK_LASTS)
    address = f"{visit.on.settings.web_address}/link/{token}"
    if place != "/":
        address += f"?next={quote(place, safe='/')}"
    told = {"address": Own(address), "minutes": int(LINK_LASTS.total_seconds() // 60)}
    await write_to(visit.on, person, LETTER, f"link/{token[:8]}/{visit.at.timestamp()}", told)


@signing_in.get("/link/{token}", Who.ANYBODY)
def arrive(visit: Visit) -> Response:
    """Somebody, or a scanner of mail, opens a link: nothing is used up by looking."""
    found = visit.on.records.peek_link(visit.part("token"))
    place = local(visit.asked("next"))
    if not isinstance(found, Claimed) or found.purpose != SIGN_IN:
        return visit.page("sign-in/expired.html", 410, sentence=REFUSAL, next=place)
    return visit.page("sign-in/arrive.html", next=place, token=visit.part("token"))


@signing_in.post("/link/{token}", Who.ANYBODY)
def claim(visit: Visit) -> Response:
    """The button behind the link was pressed: it is used up, and whoever pressed is signed in."""
    place, token = local(visit.form.one("next")), visit.part("token")
    found = visit.on.records.peek_link(token)
    if isinstance(found, Claimed) and found.purpose == SIGN_IN:
        found = visit.on.records.claim_link(token)
    person = visit.on.directory.person(found.person) if isinstance(found, Claimed) else None
    if not isinstance(found, Claimed) or found.purpose != SIGN_IN or person is None:
        return visit.page("sign-in/expired.html", 410, sentence=REFUSAL, next=place)
    return begin(visit, person, "link", place if place != "/" else "/requests")


@signing_in.post("/sign-out", Who.ANYBODY)
def leave(visit: Visit) -> Response:
    """Sign out; also whoever is not signed in any more."""
    visit.on.records.end_session(visit.request.cookies.get(cookie(visit), ""))
    visit.cookies[cookie(visit)] = ("", 0)
    return visit.goto("/", "You have signed out.")
