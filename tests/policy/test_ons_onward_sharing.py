"""What the ONS policy asks for, as data: the form and the scope."""

from itertools import product
from typing import Literal

import pytest

from policy.form import Answer, QuestionKind, gaps
from policy.scheme import Recipients
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING
from policy.scope import scope_reasons, scope_verdict
from tests.policy.answers import COMPLETE, DPIA, FORM, answers

RULES = ONS_ONWARD_SHARING.rules
YesNo = Literal["yes", "no"]
ELSEWHERE = {"what": "access", "where": "Home office", "country": "France", "who": "A contractor"}


def gaps_of(*without: str, **changes: Answer) -> list[str]:
    return [gap.question for gap in gaps(FORM, answers(without, **changes))]


def test_a_complete_request_has_no_gaps() -> None:
    assert gaps(FORM, COMPLETE) == ()


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(item, marks=pytest.mark.requirement(requirement))
        for requirement, items in {
            "ONS-030": ("justification", "necessity"),
            "ONS-031": ("variables", "time-periods", "sharing-pattern"),
            "ONS-032": ("statistical-use", "methods", "outputs"),
            "ONS-033": ("public-benefit",),
            "ONS-034": ("security", "confidentiality", "no-onward-sharing"),
            "ONS-035": ("why-not-published", "why-not-anonymous", "why-not-synthetic", "why-not-tre"),
        }.items()
        for item in items
    ],
)
def test_every_item_of_the_written_request_is_required_and_named_where_it_is_missing(item: str) -> None:
    assert gaps_of(item) == [item]
    question = FORM.question(item)
    assert question is not None
    assert [gap.sentence for gap in gaps(FORM, answers((item,)))] == [f"Answer {item!r}: {question.asks}"]


@pytest.mark.requirement("ONS-030")
def test_a_justification_without_necessity_is_not_enough_nor_the_other_way_round() -> None:
    assert gaps_of("justification", "necessity") == ["justification", "necessity"]
    assert gaps_of("necessity") == ["necessity"]


@pytest.mark.requirement("ONS-031")
def test_ongoing_sharing_without_frequency_and_end_is_incomplete() -> None:
    assert gaps_of(sharing_pattern="ongoing") == ["frequency", "ongoing-ends"]
    assert gaps_of(sharing_pattern="ongoing", frequency="Monthly", ongoing_ends="2028-03-31") == []


@pytest.mark.requirement("ONS-031")
def test_every_variable_needs_its_own_reason() -> None:
    assert gaps_of(variables=({"asset": "death-registrations", "variable": "DODYR"},)) == ["variables"]


@pytest.mark.requirement("ONS-034")
def test_a_confirmation_that_is_not_ticked_keeps_the_request_incomplete() -> None:
    assert gaps_of(no_onward_sharing="no") == ["no-onward-sharing"]


@pytest.mark.requirement("ONS-034")
def test_the_promise_of_no_onward_sharing_becomes_a_clause_of_every_agreement() -> None:
    agreement = RULES.step("agreement")
    assert agreement is not None
    assert agreement.kind == "agreement"
    for kind in agreement.kinds:
        assert {"no-onward-sharing", "penalty", "audit"} <= set(agreement.clauses_of(kind.key))


@pytest.mark.requirement("ONS-035")
def test_a_reason_for_one_alternative_does_not_answer_for_another() -> None:
    assert gaps_of("why-not-synthetic", "why-not-tre") == ["why-not-synthetic", "why-not-tre"]


def test_that_a_trusted_research_environment_will_not_do_needs_evidence() -> None:
    assert gaps_of("tre-evidence") == ["tre-evidence"]
    assert gaps_of(tre_evidence=()) == ["tre-evidence"]


@pytest.mark.requirement("ONS-036")
def test_an_impact_assessment_is_needed_where_people_are_in_the_data() -> None:
    assert gaps_of("dpia") == ["dpia"]
    unversioned = {key: cell for key, cell in DPIA.items() if key != "version"}
    assert gaps_of(dpia=(unversioned,)) == ["dpia"]


@pytest.mark.requirement("ONS-036")
def test_an_impact_assessment_is_not_needed_where_only_businesses_are() -> None:
    assert gaps_of("dpia", "lawful-basis", natural_persons="no", subjects=("business", "body-corporate")) == []


def test_nobody_avoids_the_impact_assessment_by_contradicting_themselves() -> None:
    assert gaps_of("dpia", "lawful-basis", natural_persons="no") == ["natural-persons"]


def test_the_ethics_self_assessment_has_a_version_and_an_author() -> None:
    assert gaps_of("ethics-self-assessment") == ["ethics-self-assessment"]
    assert gaps_of(ethics_self_assessment=({"name": "ethics.pdf", "sha256": "b" * 64},)) == 2 * [
        "ethics-self-assessment"
    ]


def test_places_of_storage_processing_and_access_are_all_declared() -> None:
    places = COMPLETE["places"]
    assert isinstance(places, tuple)
    assert gaps_of(places=places[:2]) == ["places"]
    assert "access" in gaps(FORM, answers(places=places[:2]))[0].sentence


def test_a_place_abroad_contradicts_that_everything_stays_here() -> None:
    places = COMPLETE["places"]
    assert isinstance(places, tuple)
    abroad = (*places, ELSEWHERE)
    assert gaps_of(places=abroad) == ["places"]
    assert gaps_of(places=abroad, all_in_uk="no") == []


def test_a_devolved_government_names_its_arrangement_under_the_concordat() -> None:
    assert gaps_of(recipient_type="devolved-government") == ["concordat-reference"]
    assert gaps_of(recipient_type="devolved-government", concordat_reference="Annex A, paragraph 3") == []


def test_the_penalty_is_acknowledged_and_the_declaration_made_before_a_request_is_complete() -> None:
    assert gaps_of("penalty-warning", "declaration", "signatory") == ["signatory", "penalty-warning", "declaration"]
    question = FORM.question("penalty-warning")
    assert question is not None
    assert "two years" in question.asks


def test_every_type_of_recipient_can_be_chosen() -> None:
    question = FORM.question("recipient-type")
    assert question is not None
    assert set(question.choices) == {body.value for body in Recipients}


def test_what_the_requester_writes_is_long_where_it_has_to_be() -> None:
    for key in ("justification", "necessity", "statistical-use", "public-benefit", "security", "why-not-tre"):
        question = FORM.question(key)
        assert question is not None
        assert question.kind is QuestionKind.LONG_TEXT


@pytest.mark.requirement("ONS-008")
@pytest.mark.parametrize("facts", list(product(("yes", "no"), repeat=4)), ids=lambda facts: "-".join(facts))
def test_scope_table(facts: tuple[YesNo, YesNo, YesNo, YesNo]) -> None:
    record_level, personal, external, statistical = facts
    verdict = scope_verdict(
        RULES,
        {
            "record-level": record_level,
            "personal": personal,
            "external": external,
            "statistical": statistical,
        },
    )
    # Administrative use stays inside: it is the policy that says who alone may authorise it.
    assert verdict.inside == (record_level == personal == external == "yes")
    expected = ["out-of-scope-aggregate", "out-of-scope-outputs"] if record_level == "no" else []
    expected += ["to-publication"] if personal == "no" else []
    expected += ["internal-recipient"] if external == "no" else []
    assert list(verdict.ways_out) == expected


def test_nothing_is_in_scope_before_all_four_facts_are_stated() -> None:
    verdict = scope_verdict(RULES, {"record-level": "yes", "personal": "yes"})
    assert not verdict.inside
    assert verdict.unanswered == ("external", "statistical")


def test_statistics_and_aggregated_data_leave_by_two_different_ways() -> None:
    assert scope_reasons(RULES) == {
        "out-of-scope-aggregate",
        "out-of-scope-outputs",
        "to-publication",
        "internal-recipient",
    }
    screening = RULES.step("first-screening")
    assert screening is not None
    assert screening.kind == "screening"
    assert scope_reasons(RULES) < set(screening.ways_out)


@pytest.mark.requirement("ONS-009")
@pytest.mark.parametrize("subject", ["natural-person", "body-corporate", "business"])
@pytest.mark.parametrize("identifiable", ["alone", "with-published-information"])
def test_identification_is_asked_apart_from_whom_the_data_describe(subject: str, identifiable: str) -> None:
    natural: YesNo = "yes" if subject == "natural-person" else "no"
    assert gaps_of(subjects=(subject,), identifiable=identifiable, natural_persons=natural) == []
    # Neither answer is one of the facts that put a request out of scope; staff settle those.
    assert not {"subjects", "identifiable", "natural-persons"} & {fact.key for fact in RULES.scope}
    assert scope_verdict(RULES, dict.fromkeys(("record-level", "personal", "external", "statistical"), "yes")).inside
