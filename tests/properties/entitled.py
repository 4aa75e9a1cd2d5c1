"""Who holds which office on which day, worked out from the directory and the facts alone, without asking the core."""

from collections.abc import Iterable
from datetime import date, datetime

from policy.working_days import local_day
from sharing.facts import Happened, HolderNamed
from tests.people import DIRECTORY

OUTSIDE = frozenset({"requester", "third-party-owner"})
IN_PERSON = frozenset({"permanent-secretary"})
VERSION = "1"

PEOPLE = {person.key: person for person in DIRECTORY.people}


def requester_side(requester: str, bodies: Iterable[str]) -> set[str]:
    """Everybody who asks: the requester, and whoever speaks for one of the organisations."""
    asking = set(bodies)
    return ({requester} - {""}) | {
        person.key
        for person in DIRECTORY.people
        if person.organisation in asking and any(held.office == "requester" for held in person.offices)
    }


def barred_side(requester: str, bodies: Iterable[str]) -> set[str]:
    """Everybody who may act in no office, because their organisation asks."""
    asking = set(bodies)
    return ({requester} - {""}) | {person.key for person in DIRECTORY.people if person.organisation in asking}


def stands_in(person: str, office: str, asset: str | None, day: date, facts: Iterable[Happened]) -> list[str | None]:
    """In whose stead a person holds an office that day: None for themselves. Empty where they do not hold it."""
    found: list[str | None] = [
        held.deputy_for
        for held in PEOPLE[person].offices
        if held.office == office
        and held.since <= day
        and (held.until is None or day <= held.until)
        and (held.deputy_for is None or held.until is not None)  # a deputy without dates is none
        and (asset is None or not held.assets or asset in held.assets)
    ]
    for one in facts:
        if isinstance(one.fact, HolderNamed):
            named = one.fact.named
            if (named.person, named.office) == (person, office) and named.since <= day <= named.until:
                found += [None] if named.asset in (None, asset) or asset is None else []
    return found


def holders(office: str, asset: str | None, at: datetime, facts: Iterable[Happened] = ()) -> list[str]:
    """Who may speak for an office as far as office, day and acknowledgement go."""
    day, known = local_day(at), tuple(facts)
    return [
        person.key
        for person in DIRECTORY.people
        if stands_in(person.key, office, asset, day, known)
        and (office in OUTSIDE or person.acknowledged == VERSION)
        and (office not in IN_PERSON or None in stands_in(person.key, office, asset, day, known))
    ]


def staff(at: datetime, facts: Iterable[Happened] = ()) -> list[str]:
    """Everybody who holds an office of the host that day."""
    day, known = local_day(at), tuple(facts)
    return [
        person.key
        for person in DIRECTORY.people
        if any(
            held.office not in OUTSIDE and held.since <= day and (held.until is None or day <= held.until)
            for held in person.offices
        )
        or any(
            isinstance(one.fact, HolderNamed)
            and one.fact.named.person == person.key
            and one.fact.named.since <= day <= one.fact.named.until
            for one in known
        )
    ]
