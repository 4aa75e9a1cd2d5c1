"""Asking the core beforehand: a lodging that it would refuse is refused at once, and not put on record."""

from datetime import datetime

from policy.scheme import Rules
from sharing.decide import lodge
from sharing.messages import Lodge, Said, Speaker
from sharing.request import Request


def rehearse(rules: Rules, message: Lodge, speaker: Speaker, at: datetime) -> None:
    """Raises Refused with the core's sentence where the request could not be received."""
    reference = "REHEARSE-2000-0000"
    said = Said(reference=reference, once="rehearsal", revision=0, at=at, message=message, by=speaker)
    lodge(Request(reference=reference, edition=1, rules=rules), said, at)
