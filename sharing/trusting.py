"""Which seals a request believes: those of the keys pinned in its opening, and what the root has said since.

The root is a key that lies offline. Its public half is pinned in the opening under the name `root`; a request that
was opened without one can learn of no other key, and hears nobody once its own is distrusted.
"""

from collections.abc import Mapping
from datetime import datetime

from policy.value import digest
from sharing.facts import By, KeyDistrusted, KeyTrusted
from sharing.hearing import Heard, content
from sharing.messages import DistrustKey, Said, TrustKey
from sharing.refused import Refused
from sharing.request import Request
from sharing.spoken import ROOT, Spoken, public_bytes, verify


def unseal(request: Request, spoken: Spoken, pinned: Mapping[str, str]) -> Said:
    """What was said, if its seal is one that the request believes now. Raises Refused with a sentence."""
    if spoken.key_id in request.distrusted:
        raise Refused(
            "The message is sealed with a key that is not trusted any more. The operator has to give the desk a new "
            "one; then say it again."
        )
    return verify(spoken, {**request.trusted, **pinned})


def hear_key(request: Request, message: TrustKey | DistrustKey, said: Said, at: datetime) -> Heard:
    """The root trusts or distrusts a key of the desks. The same again is refused, and changes nothing."""
    by = By(person=ROOT)
    if said.by.person != ROOT:
        raise Refused("Only the root speaks about keys; sign these words with `starter keys`.")
    if message.key in request.distrusted:
        raise Refused(f"The key {message.key} is distrusted here, for good. Make a new one.")
    if isinstance(message, DistrustKey):
        content(message.reason, "the reason for distrusting the key")
        distrusted = KeyDistrusted(key=message.key, reason=message.reason)
        return Heard(facts=(distrusted,), by=by, sentence=f"The key {message.key} is distrusted from now on.")
    if message.key in request.trusted:
        raise Refused(f"The key {message.key} is trusted here already.")
    if digest(public_bytes(message.public))[:16] != message.key:
        raise Refused(
            f"The public half does not belong to the key {message.key}; give the one that was made with it."
        )
    trusted = KeyTrusted(key=message.key, public=message.public)
    return Heard(facts=(trusted,), by=by, sentence=f"The key {message.key} is trusted from now on.")
