"""The road of one request, from its lodging to its register entry."""

import pytest

from policy.form import Answers
from policy.scheme import Agreement, Rules
from sharing.history import fold
from tests import people
from tests.sharing.saying import DEATHS, GROUP, HOSPITAL, OWNER, SERVICE, lodging, organisations
from tests.told import CALENDAR, Tale

ORDER = [
    *("lodged", "screened", "opinion-given", "triaged", "terms-proposed", "advised", "decided"),
    *("agreement-ordered", "agreement-drafted", "agreement-screened", "signed", "entry-drafted", "entry-screened"),
    *("entry-checked", "publication-ordered", "entry-published", "closed"),
]


def whole_road() -> Tale:
    return Tale().at_decision().approved().drafted().agreed().published()


def test_a_request_travels_from_its_lodging_to_a_published_entry() -> None:
    tale = whole_road()
    first_times = list(dict.fromkeys(kind for kind in tale.kinds if kind != "awaited-changed"))
    assert first_times == ORDER
    assert tale.request.state == "published"
    assert tale.awaited == set()


def test_the_request_waits_for_those_whose_turn_it_is_and_nobody_else() -> None:
    tale = Tale().lodge()
    turns = [tale.awaited]
    tale.screened()
    turns.append(tale.awaited)
    tale.informed()
    turns.append(tale.awaited)
    tale.triaged()
    turns.append(tale.awaited)
    tale.reviewed()
    turns.append(tale.awaited)
    tale.say("asha", people.terms())
    turns.append(tale.awaited)
    tale.advised()
    turns.append(tale.awaited)
    assert turns == [
        {SERVICE},
        {f"{OWNER}/{DEATHS}"},
        {GROUP},
        set(people.PANEL),
        {SERVICE},
        {GROUP},
        {f"{OWNER}/{DEATHS}"},
    ]


def test_the_fold_of_the_facts_is_the_request() -> None:
    tale = whole_road()
    assert fold(tale.empty, tale.facts) == tale.request
    assert [one.number for one in tale.facts] == list(range(1, len(tale.facts) + 1))


def test_a_missing_or_repeated_fact_is_loud() -> None:
    tale = whole_road()
    with pytest.raises(ValueError, match="cannot follow"):
        fold(tale.empty, tale.facts[1:])
    with pytest.raises(ValueError, match="cannot follow"):
        fold(tale.empty, [tale.facts[0], *tale.facts])


def test_every_act_of_a_person_is_kept_with_its_sealed_speech() -> None:
    tale = Tale().at_decision()
    said = [one for one in tale.facts if one.by is not None]
    assert all(one.speech is not None for one in said)
    assert {one.speech.said["by"]["person"] for one in said if one.speech} == {
        one.by.person for one in said if one.by
    }


def test_a_request_is_acknowledged_with_its_reference() -> None:
    tale = Tale().lodge()
    (notice,) = tale.told("requester")
    assert tale.request.reference in notice.headline
    assert notice.kind == "tell"


def test_a_request_without_assets_or_organisations_is_not_even_received() -> None:
    assert "asset" in refused_lodging(assets=())
    assert "organisation" in refused_lodging(organisations=())


def test_an_incomplete_form_is_not_received_and_every_gap_is_named() -> None:
    answers = people.complete()
    del answers["necessity"], answers["penalty-warning"]
    sentence = refused_lodging(answers)
    assert "necessity" in sentence
    assert "penalty-warning" in sentence


def refused_lodging(answers: Answers | None = None, **given: object) -> str:
    return Tale().refused("rae", lodging(answers, **given))


def test_signposts_advise_and_the_requester_may_go_on() -> None:
    tale = Tale().lodge(answers=people.complete(tre_possible="yes"), signposted=("srs",))
    assert tale.request.lodged is not None
    assert tale.request.lodged.signposted == ("srs",)
    tale.screened().informed().triaged().reviewed().advised().approved()
    assert tale.request.approved_at is not None


@pytest.mark.requirement("ONS-001")
def test_a_request_shows_the_policy_it_is_judged_under_when_another_has_come_into_force() -> None:
    tale = whole_road()
    later = people.RULES.model_copy(update={"version": "2"})
    newer = Tale(reference="ONS-2027-0002")
    newer.request = newer.request.model_copy(update={"rules": later})
    newer.lodge()
    assert tale.request.rules.version == "1"
    assert tale.request.rules.digest == people.RULES.digest
    assert newer.request.rules.version == "2"


@pytest.mark.requirement("ONS-039")
def test_a_seat_that_gets_another_name_keeps_its_old_name_in_old_requests() -> None:
    before = whole_road()
    renamed = people.RULES.model_dump()
    for office in renamed["offices"]:
        if office["key"] == OWNER:
            office["title"] = "Data Owner"
    tale = Tale()
    tale.request = tale.empty = tale.request.model_copy(update={"rules": Rules.model_validate(renamed)})
    tale.at_decision().approved()
    assert tale.request.rules.title(OWNER) == "Data Owner"
    assert before.request.rules.title(OWNER) == "Information Asset Owner"
    decided = [one.by.office for one in (*before.facts, *tale.facts) if one.fact.kind == "decided" and one.by]
    assert decided == [OWNER, OWNER]


@pytest.mark.requirement("ONS-021")
def test_of_every_event_one_knows_who_did_it_in_which_role_in_whose_stead_and_who_is_answerable() -> None:
    tale = Tale().lodge().screened().informed().triaged()
    tale.say("dmitri", people.opinion("data-protection"))
    tale.reviewed().advised().approved().drafted().agreed().published()
    by = {one.fact.kind: one.by for one in tale.facts if one.by}
    assert all(one.by.person and one.by.office for one in tale.facts if one.by)
    stood_in = next(one.by for one in tale.facts if one.by and one.by.person == "dmitri")
    assert (stood_in.office, stood_in.for_person) == ("data-protection", "dora")
    office = tale.request.rules.office("data-protection")
    assert office is not None
    assert office.accountable_to == "head-of-legal-and-data-services"
    assert by["decided"].office == OWNER
    assert by["advised"].office == GROUP
    assert {one.office for one in by.values()} <= {one.key for one in tale.request.rules.offices}


@pytest.mark.requirement("ONS-017")
def test_three_assets_of_two_owners_and_one_supplier_need_both_owners_and_the_supplier() -> None:
    assets = (DEATHS, "birth-registrations", HOSPITAL)
    tale = Tale().lodge(answers=people.complete(assets=assets)).screened().informed().triaged()
    assert f"third-party-owner/{HOSPITAL}" in tale.awaited
    tale.reviewed().advised()
    assert tale.awaited == {f"{OWNER}/{key}" for key in assets}
    tale.approved()
    decided = [one for one in tale.facts if one.fact.kind == "decided"]
    assert {one.by.person for one in decided if one.by} == {"gwen", "idris"}
    agreed = [one.by.person for one in tale.facts if one.by and one.by.office == "third-party-owner"]
    assert agreed == ["thea"]


@pytest.mark.requirement("ONS-017", "ONS-049")
@pytest.mark.parametrize("silent", [DEATHS, "birth-registrations", HOSPITAL])
def test_nothing_is_approved_while_one_owner_is_silent(silent: str) -> None:
    tale = Tale().at_decision(people.complete(assets=(DEATHS, "birth-registrations", HOSPITAL)))
    for asset in tale.asset_keys():
        if asset != silent:
            tale.say(people.OWNERS[asset], people.decided(asset))
    assert tale.awaited == {f"{OWNER}/{silent}"}
    assert tale.request.agreement is None


DEVOLVED = people.complete(
    recipient_type="devolved-government",
    concordat_reference="Annex A",
    organisations=(
        {"name": "Government of Cambria", "role": "recipient", "signatory": "Minister", "registration": "Z2"},
    ),
)


@pytest.mark.requirement("ONS-019")
def test_a_devolved_government_skips_no_gate_no_seat_and_no_paper() -> None:
    tale = Tale().lodge("tomos", DEVOLVED).screened().informed().triaged()
    assert tale.awaited == set(people.PANEL)
    refusing = tale.fork().reviewed(tre_first="not-met").advised()
    assert "TRE first" in refusing.refused("gwen", people.decided())
    tale.reviewed().advised().approved().drafted().agreed().published()
    assert [kind for kind in dict.fromkeys(tale.kinds) if kind != "awaited-changed"] == ORDER


@pytest.mark.requirement("ONS-009")
@pytest.mark.parametrize("identifiable", ["alone", "with-published-information"])
def test_businesses_are_in_scope_and_so_is_what_identifies_only_in_combination(identifiable: str) -> None:
    answers = people.complete(
        assets=("business-register",), natural_persons="no", subjects=("business",), identifiable=identifiable
    )
    tale = Tale().at_decision(answers)
    assert {"legal", "data-protection"} <= {one.by.office for one in tale.facts if one.by}
    tale.approved().drafted().agreed().published()
    assert tale.request.state == "published"


@pytest.mark.requirement("ONS-074")
def test_a_request_that_an_owner_refers_passes_the_same_first_screening() -> None:
    tale = Tale().lodge(source="referral")
    assert tale.request.lodged is not None
    assert tale.request.lodged.source == "referral"
    assert tale.awaited == {SERVICE}
    assert "advice" in tale.refused("gwen", people.decided())
    tale.screened().informed().triaged().reviewed()
    assert "advice" in tale.refused("gwen", people.decided())
    tale.advised().approved()
    assert tale.request.approved_at is not None


@pytest.mark.requirement("ONS-074")
def test_an_owner_who_refers_a_request_may_still_decide_on_it() -> None:
    tale = Tale()
    tale.say("gwen", lodging(source="referral"))
    tale.screened().informed()
    assert tale.awaited == {GROUP}


def test_a_request_that_names_the_host_as_joint_controller_can_be_worked_on() -> None:
    answers = people.complete(organisations=organisations("Office for National Statistics", role="joint-controller"))
    tale = Tale().lodge(answers=answers).screened()
    assert tale.awaited == {f"{OWNER}/{DEATHS}"}


def test_the_calendar_of_the_request_is_its_own() -> None:
    assert Tale().lodge().request.calendar == CALENDAR


@pytest.mark.requirement("ONS-021")
def test_an_owner_who_refers_a_request_is_on_record_as_owner() -> None:
    tale = Tale()
    tale.say("gwen", lodging(source="referral"))
    assert tale.facts[0].by is not None
    assert tale.facts[0].by.office == OWNER


@pytest.mark.requirement("ONS-016")
def test_nobody_passes_a_request_on_without_having_acknowledged_the_policy() -> None:
    Tale().refused("paul", lodging(source="mail"))


@pytest.mark.requirement("ONS-103")
def test_no_request_goes_on_whose_author_has_not_acknowledged_the_penalty() -> None:
    answers = people.complete()
    del answers["penalty-warning"]
    assert "penalty-warning" in refused_lodging(answers)
    by_mail = Tale().lodge(answers=answers, source="mail")
    assert "penalty-warning" in by_mail.refused("asha", people.screened())
    agreement = people.RULES.step("agreement")
    assert isinstance(agreement, Agreement)
    assert all("penalty" in agreement.clauses_of(kind.key) for kind in agreement.kinds)
