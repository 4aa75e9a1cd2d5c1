"""Mail is caught, shown and written."""

import mailbox
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import aiosmtplib
import pytest

from tests.devslack.conftest import Workspace

EVIL = "<p>Dear <b>Asha</b></p><script>fetch('http://evil.test')</script><img src='http://evil.test/pixel'>"


async def send(workspace: Workspace, to: str = "asha@example.test", subject: str = "A request awaits you") -> None:
    letter = EmailMessage()
    letter["From"] = "Data sharing <service@example.test>"
    letter["To"] = to
    letter["Subject"] = subject
    letter["Message-ID"] = "<one@example.test>"
    letter["Reply-To"] = "service+ONS-2026-0001@example.test"
    letter.set_content("Dear Asha,\n<b>not bold</b>\n")
    letter.add_alternative(EVIL, subtype="html")
    letter.add_attachment(b"<script>x</script>", maintype="text", subtype="html", filename="a/b.html")
    await aiosmtplib.send(letter, hostname="127.0.0.1", port=workspace.there.config.smtp_port)


def laid_down(workspace: Workspace) -> list[EmailMessage]:
    box = mailbox.Maildir(workspace.there.config.folder / "mail-in", create=False)
    return [message_from_bytes(box.get_bytes(key), policy=default) for key in box.iterkeys()]


async def test_mail_is_caught_and_listed_by_recipient(workspace: Workspace) -> None:
    await send(workspace)
    await send(workspace, to="rae@example.test", subject="We have your request")
    assert [mail.recipients for mail in workspace.store.mails()] == [("rae@example.test",), ("asha@example.test",)]
    assert len(workspace.store.mails("ASHA@example.test")) == 1
    page = (await workspace.browser.get("/mail", params={"to": "asha@example.test"})).text
    assert "A request awaits you" in page
    assert "We have your request" not in page


async def test_a_mail_is_shown_with_its_html_locked_away(workspace: Workspace) -> None:
    await send(workspace)
    page = (await workspace.browser.get("/mail/1")).text
    assert "&lt;b&gt;not bold&lt;/b&gt;" in page
    assert '<iframe class="html" src="/mail/1/html" sandbox title=' in page
    assert "evil.test" not in page
    part = await workspace.browser.get("/mail/1/html")
    assert part.text.strip() == EVIL
    policy = part.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


async def test_a_file_is_downloaded_and_never_shown(workspace: Workspace) -> None:
    await send(workspace)
    file = await workspace.browser.get("/mail/1/file/0")
    assert file.content == b"<script>x</script>"
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''a%2Fb.html"
    assert (await workspace.browser.get("/mail/1/file/1")).status_code == 404
    raw = await workspace.browser.get("/mail/1/raw")
    assert raw.headers["content-type"].startswith("text/plain")
    assert "Message-ID: <one@example.test>" in raw.text


async def test_an_html_part_in_an_unheard_of_encoding_is_still_shown(workspace: Workspace) -> None:
    headers = [b"From: a@example.test", b"Subject: =?x-none?q?odd?=", b"Content-Type: text/html; charset=x-none"]
    raw = b"\r\n".join([*headers, b"", b"<p>Words\xff</p>"])
    workspace.store.add_mail("a@example.test", ["b@example.test"], raw)
    assert (await workspace.browser.get("/mail/1")).status_code == 200
    assert "Words" in (await workspace.browser.get("/mail/1/html")).text


async def test_a_mail_to_the_service_is_laid_into_its_maildir(workspace: Workspace) -> None:
    page = await workspace.browser.post(
        "/write",
        data={
            "form_token": workspace.store.form_token,
            "sender": "rae@example.test",
            "subject": "My request\r\nBcc: everybody@example.test",
            "text": "Please find it\r\nattached. ☂",
        },
        files={"file": ("answers.yaml", b"purpose: study")},
    )
    assert "Sent." in page.text
    (letter,) = laid_down(workspace)
    assert letter["From"] == "Rae Lodger <rae@example.test>"
    assert letter["To"] == "service@example.test"
    assert letter["Subject"] == "My request Bcc: everybody@example.test"
    assert letter["Bcc"] is None
    assert letter["Message-ID"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Please find it\nattached. ☂\n"
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == ("answers.yaml", b"purpose: study")


async def test_a_reply_goes_to_where_answers_are_wanted(workspace: Workspace) -> None:
    await send(workspace)
    form = (await workspace.browser.get("/write", params={"answer": "1"})).text
    assert 'value="service+ONS-2026-0001@example.test"' in form
    assert 'value="Re: A request awaits you"' in form
    fields = {"answer": "1", "sender": "asha@example.test", "to": "service+ONS-2026-0001@example.test"}
    await workspace.post("/write", **fields, subject="Re: A request awaits you", text="Content.")
    (letter,) = laid_down(workspace)
    assert letter["In-Reply-To"] == "<one@example.test>"
    assert letter["References"] == "<one@example.test>"
    assert letter["To"] == "service+ONS-2026-0001@example.test"


@pytest.mark.parametrize("other", ["no address", "a@b\r\nBcc: x@example.test"])
async def test_a_broken_address_is_refused_with_a_sentence(workspace: Workspace, other: str) -> None:
    page = await workspace.post("/write", sender="rae@example.test", other=other, subject="x", text="Kept words")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "Kept words" in page.text
