"""The decision: of each asset's owner, on five conditions at once; and the ladder above."""

from itertools import product
from typing import Any

import pytest

from sharing.gates import missing_opinions, standings, unmet
from tests import people
from tests.sharing.saying import (
    CDO,
    CENSUS,
    COUNCIL,
    DEATHS,
    GROUP,
    OWNER,
    SECRETARY,
    SERVICE,
    condition,
    decide_exception,
    escalated,
    seek,
)
from tests.told import Tale

CONDITIONS = ("publish-first", "tre-first", "legislation", "public-benefit", "confidentiality")
LIFTABLE = {"publish-first", "tre-first"}


@pytest.fixture(scope="module")
def before_reviews() -> Tale:
    return Tale().lodge().screened().informed().triaged()


@pytest.fixture(scope="module")
def before_decision() -> Tale:
    return Tale().at_decision()


@pytest.fixture
def tale(before_decision: Tale) -> Tale:
    return before_decision.fork()


@pytest.mark.requirement("ONS-002")
@pytest.mark.parametrize("met", list(product((True, False), repeat=5)))
def test_an_approval_needs_all_five_conditions(before_reviews: Tale, met: tuple[bool, ...]) -> None:
    failing = {gate for gate, holds in zip(CONDITIONS, met, strict=True) if not holds}
    tale = before_reviews.fork().reviewed(**{gate.replace("-", "_"): "not-met" for gate in failing}).advised()
    if not failing:
        tale.approved()
        assert tale.request.approved_at is not None
        return
    sentence = tale.refused("gwen", people.decided())
    assert all(next(gate.title for gate in people.RULES.gates if gate.key == key) in sentence for key in failing)
    for gate in sorted(failing):
        if gate in LIFTABLE:
            tale.say("gwen", seek(gate))
            tale.say("petra", decide_exception(gate))
        else:
            assert "nobody can lift" in tale.refused("gwen", seek(gate))
    if failing <= LIFTABLE:
        tale.approved()
        assert tale.request.approved_at is not None
    else:
        tale.refused("gwen", people.decided())
        assert tale.request.approved_at is None


@pytest.mark.requirement("ONS-002")
@pytest.mark.parametrize("gate", CONDITIONS)
def test_a_condition_that_nobody_has_settled_is_as_closed_as_one_that_is_not_met(tale: Tale, gate: str) -> None:
    silent = {
        key: opinion.model_copy(update={"settles": {k: s for k, s in opinion.settles.items() if k != gate}})
        for key, opinion in tale.request.opinions.items()
    }
    tale.request = tale.request.model_copy(update={"opinions": silent})
    assert {one.gate: one.verdict for one in unmet(tale.request, tale.request.assets[0], tale.at)} == {gate: "unset"}
    assert "has not been settled" in tale.refused("gwen", people.decided())


@pytest.mark.requirement("ONS-002")
def test_every_condition_shows_its_verdict_who_gave_it_and_on_which_evidence(tale: Tale) -> None:
    for one in standings(tale.request, tale.request.assets[0], tale.at):
        assert one.verdict == "met"
        if one.gate != "uk-only":
            assert one.by
            assert all(evidence.strip() for evidence in one.evidence)


def test_a_condition_met_with_conditions_is_met(before_reviews: Tale) -> None:
    tale = before_reviews.fork().reviewed(confidentiality="met-with-conditions").advised().approved()
    assert tale.request.approved_at is not None


@pytest.mark.requirement("ONS-022", "ONS-041", "ONS-043", "ONS-088")
@pytest.mark.parametrize("office", [office.key for office in people.RULES.offices])
@pytest.mark.parametrize("missing", ["legal", "data-protection"])
def test_without_both_opinions_nobody_approves_in_whatever_office(tale: Tale, missing: str, office: str) -> None:
    opinions = {key: one for key, one in tale.request.opinions.items() if one.office != missing}
    tale.request = tale.request.model_copy(
        update={"opinions": opinions, "rights": {DEATHS: office} if office != OWNER else {}}
    )
    tale.wait(1)
    anybody = people.someone("pat", office)
    tale.refused(anybody, people.decided(office=office))
    assert people.RULES.title(missing) in missing_opinions(tale.request, tale.request.assets[0])
    assert tale.request.decisions == {}


@pytest.mark.requirement("ONS-076")
def test_the_owner_proceeds_refuses_or_escalates_and_only_after_the_group() -> None:
    early = Tale().lodge().screened().informed().triaged().reviewed()
    for message in (people.decided(), people.decided(outcome="refuse"), escalated()):
        assert "advice" in early.refused("gwen", message)
    early.advised()
    proceeds, refuses, escalates = early.fork(), early.fork(), early.fork()
    proceeds.say("gwen", people.decided())
    refuses.say("gwen", people.decided(outcome="refuse"))
    escalates.say("gwen", escalated())
    assert proceeds.awaited == {SERVICE}
    assert refuses.request.state == "refused"
    assert escalates.awaited == {f"{COUNCIL}/{DEATHS}"}


@pytest.mark.requirement("ONS-049", "ONS-076")
def test_what_was_escalated_is_decided_by_the_council_alone(tale: Tale) -> None:
    tale.say("gwen", escalated())
    tale.refused("gwen", people.decided())
    tale.say("carys", people.decided(office=COUNCIL))
    assert tale.awaited == {SERVICE}


@pytest.mark.requirement("ONS-049")
def test_the_owner_of_one_asset_decides_nothing_on_another() -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    assert CENSUS in tale.refused("gwen", people.decided(CENSUS))
    assert DEATHS in tale.refused("hana", people.decided(DEATHS))
    tale.refused("gwen", escalated(asset=CENSUS))


def test_an_asset_that_is_not_asked_for_is_not_decided(tale: Tale) -> None:
    assert "no decision" in tale.refused("hana", people.decided(CENSUS))


@pytest.mark.parametrize("office", [GROUP, SERVICE, "legal", "operator", SECRETARY, CDO, COUNCIL])
@pytest.mark.parametrize("outcome", ["approve", "refuse"])
def test_whoever_does_not_hold_the_right_does_not_decide(tale: Tale, office: str, outcome: str) -> None:
    tale.refused(people.HOLDS[office], people.decided(office=office, outcome=outcome))
    tale.refused(people.HOLDS[office], people.decided(outcome=outcome))


def test_an_approval_against_the_advice_goes_to_the_council_with_its_reasons(before_reviews: Tale) -> None:
    tale = before_reviews.fork().reviewed().advised("do-not-share")
    assert "reasons" in tale.refused("gwen", people.decided(reasons=" "))
    tale.say("gwen", people.decided(reasons="The benefit is far greater than the group thought."))
    assert tale.request.decisions == {}
    assert tale.awaited == {f"{COUNCIL}/{DEATHS}"}
    tale.say("carys", people.decided(office=COUNCIL))
    assert tale.request.decisions[DEATHS].differs_from_advice
    assert tale.awaited == {SERVICE}


@pytest.mark.requirement("ONS-085")
def test_a_complex_share_that_the_council_decides_still_needs_the_chief_data_officer(before_decision: Tale) -> None:
    tale = Tale().at_decision(complex=True)
    tale.say("gwen", escalated())
    assert tale.awaited == {f"{COUNCIL}/{DEATHS}", f"{CDO}/{DEATHS}"}
    tale.say("carys", people.decided(office=COUNCIL))
    assert tale.awaited == {f"{CDO}/{DEATHS}"}


@pytest.mark.requirement("ONS-085")
def test_the_owner_may_hand_a_share_to_the_chief_data_officer(tale: Tale) -> None:
    tale.say("gwen", escalated(CDO))
    assert tale.awaited == {f"{CDO}/{DEATHS}"}
    tale.say("chen", people.decided(office=CDO))
    assert tale.awaited == {SERVICE}


def test_nothing_is_escalated_to_the_permanent_secretary_or_sideways(tale: Tale) -> None:
    for office in (SECRETARY, OWNER, "legal", "nowhere"):
        tale.refused("gwen", escalated(office))


def test_a_decision_is_made_once(tale: Tale) -> None:
    other = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    other.say("gwen", people.decided(DEATHS))
    assert "not awaited" in other.refused("gwen", people.decided(DEATHS, "refuse"))


def test_a_condition_of_an_approval_has_a_text_evidence_and_a_known_verifier(tale: Tale) -> None:
    wrong = (condition(text=" "), condition(evidence=" "), condition(verifier="the-janitor"))
    for one in wrong:
        assert "locked-room" in tale.refused("gwen", people.decided(conditions=(one,)))
    assert "same key" in tale.refused("gwen", people.decided(conditions=(condition(), condition())))


@pytest.mark.parametrize(
    "lacking", [{"due": None}, {"verifier": "requester"}, {"evidence": "", "before_signature": False}]
)
def test_a_condition_that_lacks_what_every_condition_has_is_refused(tale: Tale, lacking: dict[str, Any]) -> None:
    tale.refused("gwen", people.decided(conditions=(condition(**lacking),)))
