"""At the command line: whether an installation's letters are in order, and what became of mail that came in."""

import json
import shutil
from pathlib import Path

import channels.mail
import records
from policy.value import digest
from tests.starter.playing import Playing

PACKAGED = Path(channels.mail.__file__).parent / "letters"


def test_letters_of_ones_own_are_checked_by_writing_them(shell: Playing, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    shutil.copytree(PACKAGED, folder)
    assert shell("letters", str(folder)).out.strip() == "The letters are in order."
    letter = sorted(folder.glob("*.txt"))[0]
    letter.write_text(letter.read_text() + "\n{{ a_word_that_nobody_knows }}\n")
    told = shell("letters", str(folder))
    assert told.code == 1
    assert letter.name in told.err
    assert "a_word_that_nobody_knows" in told.err


def test_without_letters_of_ones_own_it_says_where_they_would_be(shell: Playing) -> None:
    told = shell("letters")
    assert told.code == 1
    assert "SHARING_LETTERS_DIR" in told.err


def test_mail_that_came_in_is_listed_with_what_became_of_it(shell: Playing) -> None:
    url = f"sqlite:///{shell.folder / 'data' / 'records.db'}"
    raw = b"From: stranger@elsewhere.example\r\n\r\nHello."
    with records.open(url) as store:
        kept = store.put(raw, "mail.eml")
        assert kept == digest(raw)
        store.bag("<1@elsewhere>", kept, "stranger@elsewhere.example", "We do not know this address.")
    (listed,) = json.loads(shell("mailbag", "--format", "json").out)
    assert (listed["sender"], listed["outcome"]) == ("stranger@elsewhere.example", "We do not know this address.")
    assert "We do not know this address." in shell("mailbag").out
    assert json.loads(shell("mailbag", "--about", "ONS-2026-0009", "--format", "json").out) == []
