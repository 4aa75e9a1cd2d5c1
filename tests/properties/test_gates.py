"""Every combination of the conditions and of exceptions: approved exactly as the policy says."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import chain, combinations, product

import pytest

from policy.working_days import local_day
from sharing.facts import Advised, Happened, OpinionGiven
from sharing.history import fold
from sharing.messages import AnyMessage, DecideDeparture, GiveReview, NameHolder, SeekDeparture, Settling
from sharing.refused import Refused
from tests import people
from tests.properties.exemplars import EVERYBODY
from tests.properties.sentences import must_be_clear
from tests.told import Tale

GROUP, PURPOSE = "onward-data-sharing-group", "statistical-purpose"
SETTLED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "publish-first": (("data-governance", "publish-first"),),
    "tre-first": (("data-governance", "tre-first"),),
    "legislation": (("legal", "legislation"),),
    "public benefit for statistics": (("ethics", "public-benefit"), (GROUP, "public-benefit"), (GROUP, PURPOSE)),
    "confidentiality": (("data-protection", "confidentiality"), ("security", "confidentiality")),
}
"""The five conditions, and every office that can say that one is not met."""

LIFTED_BY = {"publish-first": "publish-first", "tre-first": "tre-first", PURPOSE: "administrative-use"}
"""Which gates an exception can lift."""

Denials = frozenset[tuple[str, str]]


def denials(met: tuple[bool, ...]) -> Iterator[Denials]:
    """Every way in which offices find exactly the others of the five conditions unmet."""
    unmet = [says for says, holds in zip(SETTLED_BY.values(), met, strict=True) if not holds]
    for chosen in product(*(_some(says) for says in unmet)):
        yield frozenset(chain.from_iterable(chosen))


def _some(options: tuple[tuple[str, str], ...]) -> Iterator[tuple[tuple[str, str], ...]]:
    return chain.from_iterable(combinations(options, size) for size in range(1, len(options) + 1))


def _verdicts(office: str, denied: Denials) -> dict[str, str]:
    return {gate.replace("-", "_"): "not-met" for who, gate in denied if who == office}


@cache
def _reviewed(denied: Denials) -> Tale:
    """A request that every seat has reviewed, each with its own verdicts."""
    tale = _triaged().fork()
    for office in people.PANEL:
        tale.say(people.HOLDS[office], people.opinion(office, verdicts=_verdicts(office, denied)))
    tale.say("asha", people.terms())
    return tale


@cache
def _triaged() -> Tale:
    return Tale().lodge().screened().informed().triaged()


def at_decision(denied: Denials) -> Tale:
    """A request before its owner, with these conditions found unmet by these offices."""
    tale = _reviewed(frozenset(one for one in denied if one[0] != GROUP)).fork()
    tale.say("olu", people.advised(verdicts=_verdicts(GROUP, denied)))
    return tale


def granted(tale: Tale, departure: str) -> Tale:
    """The Permanent Secretary grants an exception that was asked for."""
    reasons = "There is no other way, and the benefit is great."
    tale.say("asha", SeekDeparture(office="onward-sharing-service", departure=departure, reasons=reasons))
    tale.say("petra", grant(departure))
    return tale


def grant(departure: str) -> DecideDeparture:
    """The words of a grant."""
    return DecideDeparture.model_validate(
        {
            "departure": departure,
            "outcome": "grant",
            "clause": "ONS-062",
            "scope": "This request alone.",
            "until": "2030-12-31",
            "reasons": "The benefit is great.",
        }
    )


def approves(tale: Tale, closed: set[str]) -> None:
    """The owner can approve exactly if no condition is closed; else the refusal names each and who can mend it."""
    if not closed:
        tale.say("gwen", people.decided())
        assert tale.request.approved_at is not None
        return
    sentence = tale.refused("gwen", people.decided())
    must_be_clear(sentence)
    for gate in closed:
        title = next(one.title for one in people.RULES.gates if one.key == gate)
        assert title in sentence, f"{title} is not named in {sentence!r}"
    overrides = [
        name for name in ("publish-first", "tre-first", "administrative-use") if f"exception {name!r}" in sentence
    ]
    assert sorted(overrides) == sorted(LIFTED_BY[gate] for gate in closed if gate in LIFTED_BY)
    assert tale.request.approved_at is None


@pytest.mark.requirement("ONS-002", "ONS-062", "ONS-064")
@pytest.mark.parametrize(
    "met", list(product((True, False), repeat=5)), ids=lambda met: "".join("ny"[one] for one in met)
)
def test_an_approval_needs_each_of_the_five_conditions_or_its_exception(met: tuple[bool, ...]) -> None:
    for denied in denials(met):
        closed = {gate for _, gate in denied}
        liftable = sorted(closed & set(LIFTED_BY))
        for lifted in chain.from_iterable(combinations(liftable, size) for size in range(len(liftable) + 1)):
            tale = at_decision(denied)
            for gate in lifted:
                granted(tale, LIFTED_BY[gate])
            approves(tale, closed - set(lifted))


@pytest.mark.requirement("ONS-002", "ONS-064")
@pytest.mark.parametrize(
    "settled", list(product((True, False), repeat=5)), ids=lambda one: "".join("-y"[yes] for yes in one)
)
def test_a_condition_that_nobody_has_settled_is_not_met(settled: tuple[bool, ...]) -> None:
    for silent in denials(settled):
        closed = {gate for _, gate in silent}
        for lifted in {(), tuple(sorted(closed & set(LIFTED_BY)))}:
            tale = unsettled(silent)
            for gate in lifted:
                granted(tale, LIFTED_BY[gate])
            approves(tale, closed - set(lifted))


def unsettled(silent: Denials) -> Tale:
    """A request before its owner whose history lacks these verdicts, as another worker might have written it."""
    tale = at_decision(frozenset())
    tale.request = fold(tale.empty, (_without(one, silent) for one in tale.facts))
    return tale


def _without(happened: Happened, silent: Denials) -> Happened:
    fact = happened.fact
    if not isinstance(fact, OpinionGiven | Advised):
        return happened
    office = fact.office if isinstance(fact, OpinionGiven) else GROUP
    kept = {gate: said for gate, said in fact.settles.items() if (office, gate) not in silent}
    return happened.model_copy(update={"fact": fact.model_copy(update={"settles": kept})})


@pytest.mark.requirement("ONS-005", "ONS-062")
@pytest.mark.parametrize(
    "gate", ["legislation", "legal-gateway", "public-benefit", "confidentiality", "third-party-agreement"]
)
def test_nobody_can_ask_for_an_exception_from_what_nobody_can_waive(gate: str) -> None:
    denied = frozenset((office, said) for says in SETTLED_BY.values() for office, said in says)
    tale = at_decision(denied)
    for by, office in (("asha", "onward-sharing-service"), ("gwen", "information-asset-owner"), ("olu", GROUP)):
        sentence = tale.refused(by, SeekDeparture(office=office, departure=gate, reasons="We want to."))
        assert "nobody can lift" in sentence
    tale.refused("petra", grant(gate))


@pytest.mark.requirement("ONS-015", "ONS-063", "ONS-064")
@pytest.mark.parametrize("departure", ["administrative-use", "outside-uk", "publish-first", "tre-first"])
def test_nobody_but_the_permanent_secretary_in_person_grants_an_exception(departure: str) -> None:
    tale = _sought(departure)
    for person in EVERYBODY:
        if person != "petra":
            must_be_clear(tale.refused(person, grant(departure)))
    deputy = people.someone("pat", "permanent-secretary", for_person="petra", until="2030-12-31")
    assert "in person" in tale.refused(deputy, grant(departure))
    named = {"office": "permanent-secretary", "person": "chen", "until": "2027-12-31", "reason": "On leave."}
    for person in EVERYBODY:
        tale.refused(person, NameHolder.model_validate(named))
    tale.refused("gwen", people.decided())
    tale.say("petra", grant(departure))
    assert "decided" not in tale.kinds, "an exception lifts a condition and approves nothing"
    tale.say("gwen", people.decided())


def _sought(departure: str) -> Tale:
    answers = people.complete()
    if departure == "outside-uk":
        places = tuple({**row, "country": "Ireland"} for row in answers["places"] if isinstance(row, dict))
        answers = people.complete(all_in_uk="no", places=places)
    elif departure == "administrative-use":
        answers = people.complete(purpose_kind="administrative")
    denied = {"publish_first": "not-met"} if departure == "publish-first" else {"tre_first": "not-met"}
    tale = Tale().lodge(answers=answers).screened().informed().triaged()
    tale.reviewed(**(denied if departure.endswith("first") else {})).advised()
    tale.say("asha", SeekDeparture(office="onward-sharing-service", departure=departure, reasons="No other way."))
    return tale


@pytest.mark.requirement("ONS-006")
def test_a_benefit_without_a_statistical_purpose_is_blocked_whatever_the_group_says() -> None:
    tale = Tale().at_decision(people.complete(purpose_kind="administrative"))
    approves(tale, {PURPOSE})
    approves(granted(tale, "administrative-use"), set())


@pytest.mark.requirement("ONS-014")
def test_places_outside_the_uk_block_approval_and_later_moves_need_an_amendment() -> None:
    tale = _sought("outside-uk")
    assert "UK only" in tale.refused("gwen", people.decided())
    tale.say("petra", grant("outside-uk"))
    tale.say("gwen", people.decided())
    at_home = Tale().at_decision().approved().drafted().agreed()
    with pytest.raises(Refused, match="amendment"):
        at_home.revise(
            all_in_uk="no", places=({"what": "access", "where": "Cork", "country": "Ireland", "who": "We"},)
        )


@pytest.mark.requirement("ONS-062")
def test_an_exception_lifts_its_condition_until_its_last_day_and_no_longer() -> None:
    tale = at_decision(frozenset({("data-governance", "tre-first")}))
    seek = SeekDeparture(office="onward-sharing-service", departure="tre-first", reasons="There is no other way.")
    tale.say("asha", seek)
    tale.say("petra", grant("tre-first").model_copy(update={"until": local_day(tale.at) + timedelta(days=2)}))
    last, after = tale.fork().wait(2), tale.fork().wait(3)
    approves(last, set())
    approves(after, {"tre-first"})
    approves(granted(after, "tre-first"), set())


@pytest.mark.requirement("ONS-050")
def test_what_a_third_party_does_not_agree_to_is_closed_for_that_asset_alone() -> None:
    tale = Tale().lodge(answers=people.complete(assets=("hospital-activity", "death-registrations")))
    tale.screened().informed().triaged().reviewed(third_party_agreement="not-met").advised()
    sentence = tale.refused("idris", people.decided("hospital-activity"))
    assert "No exception can lift it" in sentence
    tale.say("gwen", people.decided("death-registrations"))


@pytest.mark.requirement("ONS-007")
@pytest.mark.parametrize(
    "office", [office for office in people.PANEL if office not in ("data-protection", "security")]
)
def test_only_data_protection_and_security_speak_on_confidentiality(office: str) -> None:
    tale = _triaged().fork()
    ordinary = people.opinion(office)
    settles = {**ordinary.settles, "confidentiality": Settling(verdict="met", evidence="I say so.")}
    sentence = tale.refused(people.HOLDS[office], ordinary.model_copy(update={"settles": settles}))
    assert "does not settle" in sentence
    closed = unsettled(frozenset({("data-protection", "confidentiality")}))
    approves(closed, {"confidentiality"})


@pytest.mark.requirement("ONS-005", "ONS-012")
def test_a_legal_opinion_names_the_srsa_and_a_gateway_of_the_catalogue() -> None:
    tale = _triaged().fork()
    ordinary = people.opinion("legal")

    def refused(**changes: object) -> str:
        message: AnyMessage = GiveReview.model_validate({**ordinary.model_dump(exclude={"kind"}), **changes})
        return tale.refused("leo", message)

    assert "SRSA" in refused(parts={**ordinary.parts, "legislation": "The Digital Economy Act 2017."})
    assert "gateway" in refused(gateways=())
    plain = {part: text for part, text in ordinary.parts.items() if part not in ("board-function", "necessity")}
    assert "catalogue" in refused(parts=plain, gateways=("our-own-power",))
    assert "elsewhere" in refused(parts=plain, gateways=("dea-s64",))
    without = people.opinion("legal", parts=plain, gateways=(), verdicts={"legal_gateway": "not-met"})
    tale.say("leo", without)
    for office in people.PANEL[1:]:
        tale.say(people.HOLDS[office], people.opinion(office))
    approves(tale.advised(), {"legal-gateway"})
