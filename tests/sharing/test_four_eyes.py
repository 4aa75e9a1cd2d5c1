"""Four eyes: roles that exclude each other on one request, in either order, deputies and assignments included."""

import pytest

from sharing.facts import Awaited
from sharing.messages import Assign, Assure, DeclareConflict, NameHolder
from sharing.request import Act
from tests import people
from tests.sharing.every_word import WORDS, Word, told
from tests.sharing.saying import COUNCIL, DEATHS, GROUP, LATER, OWNER, SERVICE, opined
from tests.told import Tale

IN_ROLE = {
    "first-screener": ("screen", SERVICE),
    "assurer": ("assure", "legal-and-data-services"),
    "legal-adviser": ("give-review", "legal"),
    "ethics-author": ("give-review", "ethics"),
    "ethics-scrutineer": ("give-review", "legal-and-data-services"),
    "decider": ("decide", OWNER),
    "osdg-adviser": ("advise", GROUP),
    "reviewer": ("give-review", "security"),
    "register-drafter": ("draft-entry", SERVICE),
    "third-screener": ("screen-entry", "legal-and-data-services"),
}
PAIRS = [
    (one, other)
    for pair in people.RULES.exclusions
    for one, other in ((pair.one, pair.other), (pair.other, pair.one))
]


def word_of(role: str) -> Word:
    kind, office = IN_ROLE[role]
    return next(word for word in WORDS if (word.named, word.office) == (kind, office))


def test_every_role_that_excludes_another_can_be_acted_in() -> None:
    assert {role for pair in PAIRS for role in pair} == set(IN_ROLE)


@pytest.mark.requirement("ONS-068", "ONS-089", "ONS-090")
@pytest.mark.parametrize(("acted", "role"), PAIRS)
@pytest.mark.parametrize("whose", ["their own", "as a deputy"])
def test_whoever_acted_in_a_role_does_not_act_in_one_that_excludes_it(acted: str, role: str, whose: str) -> None:
    word = word_of(role)
    tale = told(word.moment)
    act = Act(person="pat", role=acted, for_person="boss" if whose == "as a deputy" else None)
    tale.request = tale.request.model_copy(update={"acts": (*tale.request.acts, act)})
    sentence = tale.refused(word.speaker("pat"), word.message(tale))
    assert "excludes" in sentence
    assert acted.replace("-", " ") in sentence
    tale.say(word.speaker("eva"), word.message(tale))


def test_the_roles_that_people_acted_in_are_kept_for_ever() -> None:
    tale = told("advised")
    tale.say("nadia", Assure(finding="All is well.", satisfied=True))
    tale.approved().drafted().agreed().published()
    acted = {(act.person, act.role) for act in tale.request.acts}
    assert acted >= {
        ("rae", "requester"),
        ("asha", "first-screener"),
        ("olu", "osdg-adviser"),
        ("leo", "legal-adviser"),
        ("leo", "reviewer"),
        ("esi", "ethics-author"),
        ("lars", "ethics-scrutineer"),
        ("nadia", "assurer"),
        ("gwen", "decider"),
        ("asha", "register-drafter"),
        ("nadia", "third-screener"),
    }
    assert ("gwen", "reviewer") not in acted


def test_acts_are_not_forgotten_when_what_was_said_has_fallen() -> None:
    both = people.someone("bea", "security", OWNER)
    tale = told("triaged")
    tale.say(both, people.opinion("security"))
    tale.revise(security="Other locks.")
    tale.reviewed().advised()
    assert "excludes" in tale.refused(both, people.decided())


@pytest.mark.requirement("ONS-090")
def test_nobody_scrutinises_the_ethics_assessment_they_speak_for() -> None:
    both = people.someone("bea", "ethics", "legal-and-data-services")
    for first, second in (("ethics", "legal-and-data-services"), ("legal-and-data-services", "ethics")):
        tale = told("triaged")
        tale.say(both, people.opinion(first))
        assert "excludes" in tale.refused(both, people.opinion(second))
        tale.say(people.HOLDS[second], people.opinion(second))


@pytest.mark.requirement("ONS-090")
def test_the_scrutiny_of_the_self_assessment_is_on_record_with_its_version() -> None:
    tale = told("triaged")
    for part in ("self-assessment-version", "scrutiny"):
        assert part in tale.refused("lars", opined("legal-and-data-services", parts={part: " "}))
    tale.reviewed()
    scrutiny = tale.request.opinion("reviews", "legal-and-data-services")
    assert scrutiny is not None
    assert scrutiny.parts["self-assessment-version"]


def test_the_owner_does_not_advise_in_the_group_on_their_own_asset() -> None:
    both = people.someone("bea", GROUP, OWNER)
    tale = told("with-terms")
    tale.say(both, people.advised())
    assert "excludes" in tale.refused(both, people.decided())
    tale.say("gwen", people.decided())


def test_recusal_hands_the_task_to_whoever_is_named() -> None:
    tale = told("advised")
    tale.say("gwen", DeclareConflict(reason="I am on their advisory board."))
    assert "conflict" in tale.refused("gwen", people.decided())
    assert "conflict" in tale.refused("mila", people.decided()), "her deputy carries her conflict"
    naming = NameHolder(office=OWNER, asset=DEATHS, person="quin", until=LATER, reason="The owner stepped back.")
    tale.say("carys", naming)
    tale.say(people.someone("quin"), people.decided())
    assert tale.request.approved_at is not None


def test_what_a_leaver_said_stands_and_their_office_goes_on_without_them() -> None:
    tale = told("triaged")
    tale.say("leo", people.opinion("legal"))
    gone = people.someone("leo", "legal", until=tale.at.date().replace(day=1))
    tale.wait(1)
    assert "do not hold" in tale.refused(gone, people.opinion("legal"))
    assert tale.request.opinion("reviews", "legal") is not None
    tale.revise(methods="Other methods.")
    assert open_task(tale, "legal").office == "legal"
    tale.say("lena", people.opinion("legal"))


def test_what_was_assigned_to_a_leaver_returns_to_the_office() -> None:
    tale = told("triaged")
    tale.say("hugo", Assign(office="legal", to="leo"))
    tale.wait(1)
    tale.say("lena", Assign(office="legal", to="lena"))
    tale.say("lena", people.opinion("legal"))


def test_what_is_assigned_to_somebody_who_steps_back_returns_to_the_office() -> None:
    tale = told("triaged")
    tale.say("hugo", Assign(office="legal", to="leo"))
    tale.say("leo", DeclareConflict(reason="I advised them."))
    tale.say("lena", people.opinion("legal"))


def open_task(tale: Tale, office: str) -> Awaited:
    return next(task for task in tale.request.awaited.values() if task.office == office)


def test_in_a_small_team_the_deputy_of_the_second_office_acts() -> None:
    both = people.someone("bea", "data-protection", OWNER)
    deputy = people.someone("dep", OWNER, for_person="bea", until=LATER)
    tale = told("triaged")
    tale.say(both, people.opinion("data-protection"))
    tale.reviewed().advised()
    assert "excludes" in tale.refused(both, people.decided())
    tale.say(deputy, people.decided())


def test_whoever_wished_to_approve_against_the_advice_does_not_confirm_it_in_the_council() -> None:
    both = people.someone("bea", OWNER, COUNCIL)
    tale = told("with-terms").advised("do-not-share")
    tale.say(both, people.decided())
    tale.refused(both, people.decided(office=COUNCIL))
    tale.say("carys", people.decided(office=COUNCIL))
