"""What activities need of the outside world, as protocols. Records, channels and documents fit them by shape."""

from datetime import datetime, timedelta
from typing import Protocol

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
    """A way to tell people."""

    @property
    def name(self) -> str:
        """The channel's name, as records and operators know it."""

    async def deliver(self, notice: Notice, attempt: int, first_tried: datetime) -> None:
        """Tell; from the second attempt on, first look whether an earlier try arrived.

        Raises TryLater or Undeliverable.
        """


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
