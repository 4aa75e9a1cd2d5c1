"""Facts about the data: what the owner tells, whether anybody can be identified, and what is published instead."""

import pytest

from policy.scheme import Reviews
from sharing.messages import Narrow
from tests import people
from tests.sharing.saying import (
    CENSUS,
    COUNCIL,
    DEATHS,
    GROUP,
    OWNER,
    SERVICE,
    UNOWNED,
    concluded,
    determined,
    in_doubt,
    lodging,
    opined,
    variables,
)
from tests.told import Tale

INFORMING = next(step for step in people.RULES.path if isinstance(step, Reviews) and step.what == "inform")
EXPERT = "disclosure-control"


def screened(*assets: str) -> Tale:
    return Tale().lodge(answers=people.complete(assets=assets or (DEATHS,))).screened()


def doubted() -> Tale:
    tale = screened()
    tale.say("gwen", in_doubt())
    return tale


def not_identifiable() -> Tale:
    tale = doubted()
    tale.say("dev", determined())
    return tale


@pytest.mark.requirement("ONS-075")
def test_the_group_waits_for_the_owners_information_on_every_asset() -> None:
    tale = screened(DEATHS, CENSUS)
    assert tale.awaited == {f"{OWNER}/{DEATHS}", f"{OWNER}/{CENSUS}"}
    tale.say("gwen", people.opinion(OWNER, DEATHS))
    assert tale.awaited == {f"{OWNER}/{CENSUS}"}
    tale.refused("olu", people.triaged())
    tale.refused("leo", people.opinion("legal"))
    tale.say("hana", people.opinion(OWNER, CENSUS))
    assert tale.awaited == {GROUP}


@pytest.mark.requirement("ONS-075")
@pytest.mark.parametrize("part", ["sensitivity", "supplier-terms", "legal-basis", "disclosure-risk", "restrictions"])
def test_no_part_of_the_information_may_be_empty(part: str) -> None:
    assert part in screened().refused("gwen", opined(OWNER, DEATHS, parts={part: "  "}))


@pytest.mark.requirement("ONS-075")
def test_an_owner_who_does_not_tell_is_reminded_and_then_reported() -> None:
    tale = screened().wait(12)
    assert [one.office for one in tale.notices if one.kind == "remind"] == [OWNER]
    assert [one.office for one in tale.notices if one.kind == "chase"] == [COUNCIL, COUNCIL]
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}


def test_the_owner_of_another_asset_tells_nothing_about_this_one() -> None:
    assert "do not hold" in screened().refused("hana", people.opinion(OWNER, DEATHS))


@pytest.mark.requirement("ONS-025")
def test_where_identifiability_is_in_doubt_the_expert_determines_it_with_method_and_date() -> None:
    tale = doubted()
    assert tale.awaited == {f"{EXPERT}/{DEATHS}"}
    for part in ("method", "date", "determination"):
        assert part in tale.refused("dev", opined(EXPERT, DEATHS, parts={part: ""}))
    tale.say("dev", determined(finding="identifiable"))
    assert tale.awaited == {GROUP}


@pytest.mark.requirement("ONS-025")
@pytest.mark.parametrize("office", [office.key for office in people.RULES.offices if office.key != EXPERT])
def test_nobody_but_the_expert_finds_data_not_identifiable(office: str) -> None:
    tale = doubted()
    person = people.someone("pat", office)
    tale.refused(person, determined())
    tale.refused(person, determined().model_copy(update={"office": office}))
    assert not tale.request.to_publication(tale.request.assets[0])


@pytest.mark.requirement("ONS-025")
def test_what_the_requester_claims_is_no_determination() -> None:
    answers = people.complete(identifiable="not-identifiable")
    tale = Tale().lodge(answers=answers).screened()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}
    assert not tale.request.to_publication(tale.request.assets[0])


@pytest.mark.requirement("ONS-026")
def test_data_that_identify_nobody_are_to_be_published_and_that_is_no_refusal() -> None:
    tale = not_identifiable()
    assert tale.request.state == "open"
    assert tale.awaited == {f"{SERVICE}/{DEATHS}"}
    published, kept_back = tale.fork(), tale.fork()
    published.say("asha", concluded(link="https://host.example/table"))
    kept_back.say("asha", concluded(restriction="Supplier terms forbid it."))
    assert published.request.state == "data-published"
    assert kept_back.request.state == "data-not-published"
    assert "host.example" in published.told("requester")[-1].lines[0]
    assert "Supplier terms" in kept_back.told("requester")[-1].lines[0]


@pytest.mark.requirement("ONS-026")
def test_a_publication_task_ends_either_at_a_link_or_with_a_restriction() -> None:
    tale = not_identifiable()
    tale.refused("asha", concluded())
    tale.refused("asha", concluded(link="https://host.example/t", restriction="Both."))


@pytest.mark.requirement("ONS-027")
@pytest.mark.parametrize("reason", ["agreement_reason", "code_of_practice_reason"])
@pytest.mark.parametrize("answer", ["yes", "no", "not-needed"])
def test_agreement_and_code_of_practice_are_answered_with_reasons_before_publishing(answer: str, reason: str) -> None:
    link = {"link": "https://host.example/t", "agreement": answer, "code_of_practice": answer}
    tale = not_identifiable()
    tale.refused("asha", concluded(**{**link, reason: " "}))
    tale.say("asha", concluded(**link))
    assert tale.request.concluded[DEATHS].agreement == answer
    assert tale.request.concluded[DEATHS].code_of_practice == answer


def two_assets_one_of_them_not_identifiable() -> Tale:
    tale = screened(DEATHS, CENSUS)
    tale.say("gwen", in_doubt())
    tale.say("hana", people.opinion(OWNER, CENSUS))
    tale.say("dev", determined())
    return tale


def test_one_asset_is_published_while_the_other_goes_on_to_be_shared() -> None:
    tale = two_assets_one_of_them_not_identifiable()
    assert tale.awaited == {GROUP, f"{SERVICE}/{DEATHS}"}
    tale.triaged().reviewed().advised().approved().drafted().agreed().published()
    assert tale.request.state == "open"
    tale.say("asha", concluded(link="https://host.example/t"))
    assert tale.request.state == "published"


def test_a_refusal_of_the_other_asset_does_not_end_the_publication_task() -> None:
    tale = two_assets_one_of_them_not_identifiable().triaged().reviewed().advised()
    tale.say("hana", people.decided(CENSUS, "refuse"))
    assert f"{SERVICE}/{DEATHS}" in tale.awaited


def test_a_request_whose_last_shared_asset_is_dropped_after_publication_ends() -> None:
    tale = two_assets_one_of_them_not_identifiable()
    tale.say("asha", concluded(link="https://host.example/t"))
    tale.say("rae", Narrow(drop=(CENSUS,)))
    assert tale.request.state != "open" or tale.awaited


def test_what_the_owner_changes_later_is_a_new_revision() -> None:
    tale = Tale().at_decision()
    tale.say("gwen", opined(OWNER, DEATHS, parts={"restrictions": "Not before June."}))
    assert tale.request.revision == 2
    assert tale.request.opinion("asset-facts", OWNER, DEATHS) is not None
    assert {"legal", "data-protection", "security", "ethics", "data-governance"} == tale.awaited


def test_a_doubt_that_comes_later_stops_the_reviews_until_it_is_settled() -> None:
    tale = Tale().at_decision()
    tale.say("gwen", in_doubt())
    assert tale.awaited == {f"{EXPERT}/{DEATHS}"}
    tale.say("dev", determined(finding="identifiable"))
    assert {"legal", "data-protection"} <= tale.awaited


def test_other_variables_are_determined_anew() -> None:
    tale = doubted()
    tale.say("dev", determined(finding="identifiable"))
    tale.triaged()
    tale.revise(variables=variables(DEATHS, names=("age_at_death", "postcode")))
    assert tale.awaited == {f"{EXPERT}/{DEATHS}"}


@pytest.mark.requirement("ONS-072")
def test_about_an_asset_without_an_owner_the_council_tells_decides_and_signs() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(UNOWNED,))).screened()
    assert tale.awaited == {f"{COUNCIL}/{UNOWNED}"}
    assert tale.told(COUNCIL, "ask")
    tale.say("carys", people.opinion(OWNER, UNOWNED).model_copy(update={"office": COUNCIL}))
    tale.triaged().reviewed().advised()
    assert tale.awaited == {f"{COUNCIL}/{UNOWNED}"}
    for person in ("gwen", "hana", "idris"):
        tale.refused(person, people.decided(UNOWNED))
    tale.say("carys", people.decided(UNOWNED, office=COUNCIL))
    tale.drafted().screen_agreement()
    assert tale.awaited == {"requester", f"{COUNCIL}/{UNOWNED}"}


def test_an_asset_is_named_once() -> None:
    twice = ({"key": DEATHS, "title": "Deaths"}, {"key": DEATHS, "title": "Deaths"})
    assert "twice" in Tale().refused("rae", lodging(assets=twice))


def test_every_seat_that_informs_speaks_for_one_asset() -> None:
    assert all(seat.per_asset for seat in INFORMING.panel)
