"""The loop with the requester: questions about items, as often as it takes, every version kept."""

import pytest

from policy.form import Filing
from sharing.facts import Answered, Questioned, Revised
from sharing.messages import AskRequester, ItemQuestion, ReviseAnswers
from sharing.refused import Refused
from tests import people
from tests.sharing.saying import DEATHS, GROUP, OWNER, SERVICE, ask, organisations
from tests.told import Tale


def lodged() -> Tale:
    return Tale().lodge()


def in_review() -> Tale:
    return Tale().lodge().screened().informed().triaged()


@pytest.mark.requirement("ONS-037")
def test_seven_rounds_keep_every_question_every_answer_and_every_version() -> None:
    tale = lodged()
    sheets = [tale.request.filing.digest]
    for number in range(1, 8):
        tale.say("asha", ask(SERVICE, "necessity"))
        tale.wait(1)
        tale.answer(number, necessity=f"Our reason, put better for the {number}. time.")
        sheets.append(tale.request.filing.digest)
    asked = [one.fact.round for one in tale.facts if isinstance(one.fact, Questioned)]
    assert [one.number for one in asked] == [1, 2, 3, 4, 5, 6, 7]
    assert all(one.questions[0].asks == "Please explain necessity." for one in asked)
    revised = [one for one in tale.facts if isinstance(one.fact, Revised)]
    assert [one.fact.filing.digest for one in revised if isinstance(one.fact, Revised) and one.fact.filing] == sheets[
        1:
    ]
    assert [one.fact.changed for one in revised if isinstance(one.fact, Revised)] == [("necessity",)] * 7
    assert {one.by.person for one in revised if one.by} == {"rae"}
    assert len(set(sheets)) == 8
    assert tale.request.revision == 8
    tale.screened()


@pytest.mark.requirement("ONS-037")
def test_the_askers_clock_stands_still_until_the_answer_and_nobody_elses() -> None:
    tale = in_review()
    before = {task.office: task for task in tale.request.awaited.values()}
    tale.wait(3)
    tale.say("esi", ask("ethics", "methods"))
    stopped = {task.office for task in tale.request.awaited.values() if task.stopped_at}
    assert stopped == {"ethics"}
    tale.wait(6)
    tale.answer(1, replies={"methods": "We use survival models."})
    after = {task.office: task for task in tale.request.awaited.values()}
    assert all(task.stopped_at is None for task in after.values())
    assert tale.request.calendar.left(tale.at, after["ethics"].due) == 7
    assert all(after[office].due == before[office].due for office in after if office != "ethics")


@pytest.mark.requirement("ONS-037")
def test_whoever_has_spoken_is_asked_again_and_told_what_has_changed() -> None:
    tale = in_review()
    tale.say("esi", people.opinion("ethics"))
    before = tale.request.number
    tale.say("sam", ask("security", "methods"))
    tale.answer(1, methods="Other methods.")
    (notice,) = tale.told("ethics", "ask", since=before)
    assert "again" in notice.headline
    assert notice.lines == ("Revision 2 changed: methods.",)


@pytest.mark.requirement("ONS-037")
def test_whoever_is_still_reviewing_is_told_what_has_changed() -> None:
    tale = in_review()
    before = tale.request.number
    tale.revise(methods="Other methods.")
    told = [notice for notice in tale.told("ethics", since=before) if "methods" in " ".join(notice.lines)]
    assert told


def test_from_the_third_round_on_the_group_is_told() -> None:
    tale = lodged()
    told = []
    for number in range(1, 6):
        tale.say("asha", ask(SERVICE, "necessity"))
        told.append(len(tale.told(GROUP)))
        tale.answer(number, replies={"necessity": "As we said."})
    assert told == [0, 0, 1, 2, 3]


@pytest.mark.requirement("ONS-029")
def test_the_requester_alone_writes_the_answers() -> None:
    tale = in_review()
    filing = tale.request.filing
    for task in list(tale.request.awaited.values()):
        tale.say(people.holder(task.office, task.asset), people.opinion(task.office, task.asset))
    tale.advised().approved().drafted().agreed().published()
    assert tale.request.filing == filing
    for person in ("asha", "olu", "gwen", "otis", "petra"):
        ours = ReviseAnswers(reason="We know better.", filing=Filing(digest="0" * 64, changed=("methods",)))
        assert "Only the requester" in in_review().refused(person, ours)


@pytest.mark.requirement("ONS-029")
def test_a_changed_answer_shows_who_changed_what_and_why() -> None:
    tale = in_review()
    tale.revise("ruth", "Dr Okafor is on leave.", methods="Other methods.")
    one = next(one for one in tale.facts if isinstance(one.fact, Revised))
    assert isinstance(one.fact, Revised)
    assert one.by is not None
    assert (one.by.person, one.by.office) == ("ruth", "requester")
    assert (one.fact.changed, one.fact.reason) == (("methods",), "Dr Okafor is on leave.")


def test_questions_are_about_items_of_the_form_and_have_words() -> None:
    tale = lodged()
    assert "no item" in tale.refused("asha", ask(SERVICE, "shoe-size"))
    assert "at least one" in tale.refused("asha", AskRequester(office=SERVICE, questions=()))
    blank = AskRequester(office=SERVICE, questions=(ItemQuestion(item="methods", asks=" "),))
    assert "question" in tale.refused("asha", blank)


def test_only_an_office_that_is_awaited_asks() -> None:
    tale = lodged()
    assert "not awaited" in tale.refused("leo", ask("legal", "methods"))
    assert "do not hold" in tale.refused("leo", ask(SERVICE, "methods"))
    tale.screened()
    tale.say("gwen", ask(OWNER, "variables", asset=DEATHS))
    assert "requester" in tale.awaited


def test_an_office_asks_one_round_at_a_time_and_others_may_ask_beside_it() -> None:
    tale = in_review()
    tale.say("esi", ask("ethics", "methods"))
    assert "still with the requester" in tale.refused("esi", ask("ethics", "outputs"))
    tale.say("leo", ask("legal", "outputs"))
    assert set(tale.request.asked) == {1, 2}
    tale.answer(2, replies={"outputs": "Two papers."})
    assert set(tale.request.asked) == {1}


def test_every_question_is_answered_by_words_or_by_a_change_and_nothing_else_is_changed_on_the_way() -> None:
    tale = lodged()
    tale.say("asha", ask(SERVICE, "methods", "outputs"))
    with pytest.raises(Refused, match="outputs"):
        tale.answer(1, replies={"methods": "As we said.", "outputs": ""})
    with pytest.raises(Refused, match="does not ask about"):
        tale.answer(1, methods="New.", outputs="New.", governance="New.")
    with pytest.raises(Refused, match="not open"):
        tale.answer(2, replies={"methods": "x", "outputs": "y"})
    tale.answer(1, replies={"outputs": "Two papers."}, methods="New.")
    (answered,) = [one.fact for one in tale.facts if isinstance(one.fact, Answered)]
    assert set(answered.replies) == {"outputs"}
    assert tale.request.changed == ("methods",)


def test_an_answer_in_words_alone_is_no_new_revision() -> None:
    tale = lodged()
    tale.say("asha", ask(SERVICE, "methods"))
    tale.answer(1, replies={"methods": "As we said."})
    assert tale.request.revision == 1


def test_a_question_about_the_organisations_is_answered_by_changing_them_and_declaring_afresh() -> None:
    tale = lodged()
    tale.say("asha", ask(SERVICE, "organisations"))
    joint = organisations("Meridian Institute for Social Research", role="joint-controller")
    with pytest.raises(Refused, match="declaration"):
        tale.answer(1, organisations=joint)
    tale.answer(1, organisations=joint, declaration="yes")
    assert set(tale.request.changed) == {"organisations", "declaration"}


def test_nobody_answers_but_the_requester_or_their_organisation() -> None:
    tale = lodged()
    tale.say("asha", ask(SERVICE, "methods"))
    for person in ("asha", "lucia", "tomos"):
        with pytest.raises(Refused, match="Only the requester"):
            tale.answer(1, person, replies={"methods": "Hello."})
    tale.answer(1, "ruth", replies={"methods": "Hello."})


def test_an_incomplete_request_by_mail_may_stay_incomplete_until_it_is_screened_and_not_after() -> None:
    answers = people.complete()
    del answers["necessity"], answers["methods"]
    tale = Tale().lodge(answers=answers, source="mail")
    tale.say("asha", ask(SERVICE, "necessity"))
    tale.answer(1, necessity="Without dates there is no effect.")
    assert tale.request.filing.gaps == ("methods",)
    tale.revise(methods="Regression.")
    tale.screened()
    with pytest.raises(Refused, match="incomplete"):
        tale.revise(methods="")
