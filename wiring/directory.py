"""Who holds which office for which asset, since when: people, organisations and assets, read from a YAML file."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Self

import yaml
from pydantic import ValidationError, model_validator

from policy.value import Key, Value
from policy.working_days import local_day
from sharing.messages import Asset, Holding, Organisation, Speaker
from sharing.refused import Refused
from sharing.spoken import in_words
from wiring.live_files import LiveFile

OWNER = "information-asset-owner"


class WrongDirectory(Exception):
    """A directory that cannot be used; its text says where and what to mend."""


class Office(Value):
    """An office that a person holds. `deputy_for` is the person they stand in for, between these days."""

    office: Key
    assets: tuple[Key, ...] = ()
    since: date = date(2020, 1, 1)
    until: date | None = None
    deputy_for: Key | None = None

    def runs(self, day: date) -> bool:
        """Whether it is held on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class SlackIdentity(Value):
    """Who somebody is in Slack: a team and a user of it. An e-mail address proves nothing there."""

    team: str
    user: str


class Away(Value):
    """Days, both included, on which somebody is away, so that their deputy or another holder is asked."""

    since: date
    until: date


class Person(Value):
    """Somebody who may speak. `acknowledged` is the version of the policy they have acknowledged, for staff."""

    key: Key
    name: str
    organisation: Key
    email: str = ""
    active: bool = True
    acknowledged: str = ""
    offices: tuple[Office, ...] = ()
    slack: SlackIdentity | None = None
    away: tuple[Away, ...] = ()

    def is_away(self, day: date) -> bool:
        """Whether they are away on that day."""
        return any(one.since <= day <= one.until for one in self.away)


class Body(Value):
    """An organisation: the host, a requesting body, an outside owner of data."""

    key: Key
    title: str
    type: str


class RegisteredAsset(Value):
    """An entry of the asset register. `third_party` is the outside body whose agreement it needs."""

    key: Key
    title: str
    third_party: Key | None = None


class Directory(Value):
    """Everybody and everything that a request can name. What is not in here is refused."""

    people: tuple[Person, ...]
    organisations: tuple[Body, ...]
    assets: tuple[RegisteredAsset, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        people = [person.key for person in self.people]
        bodies = {body.key for body in self.organisations}
        assets = {asset.key for asset in self.assets}
        if len(set(people)) != len(people):
            raise ValueError("a person stands twice in the directory")
        identities = [(person.slack.team, person.slack.user) for person in self.people if person.slack]
        if twice := {one for one in identities if identities.count(one) > 1}:
            raise ValueError(f"two people have one Slack identity: {sorted(twice)}")
        for person in self.people:
            if person.organisation not in bodies:
                raise ValueError(f"{person.key} belongs to an unknown organisation, {person.organisation}")
            for held in person.offices:
                if unknown := set(held.assets) - assets:
                    raise ValueError(f"{person.key} holds {held.office} for unknown assets: {sorted(unknown)}")
                if held.deputy_for and held.deputy_for not in people:
                    raise ValueError(f"{person.key} is deputy for an unknown person, {held.deputy_for}")
        return self

    def person(self, key: str) -> Person | None:
        """The active person of that key, or None."""
        return next((one for one in self.people if one.key == key and one.active), None)

    def by_slack(self, team: str, user: str) -> Person | None:
        """The active person who is that user of that Slack team, or None."""
        wanted = SlackIdentity(team=team, user=user)
        return next((one for one in self.people if one.slack == wanted and one.active), None)

    def by_email(self, address: str) -> Person | None:
        """The active person with that e-mail address, where there is exactly one; or None."""
        wanted = address.strip().casefold()
        found = [one for one in self.people if wanted and one.email.casefold() == wanted and one.active]
        return found[0] if len(found) == 1 else None

    def speaker(self, key: str) -> Speaker:
        """The person as a speaker, with the offices they hold. Raises Refused for strangers and leavers."""
        person = self.person(key)
        if person is None:
            raise Refused(f"The directory has no active person {key!r}; the office that keeps it can add them.")
        holdings = tuple(
            Holding(
                office=held.office,
                assets=held.assets,
                since=held.since,
                until=held.until,
                for_person=held.deputy_for,
            )
            for held in person.offices
        )
        return Speaker(
            person=person.key,
            organisation=person.organisation,
            holdings=holdings,
            acknowledged=person.acknowledged,
        )

    def asset(self, key: str, at: datetime, owner: str = OWNER) -> Asset:
        """An asset of the register as a request names it; `owner` is the office that decides about it.

        Raises Refused for an unknown one.
        """
        entry = next((one for one in self.assets if one.key == key), None)
        if entry is None:
            known = ", ".join(one.key for one in self.assets)
            raise Refused(f"The asset register has no asset {key[:80]!r}; it has {known}.")
        return Asset(
            key=entry.key,
            title=entry.title,
            owned=bool(self.holders(owner, entry.key, at)),
            third_party=entry.third_party or "",
        )

    def organisation(self, name: str) -> Organisation:
        """An organisation by key or title. Raises Refused for one that the directory does not know."""
        wanted = " ".join(name.split()).casefold()
        for body in self.organisations:
            if wanted in (body.key.casefold(), body.title.casefold()):
                return Organisation(key=body.key, type=body.type, title=body.title)
        raise Refused(f"The directory has no organisation {name[:80]!r}; the service can register it first.")

    def holders(self, office: str, asset: str | None, at: datetime) -> tuple[Person, ...]:
        """The active people who hold an office at that instant, for that asset."""
        today = local_day(at)
        return tuple(
            person
            for person in self.people
            if person.active
            and any(
                held.office == office
                and (asset is None or not held.assets or asset in held.assets)
                and held.runs(today)
                for held in person.offices
            )
        )


def read(path: Path) -> Directory:
    """The directory in a YAML file. Raises WrongDirectory with a sentence."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as wrong:
        raise WrongDirectory(f"The directory {path} cannot be read: {wrong.strerror}.") from wrong
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise WrongDirectory(f"The directory {path} is not YAML: {wrong}") from wrong
    if not isinstance(content, Mapping):
        raise WrongDirectory(f"The directory {path} has no people, organisations and assets.")
    try:
        return Directory.model_validate(content)
    except ValidationError as wrong:
        raise WrongDirectory(f"The directory {path} has a mistake: {in_words(wrong)}") from wrong


class LiveDirectory(LiveFile[Directory]):
    """The directory in a file, read again when the file changes: who leaves is refused from then on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read, WrongDirectory)
