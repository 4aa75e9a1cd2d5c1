"""The inbox is the channel that is always there; where its records are away, it asks for patience."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import records
from activities.ports import TryLater
from channels import CHANNELS, Means
from sharing.notices.notice import Notice

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NOTICE = Notice(key="n-1", reference="ONS-2026-0001", kind="tell", office="legal", headline="Read this")


async def test_a_notice_delivered_twice_lies_in_the_inbox_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    records.migrate(url)
    with records.open(url) as kept:
        channel = CHANNELS["inbox"](Means(inbox=kept))
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
            await CHANNELS["inbox"](Means(inbox=kept)).deliver(NOTICE, 1, AT)


def test_every_channel_is_known_by_its_own_name() -> None:
    class NoInbox:
        def tell(self, notice: Notice) -> None: ...

    for name, make in CHANNELS.items():
        assert make(Means(inbox=NoInbox())).name == name
