"""What waits for a person, over all the offices they hold, and what they did lately: for App Home, digests, pages."""

from datetime import datetime
from typing import NamedTuple

from policy.working_days import local_day
from records import SqlRecords
from records.inbox import InTray
from records.reading import Deed
from wiring.addressing import behind
from wiring.directory import Directory, Person


class Desktop(NamedTuple):
    """What lies before a person: to do (overdue first, then by due date), and their latest acts, newest first."""

    waiting: tuple[InTray, ...]
    lately: tuple[Deed, ...]

    @property
    def overdue(self) -> int:
        """How much of it is overdue."""
        return sum(one.overdue for one in self.waiting)


def desktop(records: SqlRecords, directory: Directory, person: Person, at: datetime, most: int = 50) -> Desktop:
    """What lies before a person, and what they did. Raises ConnectionError while the records cannot be reached."""
    return Desktop(waiting(records, directory, person, at)[:most], records.deeds(person.key))


def waiting(records: SqlRecords, directory: Directory, person: Person, at: datetime) -> tuple[InTray, ...]:
    """What waits for a person, overdue first. Of an office's tasks only those that would be put before them."""
    today = local_day(at)
    found: dict[str, InTray] = {}
    offices = dict.fromkeys(held.office for held in person.offices if held.runs(today))
    for office in offices:
        for one in records.inbox(office, at, _assets(person, office), person.key, lately=0):
            asked = {each.key for each in behind(directory, one.notice, at)}
            if one.open and one.notice.kind == "ask" and person.key in asked:
                found[one.notice.key] = one
    return tuple(sorted(found.values(), key=lambda one: (not one.overdue, one.due is None, one.due or at)))


def _assets(person: Person, office: str) -> tuple[str, ...] | None:
    held = [one for one in person.offices if one.office == office]
    if any(not one.assets for one in held):
        return None
    return tuple(asset for one in held for asset in one.assets)
