"""What the ONS policy decides by, as data: gates, exceptions, powers to disclose, accountability, the path."""

import pytest

from policy.form import Condition
from policy.pinned import packed, unpacked
from policy.scheme import LegalGateway
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING
from tests.policy.scheme_parts import RULES, everything_in, seat, seats

FORM = ONS_ONWARD_SHARING.form


def test_the_five_conditions_are_gates_and_each_has_somebody_who_settles_it() -> None:
    settled = {gate.key: (gate.condition, gate.settled_by) for gate in RULES.gates if gate.condition}
    assert settled == {
        "publish-first": (1, ("data-governance",)),
        "tre-first": (2, ("data-governance",)),
        "legislation": (3, ("legal",)),
        "public-benefit": (4, ("ethics", "onward-data-sharing-group")),
        "statistical-purpose": (4, ("onward-data-sharing-group",)),
        "confidentiality": (5, ("data-protection", "security")),
    }


def test_four_gates_can_be_lifted_and_the_others_never() -> None:
    lifted = {gate.key: gate.lifted_by for gate in RULES.gates}
    assert lifted == {
        "publish-first": "publish-first",
        "tre-first": "tre-first",
        "statistical-purpose": "administrative-use",
        "uk-only": "outside-uk",
        "legislation": None,
        "public-benefit": None,
        "confidentiality": None,
        "legal-gateway": None,
        "third-party-agreement": None,
    }


def test_an_exception_lifts_the_gate_that_names_it_and_the_permanent_secretary_alone_grants_it() -> None:
    for departure in RULES.departures:
        gate = RULES.gate(departure.lifts)
        assert gate is not None
        assert gate.lifted_by == departure.key
        assert departure.granted_by == "permanent-secretary"
    in_person = [office.key for office in RULES.offices if office.in_person]
    assert in_person == ["permanent-secretary"]


def test_legal_and_data_protection_review_everything_on_every_revision() -> None:
    for office in ("legal", "data-protection"):
        assert seat(office).always_reopens
        assert seat(office).only_if is None
        assert not seat(office).droppable


def test_only_communications_may_be_left_out() -> None:
    conditional = [one.office for step, one in seats() if step.key == "reviews" and (one.only_if or one.droppable)]
    assert conditional == ["communications"]


@pytest.mark.requirement("ONS-019")
def test_no_rule_asks_less_of_a_devolved_government() -> None:
    read = {value.question for value in everything_in(RULES) if isinstance(value, Condition)}
    assert "recipient-type" not in read
    open_to_it = [one.key for one in RULES.gateways if not one.recipients or "devolved-government" in one.recipients]
    assert "srsa-s53a" in open_to_it


@pytest.mark.parametrize(
    ("key", "recipients", "elsewhere"),
    [
        pytest.param("srsa-s39-4-a", (), False, marks=pytest.mark.requirement("ONS-105")),
        pytest.param("srsa-s39-4-c", (), False, marks=pytest.mark.requirement("ONS-105")),
        pytest.param("srsa-s39-4-h", (), False, marks=pytest.mark.requirement("ONS-105")),
        pytest.param("srsa-s39-4-i", (), True, marks=pytest.mark.requirement("ONS-105")),
        pytest.param("dea-s64", (), True, marks=pytest.mark.requirement("ONS-106")),
        pytest.param(
            "srsa-s42",
            ("devolved-government", "government-department", "local-authority", "health-body"),
            False,
            marks=pytest.mark.requirement("ONS-107"),
        ),
        pytest.param("srsa-s53a", ("devolved-government",), False, marks=pytest.mark.requirement("ONS-108")),
        pytest.param(
            "sta-s9",
            ("devolved-government", "government-department"),
            False,
            marks=pytest.mark.requirement("ONS-109"),
        ),
    ],
)
def test_the_catalogue_of_powers(key: str, recipients: tuple[str, ...], elsewhere: bool) -> None:
    gateway = RULES.gateway(key)
    assert gateway is not None
    assert gateway.recipients == recipients
    assert bool(gateway.elsewhere) == elsewhere
    suggested = FORM.question("suggested-gateway")
    assert suggested is not None
    assert key in suggested.choices


@pytest.mark.requirement("ONS-106")
def test_whoever_suggests_accredited_research_is_shown_the_way_to_it() -> None:
    shown = [post.key for post in ONS_ONWARD_SHARING.signposts if post.when.holds({"suggested-gateway": "dea-s64"})]
    assert shown == ["accreditation"]


def test_the_boards_functions_have_the_corrected_label_the_source_s_wording_and_two_things_to_show() -> None:
    gateway = RULES.gateway("srsa-s39-4-c")
    assert gateway is not None
    assert "39(4)(c)" in gateway.title
    assert "Section 39(c)" in gateway.title
    assert gateway.must_show == ("board-function", "necessity")


@pytest.mark.requirement("ONS-110")
def test_a_power_that_is_added_later_does_not_reach_requests_already_lodged() -> None:
    under_way = packed(ONS_ONWARD_SHARING.pinned())
    added = LegalGateway(key="new-act-s1", title="A new Act, section 1", clause="ONS-110", since="2027-01-01")
    rules = RULES.model_copy(update={"gateways": (*RULES.gateways, added)})
    later = ONS_ONWARD_SHARING.model_copy(update={"rules": rules}).pinned()
    assert later.gateway("new-act-s1") == added
    assert unpacked(under_way).gateway("new-act-s1") is None
    assert later.digest != unpacked(under_way).digest


@pytest.mark.parametrize(
    ("office", "to"),
    [
        pytest.param("onward-sharing-service", "permanent-secretary", marks=pytest.mark.requirement("ONS-071")),
        pytest.param("information-asset-owner", "data-governance-council", marks=pytest.mark.requirement("ONS-077")),
        pytest.param("onward-data-sharing-group", "chief-data-officer", marks=pytest.mark.requirement("ONS-082")),
        ("chief-data-officer", "strategic-design-committee"),
        pytest.param("legal-and-data-services", "data-protection", marks=pytest.mark.requirement("ONS-094")),
        pytest.param("data-protection", "head-of-legal-and-data-services", marks=pytest.mark.requirement("ONS-096")),
        pytest.param("communications", "head-of-communications", marks=pytest.mark.requirement("ONS-099")),
        ("security", "chief-security-officer"),
    ],
)
def test_the_accountable_line_is_told_of_delay_and_decides_nothing(office: str, to: str) -> None:
    known = RULES.office(office)
    assert known is not None
    assert known.accountable_to == to
    assert to in known.chased_with


def test_a_late_legal_opinion_is_chased_with_its_head_then_the_chief_data_officer() -> None:
    legal = RULES.office("legal")
    assert legal is not None
    assert legal.chased_with == ("head-of-legal-and-data-services", "chief-data-officer")


def test_three_screenings_are_three_different_offices_looking_at_three_different_things() -> None:
    offices = {}
    for step in RULES.path:
        match step.kind:
            case "screening" if not step.settles_panel:
                offices["business case"] = step.office
            case "agreement":
                offices["agreement"] = step.screened_by
            case "publication":
                offices["register entry"] = step.screened_by
    assert offices == {
        "business case": "onward-sharing-service",
        "agreement": "onward-data-sharing-group",
        "register entry": "legal-and-data-services",
    }


def test_every_path_to_an_agreement_goes_through_every_step_before_it() -> None:
    before: dict[str, set[str]] = {}
    for step in RULES.path:
        before[step.key] = set(step.after).union(*(before[key] for key in step.after))
    assert before["agreement"] == {
        *("first-screening", "asset-facts", "triage", "third-party", "reviews", "advice", "decision"),
    }
    assert before["register"] == before["agreement"] | {"agreement"}


@pytest.mark.parametrize("item", ["variables", "time-periods", "purpose-kind", "statistical-use", "organisations"])
def test_a_third_party_s_agreement_falls_with_the_variables_the_purpose_and_the_recipient(item: str) -> None:
    assert "third-party-owner" in RULES.impact[item]
