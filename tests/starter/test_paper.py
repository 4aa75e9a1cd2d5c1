"""Nothing that people typed can move a cursor, colour a line, open a link or turn a sentence round."""

import pytest

from starter import paper


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31mred", "\\x9b31mred"),
        ("abc\u202edef", "abc\\u202edef"),
        ("a\u2066b\u2069c", "a\\u2066b\\u2069c"),
        ("over\rwritten", "over\\x0dwritten"),
        ("bell\x07", "bell\\x07"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("Nyström, Ŵyn, नमस्ते, क्\u200dष", "Nyström, Ŵyn, नमस्ते, क्\u200dष"),
        ("two\n\tlines", "two\n\tlines"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(typed: str, shown: str) -> None:
    assert paper.safe(typed) == shown


def test_markup_stays_text(capsys: pytest.CaptureFixture[str]) -> None:
    paper.line("[red]not red[/red] [link=http://x]y[/link] :smile:")
    paper.table(("A",), [("[bold]not bold[/bold]",)], "")
    assert capsys.readouterr().out.splitlines()[0] == "[red]not red[/red] [link=http://x]y[/link] :smile:"


def test_json_is_harmless_in_every_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    paper.as_json({"title": "a\x9b31m\u202eb"})
    assert capsys.readouterr().out.isascii()


def test_a_long_line_is_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    paper.line("word " * 200)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_nothing_to_show_is_a_message_not_data(capsys: pytest.CaptureFixture[str]) -> None:
    paper.table(("A", "B"), [], "There are no such requests.")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There are no such requests.\n")
