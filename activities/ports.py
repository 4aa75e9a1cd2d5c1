"""What activities need of the outside world, as protocols. Records, channels and documents fit them by shape."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from policy.form import Answers
from sharing.errands import Drafting, Keeping, Publishing
from sharing.notices.notice import Notice


class TryLater(Exception):
    """A delivery failed for now; try again, not before `after` where the other side said so."""

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


class Undeliverable(Exception):
    """A delivery that no repetition can mend: the next channel should take it."""


class Records(Protocol):
    """The durable memory of requests."""

    def keep(self, keeping: Keeping) -> None:
        """Append facts and refresh the read models in one transaction; the same facts again change nothing."""

    def answers(self, digest: str) -> Answers:
        """The answer sheet kept under that digest. Raises LookupError where there is none."""

    def put(self, content: bytes, name: str) -> str:
        """Keep a text or document for ever under its SHA-256, which is returned. Repeating it changes nothing."""


class Channel(Protocol):
    """The way to tell an office as such, which is always there: the inbox."""

    @property
    def name(self) -> str:
        """The channel's name, as records and operators know it."""

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Tell. Raises TryLater or Undeliverable."""


class Recipient(NamedTuple):
    """Somebody to tell, and where they can be reached; an empty address is none.

    `outside`: not a member of the host's staff, so that nothing waits for them in a daily digest.
    """

    person: str
    name: str = ""
    email: str = ""
    slack_user: str = ""
    outside: bool = False


class Sent(NamedTuple):
    """Where a copy of a notice lies: what its channel needs to find it again, or nothing."""

    room: str = ""
    mark: str = ""


class Post(Protocol):
    """A way to tell one person: Slack, mail."""

    @property
    def name(self) -> str:
        """The channel's name, as records and operators know it."""

    def reaches(self, to: Recipient) -> bool:
        """Whether the person has an address here."""

    async def deliver(self, notice: Notice, to: Recipient, attempt: int, first_tried: datetime) -> Sent:
        """Tell them; from the second attempt on, first look whether an earlier try arrived.

        Raises TryLater or Undeliverable.
        """

    async def settle(self, notice: Notice) -> None:
        """Let every copy of a task's card follow: it is over. Raises TryLater."""


class Addressing(Protocol):
    """Knows the people behind offices."""

    def recipients(self, notice: Notice) -> tuple[Recipient, ...]:
        """Whom a notice is for, now: the holders that can act, or the one person it names."""


class Ledger(Protocol):
    """Remembers who has had which notice. Raises ConnectionError while it cannot."""

    def delivered(self, notice: str) -> Mapping[str, str]:
        """The people who have had a notice, each with the channel that brought it."""

    def note(self, notice: Notice, person: str, channel: str, sent: Sent) -> None:
        """Note that a person has had a notice; the same again changes nothing."""


class Drawn(Protocol):
    """A document in two forms."""

    @property
    def document(self) -> bytes:
        """The editable document (.docx)."""

    @property
    def fixed_copy(self) -> bytes:
        """The fixed copy (PDF/UA-1)."""


class Documents(Protocol):
    """Draws up agreements."""

    def draw_up(self, drafting: Drafting, answers: Answers) -> Drawn:
        """The agreement in both forms. The same input gives the same bytes."""


class TransparencyRegister(Protocol):
    """The published list of shares."""

    def publish(self, publishing: Publishing) -> str:
        """Put the entry on the register, once; returns its address. The same version again changes nothing."""
