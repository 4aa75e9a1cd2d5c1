"""Letters by SMTP: one mail per letter, under a Message-ID that a repetition keeps.

A server that takes a mail and drops the connection before it says so gets it again. It can tell that by the
Message-ID, which is the same.
"""

import contextlib
import ssl
from datetime import UTC, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_FORM
from email.utils import format_datetime
from typing import Literal

import aiosmtplib

from activities.ports import TryLater, Undeliverable
from channels.mail.carrying import Outgoing, checked, message_id, name_of, reply_address
from channels.mail.showing import in_one_line

Security = Literal["none", "starttls", "tls"]

SOON = timedelta(minutes=1)
LATER = timedelta(minutes=5)
"""What a server that greylists wants, mostly."""
MENDED = timedelta(minutes=15)
"""Somebody has to mend the settings or the server first."""


class SmtpCarrier:
    """Sends by one SMTP server, at `server` (host:port). `timeout` is in seconds, for each word of the dialogue."""

    def __init__(
        self,
        mail_from: str,
        service: str,
        server: str,
        security: Security = "starttls",
        user: str = "",
        password: str = "",
        *,
        timeout: float = 30,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._from = mail_from
        self._service = service
        self._host, _, port = server.rpartition(":")
        self._port = int(port)
        self._security = security
        self._user, self._password = user, password
        self._timeout = timeout
        self._trust = trust

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        """Send it. There is no looking first in SMTP: whoever gets it twice sees one Message-ID."""
        to = checked(mail.to)
        message = self.composed(mail)
        client = self._client()
        try:
            await self._reach(client)
            await self._hand_over(client, message, to)
        finally:
            client.close()
        return str(message["Message-ID"])

    def composed(self, mail: Outgoing) -> EmailMessage:
        """The mail: its bytes are the same at every attempt. Raises Undeliverable for an impossible address."""
        message = EmailMessage(policy=SMTP_FORM)
        message["Subject"] = mail.letter.subject
        message["From"] = Address(in_one_line(self._service), addr_spec=self._from)
        local, _, domain = checked(mail.to).rpartition("@")
        message["To"] = Address(_shown(mail.name), username=local, domain=domain)
        message["Reply-To"] = reply_address(self._from, mail.reference)
        message["Date"] = format_datetime(mail.written.astimezone(UTC))
        message["Message-ID"] = message_id(mail.key, self._from)
        if thread := self._thread(mail):
            message["References"] = " ".join(thread)
            message["In-Reply-To"] = thread[-1]
        message["Auto-Submitted"] = mail.automatic
        # Quoted-printable always spells "=", so no line of the text can pass for the boundary between the parts.
        message.set_content(mail.letter.text, cte="quoted-printable")
        message.add_alternative(mail.letter.html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{name_of(mail.key)}")
        return message

    def _thread(self, mail: Outgoing) -> tuple[str, ...]:
        root = (message_id(mail.reference, self._from),) if mail.reference else ()
        return (*root, *mail.replies_to)

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password or None,
            use_tls=self._security == "tls",
            start_tls=self._security == "starttls",
            timeout=self._timeout,
            tls_context=self._trust,
        )

    async def _reach(self, client: aiosmtplib.SMTP) -> None:
        """Connect and sign in. What is wrong here is wrong for every letter, so that none is given up for it.

        Causes are left out: what servers answer may hold addresses, and causes travel into the history.
        """
        try:
            await client.connect()
        except aiosmtplib.SMTPAuthenticationError as wrong:
            raise TryLater(f"The mail server refuses our user and password ({wrong.code}).", MENDED) from None
        except aiosmtplib.SMTPResponseException as wrong:
            raise TryLater(f"The mail server does not let us in ({wrong.code}).", LATER) from None
        except ssl.SSLError:
            raise TryLater("The mail server shows no certificate that we trust.", MENDED) from None
        except OSError:
            raise TryLater("The mail server cannot be reached.", SOON) from None
        except aiosmtplib.SMTPException:
            raise TryLater("The mail server does not offer what the settings ask of it.", MENDED) from None

    async def _hand_over(self, client: aiosmtplib.SMTP, message: EmailMessage, to: str) -> None:
        try:
            await client.send_message(message, sender=self._from, recipients=[to])
        except aiosmtplib.SMTPRecipientsRefused as wrong:
            _judge(wrong.recipients[0].code, "The mail server refuses the recipient")
        except aiosmtplib.SMTPSenderRefused as wrong:
            raise TryLater(f"The mail server refuses our own address ({wrong.code}).", MENDED) from None
        except aiosmtplib.SMTPResponseException as wrong:
            _judge(wrong.code, "The mail server refuses the letter")
        except (aiosmtplib.SMTPNotSupported, UnicodeError):
            raise Undeliverable("The mail server cannot write to an address with such characters.") from None
        except (aiosmtplib.SMTPException, OSError):
            raise TryLater("The connection to the mail server broke as the letter was handed over.", SOON) from None
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            # The letter has been taken; how the server says goodbye changes nothing.
            await client.quit()


def _judge(code: int, sentence: str) -> None:
    """Raises what the code means: the fours are for now, the fives are for good."""
    if code < 500:
        raise TryLater(f"{sentence} for now ({code}).", LATER) from None
    raise Undeliverable(f"{sentence} ({code}).") from None


def _shown(name: str) -> str:
    """A person's name as a header may hold it."""
    return in_one_line("".join(one for one in name if one.isprintable()))[:100]
