"""Draws up agreements: one paper in two forms, an editable Word document and a fixed PDF copy."""

from dataclasses import dataclass
from pathlib import Path

from documents import fixed_copy, word
from documents.wording import read_wording
from documents.writing import write
from policy.form import Answers
from sharing.errands import Drafting

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An agreement in its two forms."""

    document: bytes
    fixed_copy: bytes


class Agreements:
    """Draws up agreements from the templates in a folder, which a lawyer may edit. It may be shared by threads."""

    def __init__(self, templates: Path = TEMPLATES) -> None:
        self._wording = read_wording(templates / "clauses.yaml")
        self._document = (templates / "agreement.docx").read_bytes()
        self._fixed_copy = templates / "agreement.typ"

    def draw_up(self, drafting: Drafting, answers: Answers) -> Drawn:
        """The agreement in both forms; the same input gives the same bytes.

        Raises ValueError for a scheme, a kind of agreement or a clause that has no wording.
        """
        paper = write(self._wording, drafting, answers)
        return Drawn(
            document=word.render(paper, drafting.at, self._document),
            fixed_copy=fixed_copy.render(paper, self._fixed_copy),
        )
