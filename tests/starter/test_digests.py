"""The daily digest: one notice for each person for whom something waits, overdue first; nothing for anybody else."""

from datetime import timedelta

from activities.ports import Recipient
from channels.mail import Letters
from channels.slack.cards import Places, open_card
from devslack.validity import wrong
from policy.working_days import local_day
from records import SqlRecords
from sharing.messages import Assign, DeclareConflict
from starter.digests import DailyDigests
from tests import people
from tests.starter.playing import on_record
from tests.told import CALENDAR, Tale
from wiring.directory import Away, Directory


def digests(store: SqlRecords, tale: Tale, directory: Directory = people.DIRECTORY) -> dict[str, tuple[str, ...]]:
    """Who is told what on the morning after."""
    day = local_day(CALENDAR.rings(tale.at, 1))
    found = DailyDigests(store, lambda: directory, CALENDAR.works).digests(day)
    return {str(one.person): (one.headline, *one.lines) for one in found}


def test_everybody_for_whom_something_waits_is_told_once_what_it_is(store: SqlRecords) -> None:
    tale = on_record(store, Tale().lodge().screened().informed().triaged())
    told = digests(store, tale)
    assert told["leo"][0] == "1 task waits for you"
    assert told["leo"][1].startswith("Opinion on ONS-2027-0001: due ")
    assert {"leo", "lena", "dora", "sam", "esi", "gita"} <= set(told)
    assert "rae" not in told


def test_what_is_overdue_is_counted_and_comes_first(store: SqlRecords) -> None:
    tale = Tale().lodge().screened().informed().triaged()
    on_record(store, tale.wait(30))
    headline, *lines = digests(store, tale)["leo"]
    assert headline == "1 task waits for you, 1 overdue"
    assert "overdue since" in lines[0]


def test_who_has_nothing_to_do_or_may_not_do_it_is_left_in_peace(store: SqlRecords) -> None:
    tale = Tale().lodge().screened().informed().triaged()
    tale.say("dora", DeclareConflict(reason="My sister leads the project."))
    tale.say("leo", Assign(office="legal", to="lena"))
    told = digests(store, on_record(store, tale))
    assert not {"dora", "leo", "chen", "petra", "gwen"} & set(told)
    assert "lena" in told


def test_a_deputy_is_told_where_the_holder_is_away(store: SqlRecords) -> None:
    tale = on_record(store, Tale().lodge().screened().informed().triaged())
    day = local_day(tale.at)
    away = Away(since=day, until=day + timedelta(days=10))
    everybody = tuple(
        one.model_copy(update={"away": (away,)}) if one.key in ("dora", "mila") else one
        for one in people.DIRECTORY.people
    )
    told = digests(store, tale, people.DIRECTORY.model_copy(update={"people": everybody}))
    assert "dora" not in told
    assert "dmitri" in told


def test_no_digest_is_told_on_a_free_day(store: SqlRecords) -> None:
    tale = on_record(store, Tale().lodge())
    day = local_day(tale.at)
    saturday = day + timedelta(days=5 - day.weekday())
    assert DailyDigests(store, lambda: people.DIRECTORY, CALENDAR.works).digests(saturday) == ()


def test_a_digest_is_a_card_of_its_own_and_a_letter_of_its_own(store: SqlRecords) -> None:
    tale = on_record(store, Tale().lodge().screened().informed().triaged().wait(30))
    day = local_day(CALENDAR.rings(tale.at, 1))
    found = DailyDigests(store, lambda: people.DIRECTORY, CALENDAR.works).digests(day)
    (digest,) = [one for one in found if one.person == "leo"]
    card = open_card(digest, Places("https://sharing.example", "http://127.0.0.1:8233"))
    assert wrong(card.blocks, "message") == []
    assert digest.headline in card.text
    assert "ONS-2027-0001" in card.text
    letter = Letters("Data sharing requests").of_notice(digest, Recipient("leo", "Leo", "leo@ons.example"), ())
    assert letter.subject == "What waits for you today"
    assert "Opinion on ONS-2027-0001" in letter.text
