"""Notices: every task asks with choices that are messages; nothing tells an answer; hostile text is harmless."""

from collections.abc import Iterator

import pytest

from policy.form import QuestionKind
from sharing import turns
from sharing.describe import describe
from sharing.entry import entry_from_file
from sharing.facts import ClosingWished
from sharing.messages import MESSAGES, DeclareConflict, DraftEntry, MarkUrgent, NameHolder, Withdraw
from sharing.notices import Notice
from tests import people
from tests.sharing.every_task import ask_of, every_task, filled, who
from tests.sharing.every_word import MOMENTS, told
from tests.sharing.saying import CDO, COUNCIL, DEATHS, LATER, OWNER, SERVICE, ask, escalated, lodging
from tests.told import Tale

TASKS = [allowance.what for allowance in people.RULES.allowances]


@pytest.mark.parametrize("what", TASKS)
def test_every_kind_of_task_asks_with_choices_that_are_messages_and_are_heard(what: str) -> None:
    tale, task = every_task()[what]
    notice = ask_of(tale, task)
    assert (notice.office, notice.asset, notice.due, notice.task) == (task.office, task.asset, task.due, task.key)
    assert notice.choices
    for choice in notice.choices:
        message = MESSAGES.validate_python(filled(task, choice))
        assert set(choice.fills) <= set(type(message).model_fields), choice.label
        no_gate_to_lift, way_out = "departures" in choice.fills, choice.message.get("outcome", "pass") != "pass"
        if not no_gate_to_lift and not (what == "screen" and way_out):
            tale.fork().say(who(task), message)


@pytest.mark.parametrize("way", ["out-of-scope-outputs", "out-of-scope-aggregate", "internal-recipient", "duplicate"])
def test_every_way_out_that_a_screening_offers_is_heard(way: str) -> None:
    tale, task = every_task()["screen"]
    (choice,) = [one for one in ask_of(tale, task).choices if one.message.get("outcome") == way]
    tale.fork().say("asha", MESSAGES.validate_python(filled(task, choice)))


@pytest.mark.parametrize("way", ["to-srs", "to-publication"])
def test_the_ways_to_another_place_that_a_screening_offers_are_heard(way: str) -> None:
    tale, task = every_task()["screen"]
    (choice,) = [one for one in ask_of(tale, task).choices if one.message.get("outcome") == way]
    tale.fork().say("asha", MESSAGES.validate_python(filled(task, choice)))


@pytest.mark.parametrize("what", TASKS)
def test_a_reminder_offers_the_same_choices_and_a_report_of_lateness_none(what: str) -> None:
    tale, task = every_task()[what]
    tale = tale.fork()
    asked = ask_of(tale, task)
    before = tale.request.number
    tale.wait(task.days + 8)
    for notice in tale.notices:
        if int(notice.key.split("/")[1]) > before and notice.task == task.key:
            assert notice.kind == "remind"
            assert notice.choices == asked.choices
        if notice.kind == "chase":
            assert notice.choices == ()


def texts(notice: Notice) -> str:
    return notice.model_dump_json()


def everything_told(tale: Tale) -> Iterator[str]:
    yield from (texts(notice) for notice in tale.notices)
    yield describe(tale.request, tale.at)


def outspoken() -> tuple[Tale, list[str]]:
    """A whole road on which every free answer of the requester is a word that one can look for."""
    secrets: list[str] = []
    answers = people.complete()
    for question in people.SCHEME.form.questions:
        free = question.kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
        if free and question.key in answers and question.key not in people.RULES.reads:
            answers[question.key] = f"secret{len(secrets)}word"
            secrets.append(f"secret{len(secrets)}word")
    answers["variables"] = ({"asset": DEATHS, "variable": "secret_variable", "why": "secret_why"},)
    tale = Tale().lodge(answers=answers)
    tale.say("asha", ask(SERVICE, "methods"))
    tale.answer(1, replies={"methods": "secret_reply"})
    tale.screened().informed().triaged()
    tale.say("esi", ask("ethics", "outputs"))
    tale.answer(2, outputs="secret_outputs")
    tale.wait(12).reviewed().advised().approved().drafted().agreed()
    tale.say("asha", DraftEntry(fields=entry_from_file(tale.request, tale.answers)))
    tale.say("nadia", people.entry_screened())
    return tale, [*secrets, "secret_variable", "secret_why", "secret_reply", "secret_outputs"]


def test_no_notice_and_no_description_tells_an_answer_of_the_requester() -> None:
    tale, secrets = outspoken()
    assert len(secrets) > 10
    told_texts = list(everything_told(tale))
    assert [word for word in secrets for text in told_texts if word in text] == []


def test_no_notice_and_no_description_holds_personal_data() -> None:
    tale, _ = outspoken()
    personal = [part for person in people.DIRECTORY.people for part in (person.name, person.email) if part]
    told_texts = list(everything_told(tale))
    assert [part for part in personal for text in told_texts if part in text] == []


def test_what_an_office_writes_to_the_requester_reaches_them() -> None:
    tale = told("lodged")
    tale.say("asha", ask(SERVICE, "methods"))
    (notice,) = tale.told("requester", "ask")
    assert notice.lines == ("Onward Sharing Service asks:", "methods: Please explain methods.")


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_notice_has_the_key_of_another(moment: str) -> None:
    tale = told(moment).wait(70)
    keys = [notice.key for notice in tale.notices]
    assert len(keys) == len(set(keys))
    assert all(key.startswith(f"{tale.request.reference}/") for key in keys)


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_notice_is_for_an_office_or_a_person(moment: str) -> None:
    offices = {office.key for office in people.RULES.offices}
    for notice in told(moment).wait(70).notices:
        assert notice.office in offices or notice.person or (notice.kind == "settle" and notice.task)
        assert notice.headline


HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "**bold** [here](https://evil.example) `code` # head | cell ~~x~~",
    "lines": "one\n\n# two\n- three",
    "mention": "@everyone <!channel> &amp;",
}


def titled(title: str) -> str:
    tale = Tale()
    tale.say("rae", lodging(assets=({"key": DEATHS, "title": title},)))
    tale.screened().informed().triaged()
    return describe(tale.request, tale.at)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_no_markup_in_a_description(text: str) -> None:
    shown = titled(text)
    bare = shown.replace("\\\\", "")
    for mark in "<>[]()`#|~@&*":
        unescaped = [place for place, one in enumerate(bare) if one == mark and bare[place - 1] != "\\"]
        ours = [place for place in unescaped if mark in "#*()" or bare[max(0, place - 1)] in "\n "]
        assert len(unescaped) == len(ours), (mark, shown)
    assert "\n- three" not in shown
    assert "\n# two" not in shown


@pytest.mark.parametrize("text", ["\u202egnp.exe\u202c", "\u2066isolated\u2069", "left\u200eright"])
def test_text_that_reorders_is_not_in_a_description(text: str) -> None:
    assert not set(titled(text)) & set("\u202e\u202c\u2066\u2069\u200e")


def test_an_address_that_somebody_typed_is_no_link_in_a_description() -> None:
    assert "https://evil" not in titled("https://evil.example/login")


def test_a_description_is_never_endless() -> None:
    assert len(titled("x" * 100_000)) <= 20_000


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_description_says_whose_turn_it_is(moment: str) -> None:
    tale = told(moment)
    shown = describe(tale.request, tale.at)
    for task in tale.request.awaited.values():
        assert people.RULES.title(task.office) in shown.replace("\\", "")
    tale.wait(25)
    if any(task.stopped_at is None and task.due < tale.at for task in tale.request.awaited.values()):
        assert "**overdue**" in describe(tale.request, tale.at)


def test_an_escalation_goes_out_at_once() -> None:
    tale = told("advised")
    before = tale.request.number
    tale.say("gwen", escalated())
    later = [notice for notice in tale.notices if notice.number > before and notice.kind != "settle"]
    assert later
    assert all(notice.urgent for notice in later)


def test_an_approval_is_told_to_the_requester_when_everybody_with_a_say_has_approved() -> None:
    tale = Tale().at_decision(complex=True)
    tale.say("gwen", people.decided())
    assert not [notice for notice in tale.told("requester") if "approved" in notice.headline]
    tale.say("chen", people.decided(office=CDO))
    assert [notice for notice in tale.told("requester") if "approved" in notice.headline]


@pytest.mark.parametrize("moment", ["triaged", "advised"])
def test_whoever_is_at_work_on_a_request_that_ends_is_told(moment: str) -> None:
    tale = told(moment)
    at_work = {task.office for task in tale.request.awaited.values()}
    before = tale.request.number
    tale.say("rae", Withdraw(reason="Our funder has withdrawn."))
    assert at_work <= {notice.office for notice in tale.notices if int(notice.key.split("/")[1]) > before}


def test_what_a_signal_brought_in_vain_is_on_record_and_its_sender_told_the_first_twenty_times_in_detail() -> None:
    tale = told("lodged")
    for _ in range(25):
        turn = turns.refuse(tale.request, "signal said", "You do not hold the office.", tale.at, "leo")
        tale.request = turn.request
        tale.notices += turn.notices
    assert tale.request.refusals == 25
    to_leo = [notice for notice in tale.notices if notice.person == "leo"]
    assert len(to_leo) == 20
    assert to_leo[0].lines == ("You do not hold the office.",)


def test_the_biggest_button_closes_nothing_and_the_service_is_told() -> None:
    tale = told("triaged").happen(ClosingWished())
    assert tale.request.state == "open"
    assert "wishes to close" in tale.told(SERVICE)[-1].headline
    assert "wishes to close" in describe(tale.request, tale.at)


def test_a_conflict_a_naming_and_urgency_are_told_without_their_reasons_in_public() -> None:
    tale = told("advised")
    tale.say("gwen", DeclareConflict(reason="private_matter"))
    tale.say("carys", NameHolder(office=OWNER, asset=DEATHS, person="quin", until=LATER, reason="private_matter"))
    tale.say("olu", MarkUrgent(reason="private_matter"))
    assert "private_matter" not in describe(tale.request, tale.at)
    assert [notice for notice in tale.told("requester") if "private_matter" in texts(notice)] == []
    assert tale.told(COUNCIL) == []
