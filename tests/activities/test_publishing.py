"""Publishing puts a checked entry on the register, once, and tells where it can be read."""

from datetime import UTC, datetime

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.publishing import RegisterPublishing
from sharing.errands import Published, Publishing
from sharing.facts import AnyFact, EntryChecked, EntryDrafted, EntryScreened, Happened, PublicationOrdered

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


class OnRecord:
    """A past in which the entry was drafted, screened, checked and ordered, but for what is left out."""

    def __init__(self, *left_out: str, fields: dict[str, str] = ENTRY.fields) -> None:
        told: tuple[AnyFact, ...] = (
            EntryDrafted(version=3, schema_version="1", fields=fields),
            EntryScreened(version=3, outcome="pass"),
            EntryChecked(version=3, suitable=True, accessible=True),
            PublicationOrdered(version=3),
        )
        self._told = tuple(fact for fact in told if fact.kind not in left_out)

    def history(self, reference: str) -> list[Happened]:
        return [Happened(number=place, at=ENTRY.at, fact=fact) for place, fact in enumerate(self._told, start=1)]


def test_a_published_entry_can_be_read_under_the_address_that_is_told() -> None:
    register = OneShelf()
    published = ActivityEnvironment().run(RegisterPublishing(register, OnRecord()).publish, ENTRY)
    assert published == Published(address="/register/ONS-2027-0042")
    assert list(register.entries.values()) == [ENTRY]


def test_publishing_again_changes_nothing() -> None:
    register = OneShelf()
    publishing = RegisterPublishing(register, OnRecord())
    assert publishing.publish(ENTRY) == publishing.publish(ENTRY)
    assert len(register.entries) == 1


@pytest.mark.requirement("ONS-092", "ONS-097")
@pytest.mark.parametrize(
    "past",
    [
        OnRecord("entry-drafted"),
        OnRecord("entry-screened"),
        OnRecord("entry-checked"),
        OnRecord("publication-ordered"),
        OnRecord(fields={"title": "Quite another text"}),
    ],
)
def test_what_the_records_do_not_know_to_be_ordered_is_not_published(past: OnRecord) -> None:
    register = OneShelf()
    with pytest.raises(ApplicationError, match="Nothing is published"):
        RegisterPublishing(register, past).publish(ENTRY)
    assert register.entries == {}
