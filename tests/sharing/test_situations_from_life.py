"""Situations from life: one test, or a few, for every row of the table that says what we do when they happen."""

from typing import Any

import pytest

from sharing.messages import (
    Assign,
    CloseRequest,
    DeclareConflict,
    DraftAgreement,
    Escalate,
    MarkUrgent,
    NameHolder,
    Narrow,
    Withdraw,
)
from sharing.refused import Refused
from tests import people
from tests.sharing.every_word import told
from tests.sharing.saying import (
    CENSUS,
    COUNCIL,
    DEATHS,
    LATER,
    OWNER,
    SERVICE,
    ask,
    condition,
    escalated,
    organisations,
    variables,
    verified,
)
from tests.told import Tale

MERIDIAN = "Meridian Institute for Social Research"


def one_owner_refused() -> Tale:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.say("gwen", people.decided(DEATHS))
    tale.say("hana", people.decided(CENSUS, "refuse"))
    return tale


def test_several_assets_one_owner_refuses_and_the_requester_narrows() -> None:
    tale = one_owner_refused()
    assert tale.awaited == {"requester"}
    assert tale.request.agreement is None
    tale.refused("asha", DraftAgreement())
    assert CENSUS in tale.refused("rae", Narrow(drop=(DEATHS,)))
    tale.say("rae", Narrow(drop=(CENSUS,), reason="We can do without the census."))
    assert tale.request.revision == 2
    assert tale.request.decisions == {}, "the other approval was provisional"
    tale.reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    tale.approved().drafted().agreed().published()
    assert tale.request.state == "published"


def test_several_assets_one_owner_refuses_and_the_requester_accepts_the_refusal_of_all() -> None:
    tale = one_owner_refused()
    tale.refused("asha", Narrow(accept_refusal=True))
    tale.say("rae", Narrow(accept_refusal=True))
    assert tale.request.state == "refused"
    assert "Nothing has been refused" in told("advised").refused("rae", Narrow(accept_refusal=True))


def test_several_assets_and_all_owners_refuse() -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, CENSUS)))
    tale.say("gwen", people.decided(DEATHS, "refuse"))
    assert tale.awaited == {f"{OWNER}/{CENSUS}"}
    tale.say("hana", people.decided(CENSUS, "refuse"))
    assert tale.request.state == "refused"


def test_urgent_shortens_the_clocks_and_drops_no_seat_and_no_gate() -> None:
    tale = told("informed")
    assert "why" in tale.refused("olu", MarkUrgent(reason=""))
    for person in ("rae", "asha", "gwen"):
        tale.refused(person, MarkUrgent(reason="Now!"))
    tale.say("olu", MarkUrgent(reason="An outbreak."))
    tale.triaged()
    assert tale.awaited == set(people.PANEL)
    usual = people.RULES.allowance("review").days
    assert all(task.days == usual / 2 for task in tale.request.awaited.values())
    tale.reviewed(confidentiality="not-met").advised()
    assert "Confidentiality" in tale.refused("gwen", people.decided())


def test_a_reviewer_is_away_and_the_deputy_acts_on_the_dated_days() -> None:
    holiday = people.someone("dep", "legal", for_person="leo", since="2027-02-01", until="2027-02-12")
    tale = told("triaged").wait(11)
    assert "do not hold" in tale.refused(holiday, people.opinion("legal"))
    tale = told("triaged").wait(5)
    tale.say(holiday, people.opinion("legal"))


def test_a_reviewer_has_left_and_the_head_names_somebody_or_else_the_council_does() -> None:
    for head in ("hugo", "carys"):
        tale = told("triaged")
        tale.say(head, NameHolder(office="legal", person="quin", until=LATER, reason="The lawyer has left."))
        tale.say(people.someone("quin"), people.opinion("legal"))
    tale = told("advised")
    tale.say(
        "carys", NameHolder(office=OWNER, asset=DEATHS, person="quin", until=LATER, reason="The owner has left.")
    )
    tale.say(people.someone("quin"), people.decided())


def test_a_small_team_where_the_owner_is_also_the_data_protection_reviewer() -> None:
    tale = told("triaged")
    tale.say("mila", people.opinion("data-protection"))
    tale.reviewed().advised()
    assert "excludes" in tale.refused("mila", people.decided())
    tale.say("gwen", people.decided())
    other = told("advised")
    other.say("mila", people.decided())
    other.revise(methods="Other methods.")
    assert "excludes" in other.refused("mila", people.opinion("data-protection"))
    other.say("dmitri", people.opinion("data-protection"))


def test_the_requesters_organisation_merges_and_the_new_one_declares_afresh() -> None:
    tale = told("advised")
    merged: dict[str, Any] = {"organisations": organisations(MERIDIAN)}
    with pytest.raises(Refused, match="declaration"):
        tale.revise(**merged)
    tale.revise("ruth", **merged, declaration="yes")
    assert {"legal", "data-protection", "security"} <= tale.awaited, "gateway, data protection and assurance re-open"
    assert "advice" in tale.refused("gwen", people.decided())


def test_the_requesters_signatory_leaves_and_the_new_one_declares_afresh() -> None:
    tale = told("agreement-screened")
    with pytest.raises(Refused, match="declaration"):
        tale.revise("ruth", signatory="yes")
    tale.revise("ruth", signatory="yes", declaration="yes")
    assert {"legal", "data-protection"} <= tale.awaited
    assert tale.request.agreement is None


def test_scope_shrinks_during_clarification_and_that_is_still_a_revision() -> None:
    tale = Tale().lodge(answers=people.complete(variables=variables(DEATHS, names=("age_at_death", "postcode"))))
    tale.screened().informed().triaged()
    for office in people.PANEL:
        tale.say(people.HOLDS[office], people.opinion(office))
    tale.say("asha", ask(SERVICE, "variables"))
    tale.answer(1, variables=variables(DEATHS))
    assert tale.request.revision == 2
    assert {"legal", "data-protection"} <= tale.awaited


def test_conditions_are_whole_and_one_that_fails_returns_the_request_to_its_owner() -> None:
    tale = told("advised")
    one = condition()
    tale.say("gwen", people.decided(conditions=(one,)))
    kept = tale.request.conditions[f"{DEATHS}:locked-room"].condition
    assert (kept.text, kept.owner, kept.evidence, kept.verifier) == (one.text, one.owner, one.evidence, one.verifier)
    assert (kept.due, kept.before_signature) == (one.due, True)
    tale.drafted().screen_agreement()
    assert tale.awaited == {"security"}
    fails, holds = tale.fork(), tale.fork()
    fails.say("sam", verified(fulfilled=False))
    assert fails.awaited == {f"{OWNER}/{DEATHS}"}
    holds.say("sam", verified())
    assert {task.what for task in holds.request.awaited.values()} == {"sign"}


def test_asked_to_reconsider_it_is_a_linked_request_with_people_who_have_not_acted_on_the_first() -> None:
    first = told("advised")
    first.say("gwen", people.decided(outcome="refuse"))
    before = first.request
    acted = tuple(sorted({one.by.person for one in first.facts if one.by} - {"rae"}))
    earlier = ({"reference": first.request.reference, "outcome": "refused"},)
    second = Tale(reference="ONS-2027-0002")
    second.lodge(reconsiders=first.request.reference, barred=acted, earlier=earlier)
    assert first.request.reference in second.refused("asha", people.screened())
    second.say("felix", people.screened())
    assert first.request.reference in second.refused("gwen", people.opinion(OWNER, DEATHS))
    dated_deputy = people.someone("dep", OWNER, for_person="gwen", until=LATER)
    assert first.request.reference in second.refused(dated_deputy, people.opinion(OWNER, DEATHS))
    assert first.request == before
    assert "closed (refused)" in first.refused("gwen", people.decided())


def test_the_same_asked_twice_is_linked_and_one_of_them_closed_as_duplicate() -> None:
    tale = Tale(reference="ONS-2027-0002").lodge()
    tale.say("asha", people.screened("duplicate", duplicate_of="ONS-2027-0001"))
    assert tale.request.state == "duplicate"
    assert tale.request.screened is not None
    assert tale.request.screened.duplicate_of == "ONS-2027-0001"


def test_earlier_refusals_of_the_same_lie_before_the_decider() -> None:
    tale = Tale(reference="ONS-2027-0002")
    tale.lodge(earlier=({"reference": "ONS-2026-0007", "outcome": "refused"},))
    tale.screened().informed().triaged().reviewed().advised()
    (notice,) = [notice for notice in tale.told(OWNER, "ask") if "Decision" in notice.headline]
    assert "ONS-2026-0007, refused" in " ".join(notice.lines)
    tale.say("gwen", escalated())
    (council,) = tale.told(COUNCIL, "ask")
    assert "ONS-2026-0007, refused" in " ".join(council.lines)


def test_joint_controllers_each_sign_and_four_eyes_cover_all_of_them() -> None:
    answers = people.complete(organisations=organisations(MERIDIAN, role="joint-controller"))
    tale = Tale().at_decision(answers)
    sibling = people.someone("sib", OWNER, organisation="meridian-institute")
    assert "own request" in tale.refused(sibling, people.decided())
    tale.approved().drafted().screen_agreement()
    assert {task.detail for task in tale.request.awaited.values() if task.office == "requester"} == {
        "university-of-wexbridge",
        "meridian-institute",
    }


def test_the_negotiation_stalls_and_the_owner_is_told_on_day_20_and_decides_again_on_day_60() -> None:
    tale = told("drafted").wait(19)
    assert "stall-reported" not in tale.kinds
    tale.wait(1)
    told_of = [notice for notice in tale.told(OWNER) if "still not signed" in notice.headline]
    assert [notice.asset for notice in told_of] == [DEATHS]
    tale.wait(39)
    assert "approval-returned" not in tale.kinds
    tale.wait(1)
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    assert tale.kinds.count("stall-reported") == tale.kinds.count("approval-returned") == 1
    tale.approved().drafted()
    assert tale.request.versions == 2


def test_the_negotiation_stalls_and_changed_terms_are_screened_again_or_the_request_is_closed() -> None:
    tale = told("agreement-screened").wait(20)
    changed, closed = tale.fork(), tale.fork()
    changed.say("asha", DraftAgreement(terms=people.terms(ends="2028-03-31"), note="A shorter term."))
    assert changed.awaited == {"onward-data-sharing-group"}
    closed.say("otis", CloseRequest(reason="The university no longer answers."))
    assert closed.request.state == "closed-by-operator"


def test_the_requester_withdraws_while_the_owner_decides() -> None:
    tale = told("advised")
    tale.say("rae", Withdraw(reason="Our funder has withdrawn."))
    assert "withdrawn" in tale.refused("gwen", people.decided())
    assert tale.request.state == "withdrawn"
    assert tale.request.approved_at is None
    other = told("advised")
    other.say("gwen", people.decided(outcome="refuse"))
    assert "refused" in other.refused("rae", Withdraw())
    assert other.request.state == "refused"


def test_what_is_handed_on_within_an_office_stays_with_the_office() -> None:
    tale = told("lodged")
    tale.say("margit", Assign(office=SERVICE, to="felix"))
    tale.say("felix", DeclareConflict(reason="I know them."))
    tale.say("asha", people.screened())


def test_nothing_is_escalated_by_somebody_who_is_not_asked() -> None:
    message = Escalate(asset=DEATHS, to=COUNCIL, reasons="I would like to.")
    for person in ("otis", "olu", "asha", "rae"):
        told("advised").refused(person, message)
