"""Draws up a version of an agreement and keeps both its forms in the records."""

from temporalio import activity

from activities.ports import Documents, Records
from sharing.errands import Drafted, Drafting


class AgreementDrafting:
    """Reads the answers that were filed, has the agreement drawn up, and keeps it.

    Safe to repeat: the same version has the same bytes, and the records keep equal bytes once.
    """

    def __init__(self, records: Records, documents: Documents) -> None:
        self._records = records
        self._documents = documents

    @activity.defn(name="draft")
    def draft(self, drafting: Drafting) -> Drafted:
        """The digests of the editable document and its fixed copy.

        Raises LookupError where the answers are not in the records, ValueError where a clause has no wording.
        """
        answers = self._records.answers(drafting.filing)
        drawn = self._documents.draw_up(drafting, answers)
        name = f"{drafting.reference}-agreement-{drafting.version}"
        return Drafted(
            document=self._records.put(drawn.document, f"{name}.docx"),
            fixed_copy=self._records.put(drawn.fixed_copy, f"{name}.pdf"),
        )
