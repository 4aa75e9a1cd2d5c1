"""Who sends a mail, and for whom. An address alone proves little: see `authentic`."""

import re

from sharing.request import Request
from starter.mail.opening import Opened
from wiring.addressing import is_outside
from wiring.directory import Directory, Person

REQUESTER = "requester"
_FOR = re.compile(r"^\s*(?:For|Requester)\s*:\s*(?:.*<)?([^\s<>]+@[^\s<>]+|[a-z0-9][a-z0-9._-]*)>?\s*$", re.I | re.M)
_FROM = re.compile(r"^[\s>*]*From\s*:.*?([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)", re.I | re.M)
_ANY = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def authentic(mail: Opened, server: str) -> bool:
    """Whether the mail server that fetched the mail found that its sender's domain sent it.

    `server` is how that server names itself in `Authentication-Results`; only the first result under its name counts,
    for the others came with the mail. The server must take away what pretends to be its own. Without a `server`
    nothing is looked at: then the mail server in front has to reject forged senders itself. What can be lodged by
    mail stands at the first screening, where a person looks at it.
    """
    if not server:
        return True
    found = next((one for one in mail.results if _named(one) == server.casefold()), "")
    domain = mail.sender.rpartition("@")[2]
    return bool(domain) and any(_passes(part.strip().casefold(), domain) for part in found.split(";")[1:])


def _named(result: str) -> str:
    return result.partition(";")[0].split()[0].casefold() if result.partition(";")[0].split() else ""


def _passes(part: str, domain: str) -> bool:
    """Whether one result vouches for that domain: by policy, by a signature, or by the way the mail came."""
    method = re.match(r"(dmarc|dkim|spf)\s*=\s*pass\b", part)
    if method is None:
        return False
    wanted = {"dmarc": "header.from", "dkim": r"header\.(?:d|i)", "spf": "smtp.mailfrom"}[method[1]]
    found = re.search(rf"\b{wanted}\s*=\s*\"?([^\s;\"]+)", part)
    return found is not None and found[1].rpartition("@")[2] == domain


def has_a_part(directory: Directory, person: Person, request: Request) -> bool:
    """Whether a person belongs to one of a request's sides: the host, its organisations, an office that is asked."""
    asked = {task.office for task in request.awaited.values()}
    theirs = {body.key for body in request.bodies}
    mine = {held.office for held in person.offices}
    return not is_outside(directory, person) or person.organisation in theirs or bool(asked & (mine - {REQUESTER}))


def named_requester(directory: Directory, mail: Opened) -> Person | None:
    """For whom staff pass a mail on, where it names exactly one person of another organisation; or None.

    A line `For: person` counts most, then the sender of a mail that is attached or quoted, then any address.
    """
    for words in (_FOR.findall(mail.text), (*mail.passed_on, *_FROM.findall(mail.text)), _ANY.findall(mail.text)):
        people = {one.key: one for word in words if (one := _person(directory, word)) and is_outside(directory, one)}
        if len(people) == 1:
            return next(iter(people.values()))
        if people:
            return None
    return None


def _person(directory: Directory, word: str) -> Person | None:
    return directory.by_email(word) if "@" in word else directory.person(word.casefold())
