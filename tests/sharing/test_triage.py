"""Triage: who must review, how risky, how complex; and what is put on record of those who are not asked."""

from typing import Any

import pytest

from policy.scheme import Reviews
from sharing.facts import Triaged
from sharing.messages import DraftAgreement
from tests import people
from tests.sharing.saying import CDO, DEATHS, GROUP, OWNER, with_communications
from tests.told import Tale

PANEL = next(step for step in people.RULES.path if isinstance(step, Reviews) and step.key == "reviews")
MANDATORY = [seat.office for seat in PANEL.panel if not seat.droppable]
INTERESTING = {"public_interest": "yes"}


def informed(**answers: Any) -> Tale:
    return Tale().lodge(answers=people.complete(**answers)).screened().informed()


def triage_of(tale: Tale) -> Triaged:
    assert tale.request.triaged is not None
    return tale.request.triaged


@pytest.mark.requirement("ONS-038")
def test_triage_names_the_seats_and_cannot_leave_the_panel_empty() -> None:
    tale = informed()
    assert tale.awaited == {GROUP}
    assert "empty" in tale.refused("olu", people.triaged().model_copy(update={"seats": ()}))
    tale.triaged(risk="high")
    assert set(triage_of(tale).seats) == set(people.PANEL)
    assert triage_of(tale).risk == "high"
    assert tale.awaited == set(people.PANEL)


@pytest.mark.requirement("ONS-038")
def test_nobody_reviews_before_triage() -> None:
    assert "not awaited" in informed().refused("leo", people.opinion("legal"))


@pytest.mark.parametrize(
    "office",
    [
        pytest.param(office, marks=pytest.mark.requirement(*ids))
        for office, ids in {
            "legal": ("ONS-022", "ONS-023", "ONS-043", "ONS-088"),
            "data-protection": ("ONS-022", "ONS-023", "ONS-041"),
            "security": ("ONS-042",),
            "ethics": ("ONS-044",),
            "data-governance": ("ONS-040",),
            "legal-and-data-services": ("ONS-090",),
        }.items()
    ],
)
def test_no_mandatory_seat_can_be_left_out_however_low_the_risk(office: str) -> None:
    seats = [seat for seat in MANDATORY if seat != office]
    low = people.triaged(*seats, risk="low", not_applicable={office: "It is a simple case."})
    assert "must review" in informed().refused("olu", low)


def test_every_seat_but_communications_is_mandatory() -> None:
    assert {seat.office for seat in PANEL.panel} - set(MANDATORY) == {"communications"}


@pytest.mark.requirement("ONS-022", "ONS-088")
@pytest.mark.parametrize("subjects", [("business",), ("body-corporate",), ("natural-person",)])
def test_data_protection_and_legal_review_businesses_as_well(subjects: tuple[str, ...]) -> None:
    natural = "yes" if "natural-person" in subjects else "no"
    tale = Tale().lodge(answers=people.complete(subjects=subjects, natural_persons=natural))
    tale.screened().informed().triaged(risk="low")
    assert {"legal", "data-protection"} <= tale.awaited


@pytest.mark.requirement("ONS-045")
def test_that_communications_are_not_asked_is_recorded_with_the_rule() -> None:
    tale = informed().triaged()
    assert "communications" not in tale.awaited
    assert triage_of(tale).left_out == {"communications": "asked only if public-interest is yes"}


@pytest.mark.requirement("ONS-045")
def test_communications_that_would_be_asked_are_left_out_only_with_a_reason() -> None:
    tale = informed(**INTERESTING)
    assert "reason" in tale.refused("olu", people.triaged())
    tale.say("olu", people.triaged(not_applicable={"communications": "Announced last year already."}))
    assert triage_of(tale).left_out == {"communications": "Announced last year already."}
    assert "communications" not in tale.awaited


@pytest.mark.requirement("ONS-045")
def test_communications_are_asked_where_the_public_takes_an_interest() -> None:
    tale = informed(**INTERESTING)
    tale.say("olu", with_communications())
    assert "communications" in tale.awaited
    assert triage_of(tale).left_out == {}


def test_triage_may_add_a_seat_that_no_rule_asks_for() -> None:
    tale = informed()
    tale.say("olu", with_communications())
    assert "communications" in tale.awaited


def test_communications_are_asked_when_a_revision_makes_them_applicable() -> None:
    tale = informed().triaged()
    tale.revise(public_interest="yes")
    assert "communications" in tale.awaited


def test_a_seat_that_is_not_on_the_panel_cannot_be_added() -> None:
    assert "no seat" in informed().refused("olu", people.triaged(*people.PANEL, "operator"))


@pytest.mark.requirement("ONS-040", "ONS-041", "ONS-042", "ONS-043", "ONS-044")
def test_every_seat_gives_its_own_opinion_and_the_request_knows_whose() -> None:
    tale = informed().triaged().reviewed()
    offices = {opinion.office for opinion in tale.request.opinions.values() if opinion.task.startswith("reviews/")}
    assert offices == set(people.PANEL)
    assert {one.by.person for one in tale.facts if one.by and one.by.office == "ethics"} == {"esi"}


@pytest.mark.requirement("ONS-023")
def test_oversight_of_data_protection_and_legal_precedes_the_sharing() -> None:
    tale = Tale().lodge().screened().informed().triaged().wait(1).reviewed().wait(1)
    tale.advised().wait(1).approved().drafted().agreed().wait(1).published()
    at = {one.fact.kind: one.at for one in tale.facts}
    opined = [one.at for one in tale.facts if one.by and one.by.office in ("legal", "data-protection")]
    assert len(opined) == 2
    assert max(opined) < at["decided"] < at["publication-ordered"]


@pytest.mark.requirement("ONS-085")
def test_a_share_found_complex_needs_the_chief_data_officer_besides_the_owner() -> None:
    tale = informed().triaged(complex=True).reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{DEATHS}", f"{CDO}/{DEATHS}"}
    owner_first, officer_first = tale.fork(), tale.fork()
    owner_first.approved()
    assert owner_first.awaited == {f"{CDO}/{DEATHS}"}
    owner_first.refused("asha", DraftAgreement())
    officer_first.say("chen", people.decided(office=CDO))
    assert officer_first.awaited == {f"{OWNER}/{DEATHS}"}
    owner_first.say("chen", people.decided(office=CDO))
    owner_first.drafted()
    assert owner_first.request.agreement is not None


@pytest.mark.requirement("ONS-085")
def test_the_chief_data_officers_refusal_of_a_complex_share_stands_beside_the_owners_approval() -> None:
    tale = informed().triaged(complex=True).reviewed().advised().approved()
    tale.say("chen", people.decided(office=CDO, outcome="refuse"))
    assert tale.request.state == "refused"
