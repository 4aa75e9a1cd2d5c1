"""A fact is kept only if it follows: what each message becomes is worked out again, from the records' beginning."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest

from sharing.facts import (
    AgreementDrafted,
    ApprovalReturned,
    By,
    Closed,
    Decided,
    Happened,
    Lodged,
    PublicationOrdered,
    Signed,
)
from sharing.following import follow
from sharing.history import add
from sharing.messages import DistrustKey, Withdraw
from sharing.vouching import Unsaid, is_head
from tests import people
from tests.released.record import tales
from tests.told import KEY, Tale

DEATHS = "death-registrations"
SIGNED = {"party": "requester", "version": 1}


@pytest.fixture(scope="module")
def road() -> Tale:
    """A request from its lodging to its entry on the register."""
    return Tale().at_decision().approved().drafted().agreed().published()


def unsaid(tale: Tale, facts: Sequence[Happened]) -> str:
    with pytest.raises(Unsaid) as wrong:
        follow(tale.empty, facts, tale.known)
    return f"{wrong.value.fact.number} {wrong.value.fact.fact.kind}: {wrong.value.why}"


@pytest.mark.parametrize("tale", tales(), ids=lambda tale: tale.facts[-1].fact.kind)
def test_all_that_the_core_tells_follows(tale: Tale) -> None:
    assert follow(tale.empty, tale.facts, tale.known) == tale.request


def test_it_follows_also_in_several_tellings(road: Tale) -> None:
    request = road.empty
    places = [place for place, one in enumerate(road.facts) if is_head(one)] + [len(road.facts)]
    for first, last in pairwise(places):
        request = follow(request, road.facts[first:last], road.known)
    assert request == road.request


def test_a_refusal_told_as_an_approval_does_not_follow() -> None:
    tale = Tale().at_decision()
    tale.say("gwen", people.decided(DEATHS, "refuse"))
    place = next(place for place, one in enumerate(tale.facts) if isinstance(one.fact, Decided))
    approved = tale.facts[place].fact.model_copy(update={"outcome": "approve"})
    forged = [*tale.facts[:place], tale.facts[place].model_copy(update={"fact": approved})]
    assert "decided: By the rules it would have been another one here: decided." in unsaid(tale, forged)


@pytest.mark.requirement("ONS-079")
@pytest.mark.parametrize("stranger", ["rae", "olu", "chen", "petra"])
def test_sealed_words_of_somebody_who_may_not_decide_do_not_follow(stranger: str) -> None:
    tale = Tale().at_decision()
    spoken = tale.sealed(stranger, people.decided())
    fact = Decided(office="information-asset-owner", asset=DEATHS, outcome="approve", revision=1, reasons="Yes.")
    by = By(person=stranger, office="information-asset-owner")
    _, told = add(tale.request, (fact,), tale.at, by, spoken)
    assert "These words are refused: " in unsaid(tale, [*tale.facts, *told])


def test_words_said_too_early_do_not_follow() -> None:
    tale = Tale().lodge()
    spoken = tale.sealed("gwen", people.decided())
    fact = Decided(office="information-asset-owner", asset=DEATHS, outcome="approve", revision=1, reasons="Yes.")
    _, told = add(tale.request, (fact,), tale.at, By(person="gwen", office="information-asset-owner"), spoken)
    assert "comes before any decision" in unsaid(tale, [*tale.facts, *told])


def test_words_heard_before_do_not_follow_again(road: Tale) -> None:
    head = next(one for one in road.facts if isinstance(one.fact, Lodged))
    again = head.model_copy(update={"number": road.request.number + 1, "at": road.request.at})
    assert "had been heard already" in unsaid(road, [*road.facts, again])


@pytest.mark.parametrize("kind", ["reviews", "advised", "agreement-screened", "signed", "entry-checked"])
def test_a_road_with_a_gate_left_out_does_not_follow(road: Tale, kind: str) -> None:
    dropped = "opinion-given" if kind == "reviews" else kind
    kept, number, request = [], 0, road.empty
    for one in road.facts:
        if one.fact.kind != dropped:
            number += 1
            kept.append(one.model_copy(update={"number": number}))
    assert request.number == 0
    unsaid(road, kept)


@pytest.mark.parametrize(
    "made_up",
    [
        lambda at: ApprovalReturned(reason="Not signed in time."),
        lambda at: Closed(outcome="lapsed", reason="No answer came within the time set out in the warning."),
        lambda at: Closed(outcome="published", reason="The share is in force."),
        lambda at: Closed(outcome="refused", reason="x"),
    ],
)
def test_an_end_before_its_time_does_not_follow(made_up: Callable[[object], ApprovalReturned | Closed]) -> None:
    tale = Tale().at_decision().approved()
    _, told = add(tale.request, (made_up(tale.at),), tale.at)
    assert "Its time had not come" in unsaid(tale, [*tale.facts, *told])


def test_what_nobody_said_does_not_follow_whatever_author_it_names() -> None:
    tale = Tale().at_decision().approved().drafted()
    for fact in (Signed.model_validate(SIGNED), PublicationOrdered(version=1)):
        for by in (None, By(person="rae", office="requester")):
            told = Happened(number=tale.request.number + 1, at=tale.at, by=by, fact=fact)
            if by is not None:
                assert "Nothing that it could follow from" in unsaid(tale, [*tale.facts, told])


def test_time_that_should_have_rung_first_may_not_be_left_out() -> None:
    tale = Tale().lodge()
    known = len(tale.facts)
    tale.at += timedelta(days=30)
    tale.say("rae", Withdraw(reason="Too late."))
    said = next(one for one in tale.facts[known:] if is_head(one))
    assert said.number > known + 1
    early = said.model_copy(update={"number": known + 1})
    assert "time had brought by then is missing" in unsaid(tale, [*tale.facts[:known], early])


def test_after_a_key_is_distrusted_its_words_do_not_follow() -> None:
    tale = Tale().lodge()
    tale.root(DistrustKey(key=KEY.id, reason="A laptop was stolen."))
    spoken = tale.sealed("asha", people.screened())
    told = Happened(
        number=tale.request.number + 1, at=tale.at, by=By(person="asha"), fact=AgreementDrafted(
            version=1, document="a" * 64, fixed_copy="b" * 64
        ), speech=spoken,
    )  # fmt: skip
    assert "not trusted any more" in unsaid(tale, [*tale.facts, told])
