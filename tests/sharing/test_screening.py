"""The first screening: what passes, what leaves, and by which door."""

from itertools import product
from typing import Any, Literal

import pytest

from policy.scheme import Screening
from policy.scope import scope_verdict
from sharing.facts import Screened
from sharing.messages import Screen
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import DEATHS, GROUP, OWNER, SERVICE, concluded, lodging
from tests.told import Tale

YesNo = Literal["yes", "no"]
FACTS = ("record-level", "personal", "external", "statistical")
STEP = next(step for step in people.RULES.path if isinstance(step, Screening) and not step.settles_panel)
OUTCOMES = {
    "out-of-scope-outputs": "out-of-scope",
    "out-of-scope-aggregate": "out-of-scope",
    "internal-recipient": "out-of-scope",
    "to-srs": "signposted",
    "duplicate": "duplicate",
}

OUTSIDE: dict[str, dict[str, YesNo]] = {
    "out-of-scope-outputs": {"record-level": "no"},
    "out-of-scope-aggregate": {"record-level": "no"},
    "internal-recipient": {"external": "no"},
}
"""The fact that leads to a way out."""


def lodged() -> Tale:
    return Tale().lodge()


def way_out(way: str, **given: Any) -> Screen:
    scope = {**dict.fromkeys(FACTS, "yes"), **OUTSIDE.get(way, {})}
    return people.screened(
        way, **{"scope": scope, "duplicate_of": "ONS-2026-0004" if way == "duplicate" else "", **given}
    )


def left_by(way: str) -> Tale:
    tale = lodged()
    tale.say("asha", way_out(way))
    return tale


def screening_of(tale: Tale) -> Screened:
    fact = next(one.fact for one in tale.facts if one.fact.kind == "screened")
    assert isinstance(fact, Screened)
    return fact


@pytest.mark.requirement("ONS-008")
@pytest.mark.parametrize("answers", list(product(("yes", "no"), repeat=4)), ids="-".join)
def test_sixteen_combinations_of_four_facts(answers: tuple[YesNo, ...]) -> None:
    facts = dict(zip(FACTS, answers, strict=True))
    verdict = scope_verdict(people.RULES, facts)
    record_level, personal, external, _ = answers
    assert verdict.inside == (record_level == personal == external == "yes")
    tale = lodged()
    if verdict.inside:
        tale.say("asha", people.screened(scope=facts))
        assert tale.request.state == "open"
        assert tale.awaited == {f"{OWNER}/{DEATHS}"}
        return
    sentence = tale.refused("asha", people.screened(scope=facts))
    assert verdict.ways_out[0] in sentence
    for way in verdict.ways_out:
        outside = lodged()
        outside.say("asha", people.screened(way, scope=facts))
        assert outside.request.screened is not None
        assert outside.request.screened.scope == facts
        assert outside.request.state == OUTCOMES.get(way, "open")
        assert "review" not in {task.what for task in outside.request.awaited.values()}


@pytest.mark.requirement("ONS-008")
def test_whoever_is_out_of_scope_is_told_why_in_words() -> None:
    tale = left_by("internal-recipient")
    closing = tale.told("requester")[-1]
    assert "out of scope" in closing.headline
    assert "inside the host" in closing.lines[0]
    assert "Because of what the request says." in closing.lines[0]


@pytest.mark.requirement("ONS-010")
def test_outputs_and_aggregates_leave_by_two_doors_and_start_no_review() -> None:
    ends = {}
    for way in ("out-of-scope-outputs", "out-of-scope-aggregate"):
        tale = left_by(way)
        assert tale.request.state == "out-of-scope"
        assert tale.awaited == set()
        assert tale.request.closed is not None
        ends[screening_of(tale).outcome] = tale.request.closed.reason
    assert set(ends) == {"out-of-scope-outputs", "out-of-scope-aggregate"}
    assert len(set(ends.values())) == 2


@pytest.mark.parametrize("way", [way for way in STEP.ways_out if way != "to-publication"])
def test_every_way_out_closes_the_request_with_its_outcome_and_a_reason(way: str) -> None:
    tale = left_by(way)
    assert tale.request.state == OUTCOMES[way]
    assert "reason" in lodged().refused("asha", way_out(way, reason="  "))


@pytest.mark.requirement("ONS-003")
def test_what_can_be_met_by_publishing_goes_to_publication_and_never_to_review() -> None:
    tale = left_by("to-publication")
    assert tale.awaited == {f"{SERVICE}/{DEATHS}"}
    assert {task.what for task in tale.request.awaited.values()} == {"conclude-publication"}
    tale.say("asha", concluded(link="https://host.example/table"))
    assert tale.request.state == "data-published"
    assert "opinion-given" not in tale.kinds


@pytest.mark.requirement("ONS-003")
def test_data_that_could_be_published_are_not_shared() -> None:
    tale = Tale().lodge().screened().informed().triaged().reviewed(publish_first="not-met").advised()
    assert "Publish first" in tale.refused("gwen", people.decided())


@pytest.mark.requirement("ONS-004")
def test_leaving_the_trusted_environment_needs_evidence_and_the_verdict_of_staff() -> None:
    assert people.SCHEME.form.question("tre-evidence") is not None
    answers = people.complete()
    del answers["tre-evidence"]
    gap = people.complete(tre_evidence=())
    for incomplete in (answers, gap):
        with pytest.raises(Refused, match="tre-evidence"):
            Tale().lodge(answers=incomplete)
    tale = Tale().lodge().screened().informed().triaged().reviewed(tre_first="not-met").advised()
    assert "TRE first" in tale.refused("gwen", people.decided())
    assert left_by("to-srs").request.state == "signposted"


@pytest.mark.requirement("ONS-001")
@pytest.mark.parametrize("unsettled", FACTS)
def test_a_request_does_not_leave_screening_unclassified(unsettled: str) -> None:
    facts = {fact: "yes" for fact in FACTS if fact != unsettled}
    assert unsettled in lodged().refused("asha", people.screened(scope=facts))
    passed = lodged().screened().request
    assert passed.screened is not None
    assert set(passed.screened.scope) == set(FACTS)
    assert passed.rules.version


@pytest.mark.requirement("ONS-067")
def test_no_request_reaches_the_group_without_a_first_screening_on_record() -> None:
    tale = lodged()
    assert "not awaited" in tale.refused("gwen", people.opinion(OWNER, DEATHS))
    assert "not awaited" in tale.refused("olu", people.triaged())
    tale.screened()
    one = next(one for one in tale.facts if one.fact.kind == "screened")
    assert one.by is not None
    assert (one.by.person, one.by.office, one.at) == ("asha", SERVICE, tale.at)
    assert set(screening_of(tale).checklist) == set(STEP.checklist)
    assert screening_of(tale).outcome == "pass"
    assert GROUP not in tale.awaited
    assert tale.informed().awaited == {GROUP}


@pytest.mark.requirement("ONS-067")
@pytest.mark.parametrize("item", STEP.checklist)
def test_an_open_item_of_the_checklist_does_not_pass(item: str) -> None:
    checklist = dict.fromkeys(STEP.checklist, "yes")
    assert item in lodged().refused("asha", people.screened(checklist={**checklist, item: "no"}))
    del checklist[item]
    assert item in lodged().refused("asha", people.screened(checklist=checklist))


def test_an_incomplete_request_by_mail_is_received_but_does_not_pass() -> None:
    answers = people.complete()
    del answers["necessity"]
    tale = Tale().lodge(answers=answers, source="mail")
    assert tale.awaited == {SERVICE}
    assert "necessity" in tale.refused("asha", people.screened())


def test_a_duplicate_names_the_other_request() -> None:
    assert "duplicate_of" in lodged().refused("asha", way_out("duplicate", duplicate_of=""))
    assert screening_of(left_by("duplicate")).duplicate_of == "ONS-2026-0004"


def test_an_unknown_way_out_is_refused_with_those_there_are() -> None:
    sentence = lodged().refused("asha", people.screened("because-i-say-so"))
    assert all(way in sentence for way in ("pass", *STEP.ways_out))


def test_nobody_screens_twice() -> None:
    tale = lodged().screened()
    assert "not awaited" in tale.refused("felix", people.screened())


@pytest.mark.parametrize("way", ["out-of-scope-outputs", "out-of-scope-aggregate", "internal-recipient"])
def test_nobody_closes_a_request_as_out_of_scope_whose_facts_are_all_in_scope(way: str) -> None:
    lodged().refused("asha", people.screened(way, scope=dict.fromkeys(FACTS, "yes")))


@pytest.mark.requirement("ONS-008")
def test_a_request_from_inside_the_house_can_be_closed_as_internal() -> None:
    tale = Tale()
    tale.say(people.someone("ines", "requester"), lodging(organisations=({"key": "ons", "type": "host"},)))
    tale.say("asha", way_out("internal-recipient"))
    assert tale.request.state == "out-of-scope"
