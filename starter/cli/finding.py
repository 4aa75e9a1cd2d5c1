"""Finding what a command names: a request, an office, a scheme, a person. What is not there gets a sentence."""

import difflib
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from policy.scheme import Scheme
from policy.schemes import EXAMPLE
from starter.cli.ground import Failed, Misused
from starter.installation import Installation

if TYPE_CHECKING:
    from records.reading import Listed

_REFERENCE = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}")
PATIENCE = 5.0
"""So many seconds a request that was lodged just now may take until it is on record."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at what may have been meant, with a space behind it; or nothing."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return f"Did you mean {found[0]}? " if found else ""


def reference(word: str) -> str:
    """A reference as it is spelled. Raises Failed for a word that cannot be one."""
    spelled = word.strip().upper()
    if not _REFERENCE.fullmatch(spelled):
        raise Failed(f"{word[:40]!r} is no reference; one looks like {EXAMPLE}. `starter list` shows them.")
    return spelled


def request_known(here: Installation, wanted: str) -> "Listed":
    """The request of that reference, once it is on record: that takes a moment after lodging. Raises Failed."""
    until = time.monotonic() + PATIENCE
    while (known := here.records.request(wanted)) is None:
        try:
            here.records.lodging(wanted)
        except LookupError:
            raise _no_request(wanted) from None
        if time.monotonic() > until:
            raise Failed(
                f"{wanted} is lodged, but no worker has put it on record yet. It waits, and loses nothing; start a "
                "worker with `starter up`."
            )
        time.sleep(0.1)
    return known


def scheme_asked_under(here: Installation, wanted: str) -> str:
    """The scheme of a request, on record yet or only lodged. Raises Failed where there is neither."""
    if known := here.records.request(wanted):
        return known.scheme
    try:
        return here.records.lodging(wanted).scheme
    except LookupError:
        raise _no_request(wanted) from None


def _no_request(wanted: str) -> Failed:
    return Failed(f"There is no request {wanted}; `starter list` shows those there are.")


def speaker(here: Installation, person: str) -> str:
    """Whom `--as` names. Raises Failed outside local mode, where nobody may speak for another."""
    if not here.settings.local:
        raise Failed(
            "This installation is in production, where nobody speaks on the command line: it cannot prove who sits "
            "at it. Speak through a door with a sign-in."
        )
    if not person:
        raise Misused("Say who speaks: --as PERSON. `starter offices` shows who holds which office.")
    if here.directory.person(person) is None:
        near = nearest(person, (one.key for one in here.directory.people))
        raise Failed(f"The directory has no active person {person[:60]!r}. {near}`starter offices` shows them.")
    return person


def scheme_of(here: Installation, key: str) -> Scheme:
    """The scheme of that key; the installation's own where none is named. Raises Failed with those there are."""
    scheme = here.schemes.get(key) if key else here.first
    if scheme is None:
        raise Failed(f"There is no scheme {key[:60]!r}; there are {', '.join(here.schemes)}.")
    return scheme


def office_known(here: Installation, key: str) -> None:
    """Raises Failed for an office that no scheme knows."""
    known = {office.key for scheme in here.schemes.values() for office in scheme.rules.offices}
    if key not in known:
        raise Failed(f"There is no office {key[:60]!r}. {nearest(key, known)}`starter offices` shows them all.")


def office_title(here: Installation, key: str) -> str:
    """An office's title, under whatever scheme knows it."""
    for scheme in here.schemes.values():
        if office := scheme.rules.office(key):
            return office.title
    return key
