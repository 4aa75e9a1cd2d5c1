"""Publishing puts a checked entry on the register, once, and tells where it can be read."""

from datetime import UTC, datetime

from temporalio.testing import ActivityEnvironment

from activities.publishing import RegisterPublishing
from sharing.errands import Published, Publishing

ENTRY = Publishing(
    reference="ONS-2027-0042",
    scheme="ons-onward-sharing",
    published_on="transparency-register",
    version=3,
    schema_version="1",
    at=datetime(2027, 6, 1, 9, tzinfo=UTC),
    fields={"title": "Deaths after heat"},
)


class OneShelf:
    """A register in memory that takes each version once."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, int], Publishing] = {}

    def publish(self, publishing: Publishing) -> str:
        self.entries.setdefault((publishing.reference, publishing.version), publishing)
        return f"/register/{publishing.reference}"


def test_a_published_entry_can_be_read_under_the_address_that_is_told() -> None:
    register = OneShelf()
    published = ActivityEnvironment().run(RegisterPublishing(register).publish, ENTRY)
    assert published == Published(address="/register/ONS-2027-0042")
    assert list(register.entries.values()) == [ENTRY]


def test_publishing_again_changes_nothing() -> None:
    register = OneShelf()
    publishing = RegisterPublishing(register)
    assert publishing.publish(ENTRY) == publishing.publish(ENTRY)
    assert len(register.entries) == 1
