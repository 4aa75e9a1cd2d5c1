"""Tables that have to be whole: every message is heard, every task offers choices, every fact folds and travels."""

from functools import cache
from typing import get_args

import pytest

from policy.schemes import SCHEMES
from sharing.decide import HEARS
from sharing.facts import (
    AnyFact,
    ClosingWished,
    DeliveriesRetried,
    Happened,
    MessageRefused,
    NoticeUndelivered,
    RemindersHeld,
)
from sharing.history import fold
from sharing.messages import (
    AnyMessage,
    Assign,
    Assure,
    Chase,
    DeclareConflict,
    DistrustKey,
    ExtendClock,
    Lodge,
    MarkUrgent,
    NameHolder,
    Narrow,
    PauseClocks,
    Reopen,
    ResumeClocks,
    TrustKey,
)
from sharing.notices import ASKS
from sharing.notices.choices import OFFERS, SILENT
from sharing.request import Request
from tests import people
from tests.dfe import whole_road
from tests.sharing.every_task import OTHER_MOMENTS, every_task
from tests.sharing.every_word import EXEMPTION, MOMENTS, told
from tests.sharing.saying import (
    CENSUS,
    DEATHS,
    LATER,
    OWNER,
    SERVICE,
    ask,
    concluded,
    decide_exception,
    escalated,
    verified,
)
from tests.told import Tale
from wiring.sealing import new_key

STOLEN = new_key()
MESSAGES = get_args(get_args(AnyMessage)[0])
FACTS = get_args(get_args(AnyFact)[0])
ALLOWANCES = {allowance.what for allowance in people.RULES.allowances}


def test_every_message_but_the_first_is_heard_by_somebody() -> None:
    assert set(HEARS) == set(MESSAGES) - {Lodge}


def test_a_second_lodging_is_refused_with_a_sentence() -> None:
    tale = told("lodged")
    message = tale.facts[0].speech
    assert message is not None
    said = tale.sealed("rae", Lodge.model_validate(message.said["message"]))
    with pytest.raises(Exception, match="lodged already"):
        tale.hear(said)


def test_nothing_but_a_lodging_begins_a_request() -> None:
    assert "begins by being lodged" in Tale().refused("asha", people.screened())


def test_every_message_says_what_its_speaker_is_doing() -> None:
    assert all(message.doing for message in MESSAGES)
    kinds = [message.model_fields["kind"].default for message in MESSAGES]
    assert len(set(kinds)) == len(kinds)


def test_every_task_has_an_allowance_a_headline_and_choices() -> None:
    everywhere = {allowance.what for scheme in SCHEMES.values() for allowance in scheme.rules.allowances}
    assert set(OFFERS) == set(ASKS) == everywhere
    assert set(SILENT) <= everywhere


def test_every_kind_of_task_is_asked_of_somebody_some_time() -> None:
    assert set(every_task()) == ALLOWANCES


def _clocks() -> Tale:
    tale = told("lodged")
    tale.say("olu", MarkUrgent(reason="An outbreak."))
    tale.say("otis", ExtendClock(task=next(iter(tale.request.awaited)), days=3, reason="Illness."))
    tale.say("otis", Chase(task=next(iter(tale.request.awaited))))
    tale.say("otis", PauseClocks(reason="Fire drill."))
    tale.say("otis", ResumeClocks())
    tale.say("margit", Assign(office=SERVICE, to="felix"))
    tale.say("carys", NameHolder(office=OWNER, person="quin", until=LATER, reason="Away."))
    tale.say("nadia", Assure(finding="All is well.", satisfied=True))
    tale.say("leo", DeclareConflict(reason="My sister works there."))
    tale.root(TrustKey(key=STOLEN.id, public=STOLEN.public))
    tale.root(DistrustKey(key=STOLEN.id, reason="A laptop was stolen."))
    return tale.happen(
        ClosingWished(),
        MessageRefused(door="signal", why="x"),
        NoticeUndelivered(notice="n", why="x"),
        RemindersHeld(until=tale.at),
        DeliveriesRetried(),
    )


def _lapsed_and_back() -> Tale:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    tale.wait(40)
    tale.say("rae", Reopen(reason="We are back."))
    tale.answer(1, methods="Other methods.")
    return tale


def _narrowed() -> Tale:
    tale = OTHER_MOMENTS["narrow"]()
    tale.say("rae", Narrow(drop=(CENSUS,)))
    return tale


def _exempt() -> Tale:
    tale = told("signed")
    tale.say("nadia", EXEMPTION)
    return tale


def _excepted() -> Tale:
    tale = told("exception-sought")
    tale.say("petra", decide_exception("outside-uk"))
    tale.say("gwen", escalated())
    return tale


def _published_data() -> Tale:
    tale = told("not-identifiable")
    tale.say("asha", concluded(link="https://host.example/t"))
    return tale


def _condition_failed() -> Tale:
    tale = told("condition-open")
    tale.say("sam", verified(DEATHS, fulfilled=False))
    return tale


@cache
def tales() -> tuple[Tale, ...]:
    others = (_clocks, _lapsed_and_back, _narrowed, _exempt, _excepted, _published_data, _condition_failed)
    return (
        *(told(moment) for moment in MOMENTS),
        *(make() for make in OTHER_MOMENTS.values()),
        *(make() for make in others),
        told("signed").published(),
        told("drafted").wait(61),
        whole_road(),
    )


def test_every_kind_of_fact_happens_and_folds() -> None:
    happened = {type(one.fact) for tale in tales() for one in tale.facts}
    assert happened == set(FACTS)
    for tale in tales():
        assert fold(tale.empty, tale.facts) == tale.request


def test_every_fact_and_every_request_come_back_from_json_as_they_went() -> None:
    for tale in tales():
        facts = [Happened.model_validate_json(one.model_dump_json(exclude_unset=True)) for one in tale.facts]
        assert [one.digest for one in facts] == [one.digest for one in tale.facts]
        assert fold(tale.empty, facts) == tale.request
        assert Request.model_validate_json(tale.request.model_dump_json(exclude_unset=True)) == tale.request


def test_facts_that_people_cause_name_them_and_facts_that_time_causes_name_nobody() -> None:
    by_time = {"awaited-changed", "reminded", "chased", "stall-reported", "lapse-warned", "warning-delivered"}
    by_errand = {"agreement-drafted", "entry-published", "notice-undelivered", "message-refused", "closing-wished"}
    by_wish = {"reminders-held", "deliveries-retried"}
    for tale in tales():
        for one in tale.facts:
            if one.by is None:
                follows = {"closed", "approval-returned", "access-ended"}
                assert one.fact.kind in by_time | by_errand | by_wish | follows
