"""The door for mail: what people write to the service becomes a request, an answer, or a sentence on record.

opening    raw bytes to a mail         plain_text  what people typed        sheets   answers in a file
filling    a mail to answers           senders     who, and for whom        replying what a reply says
taking     all of it, mail by mail     answering   who wrote is told
sources    IMAP, Maildir, a pipe
"""

from starter.mail.answering import Answering
from starter.mail.taking import TakeIn, Taken

__all__ = ["Answering", "TakeIn", "Taken"]
