"""What the desk and the workflow agree on: queue, ids, what opens a request, what is answered, what is searchable."""

from temporalio.common import SearchAttributeKey

from policy.pinned import PinnedRules
from policy.value import Stored
from policy.working_days import Calendar
from sharing.facts import Outcome
from sharing.notices.notice import Notice
from sharing.request import Request
from sharing.spoken import Spoken

TASK_QUEUE = "sharing-requests"
EDITION = 2
"""The edition with which new requests are opened: 2 shows a title and counts refused words (docs/changing.md)."""

WORKFLOW = "SharingRequest"
DAILY_DIGEST = "DailyDigest"
DAILY_HEAD = "DailyHead"
STATE = SearchAttributeKey.for_keyword("RequestState")
STEP = SearchAttributeKey.for_keyword_list("RequestStep")
PENDING_ON = SearchAttributeKey.for_keyword_list("PendingOn")
SCHEME = SearchAttributeKey.for_keyword("RequestScheme")
DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
OVERDUE = SearchAttributeKey.for_bool("Overdue")
TITLE = SearchAttributeKey.for_text("RequestTitle")
REFUSED = SearchAttributeKey.for_int("RefusedWords")
SEARCH_ATTRIBUTES = (STATE, STEP, PENDING_ON, SCHEME, DEADLINE, OVERDUE, TITLE, REFUSED)


def workflow_id(reference: str) -> str:
    """The workflow id of a request: its public reference, which says nothing about people."""
    return reference


class Opening(Stored):
    """What starts a request: the pinned rules and calendar, the desks' public keys, and the sealed lodging.

    After continue-as-new it carries the request instead, which holds its rules and calendar; so does one that an
    operator starts again from the records, with the notices that the lost workflow still had to tell. One that names
    no edition is of the first: what equals its default is not spelled, so that the default may never change.
    """

    reference: str
    edition: int = 1
    lodging: Spoken | None = None
    carried: Request | None = None
    untold: tuple[Notice, ...] = ()
    keys: dict[str, str] = {}
    calendar: Calendar = Calendar()
    rules: PinnedRules | None = None


class Receipt(Stored):
    """The answer to somebody who spoke: their words are facts up to `number`. `repeated`: they had been heard."""

    reference: str
    number: int
    revision: int
    sentence: str
    repeated: bool = False


class Ended(Stored):
    """The result of a request's workflow."""

    reference: str
    outcome: Outcome
    number: int
