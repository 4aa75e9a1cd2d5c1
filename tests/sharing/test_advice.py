"""Advice: the terms lie before the group, which assesses four things and advises; it does not decide."""

import pytest

from policy.scheme import Advice
from sharing.facts import Advised
from tests import people
from tests.sharing.saying import CDO, COUNCIL, DEATHS, GROUP, OWNER, SECRETARY, SERVICE, condition, decide_exception
from tests.told import Tale

STEP = people.RULES.the(Advice)
OUTCOMES = ("share", "share-with-conditions", "do-not-share", "to-the-council", "to-the-permanent-secretary")


@pytest.fixture(scope="module")
def after_reviews() -> Tale:
    return Tale().lodge().screened().informed().triaged().reviewed(publish_first="not-met")


@pytest.fixture
def tale(after_reviews: Tale) -> Tale:
    return after_reviews.fork()


@pytest.fixture
def with_terms(tale: Tale) -> Tale:
    tale.say("asha", people.terms())
    return tale


def advice_of(tale: Tale) -> Advised:
    assert tale.request.advice is not None
    return tale.request.advice


def test_nobody_advises_blind_of_the_terms(tale: Tale) -> None:
    assert tale.awaited == {SERVICE}
    assert "not awaited" in tale.refused("olu", people.advised())
    tale.say("asha", people.terms())
    assert tale.awaited == {GROUP}


def test_nobody_advises_before_the_last_opinion() -> None:
    tale = Tale().lodge().screened().informed().triaged()
    for office in people.PANEL[:-1]:
        tale.say(people.HOLDS[office], people.opinion(office))
        assert "not awaited" in tale.refused("olu", people.advised())
        assert "not awaited" in tale.refused("asha", people.terms())


@pytest.mark.requirement("ONS-046")
@pytest.mark.parametrize("part", STEP.parts)
def test_the_assessment_lacks_none_of_its_four_parts(with_terms: Tale, part: str) -> None:
    assert set(STEP.parts) == {"gateways", "risks", "public-benefits", "alternatives"}
    advice = people.advised()
    without = {key: text for key, text in advice.parts.items() if key != part}
    assert part in with_terms.refused("olu", advice.model_copy(update={"parts": without}))
    assert part in with_terms.refused("olu", advice.model_copy(update={"parts": {**without, part: " "}}))


@pytest.mark.requirement("ONS-038")
def test_the_group_assesses_in_a_second_step_after_its_triage(with_terms: Tale) -> None:
    with_terms.advised()
    assert with_terms.kinds.index("triaged") < with_terms.kinds.index("advised")


@pytest.mark.requirement("ONS-079")
def test_all_five_outcomes_are_within_reach_and_every_escalation_keeps_the_advice(with_terms: Tale) -> None:
    given = {"share-with-conditions": {"conditions": (condition(),)}}
    departures = {"to-the-permanent-secretary": {"departures": ("publish-first",)}}
    turns = {}
    for outcome in OUTCOMES:
        tale = with_terms.fork().advised(outcome, **given.get(outcome, {}), **departures.get(outcome, {}))
        assert advice_of(tale).outcome == outcome
        assert set(advice_of(tale).parts) == set(STEP.parts)
        assert tale.request.decisions == {}
        turns[outcome] = tale.awaited
    assert turns == {
        "share": {f"{OWNER}/{DEATHS}"},
        "share-with-conditions": {f"{OWNER}/{DEATHS}"},
        "do-not-share": {f"{OWNER}/{DEATHS}"},
        "to-the-council": {f"{COUNCIL}/{DEATHS}"},
        "to-the-permanent-secretary": {f"{OWNER}/{DEATHS}", SECRETARY},
    }


def test_going_to_the_permanent_secretary_names_the_exception(with_terms: Tale) -> None:
    assert "publish-first" in with_terms.refused("olu", people.advised("to-the-permanent-secretary"))
    unknown = people.advised("to-the-permanent-secretary", departures=("legislation",))
    assert "lifted by nobody" in with_terms.refused("olu", unknown)


def test_advice_with_conditions_names_them(with_terms: Tale) -> None:
    assert "conditions" in with_terms.refused("olu", people.advised("share-with-conditions"))


@pytest.mark.requirement("ONS-047")
def test_dissent_is_kept(with_terms: Tale) -> None:
    with_terms.advised(dissent="Ethics would rather wait for the census.")
    assert advice_of(with_terms).dissent == "Ethics would rather wait for the census."


@pytest.mark.requirement("ONS-047")
@pytest.mark.parametrize("outcome", ["approve", "refuse"])
def test_the_group_does_not_decide(with_terms: Tale, outcome: str) -> None:
    with_terms.advised()
    for office in (GROUP, OWNER, COUNCIL, CDO):
        with_terms.refused("olu", people.decided(office=office, outcome=outcome))
    assert with_terms.request.decisions == {}


@pytest.mark.requirement("ONS-047")
def test_the_decision_shows_whether_it_agrees_with_the_advice_and_gives_its_reasons() -> None:
    advised_to_share = Tale().at_decision()
    assert "reasons" in advised_to_share.refused("gwen", people.decided(outcome="refuse", reasons=" "))
    agreeing = advised_to_share.fork().approved()
    assert not agreeing.request.decisions[DEATHS].differs_from_advice
    advised_to_share.say("gwen", people.decided(outcome="refuse", reasons="The supplier's terms forbid it."))
    assert advised_to_share.request.decisions[DEATHS].differs_from_advice
    advised_not_to = Tale().lodge().screened().informed().triaged().reviewed().advised("do-not-share")
    advised_not_to.say("gwen", people.decided(outcome="refuse"))
    assert not advised_not_to.request.decisions[DEATHS].differs_from_advice


@pytest.mark.requirement("ONS-047")
def test_an_approval_without_the_conditions_that_were_advised_differs_from_the_advice() -> None:
    tale = Tale().lodge().screened().informed().triaged().reviewed()
    tale.advised("share-with-conditions", conditions=(condition(),)).approved()
    assert tale.request.decisions[DEATHS].differs_from_advice


def test_the_terms_are_of_a_kind_that_is_open_to_the_recipient(tale: Tale) -> None:
    assert "open only to" in tale.refused("asha", people.terms(agreement="mou"))
    assert "one of" in tale.refused("asha", people.terms(agreement="handshake"))
    tale.say("asha", people.terms())


def test_the_terms_have_dates_in_order_and_no_gap(tale: Tale) -> None:
    assert "ends before it starts" in tale.refused("asha", people.terms(ends="2027-04-01"))
    assert "transferred" in tale.refused("asha", people.terms(transfer=" "))
    assert "destroyed" in tale.refused("asha", people.terms(retention=" "))


def test_draft_terms_can_be_laid_before_the_group_again_before_it_advises(with_terms: Tale) -> None:
    with_terms.say("asha", people.terms(ends="2029-03-31"))
    assert with_terms.request.terms is not None
    assert with_terms.request.terms.ends.year == 2029


def test_the_group_may_ask_again_for_an_exception_that_was_refused_on_an_earlier_revision(with_terms: Tale) -> None:
    tale = with_terms.advised("to-the-permanent-secretary", departures=("publish-first",))
    tale.say("petra", decide_exception("publish-first", "refuse"))
    tale.revise(why_not_published="A better reason.")
    tale.reviewed(publish_first="not-met").advised("to-the-permanent-secretary", departures=("publish-first",))
    assert SECRETARY in tale.awaited
