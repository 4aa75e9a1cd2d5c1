"""The envelope of history, and the small values that several facts carry."""

from datetime import date

from pydantic import AwareDatetime

from policy.value import Stored
from sharing.messages import ItemQuestion


class Fact(Stored):
    """The base of all that can have happened. Only facts change a request."""


class By(Stored):
    """Who did it: a person's identifier, the office they spoke for, and whom they stood in for."""

    person: str
    office: str = ""
    for_person: str | None = None


class Awaited(Stored):
    """A task: whom the request waits for, since when, until when (UTC), and whether that clock stands still."""

    step: str
    office: str
    what: str
    asset: str | None = None
    detail: str = ""
    since: AwareDatetime
    due: AwareDatetime
    days: int
    again: bool = False
    stopped_at: AwareDatetime | None = None
    reminded: int = 0
    chased: int = 0
    nudged_at: AwareDatetime | None = None

    @property
    def key(self) -> str:
        """The task's name: step, office, and asset or other detail where one office has several tasks."""
        return task_key(self.step, self.office, self.asset, self.detail)


def task_key(step: str, office: str, asset: str | None = None, detail: str = "") -> str:
    """The name of a task."""
    return "/".join(part for part in (step, office, asset, detail) if part)


class Rescheduled(Stored):
    """A task's clock runs again, with a new due instant."""

    task: str
    due: AwareDatetime


class Round(Stored):
    """A round of questions from one task to the requester."""

    number: int
    task: str
    office: str
    asset: str | None = None
    questions: tuple[ItemQuestion, ...]


class Named(Stored):
    """Somebody named to act for an office until a day."""

    office: str
    asset: str | None = None
    person: str
    since: date
    until: date
