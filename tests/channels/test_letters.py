"""Letters: each topic its own, words of people never markup, templates that a caseworker can edit and check."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from activities.ports import Recipient
from channels.mail import Letter, Letters, SmtpCarrier, WrongLetter, check_letters
from channels.mail.writing import PACKAGED, letter_name
from sharing.messages import AskRequester, ItemQuestion, Withdraw
from sharing.notices.notice import Choice, Notice
from tests.channels.mail_servers import opened
from tests.channels.test_mail_smtp import a_mail
from tests.told import Tale

RAE = Recipient("rae", "Dr Rae Okafor", "rae@wexbridge.example", outside=True)
LEO = Recipient("leo", "Leo Marchetti", "leo@ons.example")
LETTERS = Letters("Data sharing requests")
WITH_WEB = Letters("Data sharing requests", web="https://service.example")
NASTY = st.text(st.characters(codec="utf-8"), max_size=80) | st.sampled_from(
    [
        "<script>alert(1)</script>", "[x](https://evil.example)", "https://evil.example/sign-in", "&lt;b&gt;",
        "\r\nBcc: all@x.example", "* a bullet\n* another", "\u202egnp.exe", "\ufdd0<b>\ufdd1", "{{ reference }}",
        "{% for x in y %}", "www.evil.example", "\n\n</p><p>Approved", '" onmouseover="x', "\u2028<i>",
    ]
)  # fmt: skip

NO_NOTICES = ("ending", "about-your-mail", "sign-in", "invited")
"""Letters that are written by their names, and no notice makes."""

TOPICS = sorted(path.stem for path in PACKAGED.glob("*.txt") if path.stem not in NO_NOTICES)
"""What notices are about; the other letters are the end that all have, and the answer to a mail."""


def a_notice(**given: Any) -> Notice:
    told = {"key": "n", "reference": "ONS-2026-0001", "kind": "tell", "topic": "lodged", "office": "requester"}
    return Notice.model_validate({**told, "headline": "Something about your request", **given})


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, its links, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_first_letter_says_what_is_missing_and_how_to_reach_us() -> None:
    gaps = ("Answer 'title': What is the project called?", "'variables', row 1: fill in 'why'.")
    (notice,) = (one for one in Tale().lodge().notices if one.topic == "lodged")
    letter = LETTERS.of_notice(notice, RAE, gaps)
    assert letter.subject == "[ONS-2027-0001] We have received your request"
    assert [line for line in letter.text.splitlines() if line.startswith("* ")] == [f"* {gap}" for gap in gaps]
    assert "reply to this e-mail" in letter.text
    assert "still missing" not in LETTERS.of_notice(notice, RAE).text


def test_a_letter_links_to_the_request_where_there_is_a_web_page_and_nowhere_else() -> None:
    assert Seen(WITH_WEB.of_notice(a_notice(), RAE).html).links == ["https://service.example/requests/ONS-2026-0001"]
    assert Seen(LETTERS.of_notice(a_notice(), RAE).html).links == []


def test_questions_are_listed_with_the_office_that_asks_and_how_to_answer() -> None:
    tale = Tale().lodge()
    items = tuple(ItemQuestion(item=item, asks="Say more.") for item in ("methods", "outputs"))
    tale.say("asha", AskRequester(office="onward-sharing-service", questions=items))
    (notice,) = (one for one in tale.notices if one.topic == "answer")
    text = LETTERS.of_notice(notice, RAE).text
    assert "Onward Sharing Service asks:" in text
    assert [line[:10] for line in text.splitlines() if line.startswith("* ")] == ["* methods:", "* outputs:"]
    assert "Begin each answer on a new line" in text


def test_an_approval_and_a_refusal_say_what_comes_next() -> None:
    approved = a_notice(topic="decided", headline="Census 2021 was approved", lines=("Because it serves all.",))
    refused = a_notice(topic="decided", headline="Census 2021 was refused", lines=("Too risky.",))
    assert "draw up an agreement" in LETTERS.of_notice(approved, RAE).text
    assert "* Because it serves all." in LETTERS.of_notice(approved, RAE).text
    assert "reconsideration" in LETTERS.of_notice(refused, RAE).text
    assert "draw up an agreement" not in LETTERS.of_notice(refused, RAE).text


def test_the_core_words_an_end_as_the_letter_reads_it() -> None:
    tale = Tale().lodge()
    tale.say("rae", Withdraw(reason="No longer needed."))
    (notice,) = (one for one in tale.notices if one.topic == "closed" and one.office == "requester")
    text = LETTERS.of_notice(notice, RAE).text
    assert "Your request has ended: withdrawn." in text
    assert "* No longer needed." in text


def test_a_published_request_names_its_entry_in_the_register() -> None:
    notice = a_notice(topic="closed", headline="Your request ONS-2026-0001 has ended: published")
    assert "https://service.example/register/ONS-2026-0001" in Seen(WITH_WEB.of_notice(notice, RAE).html).links


@pytest.mark.parametrize(
    ("notice", "to", "name"),
    [
        (a_notice(kind="ask", topic="sign"), RAE, "sign.txt"),
        (a_notice(kind="remind", topic="answer"), RAE, "reminder.txt"),
        (a_notice(kind="warn", topic="lapse-warned"), RAE, "lapse-warned.txt"),
        (a_notice(kind="ask", topic="review", office="legal"), LEO, "staff-ask.txt"),
        (a_notice(kind="chase", topic="review", office="legal"), LEO, "staff-chase.txt"),
        (a_notice(topic="revised", office="legal"), LEO, "staff-tell.txt"),
        (a_notice(topic="../../secret"), RAE, "anything-else.txt"),
        (a_notice(), LEO, "lodged.txt"),
    ],
)
def test_each_notice_has_its_letter(notice: Notice, to: Recipient, name: str) -> None:
    assert letter_name(notice, to) == name


def test_a_topic_without_a_letter_of_its_own_gets_the_plain_one() -> None:
    notice = a_notice(topic="holder-named", headline="You are named for Legal", lines=("Until May.",))
    assert "You are named for Legal." in LETTERS.of_notice(notice, RAE).text


def test_staff_are_not_invited_to_answer_by_mail() -> None:
    for kind in ("ask", "tell", "chase"):
        text = LETTERS.of_notice(a_notice(kind=kind, topic="review", office="legal"), LEO).text
        assert "nothing is decided by e-mail" in text
        assert "reply" not in text


def test_no_subject_repeats_what_a_notice_says() -> None:
    for topic in TOPICS:
        told = {"headline": "Rae Okafor wants it", "lines": ("Rae Okafor",), "due": None}
        letter = LETTERS.of_notice(a_notice(topic=topic, **told), RAE)
        assert "Okafor" not in letter.subject, topic


@given(
    topic=st.sampled_from(TOPICS),
    kind=st.sampled_from(["ask", "tell"]),
    headline=NASTY,
    lines=st.lists(NASTY, max_size=4),
    name=NASTY,
    choice=NASTY,
)
def test_words_of_people_never_become_markup_links_or_headers(
    topic: str, kind: str, headline: str, lines: list[str], name: str, choice: str
) -> None:
    choices = (Choice(label=choice, message={}),)
    told = {"headline": headline, "lines": tuple(lines), "choices": choices, "due": datetime(2027, 2, 1, tzinfo=UTC)}
    letter = WITH_WEB.of_notice(a_notice(kind=kind, topic=topic, **told), RAE._replace(name=name))
    plain = WITH_WEB.of_notice(
        a_notice(kind=kind, topic=topic, **{**told, "headline": "A", "lines": ("A",) * len(lines), "choices": ()}),
        RAE,
    )
    seen, ours = Seen(letter.html), Seen(plain.html)
    own = {"html", "head", "meta", "title", "body", "p", "ul", "li", "br", "a"}
    assert set(seen.elements) <= own
    assert set(seen.links) == set(ours.links)
    assert not re.search(r"[\u202a-\u202e\ufdd0-\ufdd2\x00-\x08]", letter.text + letter.html + letter.notify_markup)
    assert "evil.example" not in " ".join(re.findall(r"(?:https?://|www\.)\S+", letter.text + letter.notify_markup))
    mail = opened(
        SmtpCarrier("us@service.example", "Us", "h:1").composed(a_mail(letter=letter, name=name)).as_bytes()
    )
    assert sorted(mail.keys()) == sorted(
        ["Subject", "From", "To", "Reply-To", "Date", "Message-ID", "References", "In-Reply-To", "Auto-Submitted",
         "MIME-Version", "Content-Type"]
    )  # fmt: skip


@given(words=NASTY)
@example(words="a\n* b\n\nSubject: c")
def test_words_of_several_lines_begin_no_line_of_the_letter(words: str) -> None:
    letter = LETTERS.of_notice(a_notice(topic="closed", lines=(words,)), RAE)
    ours = LETTERS.of_notice(a_notice(topic="closed", lines=("A",)), RAE)
    starts = {line for line in letter.text.splitlines() if line and not line.startswith((" ", "* "))}
    assert starts <= set(ours.text.splitlines())


def test_a_folder_of_ones_own_goes_first_letter_by_letter(tmp_path: Path) -> None:
    (tmp_path / "lodged.txt").write_text("Subject: Diolch, {{ reference }}\n\nAnnwyl {{ name }}\n")
    letters = Letters("Us", own=tmp_path)
    assert letters.of_notice(a_notice(), RAE).subject == "Diolch, ONS-2026-0001"
    assert "A decision" in letters.of_notice(a_notice(topic="decided"), RAE).subject
    assert check_letters(tmp_path) == []


def test_the_letters_that_come_with_the_project_have_no_mistake() -> None:
    assert check_letters(PACKAGED) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("lodged.txt", "Subject: Hi\n\nDear {{ nmae }}", "lodged.txt: 'nmae' is undefined."),
        ("lodged.txt", "Dear {{ name }}", "its first line is no subject"),
        ("lodged.txt", "Subject: \n\nDear", "its first line is no subject"),
        ("lodged.txt", "Subject: Hi\n\n", "it has a subject, but no text"),
        ("lodged.txt", "Subject: About {{ headline }}\n\nDear", "'headline' is undefined"),
        ("lodged.txt", "Subject: Hi\n\n{% if gaps %}", "lodged.txt: line 2"),
        ("lodged.txt", "Subject: Hi\n\n{{ lines.__class__.__mro__ }}", "is unsafe"),
        ("lodged.txt", "Subject: Hi\n\n{{ 1 / 0 }}", "division by zero"),
        ("lodgd.txt", "Subject: Hi\n\nDear", "no letter has this name"),
        ("lodged.doc", "Subject: Hi\n\nDear", "this is no letter"),
        ("ending.txt", "Bye", "the letter does not name the reference"),
    ],
)
def test_a_mistake_in_a_letter_is_named_before_it_is_sent(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    found = check_letters(tmp_path)
    assert any(says in sentence for sentence in found), found


def test_letters_that_are_not_there_are_a_sentence(tmp_path: Path) -> None:
    assert check_letters(tmp_path / "away") == [
        f"{tmp_path / 'away'} is no folder; write the path of the folder with your letters."
    ]


def test_a_broken_letter_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "lodged.txt").write_text("Subject: Hi\n\n{{ nobody }}")
    with pytest.raises(WrongLetter, match="'nobody' is undefined"):
        Letters("Us", own=tmp_path).of_notice(a_notice(), RAE)


def test_a_letter_has_one_text_in_three_forms() -> None:
    letter = Letter("Hello", "One line\nanother\n\n* a\n* b\nand on")
    assert Seen(letter.html).elements[5:] == ["p", "br", "ul", "li", "li", "p"]
    assert letter.text == "One line\nanother\n\n* a\n* b\nand on\n"
    assert letter.notify_markup == "One line\nanother\n\n* a\n* b\nand on"
