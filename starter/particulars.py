"""What the first letter about a request needs of the records: what is missing in it, and the mail it came by."""

from policy.form import gaps
from policy.pinned import PinnedRules
from policy.value import Stored
from records import SqlRecords
from records.mailbag import Mailbag
from sharing.facts import Lodged


class _Opening(Stored):
    rules: PinnedRules


class RecordedParticulars:
    """Reads them. Both methods raise RecordsUnreachable, which is a ConnectionError."""

    def __init__(self, records: SqlRecords, mailbag: Mailbag) -> None:
        self._records = records
        self._mailbag = mailbag

    def gaps(self, reference: str) -> tuple[str, ...]:
        """What the request lacked when it was lodged, as sentences; nothing for one that is not on record."""
        first = self._records.fact(reference, 1)
        if first is None or not isinstance(first.fact, Lodged) or not first.fact.filing.gaps:
            return ()
        opening = _Opening.model_validate_json(self._records.lodging(reference).opening)
        form = self._records.scheme(opening.rules.digest).form
        found = gaps(form, self._records.answers(first.fact.filing.digest))
        return tuple(gap.sentence for gap in found)

    def came_by(self, reference: str) -> str:
        """The Message-ID of the requester's own mail that the request was lodged by; empty where there is none."""
        lodged = self._records.request(reference)
        try:
            speaker = self._records.lodging(reference).requester
        except LookupError:
            return ""
        mails = self._mailbag.mails(reference)
        if lodged is None or lodged.requester != speaker or not mails:
            return ""
        return mails[-1].message_id if mails[-1].message_id.startswith("<") else ""
