"""What waits for each person on a day, as one notice for each of them: their daily digest."""

from datetime import date
from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from policy.value import Stored
from sharing.notices.notice import Notice


class DigestDay(Stored):
    """The day of a digest, in London."""

    day: date


class Digests(Stored):
    """The digests of a day; none for those for whom nothing waits, and none at all on a day that is free."""

    notices: tuple[Notice, ...] = ()


class Waiting(Protocol):
    """Knows what waits for people."""

    def digests(self, day: date) -> tuple[Notice, ...]:
        """One notice for each person for whom something waits. Raises ConnectionError while it cannot say."""


class Digesting:
    """Gathers the digests of a day."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting

    @activity.defn(name="gather-digests")
    def gather(self, wanted: DigestDay) -> Digests:
        """What waits for whom. The notices' keys are made of the day and the person, so that none is told twice."""
        try:
            return Digests(notices=self._waiting.digests(wanted.day))
        except ConnectionError as away:
            raise ApplicationError("The records cannot be reached.", type="TryLater") from away
