"""Looking on the command line: lists, inboxes, a request, its history, the register."""

import pytest

from starter.desk import Desk
from starter.installation import Installation
from tests import people
from tests.starter.playing import Playing, keep
from tests.starter.shell import Shell
from tests.told import REFERENCE, Tale
from wiring.temporal import NoServer


def test_the_list_says_where_each_request_stands_and_whom_it_waits_for(shell: Playing, tale: Tale) -> None:
    told = shell("list", "--awaiting", "legal")
    assert "ONS Legal Services" in told.out
    assert shell("list", "--awaiting", "permanent-secretary").err == "There are no such requests.\n"
    (listed,) = shell("list", "--format", "json", "--step", "reviews").json["requests"]
    assert listed["reference"] == REFERENCE


def test_the_inbox_proposes_the_command_that_says_each_choice(shell: Playing, tale: Tale) -> None:
    told = shell("inbox", "legal")
    assert f"starter say {REFERENCE} give-review --as leo verdict=support office=legal" in told.out
    assert "parts.legislation='… SRSA …'" in told.out
    (notice,) = shell("inbox", "legal", "--format", "json").json
    assert list(notice["commands"]) == ["Support", "Support with conditions", "Object", "Ask the requester"]


def test_an_owner_sees_the_notices_of_their_own_assets_only(shell: Playing) -> None:
    tale = Tale().lodge(answers=people.complete(assets=("death-registrations", "census-2021"))).screened()
    keep(shell, tale)
    owner = "information-asset-owner"
    assert len(shell("inbox", owner, "--format", "json").json) == 2
    (notice,) = shell("inbox", owner, "--person", "hana", "--format", "json").json
    assert notice["notice"]["asset"] == "census-2021"
    assert "--as hana" in notice["commands"]["Give the information"]


def test_requesters_see_the_notices_of_their_own_organisation_only(shell: Playing, tale: Tale) -> None:
    assert shell("inbox", "requester", "--person", "rae").out
    assert shell("inbox", "requester", "--person", "lucia").out == ""


def test_a_closed_task_proposes_nothing(shell: Playing, tale: Tale) -> None:
    assert shell("inbox", "onward-sharing-service", "--format", "json").json == []


def test_the_history_says_who_did_what_for_whom(shell: Playing) -> None:
    tale = Tale().lodge().screened()
    tale.say("mila", people.opinion("information-asset-owner", "death-registrations"))
    keep(shell, tale)
    told = shell("history", REFERENCE)
    assert "mila for gwen" in told.out
    assert [one["number"] for one in shell("history", REFERENCE, "--format", "json").json] == [1, 2, 3, 4, 5, 6]


def test_the_history_vouches_for_every_word(shell: Playing, tale: Tale) -> None:
    told = shell("history", REFERENCE, "--verify")
    assert told.code == 0
    assert told.err == f"All {len(tale.facts)} facts of {REFERENCE} are as they were said.\n"


def test_a_forged_fact_is_found(shell: Playing) -> None:
    tale = Tale().lodge().screened().informed()
    third = tale.facts[2]
    assert third.speech is not None
    said = {**third.speech.said, "message": {**third.speech.said["message"], "outcome": "duplicate"}}
    tale.facts[2] = third.model_copy(update={"speech": third.speech.model_copy(update={"said": said})})
    tale.facts[4] = tale.facts[4].model_copy(update={"speech": None})
    keep(shell, tale)
    told = shell("history", REFERENCE, "--verify")
    assert told.code == 1
    assert f"Of {REFERENCE} these facts are not what was said and sealed: 3, 5." in told.err


def test_a_fact_that_says_something_else_than_its_sealed_words_is_found(shell: Playing) -> None:
    tale = Tale().lodge().screened().informed().triaged().reviewed()
    place = next(place for place, one in enumerate(tale.facts) if one.fact.kind == "opinion-given")
    fact = tale.facts[place].fact.model_copy(update={"verdict": "object"})
    tale.facts[place] = tale.facts[place].model_copy(update={"fact": fact})
    keep(shell, tale)
    told = shell("history", REFERENCE, "--verify")
    assert told.code == 1
    assert f"Of {REFERENCE} these facts are not what was said and sealed: {place + 1}." in told.err


def test_the_whole_road_is_vouched_for(shell: Playing) -> None:
    tale = (
        Tale().lodge().screened().informed().triaged().reviewed().advised().approved().drafted().agreed().published()
    )
    keep(shell, tale)
    assert shell("history", REFERENCE, "--verify").code == 0


def test_show_reads_the_records_where_no_server_answers(
    shell: Playing, tale: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_server(here: Installation) -> Desk:
        raise NoServer("No Temporal server answers at 127.0.0.1:7233.")

    monkeypatch.setattr(Installation, "desk", no_server)
    told = Shell.__call__(shell, "show", REFERENCE, "--full")
    assert told.code == 0
    assert "What follows is what was recorded last." in told.err
    assert "ONS Legal Services" in told.out
    assert "Answers" in told.out
    shown = Shell.__call__(shell, "show", REFERENCE, "--format", "json").json
    assert (shown["state"], shown["gaps"]) == ("open", [])


def test_an_incomplete_request_shows_what_its_answers_lack(shell: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = people.complete()
    del answers["methods"]
    keep(shell, Tale().lodge(answers=answers, source="mail"))

    async def no_server(here: Installation) -> Desk:
        raise NoServer("No server.")

    monkeypatch.setattr(Installation, "desk", no_server)
    told = Shell.__call__(shell, "show", REFERENCE)
    assert "What the answers still lack" in told.out
    assert "Which statistical methods will you use?" in told.out


def test_everything_that_lists_speaks_json(shell: Playing, tale: Tale) -> None:
    for words in (("list",), ("offices",), ("messages",), ("messages", "decide"), ("form",)):
        assert shell(*words, "--format", "json").json
    assert shell("register", "--format", "json").json["entries"] == []
    assert shell("form", "--list", "--format", "json").json[0]["key"] == "ons-onward-sharing"


def test_the_empty_register_has_its_headings_in_every_format(shell: Playing) -> None:
    assert shell("register").err == "Nothing has been published yet.\n"
    assert shell("register", "--format", "csv").out.startswith("reference,version")
    assert shell("register", "--format", "hdr-uk").out.startswith("Project ID,Organisation name*")


def test_markup_that_somebody_typed_is_shown_as_it_was_typed(shell: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "**not bold** [red]not red[/red] <b>x</b> `c` #1 [a](http://b) | t | ~~s~~ \\* &amp; #set text(red)"
    keep(shell, Tale().lodge(answers=people.complete(methods=typed)))

    async def no_server(here: Installation) -> Desk:
        raise NoServer("No server.")

    monkeypatch.setattr(Installation, "desk", no_server)
    told = Shell.__call__(shell, "show", REFERENCE, "--full")
    assert typed in " ".join(told.out.split())
