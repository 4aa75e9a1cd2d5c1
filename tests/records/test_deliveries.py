"""Who has had which notice, where it lies, and which copies still have to show that their task is over."""

from datetime import timedelta

from records import SqlRecords
from records.deliveries import Settlement
from sharing.notices.notice import Notice
from tests.records.sample import MONDAY, a_notice

TASK = "reviews/legal"


def asks(number: int, **more: object) -> Notice:
    """A notice that asks for the task."""
    return a_notice(f"ONS-2026-0001/{number}/0", number=number, task=TASK, **more)


def over(number: int, headline: str = "opinion given: support") -> Notice:
    """A notice that says that the task is over."""
    key = f"ONS-2026-0001/{number}/settled/0"
    return a_notice(key, number=number, kind="settle", task=TASK, headline=headline, by="leo", at=MONDAY, choices=())


def test_a_notice_is_noted_once_for_each_person_with_the_channel_that_brought_it_first(kept: SqlRecords) -> None:
    kept.note(asks(3), "leo", "slack", ("D0LEO", "1.1"))
    kept.note(asks(3), "leo", "mail", ("", ""))
    kept.note(asks(3), "lena", "mail", ("", ""))
    assert kept.delivered("ONS-2026-0001/3/0") == {"leo": "slack", "lena": "mail"}
    assert kept.delivered("ONS-2026-0001/4/0") == {}


def test_a_thread_begins_with_the_first_copy_of_a_person_about_a_request_in_an_office(kept: SqlRecords) -> None:
    assert kept.thread("ONS-2026-0001", "legal", "leo", "slack") is None
    kept.note(asks(2), "leo", "slack", ("", ""))
    kept.note(asks(3), "leo", "slack", ("D0LEO", "1.1"))
    kept.note(asks(6), "leo", "slack", ("D0LEO", "2.2"))
    kept.note(asks(3), "lena", "slack", ("D0LENA", "0.5"))
    kept.note(asks(7, office="ethics"), "leo", "slack", ("D0LEO", "0.1"))
    first = kept.thread("ONS-2026-0001", "legal", "leo", "slack")
    assert first is not None
    assert (first.notice, first.room, first.mark) == ("ONS-2026-0001/3/0", "D0LEO", "1.1")
    assert kept.thread("ONS-2026-0002", "legal", "leo", "slack") is None
    assert kept.thread("ONS-2026-0001", "legal", "leo", "mail") is None


def test_only_copies_that_a_channel_can_find_again_and_that_do_not_show_the_end_are_to_follow(
    kept: SqlRecords,
) -> None:
    kept.note(asks(3), "leo", "slack", ("D0LEO", "1.1"))
    kept.note(asks(3), "lena", "slack", ("D0LENA", "1.2"))
    kept.note(asks(3), "paul", "slack", ("", ""))
    kept.note(asks(3), "mila", "mail", ("box", "id"))
    kept.note(asks(9), "leo", "slack", ("D0LEO", "9.9"))
    found = kept.copies("ONS-2026-0001", TASK, 5, "slack")
    assert {one.mark for one in found} == {"1.1", "1.2"}
    kept.note_settled(found[0], 5)
    assert {one.mark for one in kept.copies("ONS-2026-0001", TASK, 5, "slack")} == {found[1].mark}
    assert {one.mark for one in kept.copies("ONS-2026-0001", TASK, 99, "slack")} == {found[1].mark, "9.9"}
    assert kept.copies("ONS-2026-0001", "reviews/ethics", 99, "slack") == ()


def test_a_settlement_is_of_what_was_asked_before_it_and_an_older_one_never_replaces_a_newer(
    kept: SqlRecords,
) -> None:
    assert kept.settlement("ONS-2026-0001", TASK, 0) is None
    kept.settle(over(8, "no longer asked: the request has moved on"), MONDAY + timedelta(1))
    kept.settle(over(5), MONDAY + timedelta(1))
    settled = Settlement(number=8, headline="no longer asked: the request has moved on", by="leo", at=MONDAY)
    assert kept.settlement("ONS-2026-0001", TASK, 7) == settled
    assert kept.settlement("ONS-2026-0001", TASK, 8) is None
    kept.settle(over(12), MONDAY)
    newest = kept.settlement("ONS-2026-0001", TASK, 8)
    assert newest is not None
    assert (newest.number, newest.headline) == (12, "opinion given: support")
