"""Speaking on the command line: what is handed to the desk, and how it is said that it cannot be."""

from pathlib import Path

import pytest

from tests import people
from tests.starter.playing import Playing, answers_file
from tests.told import REFERENCE, Tale


def test_a_request_is_lodged_from_a_file_and_its_reference_is_all_that_stdout_says(shell: Playing) -> None:
    told = shell("lodge", str(answers_file(shell.folder)), "--as", "rae")
    assert (told.code, told.out) == (0, f"{REFERENCE}\n")
    assert "Your request is received." in told.err
    assert shell.desk.lodged["answers"] == people.complete()
    assert (shell.desk.lodged["by"], shell.desk.lodged["source"]) == ("rae", "form")


def test_answers_may_come_on_stdin(shell: Playing) -> None:
    told = shell("lodge", "-", "--as", "rae", "--source", "mail", "--once", "mail-7", stdin="title: yes\n")
    assert told.code == 0
    assert (shell.desk.lodged["answers"], shell.desk.lodged["once"]) == ({"title": "yes"}, "mail-7")


def test_a_signpost_is_shown_and_the_request_says_that_it_was(shell: Playing) -> None:
    told = shell("lodge", str(answers_file(shell.folder, tre_possible="yes")), "--as", "rae")
    assert "Use the Secure Research Service? Work that can be done inside" in told.err
    assert "srs" in shell.desk.lodged["signposted"]


def test_a_named_document_is_kept_and_referred_to_by_its_digest(shell: Playing) -> None:
    (shell.folder / "dpia.pdf").write_bytes(b"%PDF of the DPIA")
    path = shell.folder / "a.yaml"
    path.write_text('dpia: [{file: dpia.pdf, version: "2", author: Rae}]')
    assert shell("lodge", str(path), "--as", "rae", "--source", "mail").code == 0
    (row,) = shell.desk.lodged["answers"]["dpia"]
    assert row["name"] == "dpia.pdf"
    told = shell("document", row["sha256"], "--to", str(shell.folder / "back.pdf"))
    assert told.code == 0
    assert (shell.folder / "back.pdf").read_bytes() == b"%PDF of the DPIA"
    assert shell("document", row["sha256"], "--to", str(shell.folder / "back.pdf")).code == 1


def test_what_the_desk_refuses_is_a_sentence_and_exit_code_1(shell: Playing, tale: Tale) -> None:
    shell.desk.refuses = "Legal has already reviewed ONS-0042."
    told = shell("say", REFERENCE, "withdraw", "--as", "rae")
    assert (told.code, told.out, told.err) == (1, "", "Legal has already reviewed ONS-0042.\n")


def test_what_is_said_is_handed_to_the_desk(shell: Playing, tale: Tale) -> None:
    told = shell("say", REFERENCE.lower(), "withdraw", "--as", "rae", "reason=We found another way.")
    assert (told.code, told.out) == (0, "It is recorded.\n")
    ((reference, message, by),) = shell.desk.said
    assert (reference, by, message.model_dump()["reason"]) == (REFERENCE, "rae", "We found another way.")


def test_a_changed_document_is_handed_in(shell: Playing, tale: Tale) -> None:
    path = shell.folder / "dpia.pdf"
    path.write_bytes(b"%PDF")
    told = shell("say", REFERENCE, "revise", "--as", "rae", "reason=New", f'changes.dpia=[{{"file": "{path}"}}]')
    assert told.code == 0
    assert shell.desk.said[0][1].model_dump()["changes"]["dpia"][0]["name"] == "dpia.pdf"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("lodge", "none.yaml", "--as", "rae"), "none.yaml cannot be read: no such file or directory."),
        (("lodge", "-", "--as", "tomas"), "The directory has no active person 'tomas'. Did you mean tomos?"),
        (("lodge", "-", "--as", "rae", "--scheme", "x"), "There is no scheme 'x'; there are ons-onward-sharing,"),
        (("say", "ONS-1", "withdraw", "--as", "rae"), "'ONS-1' is no reference; one looks like ONS-2026-0001."),
        (("say", "ONS-2027-0099", "withdraw", "--as", "rae"), "There is no request ONS-2027-0099;"),
        (("say", REFERENCE, "wtihdraw", "--as", "rae"), "There is no message 'wtihdraw'. Did you mean withdraw?"),
        (("inbox", "legel"), "There is no office 'legel'. Did you mean legal?"),
        (("inbox", "legal", "--person", "rae"), "rae does not hold the office legal, but requester."),
        (("list", "--awaiting", "nobody"), "There is no office 'nobody'."),
        (("list", "--step", "nowhere"), "There is no step 'nowhere'; there are "),
        (("list", "--after", "ONS-2027-0099"), "There is no request ONS-2027-0099, after which"),
        (("show", "ONS-2027-0099"), "There is no request ONS-2027-0099;"),
        (("history", "nonsense"), "'nonsense' is no reference;"),
        (("register", "show", REFERENCE), f"The register has no entry for {REFERENCE};"),
        (("document", "0" * 64), "The records hold nothing under 000"),
        (("messages", "nothing"), "There is no message 'nothing'."),
        (("form", "nothing"), "There is no scheme 'nothing';"),
        (("directory", "check", "/nowhere.yaml"), "The directory /nowhere.yaml cannot be read"),
    ],
)
def test_what_is_not_there_gets_a_sentence(shell: Playing, words: tuple[str, ...], sentence: str) -> None:
    told = shell(*words, stdin="title: x\n")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(sentence)


@pytest.mark.parametrize(
    "words",
    [
        ("lodge",),
        ("lodge", "-"),
        ("list", "--format", "xml"),
        ("list", "--most", "0"),
        ("nonsense",),
        ("say", REFERENCE, "withdraw", "noequals", "--as", "rae"),
        ("watch", "--until-closed"),
    ],
)
def test_a_command_that_cannot_be_meant_is_exit_code_2(shell: Playing, words: tuple[str, ...]) -> None:
    assert shell(*words).code == 2


def test_in_production_nobody_speaks_on_the_command_line(tmp_path: Path) -> None:
    people_file = str(Path(__file__).parents[2] / "wiring" / "sample_directory.yaml")
    shell = Playing(tmp_path, SHARING_ENVIRONMENT="production", SHARING_DIRECTORY_PATH=people_file)
    told = shell("say", REFERENCE, "withdraw", "--as", "rae")
    assert told.code == 1
    assert told.err.startswith("This installation is in production, where nobody speaks on the command line")
