"""What the records themselves say a request has come to: asked before a fact is kept, or an agreement drawn up."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from sharing import commissioning
from sharing.errands import Drafting, Keeping, Standing
from sharing.facts import AgreementDrafted, EntryPublished, Happened
from sharing.fold import after
from sharing.following import follow
from sharing.history import fold
from sharing.request import Request
from sharing.vouching import Unsaid


class Past(Protocol):
    """The records, as far as they tell a request's past. All raise ConnectionError while they cannot be read."""

    def opened(self, reference: str) -> Request:
        """The request as it was opened, with its rules, before any fact. Raises LookupError where none was lodged."""

    def history(self, reference: str) -> Iterable[Happened]:
        """The facts of a request, in order."""

    def name_of(self, digest: str) -> str | None:
        """The name under which a document was first kept; None where there is none of that digest."""

    def published(self, reference: str, version: int) -> str | None:
        """The address of that version of a register entry; None where it is not on the register."""


class RecordedReckoning:
    """Works out again, from the records alone, what a workflow tells."""

    def __init__(self, past: Past) -> None:
        self._past = past

    def standing(self, keeping: Keeping, keys: Mapping[str, str]) -> Standing:
        """Where the request stands after these facts. Raises Unsaid where one does not follow from the records."""
        first = keeping.facts[0]
        try:
            request = self._past.opened(keeping.reference)
        except LookupError as unknown:
            raise Unsaid(first, "No such request was lodged at a desk.") from unknown
        request = fold(request, (one for one in self._past.history(keeping.reference) if one.number < first.number))
        if request.number != first.number - 1:
            return keeping.standing  # a gap, of which the records themselves say more
        for one in keeping.facts:
            self._was_done(keeping.reference, one)
        return commissioning.standing(follow(request, keeping.facts, keys))

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
