"""What the pages stand on: the desk, the records, the register, who carries letters, and where we are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.mail import Carrier, Letters
from policy.scheme import Scheme
from records import SqlRecords, SqlRegister
from starter.desk import Desk
from starter.documents import Shelf
from wiring.directory import Directory, Person
from wiring.settings import Settings


@dataclass(frozen=True)
class Ground:
    """What every page may use. `carrier` is None where no letter can be sent."""

    desk: Desk
    records: SqlRecords
    register: SqlRegister
    schemes: Mapping[str, Scheme]
    shelf: Shelf
    letters: Letters
    carrier: Carrier | None
    settings: Settings
    clock: Callable[[], datetime]

    @property
    def directory(self) -> Directory:
        """Who holds which office, as the directory says now."""
        return self.desk.directory

    def name_of(self, key: str) -> str:
        """A person's name; the key of one who is not in the directory any more."""
        found: Person | None = next((one for one in self.directory.people if one.key == key), None)
        return found.name if found is not None else key

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies may be bound to it."""
        return self.settings.web_address.startswith("https://")

    def document(self, sha256: str) -> bytes:
        """A document that somebody handed in, by whatever door. Raises LookupError where there is none."""
        try:
            return self.shelf.read(sha256)
        except LookupError:
            return self.records.content(sha256).content
