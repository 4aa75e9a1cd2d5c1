"""What is remembered of the cards in Slack, as protocols. The records fit them by shape."""

from datetime import datetime
from typing import Any, Protocol

from sharing.notices.notice import Notice


class Copy(Protocol):
    """A copy of a card: of which notice, whose, where."""

    @property
    def notice(self) -> str:
        """The notice's key."""

    @property
    def person(self) -> str:
        """Whose copy it is."""

    @property
    def room(self) -> str:
        """Slack's channel."""

    @property
    def mark(self) -> str:
        """Slack's ts."""


class Settled(Protocol):
    """How a task ended."""

    @property
    def number(self) -> int:
        """The fact's number."""

    @property
    def headline(self) -> str:
        """How, in a few words."""

    @property
    def by(self) -> str:
        """By whom, a key."""

    @property
    def at(self) -> datetime:
        """At which instant."""


class Cards(Protocol):
    """Remembers copies and settlements. Raises ConnectionError while it cannot."""

    def note(self, notice: Notice, person: str, channel: str, sent: tuple[str, str]) -> None:
        """Note a copy."""

    def notice(self, key: str) -> Notice | None:
        """A notice that was told, or None."""

    def thread(self, reference: str, office: str, person: str, channel: str) -> Any:
        """The first copy of a person's thread about a request and office, or None."""

    def settle(self, notice: Notice, at: datetime) -> None:
        """Remember that a task is over."""

    def settlement(self, reference: str, task: str, after: int) -> Any:
        """How a task that was asked for by fact `after` ended, or None."""

    def copies(self, reference: str, task: str, before: int, channel: str) -> Any:
        """The copies told before that fact which do not show the end yet."""

    def note_settled(self, copy: Any, number: int) -> None:
        """Note that a copy shows the end."""
