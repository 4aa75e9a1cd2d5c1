"""Letters by SMTP arrive whole at a real server, under the same name at every attempt, and survive its failures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.ports import TryLater, Undeliverable
from channels.mail import Letter, Letters, Outgoing, SmtpCarrier
from tests.channels.mail_servers import Taking, certificate, deaf_server, opened, part, smtp_server

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OURS = "data-sharing@service.example"
TOLD = {"reference": "ONS-2026-0001", "name": "Dr Rae Okafor", "headline": "Grüße <b>", "lines": (), "due": ""}
LETTER = Letters("Data sharing requests").write("anything-else.txt", TOLD)


def a_mail(**more: Any) -> Outgoing:
    mail = Outgoing(
        key="ONS-2026-0001/1/requester/rae",
        to="rae@wexbridge.example",
        name="Dr Rae Okafor",
        reference="ONS-2026-0001",
        letter=LETTER,
        written=AT,
    )
    return mail._replace(**more)


def a_carrier(server: str = "127.0.0.1:1") -> SmtpCarrier:
    return SmtpCarrier(OURS, "Data sharing requests", server, "none", timeout=5)


async def test_a_letter_arrives_as_text_and_html_with_the_headers_of_an_automatic_mail() -> None:
    taking = Taking()
    async with smtp_server(taking) as server:
        name = await a_carrier(server).carry(a_mail(), 1)
    (mail,) = taking.opened
    assert taking.to == ["rae@wexbridge.example"]
    assert mail["Message-ID"] == name
    assert mail["From"] == f"Data sharing requests <{OURS}>"
    assert mail["To"] == "Dr Rae Okafor <rae@wexbridge.example>"
    assert mail["Reply-To"] == "data-sharing+ONS-2026-0001@service.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == AT
    assert mail["Subject"] == "[ONS-2026-0001] About a request for data"
    assert "Grüße <b>" in part(mail, "plain")
    assert "Grüße &lt;b&gt;" in part(mail, "html")
    assert mail.defects == []


async def test_the_letters_of_a_request_hang_on_one_thread_and_on_the_mail_it_came_by() -> None:
    carrier = a_carrier()
    first = carrier.composed(a_mail())
    second = carrier.composed(a_mail(key="another", replies_to=("<their-mail@wexbridge.example>",)))
    assert first["Message-ID"] != second["Message-ID"]
    root = first["References"]
    assert first["In-Reply-To"] == root
    assert second["References"] == f"{root} <their-mail@wexbridge.example>"
    assert second["In-Reply-To"] == "<their-mail@wexbridge.example>"
    assert carrier.composed(a_mail(reference="ONS-2026-0002"))["References"] != root


async def test_a_server_that_takes_the_letter_and_drops_the_line_gets_the_same_bytes_again() -> None:
    taking = Taking(drops=1)
    async with smtp_server(taking) as server:
        carrier = a_carrier(server)
        with pytest.raises(TryLater, match="broke as the letter was handed over"):
            await carrier.carry(a_mail(), 1)
        await carrier.carry(a_mail(), 2)
    assert len(taking.mails) == 2
    assert taking.mails[0] == taking.mails[1]


@pytest.mark.parametrize("taking", [Taking(rcpt="450 4.2.0 Greylisted"), Taking(data="452 4.3.1 Full")])
async def test_a_server_that_refuses_for_now_is_tried_again_after_a_while(taking: Taking) -> None:
    async with smtp_server(taking) as server:
        with pytest.raises(TryLater, match=r"for now \(45[02]\)") as later:
            await a_carrier(server).carry(a_mail(), 1)
    assert later.value.after is not None
    assert later.value.after >= timedelta(minutes=1)


@pytest.mark.parametrize("taking", [Taking(rcpt="550 5.1.1 rae@wexbridge.example is unknown"), Taking(data="554 No")])
async def test_a_refusal_for_good_is_undeliverable_and_tells_no_address(taking: Taking) -> None:
    async with smtp_server(taking) as server:
        with pytest.raises(Undeliverable, match=r"refuses the (recipient|letter) \(55[04]\)") as never:
            await a_carrier(server).carry(a_mail(), 1)
    assert "wexbridge" not in str(never.value)
    assert never.value.__cause__ is None


async def test_a_server_that_hangs_up_or_says_nothing_or_is_not_there_is_tried_again() -> None:
    async with deaf_server(lambda writer: writer.close()) as server:
        with pytest.raises(TryLater, match="cannot be reached"):
            await a_carrier(server).carry(a_mail(), 1)
    async with deaf_server(lambda writer: None) as server:
        with pytest.raises(TryLater, match="cannot be reached"):
            await SmtpCarrier(OURS, "Us", server, "none", timeout=0.2).carry(a_mail(), 1)
    with pytest.raises(TryLater, match="cannot be reached"):
        await a_carrier(server).carry(a_mail(), 1)


async def test_letters_go_encrypted_and_only_to_a_server_that_we_trust(tmp_path: Path) -> None:
    shown, trust = certificate(tmp_path)
    taking = Taking()
    async with smtp_server(taking, certificate=shown, password="our word") as server:
        known = SmtpCarrier(OURS, "Us", server, "starttls", "us", "our word", timeout=5, trust=trust)
        await known.carry(a_mail(), 1)
        with pytest.raises(TryLater, match="no certificate that we trust"):
            await SmtpCarrier(OURS, "Us", server, "starttls", "us", "our word", timeout=5).carry(a_mail(), 1)
        with pytest.raises(TryLater, match=r"refuses our user and password \(535\)"):
            await SmtpCarrier(OURS, "Us", server, "starttls", "us", "a guess", timeout=5, trust=trust).carry(
                a_mail(), 1
            )
    async with smtp_server(taking, certificate=shown, at_once=True) as server:
        await SmtpCarrier(OURS, "Us", server, "tls", timeout=5, trust=trust).carry(a_mail(), 1)
    assert len(taking.mails) == 2


async def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    taking = Taking()
    async with smtp_server(taking) as server:
        with pytest.raises(TryLater, match="does not offer what the settings ask"):
            await SmtpCarrier(OURS, "Us", server, "starttls", timeout=5).carry(a_mail(), 1)
    assert taking.mails == []


@pytest.mark.parametrize(
    "address",
    [
        "rae", "rae@", "@wexbridge.example", "rae@a@b.example", "rae@x.example\r\nBcc: all@x.example",
        "rae@x.example, eve@y.example", "Rae <rae@x.example>", "rae@" + "x" * 80 + ".example", "rae@" + "x." * 150,
    ],
)  # fmt: skip
async def test_an_address_that_is_none_is_undeliverable_before_any_server_is_asked(address: str) -> None:
    with pytest.raises(Undeliverable, match="no usable e-mail address"):
        await a_carrier().carry(a_mail(to=address), 1)


async def test_a_domain_in_another_script_is_spelled_as_the_network_does() -> None:
    taking = Taking()
    async with smtp_server(taking) as server:
        await a_carrier(server).carry(a_mail(to="rae@büro.example"), 1)
    assert taking.to == ["rae@xn--bro-hoa.example"]


def test_no_text_of_a_letter_can_pass_for_a_part_of_the_mail() -> None:
    carrier = a_carrier()
    boundary = carrier.composed(a_mail()).get_boundary()
    forged = f"--{boundary}\nContent-Type: text/html\n\n<b>Approved</b>\n--{boundary}--"
    mail = opened(carrier.composed(a_mail(letter=Letter("Hello", forged))).as_bytes())
    kinds = [one.get_content_type() for one in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert part(mail, "plain").splitlines() == forged.splitlines()


def test_a_name_with_line_breaks_adds_no_header() -> None:
    mail = a_carrier().composed(a_mail(name="Rae\r\nBcc: all@wexbridge.example"))
    assert opened(mail.as_bytes())["Bcc"] is None
