"""Traps that other systems fell into, each a test with its name.

Not to be shown in the core, and so proved elsewhere: with a worker and records (50 commands on different requests at
once, a provider that is down for five days, drafts deleted in the records), at the doors and in journeys (the wrong
role for every command from end to end, reading across organisations), by the linter (a discarded permission).
"""

from datetime import date
from typing import get_args

import pytest

from policy.form import Form, file
from policy.question import Question, QuestionKind
from policy.scheme import Decision
from policy.working_days import Calendar, add_working_days
from sharing.awaited import done
from sharing.facts import AnyFact, NoticeUndelivered, OpinionGiven, Revised
from sharing.messages import DeclareConflict, Reopen, Withdraw
from sharing.refused import Refused
from tests import people
from tests.sharing.every_word import WORDS, Word, told
from tests.sharing.saying import SERVICE, ask
from tests.told import CALENDAR, Tale


@pytest.mark.requirement("ONS-022")
@pytest.mark.parametrize("missing", people.PANEL)
def test_decision_while_reviews_are_outstanding(missing: str) -> None:
    tale = told("triaged")
    for office in people.PANEL:
        if office != missing:
            tale.say(people.HOLDS[office], people.opinion(office))
    tale.refused("asha", people.terms())
    tale.refused("olu", people.advised())
    tale.refused("gwen", people.decided())
    doctored = told("advised")
    opinions = {key: one for key, one in doctored.request.opinions.items() if one.office != missing}
    doctored.request = doctored.request.model_copy(update={"opinions": opinions})
    assert "nobody can waive it" in doctored.refused("gwen", people.decided())


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.named}-{word.office}")
def test_a_permission_functions_result_is_ignored(word: Word) -> None:
    tale = told(word.moment)
    for stranger in (people.someone("pat"), people.someone("pat", "strategic-design-committee")):
        if word.named != "declare-conflict" or not stranger.holdings:
            tale.refused(stranger, word.message(tale))


def test_one_timestamp_per_status() -> None:
    tale = told("advised").wait(1)
    tale.revise(methods="Other methods.")
    tale.wait(1).reviewed().wait(1).advised()
    at = [one.at for one in tale.facts if one.fact.kind == "advised"]
    assert len(at) == 2
    assert at[0] < at[1]


def test_a_review_timer_that_expires_means_reviewed() -> None:
    tale = told("triaged").wait(120)
    assert tale.request.opinion("reviews", "legal") is None
    assert set(people.PANEL) == tale.awaited
    assert tale.kinds.count("opinion-given") == 1, "the owner's information; no opinion"
    assert "chased" in tale.kinds


def test_an_early_return_hides_the_audit() -> None:
    tale = told("advised")
    before = list(tale.facts)
    tale.say("rae", Withdraw())
    assert tale.facts[: len(before)] == before
    with pytest.raises(Refused):
        tale.say("gwen", people.decided())
    assert [one.number for one in tale.facts] == list(range(1, len(tale.facts) + 1))


def test_a_race_of_cancel_and_accept_is_silently_ok() -> None:
    tale = told("advised")
    withdrawal, approval = tale.sealed("rae", Withdraw()), tale.sealed("gwen", people.decided())
    tale.hear(withdrawal)
    with pytest.raises(Refused, match="withdrawn"):
        tale.hear(approval)
    assert tale.request.state == "withdrawn"


def test_authorisation_at_the_controller_only() -> None:
    """No door is in between: the core itself refuses people of other organisations, whatever they say."""
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    for person in ("lucia", "tomos", "ben", "sana", "thea"):
        with pytest.raises(Refused, match="Only the requester"):
            tale.answer(1, person, replies={"methods": "Hello."})
        for message in (Withdraw(), Reopen(reason="x"), people.screened()):
            tale.refused(person, message)


def test_a_reminder_by_equality_of_dates() -> None:
    tale = told("lodged").outage(4)
    assert tale.kinds.count("reminded") == 1
    tale.wait(1)
    assert tale.kinds.count("reminded") == 1


def test_answers_are_deleted_and_re_created() -> None:
    tale = told("triaged")
    first = tale.request.filing.digest
    tale.revise(methods="Other methods.")
    second = tale.request.filing.digest
    kept = [tale.request.lodged.filing.digest] if tale.request.lodged else []
    kept += [one.fact.filing.digest for one in tale.facts if isinstance(one.fact, Revised) and one.fact.filing]
    assert kept == [first, second]


@pytest.mark.parametrize(
    ("day", "days", "due"),
    [
        (date(2027, 2, 1), 0, date(2027, 2, 1)),
        (date(2027, 2, 1), 1, date(2027, 2, 2)),
        (date(2027, 2, 5), 1, date(2027, 2, 8)),
        (date(2027, 2, 6), 0, date(2027, 2, 8)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 4, 30), 1, date(2027, 5, 4)),
        (date(2027, 5, 28), 1, date(2027, 6, 1)),
        (date(2027, 8, 27), 1, date(2027, 8, 31)),
        (date(2027, 12, 24), 1, date(2027, 12, 29)),
        (date(2027, 12, 31), 1, date(2028, 1, 4)),
    ],
)
def test_two_definitions_of_working_days(day: date, days: int, due: date) -> None:
    assert CALENDAR.add(day, days) == add_working_days(day, days, CALENDAR.holidays) == due
    if days:
        assert CALENDAR.between(day, due) == days


def test_votes_are_overwritten_or_lost_on_cancel() -> None:
    tale = told("reviewed")
    tale.revise(methods="Other methods.")
    tale.reviewed()
    tale.say("rae", Withdraw())
    legal = [one.fact for one in tale.facts if isinstance(one.fact, OpinionGiven) and one.fact.office == "legal"]
    assert [one.revision for one in legal] == [1, 2]
    assert tale.request.opinion("reviews", "legal") is not None


def test_members_change_in_the_middle_of_a_review() -> None:
    tale = told("triaged")
    tale.say("leo", people.opinion("legal"))
    tale.say("sam", DeclareConflict(reason="I am leaving for Wexbridge."))
    assert "security" in tale.awaited
    assert tale.request.opinion("reviews", "legal") is not None
    tale.say(people.someone("new", "security"), people.opinion("security"))


def test_an_extra_transition_bypasses_the_approval() -> None:
    """No message that is not the decider's own brings a request to be approved, from whatever moment."""
    decision = people.RULES.the(Decision)
    for word in WORDS:
        tale = told(word.moment)
        was = tale.request.approved_at
        if word.named == "decide":
            continue
        tale.say(word.speaker(), word.message(tale))
        assert tale.request.approved_at in (was, None), word.named
        assert was or not done(tale.request, decision), word.named


def test_every_path_to_an_agreement_crosses_every_step_before_it() -> None:
    path = {step.key: step for step in people.RULES.path}

    def before(key: str) -> set[str]:
        return {key}.union(*(before(one) for one in path[key].after))

    assert before("register") == set(path)


def test_the_window_in_which_expiry_is_looked_for() -> None:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    tale.wait(30).outage(30)
    assert tale.kinds.count("lapse-warned") == 2
    tale.wait(10)
    assert tale.request.state == "dormant"
    stalled = told("agreement-screened").outage(200)
    assert "approval-returned" in stalled.kinds


def test_a_form_edited_in_flight() -> None:
    tale = told("informed")
    asked = Question(key="new", asks="What else?", kind=QuestionKind.TEXT, clause="x", section="s")
    newer = Form(version="2", questions=(*people.SCHEME.form.questions, asked))
    assert file(newer, tale.answers, people.RULES.reads).gaps == ("new",)
    assert tale.request.filing.gaps == ()
    tale.triaged().reviewed().advised().approved()
    assert tale.request.approved_at is not None


def test_the_deletion_of_a_draft_erases_events() -> None:
    """Nothing said deletes anything: withdrawn at the first moment, a request keeps its lodging and its end."""
    tale = told("lodged")
    tale.say("rae", Withdraw(reason="A draft only."))
    assert [kind for kind in tale.kinds if kind != "awaited-changed"] == ["lodged", "closed"]
    facts = get_args(get_args(AnyFact)[0])
    assert [fact.__name__ for fact in facts if "delet" in fact.__name__.lower()] == []


def test_a_failed_notice_is_swallowed() -> None:
    """A notice that no channel delivers is a fact, seen by the operators; a warning undelivered ends nothing."""
    tale = told("advised")
    state = tale.request
    tale.happen(NoticeUndelivered(notice="ONS-2027-0001/9/0", why="The address is unknown."))
    assert tale.kinds[-1] == "notice-undelivered"
    assert tale.request.awaited == state.awaited


def test_days_are_counted_by_one_calendar_that_is_pinned() -> None:
    pinned = Calendar(holidays=(date(2027, 2, 2),), known_until=date(2027, 12, 31))
    tale = Tale()
    tale.request = tale.empty = tale.request.model_copy(update={"calendar": pinned})
    tale.lodge()
    (task,) = tale.request.awaited.values()
    assert task.due.date() == date(2027, 2, 9)
    assert task.due == pinned.due(tale.at, 5)
