"""Drafting keeps both forms of an agreement in the records, once, however often it is tried."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.drafting import AgreementDrafting
from activities.ports import Documents
from documents.agreements import Agreements
from policy.form import Answers
from policy.value import digest
from sharing.errands import Drafted, Keeping
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


def draft(shelf: Shelf, documents: Documents | None = None) -> Drafted:
    """Carry out the sample's order."""
    activity = AgreementDrafting(shelf, documents or agreements())
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
    with pytest.raises(LookupError):
        AgreementDrafting(shelf, agreements()).draft(drafting(filing="0" * 64))
    assert shelf.kept == {}


def test_a_clause_without_wording_leaves_nothing_half_done() -> None:
    shelf = Shelf()
    with pytest.raises(ValueError, match="no wording for the clause 'poetry'"):
        AgreementDrafting(shelf, agreements()).draft(drafting(clauses=("poetry",)))
    assert shelf.kept == {}
