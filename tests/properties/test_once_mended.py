"""What random conversations once got away with, told plainly so that it stays mended."""

from datetime import UTC, datetime

import pytest

from sharing import commissioning
from sharing.facts import EntryPublished
from sharing.messages import (
    MESSAGES,
    AskRequester,
    Assign,
    DecideDeparture,
    DeclareConflict,
    DraftAgreement,
    Escalate,
    GiveReview,
    ItemQuestion,
    NameHolder,
    Narrow,
    SeekDeparture,
    VerifyCondition,
)
from tests import people
from tests.properties.conversation import Conversation
from tests.properties.scenes import lodging
from tests.properties.sentences import faults
from tests.properties.stages import CENSUS, COUNCIL, DEATHS, OFFICER, OWNER, SECRETARY, STAGES
from tests.told import Tale

ROOMS = {"key": "rooms", "text": "A locked room.", "evidence": "A photograph.", "due": "2027-06-01"}


def at(stage: str) -> Tale:
    """The request at a place of the road."""
    return STAGES[stage].tale().fork()


def checked_and_returned() -> Tale:
    """Signed by all, the entry checked; then a condition fails, and the approval returns to its deciders."""
    tale = at("advised").approved(conditions=[ROOMS]).drafted().agreed()
    tale.say("asha", people.entry())
    tale.say("nadia", people.entry_screened())
    tale.say("cleo", people.entry_checked())
    tale.say("asha", VerifyCondition(condition=f"{DEATHS}:rooms", fulfilled=False, evidence="There is no lock."))
    assert "approval-returned" in tale.kinds
    return tale


def test_a_late_word_that_an_earlier_entry_is_published_publishes_no_later_one() -> None:
    tale = checked_and_returned()
    tale.say("gwen", people.decided(DEATHS))
    tale.drafted().agreed()
    tale.say("asha", people.entry())
    assert tale.request.entries == 2
    tale.happen(EntryPublished(version=1, address="/register/ONS-2027-0001"))
    assert tale.request.closed is None, "the second version has been neither screened nor checked"


def test_an_agreed_share_does_not_lapse() -> None:
    tale = at("agreed")
    question = ItemQuestion(item="statistical-use", asks="May we publish this sentence?")
    tale.say("asha", AskRequester(office="onward-sharing-service", questions=(question,)))
    assert tale.wait(60).request.closed is None


@pytest.mark.requirement("ONS-049")
def test_an_approval_against_the_advice_reaches_the_council_by_whatever_way() -> None:
    tale = at("with terms").advised("do-not-share")
    tale.say("gwen", Escalate(asset=DEATHS, to=OFFICER, reasons="It is too big for me."))
    tale.say("chen", people.decided(DEATHS, office=OFFICER))
    assert {fact.fact.office for fact in tale.facts if fact.fact.kind == "decided"} <= {COUNCIL}


def test_nobody_takes_a_decision_from_the_permanent_secretary_by_assigning_it() -> None:
    tale = at("seeking an exception")
    tale.refused("asha", Assign(office=SECRETARY, to="rae"))
    grant = {"departure": "administrative-use", "outcome": "grant", "clause": "ONS-063", "scope": "This request."}
    tale.say("petra", DecideDeparture.model_validate({**grant, "until": "2029-12-31", "reasons": "A great benefit."}))


def test_owners_of_other_data_assign_nothing_here() -> None:
    tale = at("triaged")
    tale.refused("thea", Assign(office="third-party-owner", asset="hospital-activity", to="rae"))
    tale.refused("hana", Assign(office=OWNER, asset=CENSUS, to="rae"))


def test_an_owner_of_other_data_asks_for_no_exception_here() -> None:
    at("triaged").refused("hana", SeekDeparture(office=OWNER, departure="tre-first", reasons="I would like it."))


def test_both_who_approve_a_complex_share_may_set_a_condition_under_the_same_name() -> None:
    tale = at("complex")
    tale.say("gwen", people.decided(DEATHS, conditions=[{**ROOMS, "before_signature": True}]))
    tale.say("chen", people.decided(DEATHS, office=OFFICER, conditions=[{**ROOMS, "text": "Named accounts."}]))
    texts = {state.condition.text for state in tale.request.conditions.values()}
    assert texts == {"A locked room.", "Named accounts."}


def test_whoever_granted_an_exception_reviews_no_more() -> None:
    tale = at("seeking an exception")
    grant = {"departure": "administrative-use", "outcome": "grant", "clause": "ONS-063", "scope": "This request."}
    tale.say("petra", DecideDeparture.model_validate({**grant, "until": "2029-12-31", "reasons": "A great benefit."}))
    named = {"office": "legal", "person": "petra", "until": "2027-12-31", "reason": "All are away."}
    tale.say("carys", NameHolder.model_validate(named))
    tale.revise(methods="Other methods.")
    legal: GiveReview = people.opinion("legal")
    assert "excludes" in tale.refused("petra", legal)


def test_only_somebody_who_could_act_declares_a_conflict() -> None:
    tale, conflict = at("triaged"), DeclareConflict(reason="I know them well.")
    tale.refused(people.someone("pat", "legal", organisation="university-of-wexbridge"), conflict)
    tale.refused(people.someone("pat", "legal", for_person="leo"), conflict)


def test_a_request_lodged_at_the_edge_of_the_calendar_is_refused_or_received_now() -> None:
    message = MESSAGES.validate_python(lodging())
    Tale().say("rae", message, at=datetime(1, 1, 1, tzinfo=UTC))


def test_every_sentence_begins_like_one() -> None:
    passed, half = at("passed"), at("half signed")
    spoken = (
        half.refused("rae", people.signed("requester", None, "university-of-wexbridge")),
        passed.refused("gwen", people.signed(OWNER, CENSUS)),
        at("partly refused").refused("rae", Narrow(drop=(CENSUS,))),
    )
    assert [faults(sentence) for sentence in spoken] == [[], [], []]


@pytest.mark.requirement("ONS-078")
def test_no_entry_is_published_for_an_agreement_that_nobody_has_drawn_up() -> None:
    tale = Conversation()
    tale.at_decision().approved()
    tale.holds_errands = True
    for by, message in (
        ("asha", DraftAgreement()),
        ("olu", people.agreement_screened("0" * 64)),
        ("rae", people.signed("requester", None, "university-of-wexbridge")),
        ("gwen", people.signed(OWNER, DEATHS)),
        ("asha", people.entry()),
        ("nadia", people.entry_screened()),
        ("cleo", people.entry_checked()),
        ("cleo", people.publish()),
    ):
        tale.say(by, message)
    assert commissioning.publishing(tale.request) is None, "words may run ahead of the document; publishing waits"
    tale.run_errands()
    assert commissioning.publishing(tale.request) is None, "the screening was of other bytes than were drawn up"
    assert tale.request.closed is None
