"""Keeping facts, after looking for ourselves that each was said: Temporal's word is not taken for it.

Whoever reaches the Temporal server can start a request with keys and rules of their own, run a worker, or have facts
kept that nobody said. So this activity has the desks' public keys from its own settings, not from the request; it
keeps a fact only if somebody is known to have said it, or nobody has to (`sharing.vouching`), and only if it follows,
by the rules that the records themselves have for this request, from what is on record (`sharing.following`).
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from temporalio.exceptions import ApplicationError

from activities.ports import Records
from sharing.becoming import BECOMES, ENDS_BY_ITSELF, WITHOUT_SPEECH
from sharing.errands import Keeping, Standing
from sharing.facts import Happened
from sharing.vouching import Ring, Unsaid, Vouching

Keys = Mapping[str, str] | Callable[[], Ring]
"""The desks' public keys (id -> base64), those of today and all earlier ones; or a ring that may change meanwhile."""


class ReadableRecords(Records, Protocol):
    """Records in which one can look up what was kept."""

    def fact(self, reference: str, number: int) -> Happened | None:
        """The fact of that number, or None."""


class Reckoning(Protocol):
    """Works out again what must have happened."""

    def standing(self, keeping: Keeping, keys: Mapping[str, str]) -> Standing:
        """Where the request stands after these facts. Raises Unsaid where one does not follow from the records."""


class Recording:
    """Keeps facts that were said, and that follow."""

    def __init__(self, records: ReadableRecords, keys: Keys, reckoning: Reckoning) -> None:
        self._records = records
        self._ring = ring_of(keys)
        self._reckoning = reckoning

    def keep(self, keeping: Keeping) -> None:
        """Append facts to the records. Raises, to be tried again, where one was not said as it claims.

        Where the request stands is worked out here, too: what the workflow says of it is not kept.
        """
        ring, reference = self._ring(), keeping.reference
        vouching = Vouching(reference, keeping.facts, ring, lambda number: self._records.fact(reference, number))
        try:
            vouching.vouch()
            standing = self._reckoning.standing(keeping, ring.keys)
        except Unsaid as unsaid:
            raise _not_kept(reference, unsaid) from unsaid
        self._records.keep(keeping.model_copy(update={"standing": standing}))


def ring_of(keys: Keys) -> Callable[[], Ring]:
    """The ring, wherever it comes from."""
    if callable(keys):
        return keys
    ring = Ring(keys=dict(keys))
    return lambda: ring


def _not_kept(reference: str, unsaid: Unsaid) -> ApplicationError:
    fact = unsaid.fact
    return ApplicationError(
        f"Fact {fact.number} of {reference} ({fact.fact.kind}) is not kept. {unsaid.why} If a desk's key is new, "
        "give its public half to the worker's settings; if not, somebody wrote to Temporal past the desks.",
        type="Unsealed",
    )


__all__ = ["BECOMES", "ENDS_BY_ITSELF", "WITHOUT_SPEECH", "Keys", "Recording", "ring_of"]
