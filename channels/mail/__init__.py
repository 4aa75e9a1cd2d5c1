"""Mail: letters to requesters, outside owners and staff, written from templates and carried by SMTP or Notify.

showing   one text, three forms          writing   templates to letters      checking  mistakes in templates
carrying  what carriers share            smtp, notify   the two carriers     post      a notice becomes a letter
"""

from channels.mail.carrying import Carrier, Outgoing, message_id, reply_address, settled
from channels.mail.checking import check_letters
from channels.mail.notify import NotifyCarrier
from channels.mail.post import MailPost, Particulars
from channels.mail.showing import Own
from channels.mail.smtp import Security, SmtpCarrier
from channels.mail.writing import Letter, Letters, WrongLetter

__all__ = [
    "Carrier",
    "Letter",
    "Letters",
    "MailPost",
    "NotifyCarrier",
    "Outgoing",
    "Own",
    "Particulars",
    "Security",
    "SmtpCarrier",
    "WrongLetter",
    "check_letters",
    "message_id",
    "reply_address",
    "settled",
]
