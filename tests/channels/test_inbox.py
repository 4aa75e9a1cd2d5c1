"""The inbox is the channel that is always there; where its records are away, it asks for patience."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

import records
from activities.ports import TryLater
from channels.inbox import InboxChannel
from sharing.notices.notice import Notice

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NOTICE = Notice(key="n-1", reference="ONS-2026-0001", kind="tell", office="legal", headline="Read this")


async def test_a_notice_delivered_twice_lies_in_the_inbox_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    records.migrate(url)
    with records.open(url) as kept:
        channel = InboxChannel(kept)
        for attempt in (1, 2):
            await channel.deliver(NOTICE, attempt, AT)
        assert [tray.notice for tray in kept.inbox("legal", AT)] == [NOTICE]


async def test_an_inbox_that_is_away_asks_for_patience(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    records.migrate(url)
    with records.open(url) as kept:
        kept.close()
        (tmp_path / "records.db").rename(tmp_path / "away.db")
        (tmp_path / "records.db").mkdir()
        with pytest.raises(TryLater, match="The inbox cannot be reached"):
            await InboxChannel(kept).deliver(NOTICE, 1, AT)


def test_the_inbox_is_known_by_its_own_name() -> None:
    assert InboxChannel(Shelf()).name == "inbox"


class Shelf:
    """An inbox that takes anything but one notice, and counts how often it was written to."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.writes = 0

    def tell(self, *told: Notice) -> None:
        self.writes += 1
        if any(one.key == "n-bad" for one in told):
            raise ValueError("This cannot be kept.")
        self.kept += [one.key for one in told]


def a_notice(key: str) -> Notice:
    return NOTICE.model_copy(update={"key": key})


async def test_what_is_told_at_the_same_moment_is_written_together() -> None:
    shelf = Shelf()
    channel = InboxChannel(shelf)
    await asyncio.gather(*(channel.deliver(a_notice(f"n-{place}"), 1, AT) for place in range(40)))
    assert sorted(shelf.kept) == sorted(f"n-{place}" for place in range(40))
    assert shelf.writes < 5


async def test_a_notice_that_cannot_be_kept_takes_no_other_with_it() -> None:
    shelf = Shelf()
    channel = InboxChannel(shelf)
    keys = ("n-1", "n-bad", "n-2")
    told = await asyncio.gather(*(channel.deliver(a_notice(key), 1, AT) for key in keys), return_exceptions=True)
    assert [type(one) for one in told] == [type(None), ValueError, type(None)]
    assert sorted(shelf.kept) == ["n-1", "n-2"]
