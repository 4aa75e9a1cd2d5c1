"""Clocks: when a task falls due, who is reminded, who is told of lateness; and that time itself grants nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from policy.working_days import LONDON
from sharing import turns
from sharing.alarms import next_alarm
from sharing.facts import Awaited
from sharing.messages import Chase, ExtendClock, MarkUrgent, PauseClocks, ResumeClocks
from tests import people
from tests.sharing.every_word import MOMENTS, told
from tests.sharing.saying import CDO, COUNCIL, DEATHS, GROUP, HOSPITAL, OWNER, SERVICE, seek
from tests.told import CALENDAR, Tale

BY_TIME = {"reminded", "chased", "stall-reported", "lapse-warned", "warning-delivered", "closed", "approval-returned"}


def task_of(tale: Tale, office: str) -> Awaited:
    return next(task for task in tale.request.awaited.values() if task.office == office)


def on_london_clocks(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%Y-%m-%d %H:%M}"


def rang(tale: Tale, kind: str, office: str) -> list[str]:
    """When alarms of a kind rang about an office's task."""
    return [
        on_london_clocks(one.at)
        for one in tale.facts
        if one.fact.kind == kind and f"/{office}" in getattr(one.fact, "task", "")
    ]


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_task_is_due_at_five_in_the_afternoon_after_its_allowance(moment: str) -> None:
    tale = told(moment)
    for task in tale.request.awaited.values():
        assert task.days == people.RULES.allowance(task.what).days
        assert task.due == CALENDAR.due(task.since, task.days)
        assert on_london_clocks(task.due).endswith("17:00")


def test_an_opinion_is_reminded_of_twice_and_then_reported_twice() -> None:
    tale = told("triaged").wait(30)
    assert rang(tale, "reminded", "ethics") == ["2027-02-08 09:00", "2027-02-11 09:00"]
    assert on_london_clocks(task_of(tale, "ethics").due) == "2027-02-15 17:00"
    assert rang(tale, "chased", "ethics") == ["2027-02-16 09:00", "2027-02-23 09:00"]


CHASED = [
    ("lodged", SERVICE, ["head-of-onward-sharing-service", "permanent-secretary"], ("ONS-071",)),
    ("screened", OWNER, [COUNCIL, COUNCIL], ("ONS-077",)),
    ("informed", GROUP, [CDO, CDO], ("ONS-082",)),
    ("triaged", "legal", ["head-of-legal-and-data-services", CDO], ()),
    ("triaged", "data-protection", ["head-of-legal-and-data-services"] * 2, ("ONS-096",)),
    ("triaged", "security", ["chief-security-officer"] * 2, ()),
    (
        "entry-drafted",
        "legal-and-data-services",
        ["head-of-legal-and-data-services", "data-protection"],
        ("ONS-094",),
    ),
    ("entry-screened", "communications", ["head-of-communications"] * 2, ("ONS-099",)),
]


@pytest.mark.parametrize(
    ("moment", "office", "line"),
    [pytest.param(*case, marks=[pytest.mark.requirement(*ids)] if ids else []) for *case, ids in CHASED],
)
def test_lateness_is_told_up_the_line_and_moves_no_right(moment: str, office: str, line: list[str]) -> None:
    tale = told(moment).wait(40)
    key = task_of(tale, office).key
    chased = [one.fact for one in tale.facts if one.fact.kind == "chased" and getattr(one.fact, "task", "") == key]
    assert [getattr(fact, "told", "") for fact in chased] == line
    assert all(notice.urgent and not notice.choices for notice in tale.notices if notice.kind == "chase")
    assert office in {task.office for task in tale.request.awaited.values()}


def test_whoever_is_told_of_lateness_may_not_act_in_the_late_ones_stead() -> None:
    tale = told("triaged").wait(40)
    tale.refused("hugo", people.opinion("legal"))
    tale.refused("chen", people.opinion("legal"))
    late = told("advised").wait(40)
    late.refused("carys", people.decided(office=COUNCIL))
    assert late.awaited == {f"{OWNER}/{DEATHS}"}


@pytest.mark.requirement("ONS-064")
@pytest.mark.parametrize("moment", MOMENTS)
def test_time_alone_never_grants_anything_at_whatever_step(moment: str) -> None:
    tale = told(moment)
    facts, approved = len(tale.facts), tale.request.approved_at
    tale.wait(130)
    brought = {one.fact.kind for one in tale.facts[facts:]} - {"awaited-changed"}
    assert brought <= BY_TIME
    assert tale.request.approved_at in (approved, None)
    if tale.request.closed is not None:
        assert tale.request.closed.outcome in ("lapsed", "refused")
    assert all(one.by is None for one in tale.facts[facts:])


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_alarm_rings_once_however_often_one_looks(moment: str) -> None:
    patient, restless = told(moment).wait(20), told(moment)
    for _ in range(20):
        restless.wait(1)
        for _ in range(3):
            assert turns.ring(restless.request, restless.at).happened == ()
    assert patient.kinds == restless.kinds


def test_a_worker_that_was_down_reminds_once_and_only_by_the_latest_reminder() -> None:
    tale = told("triaged").outage(9)
    assert rang(tale, "reminded", "ethics") == ["2027-02-11 09:00"]
    tale.wait(20)
    assert len(rang(tale, "reminded", "ethics")) == 1
    assert len(rang(tale, "chased", "ethics")) == 2


def test_a_worker_that_was_down_over_the_due_date_still_tells_everybody_once() -> None:
    tale = told("triaged").outage(60)
    assert len(rang(tale, "reminded", "ethics")) == 1
    assert len(rang(tale, "chased", "ethics")) == 2
    tale.wait(5)
    assert len(rang(tale, "chased", "ethics")) == 2


def test_the_next_alarm_is_when_something_rings_and_nothing_rings_before() -> None:
    tale = told("triaged")
    for _ in range(4):
        at = next_alarm(tale.request)
        assert at is not None
        assert turns.ring(tale.request, at - timedelta(seconds=1)).happened == ()
        turn = turns.ring(tale.request, at)
        assert turn.happened
        tale.request, tale.at = turn.request, at
    assert next_alarm(tale.request) is None


def test_over_easter_the_days_that_are_free_do_not_count() -> None:
    tale = Tale(at=datetime(2027, 3, 25, 10, tzinfo=UTC)).lodge()
    assert on_london_clocks(task_of(tale, SERVICE).due) == "2027-04-05 17:00"
    tale.wait(3)
    assert rang(tale, "reminded", SERVICE) == ["2027-04-01 09:00"]


def test_when_the_clocks_go_forward_alarms_keep_to_nine_in_london() -> None:
    tale = Tale(at=datetime(2027, 3, 24, 10, tzinfo=UTC)).lodge().wait(3)
    (reminder,) = [one.at for one in tale.facts if one.fact.kind == "reminded"]
    assert reminder == datetime(2027, 3, 31, 8, tzinfo=UTC)
    assert task_of(tale, SERVICE).due == datetime(2027, 4, 2, 16, tzinfo=UTC)


def test_when_the_clocks_go_back_alarms_keep_to_nine_in_london() -> None:
    tale = Tale(at=datetime(2027, 10, 28, 10, tzinfo=UTC)).lodge().wait(3)
    (reminder,) = [one.at for one in tale.facts if one.fact.kind == "reminded"]
    assert reminder == datetime(2027, 11, 2, 9, tzinfo=UTC)


def test_an_urgent_request_has_half_the_time_and_every_seat_and_gate() -> None:
    tale = told("informed")
    assert "why" in tale.refused("olu", MarkUrgent(reason=" "))
    tale.refused("rae", MarkUrgent(reason="We are in a hurry."))
    tale.say("olu", MarkUrgent(reason="An outbreak of measles."))
    assert "already" in tale.refused("olu", MarkUrgent(reason="Again."))
    assert "must review" in tale.refused("olu", people.triaged("legal", "data-protection"))
    tale.triaged()
    assert tale.awaited == set(people.PANEL)
    assert {task.days for task in tale.request.awaited.values()} == {5}
    tale.reviewed(legislation="not-met").advised()
    assert "Legislation" in tale.refused("gwen", people.decided())


def test_an_urgent_task_is_reminded_of_as_well() -> None:
    tale = told("informed")
    tale.say("olu", MarkUrgent(reason="An outbreak of measles."))
    tale.triaged().wait(10)
    assert len(rang(tale, "reminded", "ethics")) == 2


def test_while_the_clocks_are_paused_nothing_rings_and_no_time_is_lost() -> None:
    tale = told("triaged").wait(4)
    for person in ("asha", "rae", "hugo"):
        tale.refused(person, PauseClocks(reason="Strike."))
    assert "reason" in tale.refused("otis", PauseClocks(reason=" "))
    tale.say("otis", PauseClocks(reason="Strike."))
    facts = len(tale.facts)
    tale.wait(30)
    assert len(tale.facts) == facts
    tale.say("otis", ResumeClocks())
    assert CALENDAR.left(tale.at, task_of(tale, "ethics").due) == 6
    tale.wait(1)
    assert len(rang(tale, "reminded", "ethics")) == 1
    assert "running" in tale.refused("otis", ResumeClocks())


def test_an_operator_extends_a_clock_with_a_reason() -> None:
    tale = told("triaged")
    key = task_of(tale, "ethics").key
    longer = ExtendClock(task=key, days=10, reason="The committee meets late.")
    assert "reason" in tale.refused("otis", longer.model_copy(update={"reason": " "}))
    assert "no open task" in tale.refused("otis", longer.model_copy(update={"task": "reviews/nobody"}))
    tale.refused("esi", longer)
    tale.say("otis", longer)
    assert CALENDAR.left(tale.at, task_of(tale, "ethics").due) == 20
    tale.wait(19)
    assert rang(tale, "chased", "ethics") == []
    assert len(rang(tale, "chased", "security")) == 2


def test_an_extension_does_not_remind_at_once() -> None:
    tale = told("triaged").wait(9)
    before = len(rang(tale, "reminded", "ethics"))
    tale.say("otis", ExtendClock(task=task_of(tale, "ethics").key, days=1, reason="The committee meets late."))
    tale._take(turns.ring(tale.request, tale.at))
    assert len(rang(tale, "reminded", "ethics")) == before


def test_an_operator_reminds_by_hand() -> None:
    tale = told("triaged")
    tale.say("otis", Chase(task=task_of(tale, "ethics").key))
    (notice,) = [notice for notice in tale.notices if notice.kind == "remind"]
    assert notice.office == "ethics"
    assert len(rang(tale.wait(9), "reminded", "ethics")) == 3


def test_waiting_for_one_seat_does_not_stop_the_others() -> None:
    tale = told("triaged")
    tale.say("esi", people.opinion("ethics"))
    tale.wait(20)
    assert len(rang(tale, "chased", "security")) == 2
    assert rang(tale, "chased", "ethics") == []


def test_a_late_outside_owner_is_reported_to_the_service() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(HOSPITAL,))).screened().informed().triaged().wait(21)
    told_of = [
        one.fact for one in tale.facts if one.fact.kind == "chased" and HOSPITAL in getattr(one.fact, "task", "")
    ]
    assert [getattr(fact, "told", "") for fact in told_of] == [SERVICE]


def test_a_pending_exception_is_chased_like_any_task() -> None:
    tale = told("abroad")
    tale.say("gwen", seek("outside-uk"))
    tale.wait(9)
    assert len(rang(tale, "reminded", "permanent-secretary")) == 2
    assert rang(tale, "reminded", OWNER) == []
