"""The inbox proposes commands: filled in, each of them is a message, and the first of each task takes the road on."""

import shlex
from datetime import date

import pytest

from sharing.facts import Awaited
from sharing.messages import AnyMessage
from sharing.notices import Choice
from starter.blanks import blanks
from starter.cli.suggesting import command, words_of
from starter.cli.wording import message
from tests import people
from tests.starter.shell import filled
from tests.told import Tale


def proposed(tale: Tale, task: Awaited, choice: Choice) -> AnyMessage:
    """The message that the proposed command says, once it is filled in."""
    words = words_of(choice, blanks(tale.request, task, choice))
    told = command(tale.request.reference, "somebody", choice.message["kind"], words)
    program, verb, reference, kind, flag, person, *fields = shlex.split(told.replace("\\\n", " "))
    assert (program, verb, reference, flag, person) == ("starter", "say", tale.request.reference, "--as", "somebody")
    return message(kind, [filled(word) for word in fields])


def choices(tale: Tale, task: Awaited) -> tuple[Choice, ...]:
    """What the newest notice of a task offers."""
    return next(one.choices for one in reversed(tale.notices) if one.task == task.key and one.choices)


def speaker(task: Awaited) -> str:
    return "rae" if task.office == "requester" else people.holder(task.office, task.asset)


def test_the_first_proposal_of_each_task_takes_a_request_to_the_register() -> None:
    tale = Tale()
    tale.lodge(answers=people.complete(assets=("death-registrations", "hospital-activity")))
    while tale.request.awaited:
        task = min(tale.request.awaited.values(), key=lambda one: (one.what == "decide-besides", one.key))
        said = proposed(tale, task, choices(tale, task)[0])
        if task.what == "draft-entry":
            said = people.entry()  # what the desk draws from the file
        tale.say(speaker(task), said)
    assert tale.request.state == "published"


@pytest.mark.parametrize("upto", range(7))
def test_every_proposal_is_a_message(upto: int) -> None:
    tale = Tale().lodge()
    steps = (tale.screened, tale.informed, tale.triaged, tale.reviewed, tale.advised, tale.approved, tale.drafted)
    for step in steps[:upto]:
        step()
    for task in tale.request.awaited.values():
        for choice in choices(tale, task):
            said = proposed(tale, task, choice)
            assert said.kind == choice.message["kind"]


def test_a_way_out_is_proposed_with_the_fact_that_justifies_it() -> None:
    tale = Tale().lodge()
    task = next(iter(tale.request.awaited.values()))
    way = next(one for one in choices(tale, task) if one.message["outcome"] == "internal-recipient")
    tale.say("asha", proposed(tale, task, way))
    assert tale.request.state == "out-of-scope"


def test_questions_are_answered_item_by_item() -> None:
    tale = Tale().lodge()
    tale.say(
        "asha", message("ask", ["office=onward-sharing-service", "questions.1.item=title", "questions.1.asks=Why?"])
    )
    task = next(one for one in tale.request.awaited.values() if one.office == "requester")
    words = words_of(choices(tale, task)[0], blanks(tale.request, task, choices(tale, task)[0]))
    assert words == ["round=1", "replies.title=…"]


def test_a_command_can_be_copied_into_a_shell() -> None:
    told = command("ONS-2026-0001", "leo", "decide", ["reasons=It's a $HOME; rm -rf / `x`", "asset=a"])
    assert shlex.split(told.replace("\\\n", " "))[6:] == ["reasons=It's a $HOME; rm -rf / `x`", "asset=a"]
    assert max(map(len, told.split("\n"))) < 110


def test_a_day_is_proposed_as_a_pattern_that_is_none() -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        date.fromisoformat("YYYY-MM-DD")
