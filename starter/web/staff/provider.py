"""Signing in through the identity provider: OpenID Connect, the code flow with PKCE, by authlib.

What has to be remembered while somebody is away at the provider travels in a signed cookie of theirs, so that any
process can welcome them back. The signature's key is made from the client's secret; a public client, which has none,
has to come back to the process that sent it.
"""

import asyncio
import secrets
import time
import warnings
from functools import lru_cache
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc.errors import JoseError
from starlette.responses import Response

from policy.value import digest
from starter.web import sessions
from starter.web.pages import Pages, Who
from starter.web.staff.admission import may_come_in
from starter.web.staff.ways_in import beyond
from starter.web.visiting import NotThere, Visit
from wiring.directory import Person

AWAY = 600
"""Seconds that somebody may take at the provider."""

SKEW = 60
"""Seconds by which the provider's clock may be behind ours."""

PROOF = "proved"
"""The cookie which says that its session began with the provider asking for proof."""

TROUBLE = (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError, RuntimeError)
"""What goes wrong on the way: a wrong state, code, nonce or signature, or a provider that does not answer."""

_OURS_ALONE = secrets.token_urlsafe(32)

pages = Pages()


class NotSignedIn(Exception):
    """Nobody is signed in; the text says why, and what to do."""


@lru_cache(maxsize=4)
def _client(issuer: str, client: str, secret: str | None) -> Any:
    with warnings.catch_warnings():
        # It says that it would rather have another library than the one that everything here uses.
        warnings.simplefilter("ignore")
        from authlib.integrations.starlette_client import OAuth
    known = OAuth()
    return known.register(
        "provider",
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=client,
        client_secret=secret,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
    )


def _provider(visit: Visit) -> Any:
    settings = visit.on.settings
    if not settings.oidc_issuer:
        raise NotThere
    secret = settings.oidc_secret.get_secret_value() if settings.oidc_secret else None
    return _client(settings.oidc_issuer, settings.oidc_client, secret)


def _signer(visit: Visit, salt: str) -> URLSafeTimedSerializer:
    secret = visit.on.settings.oidc_secret
    return URLSafeTimedSerializer(secret.get_secret_value() if secret else _OURS_ALONE, salt=f"web door/{salt}")


def _named(visit: Visit, name: str) -> str:
    return f"__Host-{name}" if visit.on.secure else name


@pages.get("/staff/sign-in/provider", Who.ANYBODY)
async def go(visit: Visit) -> Response:
    """Send somebody to the provider; where a fresh sign-in is wanted, it asks them for proof whatever it knows."""
    provider, fresh = _provider(visit), visit.asked("fresh") == "1"
    kept = visit.request.scope["session"] = {}
    asked = {"prompt": "login", "max_age": "0"} if fresh else {}
    back = f"{visit.on.settings.web_address}/staff/sign-in/return"
    try:
        answer: Response = await provider.authorize_redirect(visit.request, back, **asked)
    except TROUBLE:
        return visit.page("staff/not-signed-in.html", 503, sentence="The identity provider cannot be reached.")
    away = {"session": kept, "next": beyond(visit.asked("next")), "fresh": fresh, "at": time.time()}
    visit.cookies[_named(visit, "away")] = (_signer(visit, "away").dumps(away), AWAY)
    return answer


@pages.get("/staff/sign-in/return", Who.ANYBODY)
async def come_back(visit: Visit) -> Response:
    """Somebody comes back from the provider."""
    provider = _provider(visit)
    try:
        away = _remembered(visit)
        person = _known(visit, await _claims(visit, provider, away))
    except NotSignedIn as why:
        visit.cookies[_named(visit, "away")] = ("", 0)
        return visit.page("staff/not-signed-in.html", 403, sentence=str(why))
    visit.cookies[_named(visit, "away")] = ("", 0)
    answer = await asyncio.to_thread(sessions.begin, visit, person, "provider", str(away["next"]))
    if away["fresh"]:
        token, _ = visit.cookies[sessions.cookie(visit)]
        proof = _signer(visit, PROOF).dumps(digest(token.encode()))
        visit.cookies[_named(visit, PROOF)] = (proof, int(sessions.FRESH.total_seconds()))
    return answer


def has_just_proved(visit: Visit) -> bool:
    """Whether the visitor proved a short while ago that it is them who sits there.

    A provider lets people in who signed in there this morning; only a sign-in for which it was told to ask counts.
    """
    if not sessions.is_fresh(visit):
        return False
    if visit.session.way != "provider":
        return True
    token = visit.request.cookies.get(sessions.cookie(visit), "")
    try:
        proof = _signer(visit, PROOF).loads(
            visit.request.cookies.get(_named(visit, PROOF), ""), max_age=int(sessions.FRESH.total_seconds())
        )
    except BadSignature:
        return False
    return bool(token) and proof == digest(token.encode())


def _remembered(visit: Visit) -> dict[str, Any]:
    try:
        away: dict[str, Any] = _signer(visit, "away").loads(
            visit.request.cookies.get(_named(visit, "away"), ""), max_age=AWAY
        )
    except BadSignature:
        raise NotSignedIn(
            "This sign-in was not begun in this browser, or it was begun more than 10 minutes ago."
        ) from None
    return away


async def _claims(visit: Visit, provider: Any, away: dict[str, Any]) -> dict[str, Any]:
    """What the provider vouches for. Raises NotSignedIn where it vouches for nothing."""
    visit.request.scope["session"] = away["session"]
    try:
        token = await provider.authorize_access_token(visit.request)
        identity = dict(token["userinfo"])
        about = dict(await provider.userinfo(token=token))
    except TROUBLE:
        raise NotSignedIn("The identity provider did not confirm who you are.") from None
    if about.get("sub") != identity["sub"]:
        raise NotSignedIn("The identity provider spoke of two different people.")
    proved_at = identity.get("auth_time")
    if away["fresh"] and isinstance(proved_at, int | float) and proved_at < away["at"] - SKEW:
        raise NotSignedIn("The identity provider did not ask you to prove who you are, as we had told it to.")
    return {**identity, **about}


def _known(visit: Visit, claims: dict[str, Any]) -> Person:
    """The person of our directory. Raises NotSignedIn with the reason where there is none."""
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        raise NotSignedIn("The identity provider told us no e-mail address of yours, by which we could know you.")
    if str(claims.get("email_verified", True)).lower() == "false":
        raise NotSignedIn(f"The identity provider has not verified that {email} is your e-mail address.")
    person = visit.on.directory.by_email(email)
    if person is None:
        raise NotSignedIn(f"The directory has no single active person with the e-mail address {email}.")
    if not may_come_in(visit.on.directory, person):
        raise NotSignedIn(f"{person.name}, you hold no office here. People who ask for data sign in by a link.")
    return person
