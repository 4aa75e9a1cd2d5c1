"""Whatever somebody sends, a mail is opened without an error, without unpacking, and with one sender or none."""

from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starter.mail.opening import HEAD, LARGEST, MOST_FILES, file_name, one_address, opened
from starter.mail.plain_text import own_words, text_of_page
from starter.mail.senders import authentic
from tests.starter.mails import RAE, a_mail


def test_a_plain_mail_is_read() -> None:
    mail = opened(a_mail("We ask for data.", subject="Grüße", files={"plan.pdf": b"%PDF"}))
    assert (mail.sender, mail.subject, mail.text) == (RAE, "Grüße", "We ask for data.")
    assert mail.files[0] == ("plan.pdf", b"%PDF")
    assert mail.key == mail.message_id
    assert mail.unopened == mail.automatic == ""


def test_a_mail_without_a_name_is_named_by_its_bytes() -> None:
    raw = a_mail("Hello").replace(b"Message-ID", b"X-Nothing")
    assert opened(raw).key.startswith("sha256:")
    assert opened(raw).message_id == ""
    assert opened(raw).key != opened(raw + b"!").key


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("rae@wexbridge.example", RAE),
        ("Dr Rae Okafor <RAE@wexbridge.example>", RAE),
        ('"Okafor, Rae" <rae@wexbridge.example>', RAE),
        ("rae@wexbridge.example (Rae)", RAE),
        ("rae@wexbridge.example, eve@evil.example", ""),
        ("<rae@wexbridge.example> <eve@evil.example>", ""),
        ("rae@wexbridge.example)eve@evil.example(", ""),
        ('"rae@wexbridge.example" <eve@evil.example>', "eve@evil.example"),
        ("Rae: rae@wexbridge.example;", ""),
        ("rae@wexbridge.example\x00", ""),
        ("rae", ""),
        ("", ""),
    ],
)
def test_a_sender_is_one_address_that_nobody_can_read_two_ways(header: str, sender: str) -> None:
    assert one_address(header) == sender


def test_two_from_lines_are_no_sender() -> None:
    raw = b"From: eve@evil.example\r\n" + a_mail("Hello")
    assert opened(raw).sender == ""


@pytest.mark.parametrize(
    ("header", "automatic"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: no", False),
        ("Precedence: bulk", True),
        ("Return-Path: <>", True),
        ("Return-Path: <rae@wexbridge.example>", False),
        ("X-Autoreply: yes", True),
    ],
)
def test_a_mail_that_a_machine_sent_is_known(header: str, automatic: bool) -> None:
    assert bool(opened(header.encode() + b"\r\n" + a_mail("I am away")).automatic) == automatic


def test_a_page_is_read_as_its_text_and_runs_nothing() -> None:
    page = (
        "<html><style>p{}</style><p>We ask<br>for <b>data</b> &amp; more</p><!-- <p>not --><script>alert(1)</script>"
    )
    mail = opened(a_mail("", page=page + "<p>Yours"))
    assert mail.text == "We ask\nfor data & more\n\nYours"


@pytest.mark.parametrize("page", ["<" * 200_000, "<!--" * 50_000, "<script" * 30_000, "<a " * 60_000, "&" * 200_000])
def test_a_broken_page_comes_to_an_end(page: str) -> None:
    assert len(text_of_page(page)) <= len(page)


def test_ten_thousand_files_are_a_hundred_files() -> None:
    part = b'--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="a.csv"\r\n\r\n1\r\n'
    head = b"From: rae@wexbridge.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    mail = opened(head + part * 10_000 + b"--b--\r\n")
    assert len(mail.files) == MOST_FILES
    assert mail.sender == RAE


def test_an_archive_stays_closed() -> None:
    bomb = b"PK\x03\x04" + b"\0" * 1000
    assert opened(a_mail("See the file", files={"all.zip": bomb})).files == (("all.zip", bomb),)


def test_mail_inside_mail_without_end_is_not_opened_but_has_its_sender() -> None:
    nested = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (one, one + 1) for one in range(5_000)
    )
    raw = b"From: rae@wexbridge.example\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n" + nested
    assert "too many times" in opened(raw).unopened
    assert opened(raw).sender == RAE


def test_a_mail_of_many_megabytes_is_looked_at_by_its_head_only() -> None:
    raw = a_mail("x") + b"\0" * (LARGEST + HEAD)
    assert "larger than 25 MB" in opened(raw).unopened
    assert opened(raw).sender == RAE


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\rae\\plan.pdf", "plan.pdf"),
        ("plan\r\n.pdf", "plan .pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("nul\0l", "null"),
        ("..", "attachment-3"),
        ("", "attachment-3"),
        ("a" * 500 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_file_keeps_no_more_of_its_name_than_is_harmless(given: str, name: str) -> None:
    assert file_name(given, 3) == name


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Type: text/plain; charset=\xff\xfe",
        b"Content-Type: text/plain; charset=no-such-code",
        b"Content-Type: multipart/mixed",
        b"Content-Type: multipart/mixed; boundary=",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain",
        b"Content-Transfer-Encoding: x-uuencode\r\nContent-Type: application/x",
        b"Subject: =?utf-8?b?////?= =?bad?q?x?=",
        b"Content-Disposition: attachment; filename*=bad''%ff%fe",
        b"Content-Type: message/rfc822",
    ],
)
def test_broken_headers_are_survived(headers: bytes) -> None:
    mail = opened(b"From: rae@wexbridge.example\r\n" + headers + b"\r\n\r\n\xff\xfe=== begin \x80\r\n")
    assert mail.sender == RAE


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda junk: b"From: rae@wexbridge.example\r\n" + junk))
def test_no_bytes_at_all_make_opening_fail(raw: bytes) -> None:
    mail = opened(raw)
    assert mail.key
    assert "\0" not in mail.key + mail.sender + mail.subject + mail.text
    (mail.key + mail.sender + mail.subject + mail.text).encode()


def test_an_answer_is_read_without_what_it_quotes() -> None:
    ours = "On Mon, 2 Nov 2026 Data sharing wrote:\n> * methods: Which?\n> Bye"
    assert own_words(f"Hello,\nmethods: a Poisson model\n\n{ours}\n-- \nRae") == "Hello,\nmethods: a Poisson model"
    assert own_words("Yes.\n\n-----Original Message-----\nOur letter") == "Yes."
    assert own_words("Yes.\n\nFrom: Us\nSent: today\nSubject: Ours\n\nOur letter") == "Yes."


def vouched(*results: str, sender: str = RAE) -> bool:
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"] = sender
    raw = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode() + letter.as_bytes()
    return authentic(opened(raw), "mx.service.example")


def test_only_the_result_of_our_own_server_vouches_for_a_sender() -> None:
    good = "mx.service.example; dmarc=pass header.from=wexbridge.example"
    assert vouched(good)
    assert vouched("mx.service.example; spf=fail; dkim=pass header.d=wexbridge.example")
    assert vouched("mx.service.example; spf=pass smtp.mailfrom=rae@wexbridge.example")
    assert not vouched()
    assert not vouched("mx.evil.example; dmarc=pass header.from=wexbridge.example")
    assert not vouched("mx.service.example; dmarc=fail header.from=wexbridge.example", good)
    assert not vouched("mx.service.example; dkim=pass header.d=evil.example")
    assert not vouched("mx.service.example; x=dmarc=pass header.from=wexbridge.example")
    assert not vouched(good, sender="rae@evil.example")


def test_without_a_server_to_believe_nothing_is_looked_at() -> None:
    assert authentic(opened(a_mail("Hello")), "")
