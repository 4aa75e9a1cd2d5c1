"""What people write into files is read word for word, and what cannot be read is said with its line."""

from pathlib import Path

import pytest

from starter.cli.ground import Failed
from starter.cli.sheets import MOST_BYTES, text_of, tree, tree_of


def test_every_word_of_yaml_stays_a_word() -> None:
    text = "all-in-uk: yes\nuse-starts: 2027-04-01\nversion: 1.0\nnone: ~\nempty:\nlist: [no, 012]\n"
    assert tree(text, "answers.yaml") == {
        "all-in-uk": "yes",
        "use-starts": "2027-04-01",
        "version": "1.0",
        "none": "~",
        "empty": "",
        "list": ["no", "012"],
    }


def test_rows_and_paragraphs_are_read() -> None:
    text = "variables:\n  - asset: a\n    why: b\nlay-summary: |\n  One: two.\n\n  Three.\n"
    assert tree(text, "a.yaml") == {
        "variables": [{"asset": "a", "why": "b"}],
        "lay-summary": "One: two.\n\nThree.",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: one\ntitle: two\n", "line 2: 'title' stands twice"),
        ("title: one: two\n", "line 1: this is not YAML"),
        ("a: &x [1]\nb: *x\n", "line 2: *x stands for another place"),
        ("a: 1\n---\nb: 2\n", "several documents"),
        ("? [a]\n: b\n", "line 1: a name before a colon is a word"),
        ("a: " + "[" * 100_000, "line 1: this is nested too deep"),
        ("a: \x07\n", "this is not YAML"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": 1', "line 1: this is not JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(text: str, words: str) -> None:
    with pytest.raises(Failed, match=words.replace("*", r"\*")):
        tree(text, "answers.yaml")


def test_no_tag_of_yaml_can_make_anything_but_words() -> None:
    assert tree("a: !!python/object/apply:os.system [ls]\n", "a.yaml") == {"a": ["ls"]}


def test_a_missing_a_huge_and_a_binary_file_are_told_apart(tmp_path: Path) -> None:
    huge, binary, nul = tmp_path / "huge", tmp_path / "binary", tmp_path / "nul"
    huge.write_bytes(b"a" * (MOST_BYTES + 1))
    binary.write_bytes(b"\xff\xfe\x00a")
    nul.write_bytes(b"title: a\0b")
    for path, words in [
        (tmp_path / "missing", "no such file"),
        (tmp_path, "is a directory"),
        (huge, "larger than"),
        (binary, "no text in UTF-8"),
        (nul, "binary file"),
    ]:
        with pytest.raises(Failed, match=words):
            text_of(path, "a file of answers")


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_the_first_word(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbftitle: Deaths")
    assert tree_of(tmp_path / "a.yaml", "answers") == {"title": "Deaths"}
