"""An application to the Department: from the right channel to the register, and what a direct supply asks besides."""

from datetime import date

import pytest

from policy.form import Answers, gaps
from policy.value import Key
from sharing.messages import (
    Advise,
    DecideShare,
    DraftAgreement,
    GrantAccess,
    NamePerson,
    RecordCredential,
    ReviseAnswers,
    Triage,
)
from sharing.refused import Refused
from sharing.steps.access import may_reach
from tests import people
from tests.dfe import R1, R2, RULES, SCHEME, Application, complete, direct, row

FORM = SCHEME.form


def asked(answers: Answers) -> set[str]:
    return {gap.question for gap in gaps(FORM, answers)}


def approving(asset: str = "npd") -> DecideShare:
    return DecideShare(office="dfe-data-owner", asset=asset, outcome="approve", reasons="It helps pupils.")


def test_an_application_goes_from_lodging_to_the_register_without_anybodys_advice() -> None:
    tale = Application().at_access().granted().registered()
    assert tale.kinds.count("advised") == 0
    assert {"decided", "signed", "access-granted", "entry-published"} <= set(tale.kinds)


@pytest.mark.requirement("DFE-061")
def test_the_complete_applications_of_these_tests_have_no_gaps() -> None:
    assert asked(complete()) == set()
    assert asked(direct()) == set()


@pytest.mark.requirement("DFE-002", "DFE-007")
def test_data_that_are_accredited_cannot_be_applied_for_here_and_the_reason_names_the_other_door() -> None:
    with pytest.raises(Refused, match="researchaccreditationservice") as refused:
        Application().lodge(answers=complete("leo"))
    assert "ONS Research Accreditation Service" in str(refused.value)


@pytest.mark.requirement("DFE-010", "DFE-011")
def test_linked_data_of_justice_open_no_application_here() -> None:
    with pytest.raises(Refused, match="ministry-of-justice-data-first"):
        Application().lodge(answers=complete("moj-dfe"))


@pytest.mark.requirement("DFE-001", "DFE-007")
def test_the_channel_its_reason_its_day_and_the_catalogue_stay_with_the_application() -> None:
    way = Application().lodge().request.way
    assert way is not None
    assert (way.channel, way.why, way.on) == ("secure-access", "ambition", date(2027, 2, 1))
    assert way.catalogue == SCHEME.catalogue.digest[:16]


@pytest.mark.requirement("DFE-001")
def test_an_application_whose_channel_nobody_found_is_refused() -> None:
    with pytest.raises(Refused, match="not known by which way"):
        Application().lodge(way=None)


@pytest.mark.requirement("DFE-031", "DFE-044")
def test_what_comes_by_mail_without_naming_data_is_received_and_not_passed_before_it_does() -> None:
    answers = {key: answer for key, answer in complete().items() if key != "data"}
    tale = Application()
    with pytest.raises(Refused, match="at least one data asset"):
        tale.lodge(answers=answers, source="mail")
    unknown = {**complete(), "data": (row(data_set="npd", why="x"), row(data_set="leo", why="y"))}
    tale.lodge(answers=unknown, source="mail")
    assert tale.request.way is not None
    assert tale.request.way.kind == "contact"
    with pytest.raises(Refused, match="different ways"):
        tale.checked()


@pytest.mark.requirement("DFE-007")
def test_no_data_are_approved_without_a_power_of_the_departments_own() -> None:
    tale = Application().at_decision(own_legislation="not-met")
    assert "Power under DfE legislation" in tale.refused("cora", approving())


@pytest.mark.requirement("DFE-008", "DFE-026")
def test_secure_access_asks_for_no_exemption_and_a_direct_supply_does() -> None:
    secure = {gate.key for gate in RULES.gates if gate.only_if is None}
    assert secure == {"own-legislation", "data-protection"}
    assert {task.office for task in Application().lodge().checked().opined("inform").request.awaited.values()} == {
        "dfe-legal",
        "dfe-data-protection",
    }
    of_direct = Application().lodge(answers=direct()).checked().opined("inform").awaited
    assert {"dfe-security", "dfe-data-sharing-approval-panel"} <= of_direct
    fulfilment = FORM.question("fulfilment")
    assert fulfilment is not None
    assert fulfilment.choices[0] == "secure-access"


@pytest.mark.requirement("DFE-009", "DFE-027", "DFE-057")
def test_an_exemption_is_considered_and_meeting_it_approves_nothing() -> None:
    refused = Application().at_decision(direct(), exemption="not-met")
    assert "exemption" in refused.refused("cora", approving())
    met = Application().at_decision(direct())
    assert met.request.decisions == {}
    assert met.awaited == {"dfe-data-owner/npd"}
    met.decided("refuse")
    assert met.request.state == "refused"


@pytest.mark.requirement("DFE-027", "DFE-057")
@pytest.mark.parametrize("missing", ["why-not-secure", "exemptions"])
def test_a_direct_supply_without_evidence_or_exemption_cannot_be_put_for_consideration(missing: str) -> None:
    answers = {key: answer for key, answer in direct().items() if key != missing}
    assert missing in asked(answers)


@pytest.mark.parametrize(
    ("exemption", "wanted"),
    [
        pytest.param(
            "essential-public-task", {"public-task", "public-task-evidence"}, marks=pytest.mark.requirement("DFE-028")
        ),
        pytest.param(
            "funded-or-commissioned", {"funder", "award-evidence"}, marks=pytest.mark.requirement("DFE-029")
        ),
        pytest.param(
            "sponsored-or-supported", {"sponsor", "sponsor-confirmation"}, marks=pytest.mark.requirement("DFE-030")
        ),
    ],
)
def test_each_exemption_asks_for_its_own_evidence(exemption: str, wanted: set[str]) -> None:
    answers = direct(exemptions=(exemption,))
    assert asked(answers) == set()
    for key in wanted:
        assert asked({k: answer for k, answer in answers.items() if k != key}) == {key}


@pytest.mark.requirement("DFE-061")
def test_all_that_a_direct_supply_lacks_is_said_at_once() -> None:
    needed = {"why-not-secure", "exemptions", "questionnaire", "questionnaire-version", "others-involved"}
    bare = {key: answer for key, answer in direct().items() if key not in needed | {"background-checks"}}
    assert asked(bare) == needed | {"background-checks"}


@pytest.mark.requirement("DFE-058")
def test_the_security_questionnaire_is_that_of_the_form_and_no_other_version() -> None:
    assert asked(direct(questionnaire_version="2022-06-30")) == {"questionnaire-version"}
    tale = Application().at_decision(direct(), information_security="not-met")
    assert "Information security questionnaire" in tale.refused("cora", approving())


@pytest.mark.requirement("DFE-059")
def test_each_person_who_handles_data_has_a_check_of_their_own() -> None:
    answers = direct(people=(R1, R2))
    (gap,) = gaps(FORM, answers)
    assert gap.question == "background-checks"
    assert gap.sentence.startswith("r2 handles the data")


@pytest.mark.requirement("DFE-059")
def test_who_comes_to_handle_data_later_waits_for_their_check_and_who_loses_it_stops() -> None:
    tale = Application().at_access(direct()).shows("background-check")
    tale.say("ada", GrantAccess(person="r1"))
    tale.say("rae", NamePerson(person="r2", organisation="university-of-wexbridge"))
    assert "Background check of r2 is not recorded" in tale.refused("ada", GrantAccess(person="r2"))
    fields = {"holder": "r2", "credential": "background-check", "evidence": "Basic check.", "expires": "2027-02-05"}
    tale.say("ada", RecordCredential.model_validate(fields))
    tale.say("ada", GrantAccess(person="r2"))
    tale.wait(10)
    assert may_reach(tale.request, "r1", tale.at)
    assert not may_reach(tale.request, "r2", tale.at)


@pytest.mark.requirement("DFE-060")
def test_every_other_organisation_involved_has_an_agreement() -> None:
    others = (row(name="Cloud Ltd", role="Hosts"), row(name="Panel Co", role="Surveys"))
    made = (row(organisation="cloud ltd", agreement="2026-03-01"),)
    answers = direct(others_involved="yes", other_organisations=others, other_agreements=made)
    (gap,) = gaps(FORM, answers)
    assert gap.question == "other-agreements"
    assert gap.sentence.startswith("Panel Co is involved")
    tale = Application().at_decision(direct(), other_agreements="not-met")
    assert "other organisations involved" in tale.refused("cora", approving())


@pytest.mark.requirement("DFE-035")
def test_a_contractor_is_asked_for_the_contract_and_their_manager_confirms_it() -> None:
    contract = {"contract", "contract-manager"}
    assert not contract & set(complete())
    answers = complete(commissioned="yes")
    assert asked({key: answer for key, answer in answers.items() if key not in contract}) == contract
    tale = Application().lodge(answers=answers).checked().opined("inform")
    assert "dfe-contract-manager" in tale.awaited
    tale.opined(commission="not-met")
    assert "Commission confirmed" in tale.refused("cora", approving())


@pytest.mark.requirement("DFE-037")
def test_a_change_of_variables_after_advice_on_the_data_is_a_revision_with_its_reason() -> None:
    tale = Application().lodge().checked().opined("inform")
    before = tale.request.revision
    filing = tale.request.filing
    message = ReviseAnswers(
        reason="The owner advised fewer.",
        filing=filing.model_copy(update={"changed": ("data",), "digest": "1" * 64}),
        assets=tale.request.assets,
        organisations=tale.request.bodies,
    )
    assert tale.refused("rae", message.model_copy(update={"reason": " "}))
    assert tale.request.revision == before
    tale.say("rae", message)
    assert tale.request.revision == before + 1
    assert (
        next(one.fact for one in reversed(tale.facts) if one.fact.kind == "revised").reason
        == "The owner advised fewer."
    )


@pytest.mark.requirement("DFE-038", "DFE-054")
@pytest.mark.parametrize(
    ("kind", "who", "open_to_them"),
    [("dsa", "university", True), ("mou", "university", False), ("commercial-contract", "university", False)],
)
def test_each_instrument_is_open_to_the_bodies_it_is_made_for(kind: Key, who: str, open_to_them: bool) -> None:
    tale = Application().at_decision(complete(recipient_type=who)).decided()
    drafting = DraftAgreement(terms=people.terms(agreement=kind))
    if open_to_them:
        tale.say("ada", drafting)
        assert tale.request.terms is not None
        assert tale.request.terms.agreement == kind
    else:
        assert "open only to" in tale.refused("ada", drafting)


@pytest.mark.requirement("DFE-038")
def test_an_agreement_cannot_be_drawn_up_without_terms() -> None:
    tale = Application().at_decision().decided()
    assert "There are no terms" in tale.refused("ada", DraftAgreement())


@pytest.mark.requirement("DFE-039", "DFE-055")
def test_every_agreement_names_the_version_of_the_standard_terms_and_applicants_see_it_before() -> None:
    version = next(one.version for one in SCHEME.artefacts if one.key == "standard-terms")
    agreement = next(step for step in RULES.path if step.kind == "agreement")
    assert agreement.kind == "agreement"
    assert all("dfe-standard-terms" in agreement.clauses_of(kind.key) for kind in agreement.kinds)
    question = FORM.question("standard-terms")
    assert question is not None
    assert version in question.asks


def test_words_of_steps_that_this_road_has_not_are_refused_in_a_sentence() -> None:
    tale = Application().at_decision()
    advice = Advise(outcome="share", parts={"risks": "None."})
    assert "no step of the kind advice" in tale.refused("olu", advice)
    assert "no triage" in tale.refused("olu", Triage(seats=("dfe-legal",), risk="low"))


@pytest.mark.requirement("DFE-036")
def test_the_applicant_sees_at_every_moment_whose_turn_it_is() -> None:
    tale = Application().lodge()
    for act in (tale.checked, lambda: tale.opined("inform"), tale.opined, tale.decided, tale.signed):
        assert len(tale.request.awaited) > 0
        assert all(task.due > tale.at for task in tale.request.awaited.values())
        act()
