"""Drafting keeps both forms of an agreement in the records, once, however often it is tried."""

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.drafting import AgreementDrafting
from activities.ports import Documents
from documents.agreements import Agreements
from policy.form import Answers
from policy.value import digest
from sharing.errands import Drafted, Drafting, Keeping
from tests.documents.sample import DRAFTING, agreements, drafting
from tests.policy.answers import COMPLETE


class Shelf:
    """Records in memory: the answers of one filing, and what was put."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def keep(self, keeping: Keeping) -> None:
        raise AssertionError("Drafting keeps no facts.")

    def answers(self, digest: str) -> Answers:
        if digest != DRAFTING.filing:
            raise LookupError(f"There is no answer sheet {digest}.")
        return COMPLETE

    def put(self, content: bytes, name: str) -> str:
        key = digest(content)
        self.kept[key] = content
        self.names[name] = key
        return key


class Ordered:
    """Knows of one order: the sample's."""

    def __init__(self, *known: Drafting) -> None:
        self._known = known or (DRAFTING,)

    def ordered(self, drafting: Drafting) -> bool:
        return drafting in self._known


def draft(shelf: Shelf, documents: Documents | None = None) -> Drafted:
    """Carry out the sample's order."""
    activity = AgreementDrafting(shelf, documents or agreements(), Ordered())
    drafted = ActivityEnvironment().run(activity.draft, DRAFTING)
    assert isinstance(drafted, Drafted)
    return drafted


def test_both_forms_are_kept_under_their_digests() -> None:
    shelf = Shelf()
    drafted = draft(shelf)
    assert shelf.kept[drafted.document].startswith(b"PK")
    assert shelf.kept[drafted.fixed_copy].startswith(b"%PDF-")
    assert shelf.names == {
        "ONS-2027-0042-agreement-2.docx": drafted.document,
        "ONS-2027-0042-agreement-2.pdf": drafted.fixed_copy,
    }


def test_drafting_again_changes_nothing() -> None:
    shelf = Shelf()
    assert draft(shelf) == draft(shelf, Agreements())
    assert len(shelf.kept) == 2


def test_an_agreement_without_its_answers_is_not_drawn_up() -> None:
    shelf = Shelf()
    asked = drafting(filing="0" * 64)
    with pytest.raises(LookupError):
        AgreementDrafting(shelf, agreements(), Ordered(asked)).draft(asked)
    assert shelf.kept == {}


def test_a_clause_without_wording_leaves_nothing_half_done() -> None:
    shelf = Shelf()
    asked = drafting(clauses=("poetry",))
    with pytest.raises(ValueError, match="no wording for the clause 'poetry'"):
        AgreementDrafting(shelf, agreements(), Ordered(asked)).draft(asked)
    assert shelf.kept == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 3},
        {"retention": "For ever."},
        {"conditions": ()},
        {"gateways": ("any",)},
        {"exceptions": ("all",)},
    ],
)
def test_an_agreement_that_the_records_do_not_know_to_be_ordered_is_not_drawn_up(
    changed: dict[str, object],
) -> None:
    shelf = Shelf()
    with pytest.raises(ApplicationError, match="Nothing is drawn up"):
        AgreementDrafting(shelf, agreements(), Ordered()).draft(DRAFTING.model_copy(update=changed))
    assert shelf.kept == {}
