"""What is wrong with a directory against the schemes, what is odd in it, and what Slack says of its accounts."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from policy.scheme import Scheme
from policy.working_days import local_day
from wiring.addressing import is_outside
from wiring.directory import OWNER, Directory, Person
from wiring.slack import STRANGE

THIRD_PARTY = "third-party-owner"
DAYS_AHEAD = 30


def faults(schemes: Iterable[Scheme], found: Directory) -> Iterator[str]:
    """What cannot stay as it is, a sentence each."""
    schemes = tuple(schemes)
    known = {office.key for scheme in schemes for office in scheme.rules.offices}
    bodies = {body.key for body in found.organisations}
    for person in found.people:
        yield from _faults_of(person, known)
    addresses = Counter(person.email.casefold() for person in found.people if person.email and person.active)
    for address, number in addresses.items():
        if number > 1:
            who = ", ".join(one.key for one in found.people if one.email.casefold() == address)
            yield f"{who} have one e-mail address, so mail from it is nobody's."
    for asset in found.assets:
        if asset.third_party and asset.third_party not in bodies:
            yield f"{asset.key} belongs to an unknown organisation, {asset.third_party}."
    for scheme in schemes:
        if scheme.rules.host not in bodies:
            yield f"The host of {scheme.key}, {scheme.rules.host}, is not among the organisations."


def _faults_of(person: Person, known: set[str]) -> Iterator[str]:
    for held in person.offices:
        if held.office not in known:
            yield f"{person.key} holds {held.office}, an office that no scheme has."
        if held.until and held.until < held.since:
            yield f"{person.key} holds {held.office} until {held.until}, before it begins."
        if held.deputy_for and held.until is None:
            yield f"{person.key} is deputy for {held.deputy_for} without a last day, and so is heard as nobody."
        if held.deputy_for == person.key:
            yield f"{person.key} is their own deputy."
    for away in person.away:
        if away.until < away.since:
            yield f"{person.key} is away until {away.until}, before it begins."


def remarks(schemes: Iterable[Scheme], found: Directory, at: datetime) -> Iterator[str]:
    """What may be meant, and is worth a look."""
    for scheme in schemes:
        for office in scheme.rules.offices:
            holders = found.holders(office.key, None, at)
            if not holders:
                yield f"nobody holds {office.key} today; what waits for it waits for ever."
            elif not office.outside and all(one.is_away(local_day(at)) for one in holders):
                yield f"everybody who holds {office.key} is away today."
        for person in found.people:
            theirs = any(scheme.rules.office(held.office) for held in person.offices)
            if theirs and not is_outside(found, person) and person.acknowledged != scheme.rules.version:
                version = f"version {scheme.rules.version} of {scheme.key}"
                yield f"{person.key} has not acknowledged {version}; the core refuses them."
    for asset in found.assets:
        if not found.holders(OWNER, asset.key, at):
            yield f"{asset.key} has no {OWNER} today; the ladder above decides about it."
        if asset.third_party and not found.holders(THIRD_PARTY, asset.key, at):
            yield f"nobody speaks for the outside owner of {asset.key} today."
    for person in found.people:
        yield from _remarks_of(found, person, at)


def _remarks_of(found: Directory, person: Person, at: datetime) -> Iterator[str]:
    if not (person.active and person.offices):
        return
    if not person.email and person.slack is None:
        yield f"{person.key} has neither Slack nor e-mail; they see their tasks only where they look."
    elif person.slack is None and not is_outside(found, person):
        yield f"{person.key} has no Slack account here; cards reach them as letters."
    for held in person.offices:
        days = (held.until - local_day(at)).days if held.until else None
        if days is not None and 0 <= days <= DAYS_AHEAD:
            yield f"{person.key} holds {held.office} for {days} more days."


async def slack_faults(client: AsyncWebClient, team: str, found: Directory) -> AsyncIterator[str]:
    """What Slack says against the directory's accounts: of a wrong team, unknown, deactivated, a guest's, a bot's."""
    own = (await client.auth_test()).get("team_id")
    if own != team:
        yield f"The token belongs to the Slack team {own}, and not to {team}."
    for person in found.people:
        if person.slack is None or not person.active:
            continue
        if person.slack.team != team:
            yield f"{person.key} is of the Slack team {person.slack.team}; only {team} is heard."
            continue
        try:
            account = (await client.users_info(user=person.slack.user)).get("user") or {}
        except SlackApiError as wrong:
            error = wrong.response.get("error")
            yield f"Slack does not show the account {person.slack.user} of {person.key}: {error}."
            continue
        for flag, why in STRANGE.items():
            if account.get(flag):
                yield f"The Slack account of {person.key} {why}; nobody is heard from it."
        address = (account.get("profile") or {}).get("email", "")
        if address and person.email and address.casefold() != person.email.casefold():
            yield f"{person.key} has another e-mail address in Slack than here; see which is right."
