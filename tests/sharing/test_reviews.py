"""Opinions: structured, whole, each on its own conditions, on the revision that stands."""

from typing import Any

import pytest

from policy.scheme import LegalGateway, Reviewer, Reviews
from sharing.messages import GiveReview
from tests import people
from tests.sharing.saying import DEATHS, HOSPITAL, OWNER, legal, opined, organisations
from tests.told import Tale

PANEL = {seat.office: seat for step in people.RULES.path if isinstance(step, Reviews) for seat in step.panel}
SEATS = [PANEL[office] for office in people.PANEL]
BOARD = "srsa-s39-4-c"


@pytest.fixture(scope="module")
def before_reviews() -> Tale:
    return Tale().lodge().screened().informed().triaged()


@pytest.fixture
def tale(before_reviews: Tale) -> Tale:
    return before_reviews.fork()


@pytest.mark.requirement("ONS-024")
@pytest.mark.parametrize(
    ("office", "part"),
    [(seat.office, part.key) for seat in SEATS for part in seat.parts if not part.gateway],
)
def test_no_part_of_an_opinion_may_be_empty(tale: Tale, office: str, part: str) -> None:
    given = people.opinion(office)
    missing = {key: text for key, text in given.parts.items() if key != part}
    assert part in tale.refused(people.HOLDS[office], opined(office, parts={part: " \n "}))
    assert part in tale.refused(people.HOLDS[office], given.model_copy(update={"parts": missing}))


@pytest.mark.requirement("ONS-024")
def test_legal_and_data_protection_consider_legislation_privacy_concerns_and_mitigations() -> None:
    for office in ("legal", "data-protection"):
        assert {"legislation", "privacy-concerns", "mitigations"} <= {part.key for part in PANEL[office].parts}


def test_a_part_that_the_opinion_does_not_have_is_refused(tale: Tale) -> None:
    assert "horoscope" in tale.refused("sam", opined("security", parts={"horoscope": "Favourable."}))


@pytest.mark.requirement("ONS-005")
def test_a_legal_opinion_that_does_not_name_the_act_is_refused(tale: Tale) -> None:
    silent = opined("legal", parts={"legislation": "UK GDPR, Data Protection Act 2018"})
    assert "SRSA" in tale.refused("leo", silent)
    tale.say("leo", opined("legal", parts={"legislation": "SRSA 2007 s39, UK GDPR"}))
    assert tale.request.opinion("reviews", "legal") is not None


@pytest.mark.requirement("ONS-005")
def test_a_share_against_legislation_is_not_approved(tale: Tale) -> None:
    tale.reviewed(legislation="not-met").advised()
    assert "Legislation" in tale.refused("gwen", people.decided())


@pytest.mark.requirement("ONS-006")
def test_public_benefit_and_statistical_purpose_are_two_tests(tale: Tale) -> None:
    no_benefit = tale.fork().reviewed(public_benefit="not-met").advised()
    assert "Public benefit" in no_benefit.refused("gwen", people.decided())
    administrative = Tale().at_decision(people.complete(purpose_kind="administrative"))
    sentence = administrative.refused("gwen", people.decided())
    assert "Statistical purpose" in sentence
    assert "Public benefit" not in sentence
    assert "administrative-use" in sentence


@pytest.mark.requirement("ONS-007")
def test_confidentiality_is_settled_by_data_protection_and_security_and_nobody_else(tale: Tale) -> None:
    settling = people.settling("confidentiality")
    for office in people.PANEL:
        given = people.opinion(office)
        settled = given.model_copy(update={"settles": {**given.settles, **settling}})
        if office in ("data-protection", "security"):
            tale.fork().say(people.HOLDS[office], settled)
        else:
            assert "does not settle" in tale.refused(people.HOLDS[office], settled)
    advice = people.advised()
    tale.reviewed().say("asha", people.terms())
    foreign = advice.model_copy(update={"settles": {**advice.settles, **settling}})
    assert "does not settle" in tale.refused("olu", foreign)


@pytest.mark.requirement("ONS-007")
@pytest.mark.parametrize("office", ["data-protection", "security"])
def test_confidentiality_is_met_only_if_both_say_so(tale: Tale, office: str) -> None:
    for seat in people.PANEL:
        verdicts = {"confidentiality": "not-met"} if seat == office else {}
        tale.say(people.HOLDS[seat], people.opinion(seat, verdicts=verdicts))
    tale.advised()
    sentence = tale.refused("gwen", people.decided())
    assert people.RULES.title(office) in sentence


@pytest.mark.parametrize("seat", SEATS, ids=lambda seat: seat.office)
def test_a_seat_settles_all_its_conditions_with_evidence(tale: Tale, seat: Reviewer) -> None:
    given = people.opinion(seat.office)
    for gate in seat.settles:
        without = {key: one for key, one in given.settles.items() if key != gate}
        bare = {**given.settles, gate: given.settles[gate].model_copy(update={"evidence": " "})}
        assert gate in tale.refused(people.HOLDS[seat.office], given.model_copy(update={"settles": without}))
        assert gate in tale.refused(people.HOLDS[seat.office], given.model_copy(update={"settles": bare}))


@pytest.mark.requirement("ONS-012")
def test_the_gateway_comes_from_the_catalogue_and_words_alone_do_not_do(tale: Tale) -> None:
    words = legal().parts | {"gateway": "It is surely lawful."}
    assert "catalogue" in tale.refused("leo", legal().model_copy(update={"parts": words}))
    assert "catalogue" in tale.refused("leo", legal("common-sense"))
    tale.say("leo", legal(verdicts={"legal_gateway": "not-met"}))
    tale.reviewed().advised()
    assert "Legal gateway" in tale.refused("gwen", people.decided())


@pytest.mark.requirement("ONS-012")
def test_the_requester_only_suggests_a_gateway() -> None:
    tale = Tale().lodge(answers=people.complete(suggested_gateway="srsa-s39-4-a")).screened().informed().triaged()
    assert "catalogue" in tale.refused("leo", legal())


@pytest.mark.requirement("ONS-013")
@pytest.mark.parametrize("show", ["board-function", "necessity"])
def test_relying_on_the_boards_functions_names_the_function_and_the_necessity(tale: Tale, show: str) -> None:
    assert people.opinion("legal").gateways == (BOARD,)
    assert show in tale.refused("leo", opined("legal", parts={show: ""}))


@pytest.mark.requirement("ONS-104")
@pytest.mark.parametrize("gateway", ["srsa-s42", "srsa-s53a", "sta-s9"])
def test_a_gateway_that_is_not_open_to_the_recipient_is_refused(tale: Tale, gateway: str) -> None:
    assert "open only to" in tale.refused("leo", legal(gateway))


@pytest.mark.requirement("ONS-108")
def test_section_53a_is_open_to_a_devolved_government_and_only_if_nobody_else_receives_the_data() -> None:
    cambria = {"name": "Government of Cambria", "role": "recipient", "signatory": "M", "registration": "Z2"}
    alone: dict[str, Any] = {
        "recipient_type": "devolved-government",
        "concordat_reference": "A",
        "organisations": (cambria,),
    }
    tale = Tale().lodge("tomos", people.complete(**alone)).screened().informed().triaged()
    tale.say("leo", legal("srsa-s53a"))
    joint = {**alone, "organisations": (cambria, *organisations())}
    tale = Tale().lodge("tomos", people.complete(**joint)).screened().informed().triaged()
    assert "open only to" in tale.refused("leo", legal("srsa-s53a"))


@pytest.mark.requirement("ONS-106")
@pytest.mark.parametrize("gateway", ["dea-s64", "srsa-s39-4-i"])
def test_a_gateway_that_leads_elsewhere_opens_nothing_here(tale: Tale, gateway: str) -> None:
    assert "elsewhere" in tale.refused("leo", legal(gateway))


def test_only_legal_names_gateways(tale: Tale) -> None:
    given = people.opinion("security").model_copy(update={"gateways": (BOARD,)})
    assert "legal opinion" in tale.refused("sam", given)


@pytest.mark.requirement("ONS-042", "ONS-101")
@pytest.mark.parametrize("part", ["sensitivity", "transfer-mechanism", "protection", "storage"])
def test_security_judges_sensitivity_transfer_protection_and_storage(tale: Tale, part: str) -> None:
    assert part in tale.refused("sam", opined("security", parts={part: ""}))


@pytest.mark.requirement("ONS-044")
def test_ethics_speak_about_one_version_of_the_self_assessment(tale: Tale) -> None:
    assert "self-assessment-version" in tale.refused("esi", opined("ethics", parts={"self-assessment-version": ""}))
    tale.say("esi", opined("ethics", parts={"self-assessment-version": "3"}))
    opinion = tale.request.opinion("reviews", "ethics")
    assert opinion is not None
    assert opinion.parts["self-assessment-version"] == "3"


@pytest.mark.requirement("ONS-036", "ONS-095")
def test_the_impact_assessment_is_advised_on_where_people_are_in_the_data_and_only_there(tale: Tale) -> None:
    for part in ("dpia-version", "dpia-advice"):
        assert part in tale.refused("dora", opined("data-protection", parts={part: ""}))
    businesses = Tale().lodge(answers=people.complete(natural_persons="no", subjects=("business",)))
    businesses.screened().informed().triaged()
    given = people.opinion("data-protection")
    without = {key: text for key, text in given.parts.items() if not key.startswith("dpia")}
    businesses.say("dora", given.model_copy(update={"parts": without}))
    assert "data-protection" not in businesses.awaited


@pytest.mark.requirement("ONS-095")
def test_another_version_of_the_impact_assessment_is_advised_on_again(tale: Tale) -> None:
    tale.reviewed().advised()
    newer = {"name": "dpia.pdf", "version": "2", "author": "Dr Rae Okafor", "sha256": "1" * 64}
    tale.revise(dpia=(newer,))
    assert tale.awaited == {"legal", "data-protection"}
    assert "advice" in tale.refused("gwen", people.decided())


def test_support_with_conditions_names_them(tale: Tale) -> None:
    given = people.opinion("security", verdict="support-with-conditions")
    assert "conditions" in tale.refused("sam", given)


def test_an_opinion_is_given_once_on_a_revision(tale: Tale) -> None:
    tale.say("leo", people.opinion("legal"))
    assert "already reviewed" in tale.refused("lena", people.opinion("legal"))


def test_an_opinion_on_a_revision_that_no_longer_stands_is_refused(tale: Tale) -> None:
    tale.revise(methods="Other methods.")
    assert "revision 2" in tale.refused("esi", people.opinion("ethics"), revision=1)


@pytest.mark.requirement("ONS-050")
def test_the_outside_owner_is_asked_at_once_and_names_variables_purpose_and_recipient() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(HOSPITAL,))).screened().informed().triaged()
    assert f"third-party-owner/{HOSPITAL}" in tale.awaited
    for part in ("variables", "purpose", "recipient", "evidence"):
        assert part in tale.refused("thea", opined("third-party-owner", HOSPITAL, parts={part: ""}))


@pytest.mark.requirement("ONS-050")
def test_without_the_outside_owners_agreement_nothing_is_approved_and_silence_is_none() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(HOSPITAL,))).screened().informed().triaged()
    for office in people.PANEL:
        tale.say(people.HOLDS[office], people.opinion(office))
    tale.advised().wait(120)
    assert "not awaited" in tale.refused("idris", people.decided(HOSPITAL))
    assert tale.request.decisions == {}


@pytest.mark.requirement("ONS-050")
def test_an_outside_owner_who_refuses_blocks_that_asset_until_it_is_dropped() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(DEATHS, HOSPITAL))).screened().informed().triaged()
    tale.reviewed(third_party_agreement="not-met").advised()
    assert "Third party agreement" in tale.refused("idris", people.decided(HOSPITAL))
    assert "No exception" in tale.refused("idris", people.decided(HOSPITAL))
    tale.say("gwen", people.decided(DEATHS))
    assert tale.request.decisions.keys() == {DEATHS}


def test_an_office_without_a_seat_gives_no_opinion(tale: Tale) -> None:
    assert "no seat" in tale.refused("otis", GiveReview(office="operator"))
    assert OWNER not in tale.awaited


@pytest.mark.requirement("ONS-110")
def test_a_power_is_not_relied_on_before_its_day() -> None:
    later = LegalGateway(key="new-act-s1", title="A new Act, section 1", clause="ONS-110", since="2028-01-01")
    tale = Tale()
    rules = people.RULES.model_copy(update={"gateways": (*people.RULES.gateways, later)})
    tale.request = tale.empty = tale.request.model_copy(update={"rules": rules})
    tale.lodge().screened().informed().triaged()
    assert "2028" in tale.refused("leo", legal("new-act-s1"))
