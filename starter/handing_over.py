"""What is applied for elsewhere is handed over on record: where to, and why; nobody's name with it."""

from policy.scheme import Scheme
from policy.value import digest
from records import SqlRecords
from sharing.messages import Way

ASKED = "contact"
"""The kind of channel that leads to a person of ours, not away."""


def hand_over(records: SqlRecords, scheme: Scheme, way: Way | None, once: str) -> None:
    """Record an enquiry that another channel takes, once for each act. The core refuses the lodging."""
    if way is None or way.kind in (*scheme.rules.channels, ASKED):
        return
    key = f"led-{digest(once.encode())[:16]}"
    records.record_enquiry(key, scheme.key, way.channel, {}, way.sentence)
