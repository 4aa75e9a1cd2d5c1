"""An inbox shows what still asks for something, and lately told news; and every notice once."""

from datetime import timedelta

import pytest

from records import InTray, SqlRecords, Unkeepable
from tests.records.sample import MONDAY, STORY, a_notice, a_task, keeping

LATER = MONDAY + timedelta(days=30)


def _keys(trays: tuple[InTray, ...]) -> list[str]:
    return [one.notice.key for one in trays]


def test_a_notice_is_in_its_office_s_inbox_once_and_whole(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    for _ in range(2):
        kept.tell(a_notice("n-1", asset="deaths", urgent=True))
    [tray] = kept.inbox("legal", MONDAY)
    assert tray.notice == a_notice("n-1", asset="deaths", urgent=True)
    assert (tray.open, tray.due, tray.overdue) == (True, MONDAY + timedelta(10), False)
    assert kept.inbox("legal", LATER)[0].overdue
    assert kept.inbox("security", MONDAY) == ()


def test_what_is_done_leaves_the_inbox(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY[:2]))
    kept.tell(a_notice("ask-1"))
    assert _keys(kept.inbox("legal", MONDAY)) == ["ask-1"]
    kept.keep(keeping(STORY[2:3], awaited=()))
    assert kept.inbox("legal", MONDAY) == ()


def test_a_task_that_is_asked_again_is_asked_by_its_newest_notice(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    for key in ("ask-1", "ask-2"):
        kept.tell(a_notice(key))
    kept.tell(a_notice("ask-other", reference="ONS-2026-0002"))
    assert _keys(kept.inbox("legal", MONDAY)) == ["ask-2"]


def test_news_is_shown_lately_and_asking_for_as_long_as_it_asks(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    kept.tell(a_notice("ask-1"))
    for number in range(30):
        kept.tell(a_notice(f"tell-{number}", task=None, kind="tell", choices=()))
    kept.tell(a_notice("remind-1", kind="remind"))
    kept.tell(a_notice("chase-1", kind="chase", task="reviews/security"))
    keys = _keys(kept.inbox("legal", MONDAY, lately=4))
    assert keys == ["chase-1", "remind-1", "tell-29", "tell-28", "ask-1"]
    opens = {tray.notice.key: tray.open for tray in kept.inbox("legal", MONDAY, lately=4)}
    assert opens == {"chase-1": False, "remind-1": True, "tell-29": False, "tell-28": False, "ask-1": True}


def test_a_stopped_clock_is_not_overdue(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY, awaited=(a_task(stopped_at=MONDAY),)))
    kept.tell(a_notice("ask-1"))
    assert not kept.inbox("legal", LATER)[0].overdue


def test_an_owner_sees_their_own_assets_and_what_concerns_all(kept: SqlRecords) -> None:
    for asset in ("deaths", "census", None):
        kept.tell(a_notice(f"tell-{asset}", asset=asset, office="owner", kind="tell", task=None))
    assert _keys(kept.inbox("owner", MONDAY, assets=["deaths"])) == ["tell-None", "tell-deaths"]
    assert _keys(kept.inbox("owner", MONDAY, assets=[])) == ["tell-None"]
    assert len(kept.inbox("owner", MONDAY)) == 3


def test_what_is_said_to_one_person_is_nobody_else_s(kept: SqlRecords) -> None:
    kept.tell(a_notice("to-office", kind="tell", task=None))
    kept.tell(a_notice("to-lou", person="lou", kind="tell", task=None))
    kept.tell(a_notice("to-rae", person="rae", office="", kind="tell", task=None))
    assert _keys(kept.inbox("legal", MONDAY)) == ["to-office"]
    assert _keys(kept.inbox("legal", MONDAY, person="lou")) == ["to-lou", "to-office"]
    assert _keys(kept.inbox("requester", MONDAY, person="rae")) == ["to-rae"]


def test_a_notice_that_cannot_be_kept_is_refused(kept: SqlRecords) -> None:
    with pytest.raises(Unkeepable, match="NUL"):
        kept.tell(a_notice("n-1", headline="a\0b"))
    assert kept.inbox("legal", MONDAY) == ()
