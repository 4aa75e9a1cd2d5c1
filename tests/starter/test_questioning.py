"""A question before an application: it has a reference, is replied to, becomes a draft, and is kept."""

from pathlib import Path

import pytest

from tests.fresh import fresh_records
from tests.starter.shell import Shell

ASKED = ("questions", "ask", "May charities see school data?", "--as", "rae", "--scheme", "dfe-data-sharing")


@pytest.fixture
def bare(tmp_path: Path) -> Shell:
    fresh_records(tmp_path / "data")
    return Shell(tmp_path)


@pytest.mark.requirement("DFE-031")
def test_a_question_is_replied_to_and_becomes_an_application_with_its_words(bare: Shell) -> None:
    asked = bare(*ASKED)
    reference = asked.out.strip()
    assert reference.startswith("Q-DFE-")
    assert "DfE data sharing service replies" in asked.err
    assert bare("questions", "reply", reference, "They may apply.", "--as", "ada").code == 0
    draft = bare("questions", "apply", reference, "--as", "rae").out.strip()
    shown = bare("questions", "show", reference).out
    assert "May charities see school data?" in shown
    assert "They may apply." in shown
    assert draft in shown
    (listed,) = bare("questions", "list", "--format", "json").json
    assert [event["kind"] for event in listed["events"]] == ["replied", "became"]


@pytest.mark.requirement("DFE-031")
def test_the_draft_has_the_words_of_the_question_and_there_is_only_one(bare: Shell) -> None:
    reference = bare(*ASKED).out.strip()
    assert "Only who asked" in bare("questions", "apply", reference, "--as", "lucia").err
    assert bare("questions", "apply", reference, "--as", "rae").code == 0
    again = bare("questions", "apply", reference, "--as", "rae")
    assert again.code == 1
    assert "already" in again.err


def test_only_the_service_replies_and_nothing_empty_is_kept(bare: Shell) -> None:
    reference = bare(*ASKED).out.strip()
    assert "does not hold that office" in bare("questions", "reply", reference, "No.", "--as", "asha").err
    assert bare("questions", "reply", reference, " ", "--as", "ada").code == 2
    assert "There is no question" in bare("questions", "show", "Q-DFE-1999-0001").err
    assert bare("questions", "list", "--format", "json").json[0]["events"] == []


def test_each_question_has_a_reference_of_its_own(bare: Shell) -> None:
    first, second = bare(*ASKED).out.strip(), bare(*ASKED).out.strip()
    assert first.endswith("-0001")
    assert second.endswith("-0002")
