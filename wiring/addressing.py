"""Whom a notice is for: the people behind an office today, those who would be refused left out."""

from collections.abc import Callable
from datetime import datetime

from activities.ports import Recipient
from policy.working_days import local_day
from sharing.notices.notice import Notice
from wiring.directory import Directory, Person

HOST = "host"
REQUESTER = "requester"


class DirectoryAddressing:
    """Names the recipients of a notice.

    `requester` says who lodged a request. `directory` is asked each time, so that who left is told nothing more.
    """

    def __init__(
        self,
        directory: Callable[[], Directory],
        requester: Callable[[str], str | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._directory = directory
        self._requester = requester
        self._clock = clock

    def recipients(self, notice: Notice) -> tuple[Recipient, ...]:
        """The holders that can act now; the one person named; or the requester. Nobody where there is none."""
        directory = self._directory()
        if notice.person or notice.office == REQUESTER:
            key = notice.person or self._requester(notice.reference)
            person = directory.person(key) if key else None
            return (recipient(directory, person),) if person else ()
        return tuple(recipient(directory, one) for one in behind(directory, notice, self._clock()))


def behind(directory: Directory, notice: Notice, at: datetime) -> tuple[Person, ...]:
    """Who stands behind a notice's office: its holders that can act at that instant, and are not away where others
    are not."""
    today = local_day(at)
    holders = directory.holders(notice.office, notice.asset, at)
    named = tuple(one for key in notice.also if (one := directory.person(key)) is not None)
    can = {one.key: one for one in (*holders, *named) if one.key not in notice.barred}
    present = {key for key, one in can.items() if not one.is_away(today)}
    instead_of = {key: _stands_in(one, notice) for key, one in can.items()}
    wanted = {key for key in can if notice.assigned in ("", key, *instead_of[key])}
    # A deputy is asked where the person they stand in for cannot be, not beside them.
    asked = {key for key in wanted & present if not (instead_of[key] and instead_of[key] & present)}
    return tuple(one for key, one in can.items() if key in (asked or wanted & present or wanted))


def _stands_in(person: Person, notice: Notice) -> set[str]:
    """For whom a person holds the office only as a deputy; nobody where they hold it themselves."""
    held = [one for one in person.offices if one.office == notice.office]
    if any(one.deputy_for is None for one in held):
        return set()
    return {one.deputy_for for one in held if one.deputy_for}


def is_outside(directory: Directory, person: Person) -> bool:
    """Whether somebody belongs to another body than the host."""
    return next(body for body in directory.organisations if body.key == person.organisation).type != HOST


def recipient(directory: Directory, person: Person) -> Recipient:
    """A person as channels know them."""
    return Recipient(
        person=person.key,
        name=person.name,
        email=person.email,
        slack_user=person.slack.user if person.slack else "",
        outside=is_outside(directory, person),
    )
