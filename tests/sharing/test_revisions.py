"""Revisions: what a change re-opens, what falls, and what stays on record."""

from typing import Any

import pytest

from policy.scheme import Reviews
from sharing.facts import OpinionGiven
from sharing.messages import DraftAgreement, Narrow, ReviseAnswers
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import (
    CENSUS,
    COUNCIL,
    DEATHS,
    HOSPITAL,
    OWNER,
    SERVICE,
    abroad,
    escalated,
    opined,
    organisations,
    variables,
)
from tests.told import Tale

ALWAYS = {"legal", "data-protection"}
SEATS = {
    seat.office
    for step in people.RULES.path
    if isinstance(step, Reviews) and step.key == "reviews"
    for seat in step.panel
}
MERIDIAN = "Meridian Institute for Social Research"


@pytest.fixture(scope="module")
def before_decision() -> Tale:
    return Tale().at_decision()


@pytest.fixture
def tale(before_decision: Tale) -> Tale:
    return before_decision.fork()


@pytest.mark.requirement("ONS-022", "ONS-088")
@pytest.mark.parametrize(
    "item", ["title", "methods", "public-benefit", "security", "dpia", "retention", "lay-summary"]
)
def test_every_change_re_opens_data_protection_and_legal_and_the_seats_that_the_scheme_maps(
    tale: Tale, item: str
) -> None:
    changed: dict[str, Any] = {"dpia": ({"name": "d.pdf", "version": "9", "author": "R", "sha256": "9" * 64},)}
    tale.revise(**{item.replace("-", "_"): changed.get(item, "Something else.")})
    assert tale.awaited == ALWAYS | (set(people.RULES.impact.get(item, ())) & SEATS)


def test_later_advice_and_decisions_fall(tale: Tale) -> None:
    tale.say("gwen", escalated())
    tale.revise(methods="Other methods.")
    assert tale.request.advice is None
    assert tale.request.rights == {}
    assert "advice" in tale.refused("carys", people.decided(office=COUNCIL))
    tale.reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    tale.approved()
    tale.revise(methods="Yet others.")
    assert tale.request.approved_at is None
    assert tale.request.decisions == {}


def test_an_agreement_that_nobody_has_signed_falls_with_the_approval(tale: Tale) -> None:
    tale.approved().drafted().screen_agreement()
    tale.revise(methods="Other methods.")
    assert tale.request.agreement is None
    assert "no agreement" in tale.refused("gwen", people.signed(OWNER, DEATHS))
    tale.reviewed().advised().approved().drafted()
    assert tale.request.versions == 2


def test_what_was_said_before_stays_on_record(tale: Tale) -> None:
    before = list(tale.facts)
    tale.revise(methods="Other methods.")
    tale.reviewed()
    assert tale.facts[: len(before)] == before
    legal = [
        one.fact.revision for one in tale.facts if isinstance(one.fact, OpinionGiven) and one.fact.office == "legal"
    ]
    assert legal == [1, 2]


def test_opinions_that_no_change_touches_stand(tale: Tale) -> None:
    tale.revise(methods="Other methods.")
    assert tale.request.opinion("reviews", "security") is not None
    assert tale.request.opinion("reviews", "ethics") is None


def test_a_speaker_who_saw_an_older_revision_is_refused(tale: Tale) -> None:
    tale.revise(security="Other locks.")
    for person, message in (
        ("leo", people.opinion("legal")),
        ("olu", people.advised()),
        ("gwen", people.decided()),
        ("olu", people.triaged()),
    ):
        assert "revision 2" in tale.refused(person, message, revision=1)


def test_a_change_that_changes_nothing_or_says_no_reason_is_refused(tale: Tale) -> None:
    with pytest.raises(Refused, match="Nothing would change"):
        tale.revise(methods=tale.answers["methods"])
    with pytest.raises(Refused, match="reason"):
        tale.revise(reason=" ", methods="Other.")
    assert "desk" in tale.refused("rae", ReviseAnswers(reason="x", changes={"methods": "Unfiled."}))


def test_another_recipient_needs_a_declaration_afresh_by_whoever_may_now_give_it(tale: Tale) -> None:
    joint = organisations(MERIDIAN, role="joint-controller")
    with pytest.raises(Refused, match="declaration"):
        tale.revise(organisations=joint)
    tale.revise("ruth", organisations=joint, declaration="yes")
    assert tale.awaited == ALWAYS | {"security", "ethics", "data-governance", "legal-and-data-services"}


def test_a_recipient_who_joins_by_a_revision_signs_and_may_not_scrutinise(tale: Tale) -> None:
    tale.revise(organisations=organisations(MERIDIAN, role="joint-controller"), declaration="yes")
    sibling = people.someone("sib", "legal", organisation="meridian-institute")
    assert "own request" in tale.refused(sibling, people.opinion("legal"))
    tale.reviewed().advised().approved().drafted().screen_agreement()
    assert {task.detail for task in tale.request.awaited.values()} >= {"meridian-institute"}


def test_data_that_are_added_by_a_revision_are_decided_by_their_own_owner(tale: Tale) -> None:
    tale.revise(variables=variables(DEATHS, CENSUS))
    assert f"{OWNER}/{CENSUS}" in tale.awaited


def test_data_that_a_revision_no_longer_names_are_no_longer_decided() -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.revise(variables=variables(DEATHS))
    tale.reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}


def test_what_a_third_party_changes_is_a_revision_of_its_own() -> None:
    tale = Tale().at_decision(people.complete(assets=(HOSPITAL,)))
    tale.say("thea", opined("third-party-owner", HOSPITAL, parts={"variables": "All but the postcode."}))
    assert tale.request.revision == 2
    assert tale.awaited == ALWAYS | {"security"}


@pytest.mark.requirement("ONS-050")
@pytest.mark.parametrize(
    "change", [{"variables": variables(HOSPITAL, names=("postcode",))}, {"statistical_use": "Other."}]
)
def test_a_third_partys_agreement_falls_with_the_variables_and_the_purpose_it_was_given_for(
    change: dict[str, Any],
) -> None:
    tale = Tale().at_decision(people.complete(assets=(HOSPITAL,)))
    tale.revise(**change)
    assert f"third-party-owner/{HOSPITAL}" in tale.awaited


def test_dropping_an_asset_is_confirmed_by_data_protection_and_legal() -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    assert "drop" in tale.refused("rae", Narrow(drop=("business-register",)))
    assert "withdraw" in tale.refused("rae", Narrow(drop=(DEATHS, CENSUS)))
    tale.say("rae", Narrow(drop=(CENSUS,), reason="We can do without."))
    assert tale.request.revision == 2
    assert tale.awaited == ALWAYS
    tale.reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}


def test_after_the_first_signature_scope_changes_by_an_amendment_only(tale: Tale) -> None:
    tale.approved().drafted().screen_agreement()
    tale.signs(next(iter(tale.request.awaited.values())))
    with pytest.raises(Refused, match="amendment"):
        tale.revise(**abroad())
    assert "amendment" in tale.refused("rae", Narrow(drop=(DEATHS,)))
    tale.refused("gwen", opined(OWNER, DEATHS, parts={"restrictions": "None."}))
    tale.refused("asha", DraftAgreement())


def test_the_owner_is_asked_again_with_the_sentence_that_says_so(tale: Tale) -> None:
    before = tale.request.number
    tale.revise(methods="Other methods.")
    tale.reviewed()
    for office in ("legal", "data-protection", "ethics"):
        assert "again" in tale.told(office, "ask", since=before)[0].headline
    assert tale.told(SERVICE, "tell", since=before)[0].lines[1] == "Changed: methods."
