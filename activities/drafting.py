"""Draws up a version of an agreement and keeps both its forms in the records."""

from typing import Protocol

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import Documents, Records
from activities.reckoning import document_name
from sharing.errands import Drafted, Drafting


class Orders(Protocol):
    """Knows from the records what was ordered."""

    def ordered(self, drafting: Drafting) -> bool:
        """Whether sealed words stand behind this very agreement. Raises ConnectionError while it cannot say."""


class AgreementDrafting:
    """Reads the answers that were filed, has the agreement drawn up, and keeps it.

    Safe to repeat: the same version has the same bytes, and the records keep equal bytes once. A workflow's word is
    not enough: terms, parties, decision and order are those of the facts on record, or nothing is drawn up.
    """

    def __init__(self, records: Records, documents: Documents, orders: Orders) -> None:
        self._records = records
        self._documents = documents
        self._orders = orders

    @activity.defn(name="draft")
    def draft(self, drafting: Drafting) -> Drafted:
        """The digests of the editable document and its fixed copy.

        Raises ApplicationError where no such order is on record, LookupError where the answers are not in the
        records, ValueError where a clause has no wording.
        """
        if not self._orders.ordered(drafting):
            raise ApplicationError(
                f"The records do not show that version {drafting.version} of this agreement was ordered, and "
                "decided, on these terms. Nothing is drawn up; find out who told the workflow.",
                type="NotOrdered",
            )
        answers = self._records.answers(drafting.filing)
        drawn = self._documents.draw_up(drafting, answers)
        docx, pdf = (document_name(drafting.reference, drafting.version, ending) for ending in ("docx", "pdf"))
        return Drafted(
            document=self._records.put(drawn.document, docx),
            fixed_copy=self._records.put(drawn.fixed_copy, pdf),
        )
