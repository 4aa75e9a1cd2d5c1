"""An operator without a seal reminds, holds reminders and has deliveries tried again, within bounds, and no more."""

from datetime import timedelta

import pytest

from sharing import operating
from sharing.facts import DeliveriesRetried, Reminded, RemindersHeld
from sharing.gates import standings
from sharing.messages import MESSAGES, Withdraw
from sharing.refused import Refused
from tests.told import Tale

SCREENING = "first-screening/onward-sharing-service"


def asked(tale: Tale, asks: operating.Asks, takes: object = None) -> Tale:
    """The tale, after somebody has asked for this without a seal."""
    return tale.happen(*asks(tale.request, takes, tale.at))


def refusal(tale: Tale, asks: operating.Asks, takes: object = None) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(Refused) as wrong:
        asks(tale.request, takes, tale.at)
    return wrong.value.sentence


def test_a_reminder_by_hand_reaches_the_office_that_is_waited_for() -> None:
    tale = Tale().lodge()
    before = len(tale.notices)
    asked(tale, operating.reminded, SCREENING)
    (reminder,) = tale.notices[before:]
    assert (reminder.office, reminder.kind) == ("onward-sharing-service", "remind")
    assert tale.facts[-1].by is None


def test_without_a_task_everybody_is_reminded_whose_clock_runs() -> None:
    tale = Tale().lodge().screened().informed().triaged()
    running = {key for key, task in tale.request.awaited.items() if task.stopped_at is None}
    facts = operating.reminded(tale.request, None, tale.at)
    assert {one.task for one in facts if isinstance(one, Reminded)} == running
    assert len(running) > 3


def test_nobody_is_reminded_by_hand_twice_in_four_hours() -> None:
    tale = asked(Tale().lodge(), operating.reminded)
    assert "Nobody can be reminded" in refusal(tale, operating.reminded)
    tale.at += timedelta(hours=4)
    assert operating.reminded(tale.request, SCREENING, tale.at)


def test_a_reminder_by_hand_takes_nothing_from_those_that_time_brings() -> None:
    left, asked_for = Tale().lodge(), asked(Tale().lodge(), operating.reminded)
    assert left.wait(5).request.awaited[SCREENING].reminded == asked_for.wait(5).request.awaited[SCREENING].reminded


@pytest.mark.parametrize("task", ["reviews/legal", 7, True, [], {"task": SCREENING}, ""])
def test_a_task_that_is_not_open_cannot_be_reminded_of(task: object) -> None:
    assert SCREENING in refusal(Tale().lodge(), operating.reminded, task)


def reminders(tale: Tale) -> list[Reminded]:
    return [one.fact for one in tale.facts if isinstance(one.fact, Reminded)]


def test_held_reminders_go_out_once_when_the_hold_is_over() -> None:
    free = Tale().lodge().wait(4)
    assert len(reminders(free)) == 1
    tale = asked(Tale().lodge(), operating.held, 5).wait(4)
    assert reminders(tale) == []
    assert len(reminders(tale.wait(2))) == 1


def test_a_hold_keeps_back_neither_due_dates_nor_reports_of_lateness() -> None:
    tale, free = asked(Tale().lodge(), operating.held, 5), Tale().lodge()
    assert tale.request.awaited[SCREENING].due == free.request.awaited[SCREENING].due
    for _ in range(4):
        asked(tale.wait(4), operating.held, 5)
    assert [one.fact.kind for one in tale.facts].count("chased") == 2
    assert reminders(tale) == []


def test_a_hold_keeps_no_warning_back_that_silence_will_close_the_request() -> None:
    def silent() -> Tale:
        tale = Tale().lodge()
        ask = {"kind": "ask", "office": "onward-sharing-service", "questions": [{"item": "title", "asks": "Why?"}]}
        tale.say("asha", MESSAGES.validate_python(ask))
        return tale

    tale, free = silent(), silent()
    for _ in range(8):
        asked(tale, operating.held, 5).wait(4)
        free.wait(4)
    warned = [[one.at for one in each.facts if one.fact.kind == "lapse-warned"] for each in (tale, free)]
    assert warned[0] == warned[1] != []


@pytest.mark.parametrize("days", [6, -1, 2.5, True, "3", None, 10**30])
def test_reminders_are_held_for_at_most_five_working_days(days: object) -> None:
    assert "a number from 1 to 5" in refusal(Tale().lodge(), operating.held, days)


def test_a_hold_can_be_taken_back() -> None:
    tale = asked(Tale().lodge(), operating.held, 5)
    asked(tale, operating.held, 0)
    assert tale.request.held_until == tale.at
    assert len(reminders(tale.wait(4))) == 1


def test_deliveries_are_tried_again_at_most_every_five_minutes() -> None:
    tale = asked(Tale().lodge(), operating.retried)
    assert "less than five minutes ago" in refusal(tale, operating.retried)
    tale.at += timedelta(minutes=5)
    assert operating.retried(tale.request, None, tale.at) == (DeliveriesRetried(),)
    assert "takes nothing" in refusal(Tale().lodge(), operating.retried, "everything")


@pytest.mark.parametrize("asks", [operating.reminded, operating.held])
def test_an_ended_request_reminds_nobody(asks: operating.Asks) -> None:
    tale = Tale().lodge()
    tale.say("rae", Withdraw(reason="We found another way."))
    assert "has ended" in refusal(tale, asks, None)


def test_nothing_that_is_asked_without_a_seal_moves_a_gate_or_a_right() -> None:
    tale = Tale().at_decision()
    gates = [standings(tale.request, asset, tale.at) for asset in tale.request.deciding]
    rights = tale.request.rights
    asked(tale, operating.reminded)
    asked(tale, operating.held, 3)
    asked(tale, operating.retried)
    assert [standings(tale.request, asset, tale.at) for asset in tale.request.deciding] == gates
    assert tale.request.rights == rights
    assert RemindersHeld in {type(one.fact) for one in tale.facts}


@pytest.mark.parametrize(
    ("content", "meant"),
    [(b"", None), (b" \n", None), (b"null", None), (b"3", 3), (b'"reviews/legal"', "reviews/legal")],
)
def test_what_stands_in_the_form_of_a_signal_is_one_value_or_none(content: bytes, meant: object) -> None:
    assert operating.asked_for(content) == meant


@pytest.mark.parametrize("content", [b"reviews/legal", b"\xff\x00", b"{", b"[" * 100_000])
def test_what_is_no_value_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="one value as JSON"):
        operating.asked_for(content)
