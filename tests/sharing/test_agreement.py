"""The agreement: drawn up from the decision, screened in that very version, signed by both sides."""

import pytest

from sharing import commissioning, turns
from sharing.facts import AgreementDrafted, Awaited
from sharing.messages import DraftAgreement, Sign
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import (
    DEATHS,
    HOSPITAL,
    OWNER,
    SERVICE,
    abroad,
    condition,
    decide_exception,
    organisations,
    seek,
    verified,
)
from tests.told import Tale

NEWER = people.terms(ends="2028-03-31")


@pytest.fixture(scope="module")
def just_drafted() -> Tale:
    return Tale().at_decision().approved().drafted()


@pytest.fixture
def tale(just_drafted: Tale) -> Tale:
    return just_drafted.fork()


def signing(tale: Tale) -> list[Awaited]:
    return [task for task in tale.request.awaited.values() if task.what == "sign"]


def version(tale: Tale) -> int:
    assert tale.request.agreement is not None
    return tale.request.agreement.version


def test_no_agreement_is_drafted_before_the_approval_nor_by_anybody_but_the_service() -> None:
    tale = Tale().at_decision()
    assert "not awaited" in tale.refused("asha", DraftAgreement())
    tale.approved()
    for person in ("rae", "gwen", "olu", "otis"):
        tale.refused(person, DraftAgreement())
    tale.drafted()
    assert version(tale) == 1


@pytest.mark.requirement("ONS-078")
def test_nobody_signs_before_the_group_has_screened_that_very_version(tale: Tale) -> None:
    for message, person in ((people.signed(OWNER, DEATHS), "gwen"), (people.signed("requester"), "rae")):
        assert "screening" in tale.refused(person, message)
    tale.screen_agreement()
    tale.say("asha", DraftAgreement(terms=NEWER, note="A shorter term."))
    assert version(tale) == 2
    assert "current" in tale.refused("gwen", people.signed(OWNER, DEATHS))
    assert "screening" in tale.refused("gwen", people.signed(OWNER, DEATHS, version=2))
    tale.agreed()
    assert tale.awaited == {SERVICE}


@pytest.mark.requirement("ONS-078")
def test_the_group_screens_what_it_has_read(tale: Tale) -> None:
    assert tale.request.agreement is not None
    assert tale.request.agreement.drafted is not None
    copy = tale.request.agreement.drafted.fixed_copy
    assert "another document" in tale.refused("olu", people.agreement_screened("f" * 64))
    assert "another document" in tale.refused(
        "olu", people.agreement_screened(tale.request.agreement.drafted.document)
    )
    assert "current" in tale.refused("olu", people.agreement_screened(copy, version=2))
    tale.say("olu", people.agreement_screened(copy))
    assert "already" in tale.refused("priya", people.agreement_screened(copy))


@pytest.mark.requirement("ONS-078")
def test_the_second_screening_covers_the_business_case_and_the_agreement(tale: Tale) -> None:
    tale.screen_agreement()
    of_the_group = [one.fact.kind for one in tale.facts if one.by and one.by.office == "onward-data-sharing-group"]
    assert of_the_group == ["triaged", "advised", "agreement-screened"]


def test_a_returned_version_is_drawn_up_anew_and_only_with_a_reason(tale: Tale) -> None:
    with pytest.raises(Refused, match="has to change"):
        tale.fork().screen_agreement(outcome="return", reason=" ")
    tale.screen_agreement(outcome="return", reason="The destruction clause is missing.")
    assert tale.awaited == {SERVICE}
    assert "screening" in tale.refused("gwen", people.signed(OWNER, DEATHS))
    tale.drafted()
    assert version(tale) == 2
    tale.agreed()
    assert tale.awaited == {SERVICE}


def test_screening_of_bytes_that_turn_out_to_be_others_falls() -> None:
    tale = Tale().at_decision().approved()
    turn = turns.hear(tale.request, tale.sealed("asha", DraftAgreement()), tale.known, tale.at)
    turn = turns.hear(turn.request, tale.sealed("olu", people.agreement_screened("a" * 64)), tale.known, tale.at)
    assert turn.request.agreement is not None
    assert turn.request.agreement.screened is not None
    other = AgreementDrafted(version=1, document="b" * 64, fixed_copy="c" * 64)
    turn = turns.happen(turn.request, [other], tale.at)
    assert turn.request.agreement is not None
    assert turn.request.agreement.screened is None


def test_a_document_that_arrives_late_is_not_taken_for_a_newer_version() -> None:
    tale = Tale().at_decision().approved()
    turn = turns.hear(tale.request, tale.sealed("asha", DraftAgreement()), tale.known, tale.at)
    turn = turns.hear(turn.request, tale.sealed("asha", DraftAgreement(terms=NEWER)), tale.known, tale.at)
    late = AgreementDrafted(version=1, document="b" * 64, fixed_copy="c" * 64)
    turn = turns.happen(turn.request, [late], tale.at)
    assert turn.request.agreement is not None
    assert turn.request.agreement.version == 2
    assert turn.request.agreement.drafted is None


def test_every_organisation_and_every_owner_signs_and_nobody_for_another() -> None:
    titles = ("Meridian Institute for Social Research",)
    answers = people.complete(
        assets=(DEATHS, HOSPITAL), organisations=organisations(*titles, role="joint-controller")
    )
    tale = Tale().at_decision(answers).approved().drafted().screen_agreement()
    parties = {(task.office, task.asset or task.detail) for task in signing(tale)}
    assert parties == {
        ("requester", "university-of-wexbridge"),
        ("requester", "meridian-institute"),
        (OWNER, DEATHS),
        (OWNER, HOSPITAL),
    }
    assert "Only somebody of" in tale.refused("rae", people.signed("requester", None, "meridian-institute"))
    assert "do not hold" in tale.refused("gwen", people.signed(OWNER, HOSPITAL))
    assert "Name the organisation" in tale.refused("rae", people.signed("requester"))
    for task in signing(tale)[:-1]:
        tale.signs(task)
        assert tale.request.entry is None
        assert "register" not in {one.step for one in tale.request.awaited.values()}
    tale.signs(signing(tale)[-1])
    assert tale.awaited == {SERVICE}


def test_nobody_signs_twice_or_without_being_a_party(tale: Tale) -> None:
    tale.screen_agreement()
    tale.signs(signing(tale)[0])
    signed = people.signed("requester", None, "university-of-wexbridge")
    assert "already been signed" in tale.refused("rae", signed)
    for person in ("olu", "otis", "petra"):
        tale.refused(person, Sign(version=1, office=OWNER, asset=DEATHS))
    assert "is not signed by" in tale.refused("hana", Sign(version=1, office=OWNER, asset="census-2021"))


def test_after_the_first_signature_no_other_version_is_drawn_up(tale: Tale) -> None:
    tale.screen_agreement()
    tale.signs(signing(tale)[0])
    assert "not awaited" in tale.refused("asha", DraftAgreement(terms=NEWER))
    assert version(tale) == 1


def test_a_new_version_voids_the_screening_of_the_old(tale: Tale) -> None:
    tale.screen_agreement().say("asha", DraftAgreement(terms=NEWER))
    assert tale.request.agreement is not None
    assert tale.request.agreement.screened is None
    assert tale.awaited == {"onward-data-sharing-group"}


def test_a_change_of_scope_or_safeguards_goes_back_to_the_owner(tale: Tale) -> None:
    change = DraftAgreement(terms=NEWER, changes_scope_or_safeguards=True)
    assert "note" in tale.refused("asha", change)
    tale.say("asha", change.model_copy(update={"note": "Cloud storage instead of the safe room."}))
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    assert tale.request.approved_at is None
    assert "not awaited" in tale.refused("asha", DraftAgreement())


def test_the_kind_of_agreement_stays_open_to_the_recipient_when_it_is_drawn_up_with_other_terms(tale: Tale) -> None:
    tale.refused("asha", DraftAgreement(terms=people.terms(agreement="handshake")))
    tale.refused("asha", DraftAgreement(terms=people.terms(ends="2027-01-01")))


def test_a_university_is_not_given_a_memorandum_between_governments_in_the_end(tale: Tale) -> None:
    assert "open only to" in tale.refused("asha", DraftAgreement(terms=people.terms(agreement="mou")))


@pytest.mark.requirement("ONS-034")
def test_the_paper_is_drawn_from_the_decision_and_carries_the_promise_of_no_onward_sharing() -> None:
    tale = Tale().at_decision(people.complete(**abroad()))
    tale.say("gwen", seek("outside-uk"))
    tale.say("petra", decide_exception("outside-uk"))
    tale.approved(conditions=(condition(),))
    turn = turns.hear(tale.request, tale.sealed("asha", DraftAgreement(note="First")), tale.known, tale.at)
    errand = commissioning.drafting(turn.request)
    assert errand is not None
    assert {"no-onward-sharing", "penalty", "purpose", "data-items"} <= set(errand.clauses)
    assert errand.filing == tale.request.filing.digest
    assert [one.key for one in errand.conditions] == ["locked-room"]
    assert [asset.key for asset in errand.assets] == [DEATHS]
    assert "39(4)(c)" in errand.gateways[0]
    assert "outside the UK" in errand.exceptions[0]
    assert "31 December 2030" in errand.exceptions[0]


def with_condition() -> Tale:
    return Tale().at_decision().approved(conditions=(condition(),)).drafted().screen_agreement()


def test_a_condition_that_precedes_signature_is_verified_first_by_its_verifier() -> None:
    tale = with_condition()
    assert tale.awaited == {"security"}
    assert "locked-room" in tale.refused("gwen", people.signed(OWNER, DEATHS))
    for person in ("rae", "gwen", "asha"):
        tale.refused(person, verified())
    assert "evidence" in tale.refused("sam", verified().model_copy(update={"evidence": " "}))
    assert "no condition" in tale.refused("sam", verified(key="another"))
    tale.say("sam", verified())
    assert "already" in tale.refused("sam", verified(fulfilled=False))
    assert len(signing(tale)) == 2


def test_a_condition_that_fails_returns_the_request_to_the_owner() -> None:
    tale = with_condition()
    tale.say("sam", verified(fulfilled=False))
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    assert tale.request.conditions == {}
    assert tale.request.approved_at is None


def test_a_later_condition_does_not_hold_up_the_signatures() -> None:
    tale = Tale().at_decision().approved(conditions=(condition(before_signature=False),)).drafted().screen_agreement()
    assert len(signing(tale)) == 2


def test_a_condition_with_a_long_key_can_be_verified() -> None:
    key = "k" * 70
    tale = Tale().at_decision().approved(conditions=(condition(key),)).drafted().screen_agreement()
    tale.say("sam", verified(key=key))


def test_four_eyes_hold_at_the_signature_as_well(tale: Tale) -> None:
    tale.screen_agreement()
    sibling = people.someone("gil", OWNER, organisation="university-of-wexbridge")
    assert "own request" in tale.refused(sibling, people.signed(OWNER, DEATHS))


@pytest.mark.requirement("ONS-051")
def test_nothing_comes_into_force_without_an_agreement_that_every_party_signed(tale: Tale) -> None:
    for step in (lambda: tale.screen_agreement(), lambda: tale.signs(signing(tale)[0])):
        tale.refused("asha", people.entry())
        tale.refused("cleo", people.publish())
        step()
    tale.refused("asha", people.entry())
    tale.signs(signing(tale)[0])
    tale.say("asha", people.entry())


@pytest.mark.parametrize("change", [{"transfer": "By post."}, {"retention": "For ever, on our own servers."}])
def test_another_way_of_transfer_or_retention_is_a_change_of_safeguards(tale: Tale, change: dict[str, str]) -> None:
    tale.say("asha", DraftAgreement(terms=people.terms(**change), note="The university asked for it."))
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
