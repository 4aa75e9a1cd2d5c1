"""Pages: caught mail, and mail to the service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from devslack.mail import Draft, Opened, lay_down, opened
from devslack.pages.markup import HERE
from devslack.pages.site import Site, goto, one

HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


@dataclass
class LetterPages:
    """The post of everybody."""

    site: Site

    async def all_mail(self, request: Request) -> Response:
        """All caught mail, newest first, or one recipient's."""
        recipient = request.query_params.get("to", "").strip()
        mails = [opened(mail) for mail in self.site.store.mails(recipient or None)]
        addresses = {to.lower() for mail in self.site.store.mails() for to in mail.recipients}
        return self.site.page(
            "mail.html", mails=mails, recipient=recipient, addresses=sorted(addresses), moment=_moment
        )

    async def one_mail(self, request: Request) -> Response:
        """One mail: headers, text, HTML in its own sandbox, files."""
        return self.site.page("letter.html", letter=self._letter(request), moment=_moment)

    async def html(self, request: Request) -> Response:
        """The HTML part alone, where nothing runs and nothing is fetched."""
        headers = {"Content-Security-Policy": HTML_POLICY}
        return Response(self._letter(request).html, media_type="text/html; charset=utf-8", headers=headers)

    async def raw(self, request: Request) -> Response:
        """The source."""
        return Response(self._letter(request).mail.raw, media_type="text/plain; charset=utf-8")

    async def file(self, request: Request) -> Response:
        """A file that came along, to be kept and never shown here."""
        files, number = self._letter(request).files, request.path_params["number"]
        if number >= len(files):
            raise HTTPException(404, "The mail has no such file.")
        disposition = f"attachment; filename*=UTF-8''{quote(files[number].name, safe='')}"
        return Response(
            files[number].content, media_type="application/octet-stream", headers={"Content-Disposition": disposition}
        )

    async def write(self, request: Request) -> Response:
        """The form for a mail to the service; `answer` is the number of the mail it answers."""
        asked = request.query_params
        draft = Draft("", asked.get("from", ""), self.site.config.service_address, "", "")
        if asked.get("answer", "").isdigit():
            draft = self._answer(int(asked["answer"]))
        return self.site.page(
            "write.html", draft=draft, answer=asked.get("answer", ""), wrong="", sent=asked.get("sent", "")
        )

    async def send(self, request: Request) -> Response:
        """Lay the mail where the service picks it up."""
        form = await self.site.form(request)
        sender = one(form, "other").strip() or one(form, "sender").strip()
        name = next((member.name for member in self.site.config.people if member.email == sender), "")
        given = form.get("file")
        file_name, file = "", b""
        if isinstance(given, UploadFile) and given.filename:
            file_name, file = given.filename, await given.read()
        answer = one(form, "answer")
        before = self._answer(int(answer)) if answer.isdigit() else Draft("", "", "", "", "")
        draft = Draft(
            name,
            sender,
            one(form, "to").strip() or self.site.config.service_address,
            " ".join(one(form, "subject").split()),
            one(form, "text").replace("\r\n", "\n"),
            file_name,
            file,
            before.in_reply_to,
            before.references,
        )
        values: dict[str, Any] = {"draft": draft, "answer": answer}
        if "@" not in sender:
            return self.site.page("write.html", 422, **values, wrong="Say who writes: an address with an @.", sent="")
        try:
            sent = lay_down(self.site.config.folder, draft)
        except ValueError as broken:
            return self.site.page("write.html", 422, **values, wrong=f"This cannot be sent: {broken}.", sent="")
        return goto(f"/write?sent={quote(sent)}")

    def _letter(self, request: Request) -> Opened:
        mail = self.site.store.mail(request.path_params["n"])
        if mail is None:
            raise HTTPException(404, "There is no such mail.")
        return opened(mail)

    def _answer(self, n: int) -> Draft:
        mail = self.site.store.mail(n)
        if mail is None:
            raise HTTPException(404, "There is no such mail.")
        letter = opened(mail)
        subject = letter.header("Subject")
        return Draft(
            sender_name="",
            sender=mail.recipients[0] if mail.recipients else "",
            recipient=letter.header("Reply-To") or letter.header("From") or mail.sender,
            subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
            text="",
            in_reply_to=letter.header("Message-ID"),
            references=letter.header("References"),
        )


def _moment(at: float) -> str:
    moment = datetime.fromtimestamp(at, HERE)
    return f"{moment.day} {moment:%b %Y, %H:%M}"
