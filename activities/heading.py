"""The daily head: a signature over all facts on record, by which it shows that an old one was changed or is gone."""

from collections.abc import Callable
from datetime import date

from temporalio import activity
from temporalio.exceptions import ApplicationError

from policy.value import Stored


class HeadDay(Stored):
    """The day of a head, in London."""

    day: date


class HeadMade(Stored):
    """The head that stands for that day: its number in the chain, and its digest, to be kept elsewhere too."""

    number: int
    digest: str


class Heading:
    """Signs heads. `make` gives the day's head, and makes it where there is none."""

    def __init__(self, make: Callable[[date], HeadMade]) -> None:
        self._make = make

    @activity.defn(name="sign-head")
    def sign(self, wanted: HeadDay) -> HeadMade:
        """The day's head. Safe to repeat: a day has one."""
        try:
            return self._make(wanted.day)
        except ConnectionError as away:
            raise ApplicationError("The records cannot be reached.", type="TryLater") from away
