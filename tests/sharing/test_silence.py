"""Silence of the requester: a warning that is delivered, ten working days, a lapse, and a year to come back."""

from datetime import datetime, timedelta

import pytest

from sharing.alarms import next_alarm
from sharing.facts import WarningDelivered
from sharing.messages import ExtendClock, Narrow, PauseClocks, Reopen, ResumeClocks, Withdraw
from tests import people
from tests.sharing.every_word import told
from tests.sharing.saying import CENSUS, DEATHS, HOSPITAL, SERVICE, ask
from tests.told import Tale

BACK = Reopen(reason="Dr Okafor is back from leave.")


def asked() -> Tale:
    """The service alone is at work, and has asked the requester."""
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "necessity"))
    return tale


def lapsed() -> Tale:
    tale = asked().wait(40)
    assert tale.request.state == "dormant"
    return tale


def days_between(tale: Tale, one: str, other: str) -> int:
    at: dict[str, datetime] = {happened.fact.kind: happened.at for happened in tale.facts}
    return tale.request.calendar.left(at[one], at[other])


def test_a_silent_request_lapses_ten_working_days_after_a_warning_that_was_delivered() -> None:
    tale = asked().wait(29)
    assert "lapse-warned" not in tale.kinds
    tale.wait(1)
    assert tale.kinds.count("lapse-warned") == 1
    (warning,) = [notice for notice in tale.notices if notice.kind == "warn"]
    assert warning.office == "requester"
    assert warning.urgent
    assert "10 working days" in warning.lines[0]
    tale.wait(9)
    assert tale.request.state == "open"
    tale.wait(1)
    assert tale.request.state == "dormant"
    assert days_between(tale, "warning-delivered", "closed") == 10
    assert tale.kinds.count("lapse-warned") == 1


def test_a_warning_that_does_not_arrive_lets_nothing_lapse() -> None:
    tale = asked()
    tale.delivers = False
    tale.wait(120)
    assert tale.kinds.count("lapse-warned") == 1
    assert tale.request.state == "open"
    (warning,) = [notice for notice in tale.notices if notice.kind == "warn"]
    tale.happen(WarningDelivered(channel="post", notice=warning.key))
    tale.wait(9)
    assert tale.request.state == "open"
    tale.wait(1)
    assert tale.request.state == "dormant"


def test_an_answer_in_the_last_hour_ends_the_silence() -> None:
    tale = asked().wait(39)
    tale.answer(1, replies={"necessity": "As we said."})
    tale.wait(4)
    assert tale.request.state == "open"
    tale.say("asha", ask(SERVICE, "methods"))
    tale.wait(29)
    assert tale.kinds.count("lapse-warned") == 1


@pytest.mark.parametrize("moment", ["lodged", "screened", "informed", "triaged", "reviewed", "advised", "approved"])
def test_nothing_lapses_while_we_have_the_ball(moment: str) -> None:
    tale = told(moment).wait(150)
    assert "lapse-warned" not in tale.kinds
    assert tale.request.state == "open"


def test_nothing_lapses_while_another_seat_is_still_at_work() -> None:
    tale = told("triaged")
    tale.say("esi", ask("ethics", "methods"))
    tale.wait(150)
    assert "lapse-warned" not in tale.kinds


def test_nothing_lapses_while_a_third_party_has_the_ball() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(HOSPITAL,))).screened().informed().triaged()
    for office in people.PANEL:
        tale.say(people.HOLDS[office], people.opinion(office))
    tale.advised()
    tale.say("thea", ask("third-party-owner", "methods", asset=HOSPITAL))
    tale.answer(1, replies={"methods": "As we said."})
    tale.wait(150)
    assert "lapse-warned" not in tale.kinds


def test_while_all_who_work_wait_for_the_requester_a_request_does_lapse() -> None:
    tale = told("triaged")
    for office in people.PANEL:
        tale.say(people.HOLDS[office], ask(office, "methods"))
    tale.wait(40)
    assert tale.request.state == "dormant"


@pytest.mark.parametrize("days", [31, 45, 90])
def test_after_an_outage_nothing_lapses_at_once_and_the_warning_comes_first(days: int) -> None:
    tale = asked().outage(days)
    assert tale.request.state == "open"
    assert tale.kinds.count("lapse-warned") == 1
    tale.wait(9)
    assert tale.request.state == "open"
    tale.wait(1)
    assert tale.request.state == "dormant"


@pytest.mark.parametrize("days", [12, 60])
def test_a_lapse_that_was_missed_in_an_outage_is_warned_of_afresh(days: int) -> None:
    tale = asked().wait(30).outage(days)
    assert tale.request.state == "open"
    assert tale.kinds.count("lapse-warned") == 2
    tale.wait(10)
    assert tale.request.state == "dormant"


def test_a_lapsed_request_is_taken_up_again_within_a_year_by_its_own_side() -> None:
    tale = lapsed()
    assert tale.awaited == set()
    assert "reopened by its requester" in tale.refused("asha", people.screened())
    for person in ("asha", "lucia", "otis"):
        tale.refused(person, BACK)
    assert "reason" in tale.refused("rae", Reopen(reason=" "))
    at = next_alarm(tale.request)
    assert at is not None
    assert at - tale.request.last_moment() == timedelta(days=365)
    tale.at += timedelta(days=364)
    tale.say("ruth", BACK)
    assert tale.request.state == "open"
    assert SERVICE in tale.awaited


def test_after_a_year_a_lapsed_request_stays_closed() -> None:
    tale = lapsed()
    tale.at += timedelta(days=366)
    assert "too long ago" in tale.refused("rae", BACK)


def test_only_a_lapsed_request_can_be_reopened() -> None:
    tale = told("lodged")
    assert "has not lapsed" in tale.refused("rae", BACK)
    tale.say("rae", Withdraw())
    assert "has not lapsed" in tale.refused("rae", BACK)


def test_silence_after_a_partial_refusal_ends_in_the_refusal_of_the_whole() -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.say("gwen", people.decided(DEATHS))
    tale.say("hana", people.decided(CENSUS, "refuse"))
    tale.wait(40)
    assert tale.request.state == "refused"
    assert "Nothing" not in tale.refused("rae", Narrow(drop=(CENSUS,)))


def test_the_requester_is_reminded_of_what_they_were_asked() -> None:
    tale = asked().wait(28)
    assert [notice.office for notice in tale.notices if notice.kind == "remind"][:1] == ["requester"]
    assert [notice for notice in tale.notices if notice.kind == "chase"] == []


@pytest.mark.parametrize("what", ["answer", "narrow"])
def test_the_requester_is_reminded_as_often_as_the_scheme_says(what: str) -> None:
    allowance = people.RULES.allowance(what)
    tale = asked().wait(28)
    assert what != "answer" or len([one for one in tale.notices if one.kind == "remind"]) == len(allowance.remind)
    assert all(day < allowance.days for day in allowance.remind)


def test_nobody_is_warned_of_a_lapse_before_the_extended_time_is_over() -> None:
    tale = asked()
    tale.say("otis", ExtendClock(task="clarification/requester/1", days=40, reason="The author is ill."))
    tale.wait(45)
    assert tale.request.state == "open"
    assert "lapse-warned" not in tale.kinds


def test_after_a_pause_the_warning_comes_afresh() -> None:
    tale = asked().wait(30)
    tale.say("otis", PauseClocks(reason="The desk is closed."))
    tale.wait(30)
    assert tale.request.state == "open"
    tale.say("otis", ResumeClocks())
    tale.wait(9)
    assert tale.request.state == "open"
    tale.wait(60)
    assert tale.request.state == "dormant"
    assert tale.kinds.count("lapse-warned") == 2
    assert days_between(tale, "clocks-resumed", "warning-delivered") >= 0
    assert days_between(tale, "warning-delivered", "closed") == 10


def test_a_reopened_request_goes_on_where_it_stood() -> None:
    tale = lapsed()
    tale.say("rae", BACK)
    tale.answer(1, replies={"necessity": "As we said."})


def test_an_approval_that_the_requester_does_not_sign_returns_to_the_owner_at_sixty_days() -> None:
    tale = told("agreement-screened")
    tale.say("gwen", people.signed("information-asset-owner", DEATHS))
    tale.wait(61)
    assert "approval-returned" in tale.kinds
    assert tale.request.state == "open"


def test_the_late_delivery_of_an_old_warning_is_not_that_of_the_new_one() -> None:
    tale = asked()
    tale.delivers = False
    tale.wait(31).answer(1, replies={"necessity": "As we said."})
    tale.say("asha", ask(SERVICE, "methods"))
    tale.wait(31)
    (old, _) = [notice for notice in tale.notices if notice.kind == "warn"]
    tale.happen(WarningDelivered.model_validate({"channel": "post", "notice": old.key}))
    tale.wait(11)
    assert tale.request.state == "open"
