"""Exceptions: each lifts one named gate, for a scope and a time, by the Permanent Secretary in person."""

from datetime import date
from typing import Any

import pytest

from sharing.facts import Awaited
from sharing.gates import liftable, standings
from sharing.messages import MESSAGES, NameHolder, SeekDeparture
from sharing.notices.choices import choices
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import (
    COUNCIL,
    DEATHS,
    GROUP,
    LATER,
    OWNER,
    SECRETARY,
    SERVICE,
    abroad,
    condition,
    decide_exception,
    escalated,
    organisations,
    seek,
    variables,
)
from tests.told import Tale

GATES = {one.key: one.lifts for one in people.RULES.departures}
NEVER = [gate.key for gate in people.RULES.gates if gate.lifted_by is None]
OTHERS = [office.key for office in people.RULES.offices if office.key != SECRETARY]


def with_closed_gate(departure: str, **verdicts: str) -> Tale:
    """A request before its owner, on which the gate of this exception is not met, and those of these verdicts."""
    answers: dict[str, dict[str, Any]] = {
        "outside-uk": abroad(),
        "administrative-use": {"purpose_kind": "administrative"},
    }
    tale = Tale().lodge(answers=people.complete(**answers.get(departure, {}))).screened().informed().triaged()
    if departure not in answers:
        verdicts[departure.replace("-", "_")] = "not-met"
    return tale.reviewed(**verdicts).advised()


@pytest.fixture(scope="module")
def before_the_owner() -> Tale:
    return with_closed_gate("outside-uk")


@pytest.fixture
def tale(before_the_owner: Tale) -> Tale:
    return before_the_owner.fork()


@pytest.fixture
def sought(tale: Tale) -> Tale:
    tale.say("gwen", seek("outside-uk"))
    return tale


@pytest.mark.requirement("ONS-062")
@pytest.mark.parametrize("departure", GATES)
def test_a_blocked_gate_offers_one_way_only_and_that_is_its_exception(departure: str) -> None:
    tale = with_closed_gate(departure)
    sentence = tale.refused("gwen", people.decided())
    named = [key for key in GATES if f"{key!r}" in sentence]
    assert named == [departure]
    tale.say("gwen", seek(departure))
    tale.say("petra", decide_exception(departure))
    assert tale.request.approved_at is None
    assert tale.request.decisions == {}
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    lifted = [one.gate for one in standings(tale.request, tale.request.assets[0], tale.at) if one.verdict == "lifted"]
    assert lifted == [GATES[departure]]
    tale.approved()
    assert tale.request.approved_at is not None


@pytest.mark.requirement("ONS-062", "ONS-064")
@pytest.mark.parametrize("departure", GATES)
@pytest.mark.parametrize("gate", ["legislation", "legal-gateway", "public-benefit", "confidentiality"])
def test_an_exception_that_was_granted_lifts_no_other_gate(departure: str, gate: str) -> None:
    tale = with_closed_gate(departure, **{gate.replace("-", "_"): "not-met"})
    tale.say("gwen", seek(departure))
    tale.say("petra", decide_exception(departure))
    other = next(one for one in people.RULES.gates if one.key == gate)
    assert other.title in tale.refused("gwen", people.decided())
    closed = [one.gate for one in standings(tale.request, tale.request.assets[0], tale.at) if one.closed]
    assert closed == [gate]


@pytest.mark.requirement("ONS-062")
@pytest.mark.parametrize("missing", [{"clause": " "}, {"scope": ""}, {"until": None}, {"reasons": " "}])
def test_a_granted_exception_names_clause_scope_duration_and_reasons(sought: Tale, missing: dict[str, Any]) -> None:
    sought.refused("petra", decide_exception("outside-uk", **missing))
    sought.say("petra", decide_exception("outside-uk"))
    granted = sought.request.departures["outside-uk"].decided
    assert granted is not None
    assert (granted.clause, granted.until, granted.revision) == ("ONS-014", LATER, 1)
    assert granted.scope
    assert granted.conditions
    assert [one.by.person for one in sought.facts if one.fact.kind == "departure-decided" and one.by] == ["petra"]


def test_an_exception_does_not_end_in_the_past(sought: Tale) -> None:
    sought.refused("petra", decide_exception("outside-uk", until=date(2026, 12, 31)))


@pytest.mark.requirement("ONS-064")
def test_an_exception_whose_time_has_run_out_lifts_nothing(sought: Tale) -> None:
    sought.say("petra", decide_exception("outside-uk", until=sought.at.date()))
    sought.wait(1)
    assert "UK only" in sought.refused("gwen", people.decided())
    sought.say("gwen", seek("outside-uk"))
    assert SECRETARY in sought.awaited


@pytest.mark.requirement("ONS-062")
@pytest.mark.parametrize("gate", NEVER)
def test_statute_and_oversight_are_lifted_by_nobody(gate: str) -> None:
    tale = Tale().at_decision()
    for office in (OWNER, COUNCIL, "chief-data-officer", SERVICE, GROUP):
        assert "nobody can lift" in tale.refused(people.holder(office, DEATHS), seek(gate, office))
    tale.refused("petra", decide_exception(gate))


@pytest.mark.requirement("ONS-015", "ONS-063")
@pytest.mark.parametrize("office", OTHERS)
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_nobody_but_the_permanent_secretary_decides_on_an_exception(sought: Tale, office: str, outcome: str) -> None:
    sought.refused(people.someone("pat", office), decide_exception("outside-uk", outcome))
    known = people.OWNERS[DEATHS] if office == OWNER else people.HOLDS.get(office)
    if known:
        sought.refused(known, decide_exception("outside-uk", outcome))


@pytest.mark.requirement("ONS-063")
def test_the_permanent_secretary_has_no_deputy(sought: Tale) -> None:
    deputy = people.someone("pat", SECRETARY, for_person="petra", until=LATER)
    assert "in person" in sought.refused(deputy, decide_exception("outside-uk"))
    naming = NameHolder(office=SECRETARY, person="carys", until=LATER, reason="Away.")
    assert "in person" in sought.refused("carys", naming)


@pytest.mark.requirement("ONS-063")
def test_administrative_use_always_needs_the_permanent_secretary() -> None:
    tale = Tale().lodge(answers=people.complete(purpose_kind="administrative"))
    tale.say("asha", people.screened(scope={fact.key: "yes" for fact in people.RULES.scope}))
    tale.informed().triaged().reviewed().advised()
    for office in (OWNER, COUNCIL):
        tale.refused(people.holder(office, DEATHS), people.decided(office=office))
    assert "administrative-use" in tale.refused("gwen", people.decided())


@pytest.mark.requirement("ONS-064")
@pytest.mark.parametrize("office", [OWNER, COUNCIL])
def test_neither_words_nor_conditions_get_past_a_closed_gate(tale: Tale, office: str) -> None:
    if office == COUNCIL:
        tale.say("gwen", escalated())
    words = people.decided(office=office, reasons="By way of exception.", conditions=(condition(),))
    assert "UK only" in tale.refused(people.holder(office, DEATHS), words)


@pytest.mark.requirement("ONS-064")
@pytest.mark.parametrize("departure", GATES)
def test_an_exception_that_is_asked_for_is_not_granted_by_waiting(departure: str) -> None:
    tale = with_closed_gate(departure)
    tale.say("gwen", seek(departure))
    tale.wait(80)
    assert tale.request.departures[departure].decided is None
    tale.refused("gwen", people.decided())
    assert {"departure-decided", "decided"}.isdisjoint(tale.kinds)


@pytest.mark.requirement("ONS-014", "ONS-015")
def test_nothing_leaves_the_united_kingdom_without_the_exception(tale: Tale) -> None:
    for office, person in ((OWNER, "gwen"), (COUNCIL, "carys"), ("chief-data-officer", "chen")):
        tale.refused(person, people.decided(office=office))
    tale.say("gwen", seek("outside-uk"))
    tale.say("petra", decide_exception("outside-uk", "refuse"))
    assert "UK only" in tale.refused("gwen", people.decided())
    tale.say("gwen", people.decided(outcome="refuse"))
    assert tale.request.state == "refused"


@pytest.mark.requirement("ONS-014")
def test_a_change_of_place_after_the_approval_re_opens_it_and_after_a_signature_needs_an_amendment() -> None:
    tale = Tale().at_decision().approved()
    moved = tale.fork()
    moved.revise(**abroad())
    assert moved.request.approved_at is None
    assert {"legal", "data-protection", "security"} == moved.awaited
    tale.drafted().screen_agreement()
    tale.signs(next(task for task in tale.request.awaited.values() if task.office == "requester"))
    with pytest.raises(Refused, match="amendment"):
        tale.revise(**abroad())


def test_an_exception_does_not_outlive_the_revision_that_changes_what_it_was_granted_for(sought: Tale) -> None:
    sought.say("petra", decide_exception("outside-uk", scope="Access from the office in Dublin."))
    sought.revise(**abroad("Elsewhere"))
    sought.reviewed().advised()
    assert "UK only" in sought.refused("gwen", people.decided())


def test_while_an_exception_is_being_decided_the_owners_clock_stands_still(sought: Tale) -> None:
    assert sought.awaited == {f"{OWNER}/{DEATHS}", SECRETARY}
    (owner,) = [task for task in sought.request.awaited.values() if task.office == OWNER]
    assert owner.stopped_at == sought.at
    sought.wait(7)
    sought.say("petra", decide_exception("outside-uk"))
    (owner,) = [task for task in sought.request.awaited.values() if task.office == OWNER]
    assert owner.stopped_at is None
    assert sought.request.calendar.left(sought.at, owner.due) == 5


def test_a_gate_that_is_met_is_not_lifted(tale: Tale) -> None:
    assert "nothing to lift" in tale.refused("gwen", seek("publish-first"))
    tale.say("gwen", seek("outside-uk"))
    assert "already" in tale.refused("asha", seek("outside-uk", SERVICE))


def test_who_has_no_part_in_the_decision_asks_for_no_exception(tale: Tale) -> None:
    tale.refused("leo", seek("outside-uk", "legal"))
    tale.refused("rae", SeekDeparture(office="requester", departure="outside-uk", reasons="We would like to."))


def test_the_group_does_not_ask_for_an_exception_from_a_gate_that_is_met() -> None:
    tale = Tale().lodge().screened().informed().triaged().reviewed()
    tale.say("asha", people.terms())
    tale.refused("olu", people.advised("to-the-permanent-secretary", departures=("tre-first",)))


@pytest.mark.parametrize(
    "change",
    [
        {"variables": variables(DEATHS, names=("age_at_death", "postcode"))},
        {"organisations": organisations("Meridian Institute for Social Research"), "declaration": "yes"},
    ],
)
def test_an_exception_does_not_reach_other_data_or_other_recipients(sought: Tale, change: dict[str, Any]) -> None:
    sought.say("petra", decide_exception("outside-uk"))
    sought.revise(**change)
    sought.reviewed().advised()
    assert "UK only" in sought.refused("gwen", people.decided())


def test_nobody_signs_under_an_exception_whose_time_has_run_out(sought: Tale) -> None:
    sought.say("petra", decide_exception("outside-uk", until=date(2027, 2, 10)))
    sought.approved().drafted().screen_agreement().wait(10)
    sought.refused("gwen", people.signed(OWNER, DEATHS))


def test_a_decider_is_offered_to_ask_for_an_exception_only_where_one_could_lift_what_is_not_met() -> None:
    met = Tale().at_decision()
    assert "Ask for an exception" not in offers(met)
    tale = Tale().at_decision(people.complete(**abroad()))
    (choice,) = [one for one in choices(tale.request, deciding(tale)) if one.label == "Ask for an exception"]
    assert [one.key for one in liftable(tale.request)] == ["outside-uk"]
    tale.say("gwen", MESSAGES.validate_python({**choice.message, "departure": "outside-uk", "reasons": "A mirror."}))
    assert "Ask for an exception" not in offers(tale)
    assert any(task.what == "departure" for task in tale.request.awaited.values())


def deciding(tale: Tale) -> Awaited:
    return next(task for task in tale.request.awaited.values() if task.what == "decide")


def offers(tale: Tale) -> list[str]:
    return [one.label for one in choices(tale.request, deciding(tale))]
