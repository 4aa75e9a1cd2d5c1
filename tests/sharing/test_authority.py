"""Who may act, and who may not: the office, the policy acknowledged, the own organisation, conflicts, deputies."""

from datetime import date
from typing import get_args

import pytest

from sharing.messages import AnyMessage, Assign, Assure, DeclareConflict, NameHolder, Withdraw
from tests import people
from tests.dfe import ACCESS_WORDS
from tests.sharing.every_word import OPERATOR, REQUESTERS, WORDS, Word, told
from tests.sharing.saying import (
    CENSUS,
    COUNCIL,
    DEATHS,
    LATER,
    OWNER,
    SECRETARY,
    SERVICE,
    decide_exception,
    organisations,
)
from tests.told import Tale

YESTERDAY = date(2027, 1, 29)
RECUSAL = "declare-conflict"
every_word = pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.named}-{word.office}")
every_act = pytest.mark.parametrize(
    "word", [word for word in WORDS if word.named != RECUSAL], ids=lambda word: f"{word.named}-{word.office}"
)


def test_no_kind_of_message_is_forgotten_here() -> None:
    kinds = {message.model_fields["kind"].default for message in get_args(get_args(AnyMessage)[0])}
    assert kinds == {word.named for word in WORDS} | set(REQUESTERS) | ACCESS_WORDS


@every_word
def test_a_holder_of_the_office_is_heard(word: Word) -> None:
    tale = told(word.moment)
    tale.say(word.speaker(), word.message(tale))


@pytest.mark.requirement("ONS-016")
@every_act
@pytest.mark.parametrize("acknowledged", ["", "0"])
def test_nobody_acts_without_having_acknowledged_the_current_policy(word: Word, acknowledged: str) -> None:
    tale = told(word.moment)
    assert "acknowledged" in tale.refused(word.speaker(acknowledged=acknowledged), word.message(tale))


@pytest.mark.requirement("ONS-016")
def test_not_even_a_conflict_is_declared_without_having_acknowledged_the_policy() -> None:
    told("lodged").refused("paul", DeclareConflict(reason="My sister works there."))


@pytest.mark.requirement("ONS-021")
def test_a_conflict_is_declared_in_a_named_role() -> None:
    tale = told("lodged")
    tale.say("leo", DeclareConflict(reason="My sister works there."))
    declared = next(one for one in tale.facts if one.fact.kind == "conflict-declared")
    assert declared.by is not None
    assert declared.by.office == "legal"


@pytest.mark.requirement("ONS-068")
@every_act
def test_no_one_acts_on_the_request_of_their_own_organisation(word: Word) -> None:
    tale = told(word.moment)
    sibling = word.speaker(organisation="university-of-wexbridge")
    assert tale.refused(sibling, word.message(tale)) == "You cannot act on your own request."


@pytest.mark.requirement("ONS-068")
@every_act
def test_no_one_acts_on_a_request_they_lodged(word: Word) -> None:
    tale = told(word.moment)
    assert tale.refused(word.speaker("rae"), word.message(tale)) == "You cannot act on your own request."


def test_no_one_reviews_their_own_request() -> None:
    tale = told("triaged")
    rae = people.someone("rae", "legal")
    assert tale.refused(rae, people.opinion("legal")) == "You cannot act on your own request."


@pytest.mark.requirement("ONS-068")
@every_act
def test_whoever_declared_a_conflict_is_refused_and_so_is_their_deputy(word: Word) -> None:
    tale = told(word.moment)
    tale.say(people.someone("pat", "legal"), DeclareConflict(reason="I advised them."))
    refusals = [tale.refused(word.speaker("pat"), word.message(tale))]
    if word.office != SECRETARY:
        refusals.append(tale.refused(word.speaker("dep", for_person="pat", until=LATER), word.message(tale)))
    assert all("conflict" in sentence for sentence in refusals)
    tale.say(word.speaker("eva"), word.message(tale))


@every_act
def test_without_the_office_nobody_is_heard(word: Word) -> None:
    tale = told(word.moment)
    other = "head-of-communications"
    tale.refused(people.someone("pat", other), word.message(tale))
    tale.refused(people.someone("pat"), word.message(tale))


@every_act
def test_an_office_is_held_from_a_day_and_until_a_day(word: Word) -> None:
    tale = told(word.moment)
    tale.refused(word.speaker(until=YESTERDAY), word.message(tale))
    tale.refused(word.speaker(since=date(2027, 2, 2)), word.message(tale))
    tale.say(word.speaker(since=date(2027, 2, 1), until=date(2027, 2, 1)), word.message(tale))


@every_word
def test_nobody_says_anything_to_a_request_that_has_ended(word: Word) -> None:
    tale = told(word.moment)
    message = word.message(tale)
    tale.request = told("lodged").request
    tale.say("rae", Withdraw())
    assert "closed (withdrawn)" in tale.refused(word.speaker(), message)


@pytest.mark.parametrize(
    "word",
    [word for word in WORDS if word.office not in (OPERATOR,) and word.named != RECUSAL],
    ids=lambda w: w.named,
)
def test_an_operator_screens_reviews_advises_decides_and_signs_nothing(word: Word) -> None:
    tale = told(word.moment)
    tale.refused("otis", word.message(tale))


@pytest.mark.requirement("ONS-068")
def test_a_screener_who_steps_back_is_replaced_by_another() -> None:
    tale = told("lodged")
    tale.say("asha", DeclareConflict(reason="I studied with Dr Okafor."))
    assert "conflict" in tale.refused("asha", people.screened())
    assert "already declared" in tale.refused("asha", DeclareConflict(reason="Again."))
    tale.say("margit", Assign(office=SERVICE, to="felix"))
    tale.say("felix", people.screened())


@pytest.mark.requirement("ONS-068")
def test_the_owner_of_the_asset_does_not_screen_the_request() -> None:
    both = people.someone("bea", SERVICE, OWNER)
    tale = told("lodged")
    tale.say(both, people.screened())
    tale.informed().triaged().reviewed().advised()
    tale.refused(both, people.decided())


def test_four_eyes_cover_every_organisation_of_the_requesters_side() -> None:
    answers = people.complete(
        organisations=organisations("Meridian Institute for Social Research", role="joint-controller")
    )
    tale = Tale().lodge(answers=answers).screened().informed().triaged()
    for body in ("university-of-wexbridge", "meridian-institute"):
        assert "own request" in tale.refused(
            people.someone("sib", "legal", organisation=body), people.opinion("legal")
        )


def test_a_deputy_acts_for_somebody_and_that_is_on_record() -> None:
    tale = told("triaged")
    tale.say("dmitri", people.opinion("data-protection"))
    by = tale.facts[-2].by
    assert by is not None
    assert (by.person, by.for_person) == ("dmitri", "dora")


def test_a_deputy_without_dates_does_not_act() -> None:
    told("triaged").refused(people.someone("dep", "legal", for_person="leo"), people.opinion("legal"))


def named(office: str, person: str = "quin", asset: str | None = None) -> NameHolder:
    return NameHolder(office=office, asset=asset, person=person, until=LATER, reason="The holder has left.")


def test_the_head_or_the_council_names_somebody_for_a_time() -> None:
    tale = told("triaged")
    quin = people.someone("quin")
    tale.refused(quin, people.opinion("legal"))
    for person in ("leo", "otis", "asha", "gwen"):
        tale.refused(person, named("legal"))
    assert "names themselves" in tale.refused("hugo", named("legal", "hugo"))
    assert "past" in tale.refused("hugo", named("legal").model_copy(update={"until": YESTERDAY}))
    tale.say("hugo", named("legal"))
    late = tale.fork()
    late.at = late.at.replace(year=2031)
    assert "do not hold" in late.refused(quin, people.opinion("legal"))
    tale.say(quin, people.opinion("legal"))


def test_somebody_named_for_one_asset_holds_it_for_that_asset_alone() -> None:
    tale = Tale().lodge(answers=people.complete(assets=(DEATHS, CENSUS))).screened()
    tale.say("carys", named(OWNER, asset=CENSUS))
    quin = people.someone("quin")
    assert "do not hold" in tale.refused(quin, people.opinion(OWNER, DEATHS))
    tale.say(quin, people.opinion(OWNER, CENSUS))


@pytest.mark.parametrize("office", [SECRETARY, "third-party-owner", "requester", "nowhere"])
def test_nobody_is_named_for_an_outside_office_nor_for_the_permanent_secretary(office: str) -> None:
    told("lodged").refused("carys", named(office))


def test_whoever_is_named_is_told() -> None:
    tale = told("triaged")
    tale.say("hugo", named("legal"))
    assert [notice.person for notice in tale.notices if notice.person] == ["quin"]


@pytest.mark.requirement("ONS-063")
def test_the_permanent_secretarys_right_does_not_move() -> None:
    tale = told("exception-sought")
    for person in (COUNCIL, "chief-data-officer", OPERATOR):
        tale.refused(people.HOLDS[person], Assign(office=SECRETARY, to="chen"))
    tale.refused(people.someone("chen", SECRETARY, for_person="petra", until=LATER), decide_exception("outside-uk"))


def test_an_assigned_task_is_for_whoever_it_is_assigned_to() -> None:
    tale = told("triaged")
    tale.say("hugo", Assign(office="legal", to="leo"))
    assert "assigned to somebody else" in tale.refused("lena", people.opinion("legal"))
    for person in ("gwen", "otis", "rae"):
        tale.refused(person, Assign(office="legal", to="lena"))
    tale.say("asha", Assign(office="legal", to="lena"))
    tale.say("lena", people.opinion("legal"))


@pytest.mark.requirement("ONS-089")
def test_whoever_gave_the_legal_advice_does_not_assure() -> None:
    both = people.someone("bea", "legal", "legal-and-data-services")
    finding = Assure(finding="All is well.", satisfied=True)
    tale = told("triaged")
    tale.say(both, people.opinion("legal"))
    assert "excludes" in tale.refused(both, finding)
    for person in ("leo", "otis", "rae", "olu"):
        tale.refused(person, finding)
    tale.say("lars", finding)
    given = next(one for one in tale.facts if one.fact.kind == "assurance-given")
    assert given.by is not None
    assert given.by.person == "lars"


@pytest.mark.requirement("ONS-089")
@pytest.mark.parametrize("office", ["onward-data-sharing-group", "legal-and-data-services"])
def test_nobody_who_advised_on_the_request_assures_it(office: str) -> None:
    both = people.someone("bea", office, "legal-and-data-services")
    tale = told("with-terms" if office != "legal-and-data-services" else "triaged")
    tale.say(both, people.advised() if office != "legal-and-data-services" else people.opinion(office))
    tale.refused(both, Assure(finding="All is well.", satisfied=True))
