"""The parts of the ONS scheme fit each other: nothing is named that is not there, nothing is there for nothing."""

import re

import pytest

from policy.form import Condition
from policy.pinned import packed
from policy.scheme import Decision, Screening
from policy.schemes import SCHEMES
from policy.schemes.ons_onward_sharing import ONS_ONWARD_SHARING
from policy.value import digest_of
from tests.policy.scheme_parts import RULES, everything_in, seats

FORM = ONS_ONWARD_SHARING.form
FACTS = {
    *("reference", "organisation", "assets", "gateways", "exceptions", "approved-on", "access-type"),
    *("agreement-kind", "agreement-starts", "agreement-ends", "output-links", "review-date", "contact"),
}
"""What a register entry may be drafted from beside the answers."""

TASKS = [
    *("screen", "inform", "determine", "triage", "third-party", "review", "draft-terms", "advise"),
    *("decide", "decide-council", "decide-besides", "departure"),
    *("draft-agreement", "screen-agreement", "sign", "verify-condition"),
    *("draft-entry", "screen-entry", "check-entry", "publish", "conclude-publication"),
    *("answer", "narrow"),
]


def test_the_scheme_is_known_by_its_key() -> None:
    assert SCHEMES["ons-onward-sharing"] is ONS_ONWARD_SHARING
    assert RULES.scheme == ONS_ONWARD_SHARING.key
    assert RULES.version == ONS_ONWARD_SHARING.policy_version


def test_a_step_is_found_by_its_kind_and_one_that_the_path_lacks_is_missed_in_words() -> None:
    assert RULES.the(Decision).kind == "decision"
    assert RULES.find(Screening) is next(step for step in RULES.path if step.kind == "screening")
    undecided = RULES.model_copy(update={"path": tuple(step for step in RULES.path if step.kind != "decision")})
    assert undecided.find(Decision) is None
    with pytest.raises(LookupError, match="The road of ons-onward-sharing has no step of the kind decision"):
        undecided.the(Decision)


def test_whoever_settles_a_gate_has_a_seat_where_it_is_asked_to() -> None:
    asked = {(one.office, key) for _, one in seats() for key in one.settles}
    for step in RULES.path:
        if step.kind == "advice":
            asked |= {(step.office, key) for key in step.settles}
    assert asked == {(office, gate.key) for gate in RULES.gates for office in gate.settled_by}


def test_every_office_that_the_path_names_exists() -> None:
    named = {one.office for _, one in seats()}
    for step in RULES.path:
        fields = ("office", "terms_by", "escalates_to", "besides_if_complex", "drafted_by", "screened_by")
        named |= {getattr(step, name) for name in (*fields, "signed_by", "checked_by") if hasattr(step, name)}
    named |= {RULES.service, RULES.publication_by}
    assert named <= {office.key for office in RULES.offices}


def test_every_task_has_an_allowance_and_every_assumed_one_is_listed() -> None:
    assert [allowance.what for allowance in RULES.allowances] == TASKS
    for allowance in RULES.allowances:
        assert all(0 < day <= allowance.days for day in allowance.remind)
        if allowance.assumed:
            assert f"days/{allowance.what}" in ONS_ONWARD_SHARING.assumptions


def test_a_condition_reads_only_what_travels_and_an_answer_that_can_be_given() -> None:
    parts = {f"{one.office}.{part.key}": part.choices for _, one in seats() for part in one.parts}
    for condition in (value for value in everything_in(RULES) if isinstance(value, Condition)):
        if condition.question in parts:
            assert condition.answer in parts[condition.question]
        else:
            assert condition.question in RULES.reads
    for condition in (value for value in everything_in(ONS_ONWARD_SHARING) if isinstance(value, Condition)):
        question = FORM.question(condition.question)
        if question is not None:
            assert condition.answer in (question.choices or ("yes", "no"))


def test_what_is_read_reopens_or_redeclares_is_asked() -> None:
    assert RULES.items == tuple(question.key for question in FORM.questions)
    asked = set(RULES.items)
    assert set(RULES.reads) <= asked
    assert set(RULES.redeclares) <= asked
    assert set(RULES.impact) <= asked | {step.key for step in RULES.path}


def test_a_change_reopens_nobody_twice_and_nobody_by_their_own_word() -> None:
    speakers = {step.key: {one.office for one in step.panel} for step in RULES.path if step.kind == "reviews"}
    always = {one.office for _, one in seats() if one.always_reopens}
    for item, offices in RULES.impact.items():
        assert not always & set(offices), item
        assert not speakers.get(item, set()) & set(offices), item
        assert set(offices) <= set().union(*speakers.values()), item


def test_a_register_entry_is_drafted_from_answers_and_known_facts() -> None:
    register = RULES.step("register")
    assert register is not None
    assert register.kind == "publication"
    assert {field.source for field in register.fields} <= set(RULES.items) | FACTS
    assert {field.key: field.most_words for field in register.fields}["lay-summary"] == 300
    assert register.grounds


def test_every_clause_is_a_line_of_the_policy() -> None:
    cited = {clause for value in everything_in(ONS_ONWARD_SHARING) if (clause := getattr(value, "clause", None))}
    assert all(re.fullmatch(r"ONS-(0\d\d|10\d|110)", clause) for clause in cited)
    assert {f"ONS-{number:03}" for number in (*range(3, 8), *range(30, 37), *range(105, 110))} <= cited


def test_every_step_has_guidance() -> None:
    assert set(ONS_ONWARD_SHARING.guidance) == {step.key for step in RULES.path}


def test_no_title_has_to_be_guessed() -> None:
    assert RULES.title("head-of-legal-and-data-services") == "Head of Legal and Data Services"
    assert RULES.title("data-protection") == "Data Protection Officer"
    assert all(office.title for office in RULES.offices)


def test_nothing_is_written_that_would_be_so_anyway() -> None:
    for value in everything_in(RULES):
        for name in value.model_fields_set - {"kind"}:
            field = type(value).model_fields[name]
            default = field.get_default(call_default_factory=True, validated_data=value.__dict__)
            assert getattr(value, name) != default, f"{type(value).__name__}.{name} of {value!r}"


def test_the_pinned_rules_carry_the_digest_of_the_whole_scheme() -> None:
    pinned = ONS_ONWARD_SHARING.pinned()
    assert pinned.digest == digest_of(ONS_ONWARD_SHARING)
    assert pinned.model_copy(update={"digest": ""}) == RULES


def test_a_form_that_asks_in_other_words_is_another_scheme_though_its_rules_are_the_same() -> None:
    first = FORM.questions[0].model_copy(update={"asks": "What kind of body are you?"})
    form = FORM.model_copy(update={"questions": (first, *FORM.questions[1:])})
    reworded = ONS_ONWARD_SHARING.model_copy(update={"form": form})
    assert reworded.rules == RULES
    assert reworded.pinned().digest != ONS_ONWARD_SHARING.pinned().digest


def test_the_rules_are_small_enough_to_start_a_request_with() -> None:
    assert len(packed(ONS_ONWARD_SHARING.pinned())) < 6_500
