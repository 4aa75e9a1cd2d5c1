"""Letters by GOV.UK Notify: one notification per letter, under a reference that a repetition is found by.

The template there is `((subject))` and `((body))`. Notify adds no headers of ours: whoever answers such a letter
writes to the reply-to address that is set up there, and the reference in the subject tells which request it is.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from activities.ports import TryLater, Undeliverable
from channels.mail.carrying import Outgoing, checked, name_of

SOON = timedelta(minutes=1)
"""Notify counts its limit by the minute."""
MENDED = timedelta(minutes=15)

_ADDRESS = "https://api.notifications.service.gov.uk"
_FAILED = ("permanent-failure", "temporary-failure", "technical-failure")
_SHORTEST_KEY = 74

# The client warns with what Notify answered, which may repeat what a letter says.
logging.getLogger("notifications_python_client").setLevel(logging.ERROR)


class NotifyCarrier:
    """Sends through GOV.UK Notify with an API key and the id of the template. `timeout` is in seconds."""

    def __init__(self, key: str, template: str, *, base: str = _ADDRESS, timeout: float = 30) -> None:
        if len(key) < _SHORTEST_KEY:
            raise ValueError("This is no key of GOV.UK Notify; it ends with two identifiers of 36 characters.")
        self._key = key
        self._template = template
        self._base = base
        self._timeout = timeout

    async def carry(self, mail: Outgoing, attempt: int) -> str:
        """Send it; from the second attempt on, ask Notify first whether it has it already."""
        to, name = checked(mail.to), name_of(mail.key)
        if attempt > 1 and (known := await asyncio.to_thread(self._known, name)):
            return known
        return await asyncio.to_thread(self._send, mail, to, name)

    def _client(self) -> Any:
        # One for each call: a client is not made to be shared between threads. It has no types of its own.
        make: Any = NotificationsAPIClient
        return make(self._key, base_url=self._base, timeout=self._timeout)

    def _known(self, name: str) -> str:
        """The id of the notification of that name which is on its way or arrived; nothing where there is none."""
        try:
            page = self._client().get_all_notifications(template_type="email", reference=name)
        except APIError as wrong:
            raise _judged(wrong) from None
        found: list[dict[str, Any]] = (page or {}).get("notifications", [])
        if any(one.get("status") == "permanent-failure" for one in found):
            raise Undeliverable("GOV.UK Notify could not deliver to this address.")
        return next((str(one["id"]) for one in found if one.get("status") not in _FAILED), "")

    def _send(self, mail: Outgoing, to: str, name: str) -> str:
        words = {"subject": mail.letter.subject, "body": mail.letter.notify_markup}
        try:
            sent = self._client().send_email_notification(to, self._template, words, reference=name)
        except APIError as wrong:
            raise _judged(wrong) from None
        return str((sent or {}).get("id", name))


def _judged(wrong: APIError) -> TryLater | Undeliverable:
    """What an answer of Notify means. Its message is left out: it may repeat the letter, and travels into history."""
    match wrong.status_code:
        case 429:
            return TryLater("GOV.UK Notify has had too many letters for now (429).", SOON)
        case 401 | 404:
            return TryLater(f"GOV.UK Notify does not know our key or template ({wrong.status_code}).", MENDED)
        case code if code >= 500:
            return TryLater(f"GOV.UK Notify does not answer ({code}).", SOON)
        case code if code >= 400:
            return Undeliverable(f"GOV.UK Notify refuses the letter ({code}).")
        case code:
            return TryLater(f"GOV.UK Notify answered what we do not understand ({code}).", SOON)
