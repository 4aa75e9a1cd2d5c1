"""What the records themselves say a request has come to: asked before a fact is kept, or an agreement drawn up."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import NamedTuple, Protocol

from sharing import commissioning
from sharing.errands import Drafting, Keeping, Standing
from sharing.facts import AgreementDrafted, EntryPublished, Happened
from sharing.fold import after
from sharing.following import follow
from sharing.history import fold
from sharing.request import Request
from sharing.vouching import Unsaid


class Row(Protocol):
    """A fact's number, and the digest that it was kept under."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def digest(self) -> str:
        """Its digest."""


class Past(Protocol):
    """The records, as far as they tell a request's past. All raise ConnectionError while they cannot be read."""

    def opened(self, reference: str) -> Request:
        """The request as it was opened, with its rules, before any fact. Raises LookupError where none was lodged."""

    def history(self, reference: str) -> Iterable[Happened]:
        """The facts of a request, in order."""

    def rows_of(self, reference: str) -> Iterable[Row]:
        """What stands beside each of those facts, in the same order: quick to read, however much they say."""

    def name_of(self, digest: str) -> str | None:
        """The name under which a document was first kept; None where there is none of that digest."""

    def published(self, reference: str, version: int) -> str | None:
        """The address of that version of a register entry; None where it is not on the register."""


class Known(NamedTuple):
    """A request that was worked out here, and the digests of the facts that it came of."""

    request: Request
    digests: tuple[str, ...]


class RecordedReckoning:
    """Works out again, from the records alone, what a workflow tells.

    What was worked out last is remembered, and used where the records have the very same facts still: a request is
    kept at every turn, and its past grows longer by each.
    """

    def __init__(self, past: Past, remembers: int = 64) -> None:
        self._past = past
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._remembers = remembers
        self._guard = Lock()

    def standing(self, keeping: Keeping, keys: Mapping[str, str]) -> Standing:
        """Where the request stands after these facts. Raises Unsaid where one does not follow from the records."""
        first = keeping.facts[0]
        try:
            before = self._before(keeping.reference, first.number)
        except LookupError as unknown:
            raise Unsaid(first, "No such request was lodged at a desk.") from unknown
        if before.request.number != first.number - 1:
            return keeping.standing  # a gap, of which the records themselves say more
        for one in keeping.facts:
            self._was_done(keeping.reference, one)
        request = follow(before.request, keeping.facts, keys)
        self._remember(Known(request, (*before.digests, *(one.digest for one in keeping.facts))))
        return commissioning.standing(request)

    def _before(self, reference: str, number: int) -> Known:
        """The request as it stood before that fact. Raises LookupError where none of that name was lodged."""
        digests = tuple(row.digest for row in self._past.rows_of(reference) if row.number < number)
        known = self._known.get(reference)
        if known is not None and known.digests == digests:
            return known
        opened = self._past.opened(reference)
        history = (one for one in self._past.history(reference) if one.number < number)
        return Known(fold(opened, history), digests)

    def _remember(self, known: Known) -> None:
        with self._guard:
            self._known[known.request.reference] = known
            self._known.move_to_end(known.request.reference)
            while len(self._known) > self._remembers:
                self._known.popitem(last=False)

    def ordered(self, drafting: Drafting) -> bool:
        """Whether the records show that this very agreement was ordered: its terms, decision, parties, conditions."""
        return any(commissioning.drafting(seen) == drafting for seen in self._seen(drafting.reference))

    def _seen(self, reference: str) -> Iterator[Request]:
        """The request after each of its facts."""
        try:
            request = self._past.opened(reference)
        except LookupError:
            return
        for one in self._past.history(reference):
            request = after(request, one)
            yield request

    def _was_done(self, reference: str, one: Happened) -> None:
        """An errand's outcome is looked at, too: anybody at the server can say that it is done."""
        match one.fact:
            case AgreementDrafted(version=version, document=document, fixed_copy=fixed_copy):
                for digest, ending in ((document, "docx"), (fixed_copy, "pdf")):
                    if self._past.name_of(digest) != document_name(reference, version, ending):
                        raise Unsaid(one, "The records hold no such document of this version.")
            case EntryPublished(version=version, address=address):
                if self._past.published(reference, version) != address:
                    raise Unsaid(one, "The register has no such version at that address.")


def document_name(reference: str, version: int, ending: str) -> str:
    """The name under which a version of an agreement is kept."""
    return f"{reference}-agreement-{version}.{ending}"
