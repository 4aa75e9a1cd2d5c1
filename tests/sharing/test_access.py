"""Who works on the data in a secure place: named, everything shown, after the signatures; and not a day longer."""

from datetime import date, timedelta

import pytest

from policy.scheme import Access
from policy.working_days import end_of
from sharing.messages import (
    CheckOutput,
    EndAccess,
    EndApproval,
    GrantAccess,
    LoseCredential,
    NamePerson,
    PauseClocks,
    RecordCredential,
    ReleaseOutput,
)
from sharing.steps.access import may_reach
from tests import people
from tests.dfe import LAST_DAY, R1, R2, RULES, Application, complete, row
from tests.told import Tale

WEXBRIDGE = "university-of-wexbridge"
NOBODY = Application()


def naming(person: str = "r3", mode: str = "safepod", organisation: str = WEXBRIDGE) -> NamePerson:
    return NamePerson(person=person, organisation=organisation, mode=mode)


def loss(holder: str = "r1", credential: str = "accreditation") -> LoseCredential:
    return LoseCredential(holder=holder, credential=credential, reason="It was withdrawn.")


def output(office: str, outcome: str = "pass", rules: str = "2024-04-04") -> CheckOutput:
    fields = {"output": "table-1", "office": office, "outcome": outcome, "rules": rules, "reason": "Small cells."}
    return CheckOutput.model_validate(fields)


def ending() -> EndApproval:
    return EndApproval(asset="npd", reason="The project has left its purpose.")


@pytest.mark.requirement("DFE-048")
@pytest.mark.parametrize("accredited", [False, True])
@pytest.mark.parametrize("approved", [False, True])
def test_access_needs_an_approved_researcher_and_an_approved_application(accredited: bool, approved: bool) -> None:
    tale = Application().at_access() if approved else Application().at_decision()
    if accredited:
        tale.shows("accreditation")
    if accredited and approved:
        tale.say("ada", GrantAccess(person="r1"))
        assert may_reach(tale.request, "r1", tale.at)
        return
    why = tale.refused("ada", GrantAccess(person="r1"))
    assert ("not approved" in why, "accreditation" in why) == (not approved, not accredited)
    assert not may_reach(tale.request, "r1", tale.at)


@pytest.mark.requirement("DFE-048")
def test_who_loses_their_accreditation_loses_access_in_the_same_moment() -> None:
    tale = Application().at_access().granted()
    tale.say("ada", loss())
    assert not may_reach(tale.request, "r1", tale.at)
    assert tale.kinds[-3:-1] == ["credential-lost", "access-ended"]
    assert tale.told("requester")[-1].headline == "r1 may not work on the data of DFE-2027-0001 any more"


@pytest.mark.requirement("DFE-048")
def test_an_approval_taken_back_ends_every_access_for_good() -> None:
    tale = Application().at_access(complete(people=(R1, {**R2, "mode": "safepod"}))).granted().granted("r2")
    tale.say("cora", ending())
    assert not any(may_reach(tale.request, person, tale.at) for person in ("r1", "r2"))
    assert tale.kinds.count("access-ended") == 2
    assert "ended" in tale.refused("ada", GrantAccess(person="r1"))
    assert "ended for good" in tale.refused("rae", naming())


def test_only_who_may_decide_takes_an_approval_back() -> None:
    tale = Application().at_access().granted()
    for person in ("ada", "rae", "dewi"):
        tale.refused(person, ending())


@pytest.mark.requirement("DFE-045")
@pytest.mark.parametrize("paused", [False, True])
def test_access_ends_with_the_last_day_of_the_accreditation_even_while_clocks_stand(paused: bool) -> None:
    last = date(2027, 2, 10)
    tale = Application().at_access().shows("accreditation", expires=last)
    tale.say("ada", GrantAccess(person="r1"))
    if paused:
        tale.say("orla", PauseClocks(reason="Move of offices."))
    assert may_reach(tale.request, "r1", end_of(last) - timedelta(seconds=1))
    assert not may_reach(tale.request, "r1", end_of(last))
    tale.wait(10)
    assert next(one for one in tale.facts if one.fact.kind == "credential-lost").at == end_of(last)
    assert "access-ended" in tale.kinds


@pytest.mark.requirement("DFE-045")
def test_an_accreditation_is_recorded_with_its_last_day_and_one_that_is_over_is_refused() -> None:
    tale = Application().at_access()
    fields = {"holder": "r1", "credential": "accreditation", "evidence": "On the register."}
    assert "(expires)" in tale.refused("ada", RecordCredential.model_validate(fields))
    over = RecordCredential.model_validate({**fields, "expires": "2027-01-31"})
    assert "ran out on 31 January 2027" in tale.refused("ada", over)
    assert "(evidence)" in tale.refused("ada", RecordCredential.model_validate({**fields, "evidence": " "}))


@pytest.mark.requirement("DFE-046")
def test_an_application_is_approved_while_accreditation_is_pending_and_access_waits() -> None:
    tale = Application().at_decision().decided()
    assert tale.request.approved_at is not None
    assert not tale.request.credentials
    tale.signed()
    assert {task.what for task in tale.request.awaited.values()} == {"check-credentials", "draft-entry"}
    tale.shows("accreditation")
    assert {task.what for task in tale.request.awaited.values()} == {"grant-access", "draft-entry"}


@pytest.mark.requirement("DFE-046")
def test_an_accreditation_may_be_recorded_from_the_first_day_of_the_application() -> None:
    tale = Application().lodge().shows("accreditation")
    assert tale.request.credentials["r1/accreditation"].expires == LAST_DAY


@pytest.mark.requirement("DFE-051")
def test_remote_access_waits_for_the_organisation_and_the_conditions_and_says_all_that_lacks() -> None:
    tale = Application().at_access(complete(people=(R2,))).shows("accreditation", holder="r2")
    why = tale.refused("ada", GrantAccess(person="r2"))
    assert all(word in why for word in ("security standards", "Connectivity", "conditions"))
    tale.shows("security-standards", "connectivity", holder=WEXBRIDGE)
    assert "conditions" in tale.refused("ada", GrantAccess(person="r2"))
    tale.shows("conditions", holder="r2")
    tale.say("ada", GrantAccess(person="r2"))
    tale.say("ada", loss(WEXBRIDGE, "security-standards"))
    assert not may_reach(tale.request, "r2", tale.at)


@pytest.mark.parametrize(
    "mode",
    [
        pytest.param("physical-lab", marks=pytest.mark.requirement("DFE-049")),
        pytest.param("safepod", marks=pytest.mark.requirement("DFE-050")),
    ],
)
def test_a_laboratory_and_a_safepod_ask_for_nothing_but_accreditation(mode: str) -> None:
    tale = Application().at_access(complete(people=({**R1, "mode": mode},)))
    assert "accreditation" in tale.refused("ada", GrantAccess(person="r1"))
    tale.granted()
    assert tale.request.people["r1"].mode == mode


@pytest.mark.requirement("DFE-049")
def test_there_are_five_laboratories_in_the_configuration() -> None:
    step = next(one for one in RULES.path if isinstance(one, Access))
    lab = step.mode("physical-lab")
    assert lab is not None
    assert len(lab.locations) == 5


@pytest.mark.requirement("DFE-052", "DFE-054")
def test_access_is_granted_after_the_last_signature_only() -> None:
    tale = Application().at_decision().decided().shows("accreditation")
    assert "signed by all" in tale.refused("ada", GrantAccess(person="r1"))
    tale.signed()
    tale.say("ada", GrantAccess(person="r1"))
    numbers = {one.fact.kind: one.number for one in tale.facts}
    assert numbers["signed"] < numbers["access-granted"]


@pytest.mark.requirement("DFE-052")
def test_access_that_is_granted_before_the_agreement_begins_counts_from_its_first_day() -> None:
    tale = Application().at_access(starts="2027-02-10", ends="2027-03-31").shows("accreditation")
    assert "from 10 February 2027" in tale.say("ada", GrantAccess(person="r1"))
    assert not may_reach(tale.request, "r1", end_of(date(2027, 2, 9)) - timedelta(seconds=1))
    assert may_reach(tale.request, "r1", end_of(date(2027, 2, 9)))


@pytest.mark.requirement("DFE-052")
def test_access_ends_with_the_last_day_of_the_agreement() -> None:
    tale = Application().at_access(starts="2027-02-01", ends="2027-02-12").granted()
    tale.wait(15)
    assert "approval-ended" in tale.kinds
    assert not may_reach(tale.request, "r1", tale.at)


@pytest.mark.requirement("DFE-053")
def test_a_declaration_of_ones_own_blocks_whoever_has_not_signed_it_and_nobody_else() -> None:
    step = next(one for one in RULES.path if isinstance(one, Access))
    declaration = step.credentials[0].model_copy(
        update={"key": "declaration", "title": "Individual declaration", "clause": "DFE-053", "expires": False}
    )
    declared = step.model_copy(update={"credentials": (*step.credentials, declaration)})
    tale = Application()
    path = tuple(declared if one is step else one for one in RULES.path)
    tale.request = tale.request.model_copy(update={"rules": RULES.model_copy(update={"path": path})})
    tale.at_access(complete(people=(R1, {**R2, "mode": "safepod"})))
    tale.shows("accreditation").shows("accreditation", holder="r2")
    fields = {"holder": "r1", "credential": "declaration", "evidence": "Signed, seen."}
    tale.say("ada", RecordCredential.model_validate(fields))
    tale.say("ada", GrantAccess(person="r1"))
    assert "Individual declaration of r2 is not recorded" in tale.refused("ada", GrantAccess(person="r2"))


def test_the_requester_names_somebody_later_and_nobody_else_does() -> None:
    tale = Application().at_access().granted()
    tale.say("rae", naming())
    assert tale.awaited == {"dfe-data-sharing-service"}
    assert "mode" in tale.refused("rae", naming("r4", "by-post"))
    assert "no party" in tale.refused("rae", naming("r4", organisation="northgate-council"))
    tale.refused("ada", naming("r4"))
    tale.granted("r3")
    assert may_reach(tale.request, "r3", tale.at)


def test_access_of_one_person_ends_by_either_side_and_does_not_come_back() -> None:
    tale = Application().at_access().granted()
    tale.say("rae", EndAccess(person="r1", reason="They left."))
    assert not may_reach(tale.request, "r1", tale.at)
    assert "ended already" in tale.refused("ada", EndAccess(person="r1", reason="Again."))
    assert "ended for good" in tale.refused("ada", GrantAccess(person="r1"))
    tale.refused("dewi", EndAccess(person="r1", reason="No office of mine."))


def test_a_request_stays_open_until_the_last_access_has_ended() -> None:
    tale = Application().at_access().granted().registered()
    assert tale.request.closed is None
    tale.say("rae", EndAccess(person="r1", reason="The work is done."))
    assert tale.request.state == "published"


@pytest.mark.requirement("DFE-056")
def test_an_output_leaves_when_both_bodies_have_passed_it_under_the_rules_of_the_request() -> None:
    tale = Application().at_access().granted()
    release = ReleaseOutput(output="table-1")
    assert "ONS output checkers" in tale.refused("ada", release)
    assert "version 2024-04-04" in tale.refused("iris", output("dfe-disclosure-control", rules="2023-06-30"))
    tale.say("iris", output("dfe-disclosure-control"))
    assert "ONS output checkers" in tale.refused("ada", release)
    tale.say("mina", output("srs-outputs", "return"))
    assert "ONS output checkers" in tale.refused("ada", release)
    tale.say("mina", output("srs-outputs"))
    tale.say("ada", release)
    assert tale.facts[-1].fact.model_dump()["rules"] == "2024-04-04"
    assert "left already" in tale.refused("ada", release)


@pytest.mark.requirement("DFE-056")
def test_nobody_checks_for_another_body_and_nothing_is_checked_before_anybody_had_access() -> None:
    tale = Application().at_access()
    assert "no output" in tale.refused("iris", output("dfe-disclosure-control"))
    tale.granted()
    tale.refused("ada", output("dfe-disclosure-control"))
    assert "checked by" in tale.refused("ada", output("dfe-data-sharing-service"))


def test_a_road_without_secure_access_refuses_to_speak_of_it() -> None:
    tale = Tale().lodge()
    for message in (naming(), GrantAccess(person="r1"), ReleaseOutput(output="table-1"), ending(), loss()):
        assert "secure place" in tale.refused("asha", message)


def test_names_of_people_never_enter_the_history() -> None:
    tale = Application().at_access().granted()
    history = "".join(one.model_dump_json() for one in tale.facts)
    assert "Rae Okafor" not in history
    assert row(**R1)["name"] == "Dr Rae Okafor"
    assert people.DIRECTORY.person("rae") is not None
