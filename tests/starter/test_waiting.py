"""What lies before a person: overdue first, only what they may do, and what they did lately."""

from datetime import timedelta

from channels.slack.cards import Places
from records import SqlRecords
from starter.slack.home import home
from starter.waiting import Desktop, desktop
from tests import people
from tests.starter.playing import on_record
from tests.told import CALENDAR, MONDAY, Tale


def before(store: SqlRecords, person: str, tale: Tale) -> Desktop:
    known = people.DIRECTORY.person(person)
    assert known is not None
    return desktop(store, people.DIRECTORY, known, tale.at)


def test_what_is_overdue_comes_first_and_then_what_is_due_first(store: SqlRecords) -> None:
    late = on_record(store, Tale(reference="ONS-2027-0003").lodge().screened().informed().triaged())
    days = CALENDAR.rings(MONDAY, 3)
    soon = on_record(store, Tale(at=days, reference="ONS-2027-0001").lodge().screened().informed().triaged())
    later = on_record(
        store, Tale(at=days + timedelta(days=5), reference="ONS-2027-0002").lodge().screened().informed()
    )
    later.triaged()
    on_record(store, later)
    later.at = CALENDAR.due(late.at, 11)
    found = before(store, "leo", later)
    assert [one.notice.reference for one in found.waiting] == ["ONS-2027-0003", "ONS-2027-0001", "ONS-2027-0002"]
    assert [one.overdue for one in found.waiting] == [True, False, False]
    shown = str(home("Leo", found, later.at, Places()))
    assert shown.index("ONS-2027-0003") < shown.index("ONS-2027-0001") < shown.index("ONS-2027-0002")
    assert "3 tasks wait for you; 1 overdue." in shown
    assert soon.request.reference in shown


def test_what_somebody_did_lately_stands_there_newest_first(store: SqlRecords) -> None:
    tale = on_record(store, Tale().lodge().screened().informed().triaged().reviewed().advised().approved())
    deeds = before(store, "gwen", tale).lately
    assert [(one.kind, one.outcome, one.asset) for one in deeds] == [
        ("decided", "approve", "death-registrations"),
        ("opinion-given", "support", "death-registrations"),
    ]
    assert before(store, "petra", tale) == Desktop((), ())
