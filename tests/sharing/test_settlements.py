"""Every task that is over is said to be over: how, by whom, when; and it is put only before those who may do it."""

from datetime import timedelta

import pytest

from policy.working_days import local_day
from sharing.facts import WarningDelivered
from sharing.messages import Assign, DeclareConflict, Escalate, NameHolder, Withdraw
from sharing.notices import Notice
from tests import people
from tests.sharing.every_word import told
from tests.sharing.saying import COUNCIL, DEATHS, OWNER, SERVICE, ask
from tests.told import Tale


def settled(tale: Tale, since: int = 0) -> dict[str, Notice]:
    """What was said to be over, by task."""
    return {str(one.task): one for one in tale.notices if one.kind == "settle" and one.number > since}


def test_a_task_that_was_done_says_how_by_whom_and_when() -> None:
    tale = told("advised")
    before = tale.request.number
    tale.say("gwen", people.decided(DEATHS))
    (notice,) = settled(tale, before).values()
    assert (notice.headline, notice.by, notice.at) == ("decided: approve", "gwen", tale.at)
    assert notice.task == f"decision/{OWNER}/{DEATHS}"
    assert notice.choices == ()


def test_every_release_is_told_once_and_nothing_else_is() -> None:
    tale = told("signed")
    released = [
        (one.number, key) for one in tale.facts if one.fact.kind == "awaited-changed" for key in one.fact.released
    ]
    offices = [(number, key) for number, key in released if "requester" not in key]
    said = [(one.number, one.task) for one in tale.notices if one.kind == "settle"]
    assert sorted(said, key=str) == sorted(offices, key=str)
    assert len({one.key for one in tale.notices}) == len(tale.notices)


def test_what_a_withdrawal_ends_was_not_done_by_anybody() -> None:
    tale = told("triaged")
    before, asked = tale.request.number, set(tale.request.awaited)
    tale.say("rae", Withdraw(reason="The grant fell through."))
    over = settled(tale, before)
    assert set(over) == asked
    assert {one.headline for one in over.values()} == {"no longer asked: the request has ended (withdrawn)"}


def test_what_a_lapse_ends_says_so() -> None:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    tale.delivers = True
    tale.wait(60)
    assert tale.request.dormant
    assert {one.headline for one in settled(tale).values()} >= {"no longer asked: the request has ended (lapsed)"}
    assert any(isinstance(one.fact, WarningDelivered) for one in tale.facts)


def test_an_escalation_ends_the_owners_task_and_asks_the_council() -> None:
    tale = told("advised")
    before = tale.request.number
    tale.say("gwen", Escalate(asset=DEATHS, to=COUNCIL, reasons="This is new ground."))
    assert [one.headline for one in settled(tale, before).values()] == ["escalated"]
    assert [one.office for one in tale.notices if one.kind == "ask" and one.number > before] == [COUNCIL]


def test_what_is_assigned_is_over_for_the_others_and_put_before_one() -> None:
    tale = told("triaged")
    before = tale.request.number
    tale.say("leo", Assign(office="legal", to="lena"))
    (over,) = settled(tale, before).values()
    (asked,) = [one for one in tale.notices if one.kind == "ask" and one.number > before]
    assert over.headline == "assigned to one of its holders"
    assert (asked.office, asked.assigned, asked.task) == ("legal", "lena", over.task)
    assert asked.choices


def test_a_declared_conflict_puts_the_task_before_the_others() -> None:
    tale = told("triaged")
    before = tale.request.number
    tale.say("dora", DeclareConflict(reason="My sister leads the project."))
    (over,) = settled(tale, before).values()
    (asked,) = [one for one in tale.notices if one.kind == "ask" and one.number > before]
    assert (over.headline, over.task) == ("put before others", asked.task)
    assert set(asked.barred) >= {"dora", "rae"}


def test_who_advised_is_not_asked_to_decide() -> None:
    tale = told("advised")
    asked = next(one for one in reversed(tale.notices) if one.kind == "ask" and one.topic == "decide")
    assert "olu" in asked.barred
    assert people.HOLDS["legal"] in asked.barred
    assert "gwen" not in asked.barred


@pytest.mark.parametrize("moment", ["lodged", "triaged", "advised", "signed"])
def test_nobody_is_barred_whom_the_core_would_hear(moment: str) -> None:
    tale = told(moment)
    spoke = {(one.by.person, one.by.office) for one in tale.facts if one.by is not None}
    for notice in tale.notices:
        if notice.kind == "ask":
            done = next((one for one in tale.notices if one.kind == "settle" and one.task == notice.task), None)
            if done is not None and (done.by, notice.office) in spoke:
                assert done.by not in notice.barred


def test_who_was_named_for_the_office_is_asked_as_well() -> None:
    tale = told("screened")
    until = local_day(tale.at) + timedelta(days=60)
    tale.say("hugo", NameHolder(office="legal", person="sigrid", until=until, reason="Both lawyers are on leave."))
    tale.informed().triaged()
    asked = next(one for one in tale.notices if one.kind == "ask" and one.office == "legal")
    assert asked.also == ("sigrid",)
