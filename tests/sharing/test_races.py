"""Two who speak at once: exactly one wins, the other is told; and an act counts once, whatever its post does."""

import pytest

from sharing import turns
from sharing.messages import AnyMessage, CloseRequest, ResumeClocks, Withdraw
from sharing.refused import Refused
from sharing.spoken import Spoken
from tests import people
from tests.sharing.every_word import WORDS, Word, told
from tests.sharing.saying import DEATHS, OWNER, SERVICE, ask, escalated
from tests.told import KEY, REFERENCE, Tale

WITHDRAWAL = Withdraw(reason="Our funder has withdrawn.")


def at_once(moment: str, *said: tuple[str, AnyMessage]) -> tuple[Tale, list[str]]:
    """People speak to the same state; their words arrive one after the other. Each is answered, or refused."""
    tale = told(moment)
    spoken = [tale.sealed(person, message) for person, message in said]
    answers = []
    for one in spoken:
        try:
            answers.append(tale.hear(one))
        except Refused as refused:
            answers.append(f"refused: {refused.sentence}")
    return tale, answers


def test_withdrawal_before_approval_wins_and_the_owner_is_told() -> None:
    tale, (withdrawn, decided) = at_once("advised", ("rae", WITHDRAWAL), ("gwen", people.decided()))
    assert not withdrawn.startswith("refused")
    assert decided.startswith("refused")
    assert "withdrawn" in decided
    assert tale.request.state == "withdrawn"
    assert "decided" not in tale.kinds


def test_a_refusal_before_the_withdrawal_wins_and_the_requester_is_told() -> None:
    tale, (_, withdrawn) = at_once("advised", ("gwen", people.decided(outcome="refuse")), ("rae", WITHDRAWAL))
    assert withdrawn.startswith("refused")
    assert "closed (refused)" in withdrawn
    assert tale.request.state == "refused"
    assert tale.told("requester")[-1].headline.endswith("refused")


def test_an_approval_overtaken_by_a_withdrawal_does_not_stand_and_the_owner_is_told() -> None:
    tale, answers = at_once("advised", ("gwen", people.decided()), ("rae", WITHDRAWAL))
    refused = [answer for answer in answers if answer.startswith("refused")]
    told_of = [notice for notice in tale.told(OWNER) if "withdrawn" in notice.headline]
    assert len(refused) == 1 or (tale.request.state == "withdrawn" and told_of)


def test_two_deciders_of_one_asset_and_the_first_wins() -> None:
    tale, answers = at_once(
        "advised", ("gwen", people.decided()), ("mila", people.decided(outcome="refuse", reasons="Too risky."))
    )
    assert [answer.startswith("refused") for answer in answers] == [False, True]
    assert "not awaited" in answers[1]
    assert tale.request.decisions[DEATHS].outcome == "approve"


def test_escalation_and_decision_at_once() -> None:
    tale, answers = at_once("advised", ("gwen", escalated()), ("mila", people.decided()))
    assert [answer.startswith("refused") for answer in answers] == [False, True]
    assert tale.request.decisions == {}


def test_two_reviewers_of_one_seat_and_the_first_wins() -> None:
    _, answers = at_once("triaged", ("leo", people.opinion("legal")), ("lena", people.opinion("legal")))
    assert "already reviewed" in answers[1]


def test_an_operators_closing_and_a_signature_at_once() -> None:
    signed = ("gwen", people.signed(OWNER, DEATHS))
    closing = ("otis", CloseRequest(reason="Tidying up."))
    tale, answers = at_once("agreement-screened", signed, closing)
    assert "signature" in answers[1]
    assert tale.request.state == "open"
    tale, answers = at_once("agreement-screened", closing, signed)
    assert "closed (closed-by-operator)" in answers[1]


def test_a_revision_overtakes_an_opinion_on_what_was_before() -> None:
    tale = told("triaged")
    opinion = tale.sealed("esi", people.opinion("ethics"))
    tale.revise(methods="Other methods.")
    with pytest.raises(Refused, match="it is now revision 2"):
        tale.hear(opinion)
    assert tale.request.opinion("reviews", "ethics") is None


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.named}-{word.office}")
def test_the_same_act_heard_twice_counts_once(word: Word) -> None:
    tale = told(word.moment)
    spoken = tale.sealed(word.speaker(), word.message(tale))
    tale.hear(spoken)
    state, notices = tale.request, len(tale.notices)
    again = turns.hear(tale.request, spoken, tale.known, tale.at)
    assert again.repeated
    assert again.happened == ()
    assert again.notices == ()
    assert "counts once" in tale.hear(spoken)
    assert (tale.request, len(tale.notices)) == (state, notices)


def test_a_lodging_that_is_posted_twice_is_one_request_and_one_acknowledgement() -> None:
    tale = told("lodged")
    first = tale.facts[0].speech
    assert first is not None
    assert "counts once" in tale.hear(first)
    assert len(tale.told("requester")) == 1


def test_the_same_act_said_again_later_in_other_words_of_time_is_the_same_act() -> None:
    tale = told("triaged")
    tale.say("leo", people.opinion("legal"), once="form-7")
    tale.wait(1)
    assert "counts once" in tale.say("leo", people.opinion("legal"), once="form-7")


def test_the_same_key_with_other_content_is_refused() -> None:
    tale = told("triaged")
    tale.say("leo", people.opinion("legal"), once="form-7")
    other = people.opinion("legal", verdict="object")
    assert "Something else" in tale.refused("leo", other, once="form-7")


def test_a_key_belongs_to_its_speaker() -> None:
    tale = told("triaged")
    tale.say("leo", people.opinion("legal"), once="form-7")
    tale.say("dora", people.opinion("data-protection"), once="form-7")
    assert {"legal", "data-protection"}.isdisjoint(tale.awaited)


def test_a_refused_act_may_be_said_again_under_its_key_when_it_is_possible() -> None:
    tale = told("informed")
    assert "not awaited" in tale.refused("leo", people.opinion("legal"), once="form-7")
    tale.triaged()
    tale.say("leo", people.opinion("legal"), once="form-7")


def test_words_that_nobody_sealed_or_that_were_changed_are_not_heard() -> None:
    tale = told("advised")
    spoken = tale.sealed("gwen", people.decided(outcome="refuse"))
    changed = {**spoken.said, "message": {**spoken.said["message"], "outcome": "approve"}}
    for wrong in (
        spoken.model_copy(update={"said": changed}),
        spoken.model_copy(update={"signature": "AAAA"}),
        spoken.model_copy(update={"signature": "not base64!"}),
        spoken.model_copy(update={"key_id": "somebody-elses"}),
        Spoken(said={}, key_id=KEY.id, signature=""),
    ):
        with pytest.raises(Refused):
            tale.hear(wrong)
    assert tale.request.decisions == {}


def test_what_was_said_to_another_request_is_not_heard_here() -> None:
    tale = told("advised")
    other = Tale(reference="ONS-2027-0009")
    assert REFERENCE in tale.request.reference
    spoken = other.sealed("gwen", people.decided())
    with pytest.raises(Refused, match="ONS-2027-0009"):
        tale.hear(spoken)


def test_words_that_come_late_are_heard_as_of_when_they_were_said_but_never_before_the_last_fact() -> None:
    tale = told("triaged")
    spoken = tale.sealed("leo", people.opinion("legal"))
    tale.wait(6)
    tale.hear(spoken)
    assert tale.facts[-1].at == tale.facts[-3].at
    assert [one.at for one in tale.facts] == sorted(one.at for one in tale.facts)
    future = tale.sealed("esi", people.opinion("ethics"), at=tale.at.replace(year=2031))
    tale.hear(future)
    assert tale.request.last_moment() == tale.at


def test_questions_and_withdrawal_at_once() -> None:
    tale, answers = at_once("lodged", ("rae", WITHDRAWAL), ("asha", ask(SERVICE, "methods")))
    assert "withdrawn" in answers[1]
    assert tale.awaited == set()
    assert "closed" in tale.refused("otis", ResumeClocks())


def test_before_somebody_is_heard_everything_rings_that_was_due_by_then() -> None:
    tale = told("triaged")
    facts = len(tale.facts)
    tale.at = tale.request.calendar.rings(tale.at, 12)
    tale.say("leo", people.opinion("legal"))
    kinds = [one.fact.kind for one in tale.facts[facts:]]
    assert kinds.count("reminded") == kinds.count("chased") == len(people.PANEL)
    assert kinds.index("opinion-given") > max(place for place, kind in enumerate(kinds) if kind == "chased")
    assert [one.at for one in tale.facts] == sorted(one.at for one in tale.facts)
