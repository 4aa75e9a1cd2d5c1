"""Drafts: what is being written is kept, by one or by several, and nobody's words overwrite another's unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from policy.form import Answers
from records import Draft, DraftChanged, SqlRecords

ANSWERS: Answers = {"title": "Deaths", "subjects": ("natural-person",), "organisations": ({"name": "Wexbridge"},)}


def begun(kept: SqlRecords, owner: str = "rae") -> Draft:
    """A draft with a few answers."""
    return kept.begin_draft("ons-onward-sharing", "0" * 64, owner, dict(ANSWERS), ("srs",))


def test_a_draft_is_found_as_it_was_left(kept: SqlRecords) -> None:
    draft = begun(kept)
    version = kept.change_draft(draft.key, {**ANSWERS, "title": "Births"}, draft.version)
    found = kept.draft(draft.key)
    assert found is not None
    assert (found.answers, found.signposted) == ({**ANSWERS, "title": "Births"}, ("srs",))
    assert (found.version, version) == (2, 2)
    assert kept.drafts_of("rae") == (found,)
    assert kept.drafts_of("sana") == ()


def test_of_two_who_change_the_same_version_one_is_told(kept: SqlRecords) -> None:
    draft = begun(kept)

    def change(title: str) -> bool:
        try:
            kept.change_draft(draft.key, {"title": title}, draft.version)
        except DraftChanged:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(change, "abcdef")) == [False] * 5 + [True]


def test_a_colleague_who_is_invited_has_the_draft_as_well(kept: SqlRecords) -> None:
    draft = begun(kept)
    kept.invite(draft.key, "lucia", "rae")
    kept.invite(draft.key, "lucia", "rae")
    found = kept.drafts_of("lucia")
    assert [one.key for one in found] == [draft.key]
    assert found[0].people == ("lucia",)


def test_what_was_sent_is_changed_no_more_and_leads_to_its_request(kept: SqlRecords) -> None:
    draft = begun(kept)
    kept.sent(draft.key, "ONS-2026-0001")
    kept.sent(draft.key, "ONS-2026-0002")
    with pytest.raises(LookupError, match="was sent or discarded"):
        kept.change_draft(draft.key, {}, draft.version)
    kept.discard(draft.key)
    found = kept.draft_behind("ONS-2026-0001")
    assert found is not None
    assert (found.key, found.answers) == (draft.key, ANSWERS)
    assert kept.draft_behind("ONS-2026-0002") is None
    assert kept.drafts_of("rae") == ()


def test_what_is_thrown_away_is_gone_with_its_answers(kept: SqlRecords) -> None:
    draft = begun(kept)
    kept.discard(draft.key)
    assert kept.draft(draft.key) is None
    assert kept.drafts_of("rae") == ()
    with pytest.raises(LookupError, match="was sent or discarded"):
        kept.change_draft(draft.key, {}, draft.version)


def test_changes_to_an_open_request_are_drafted_beside_it(kept: SqlRecords) -> None:
    made = kept.begin_draft(
        "ons-onward-sharing", "0" * 64, "rae", dict(ANSWERS), about="ONS-2026-0001", unlocked=("title",)
    )
    found = kept.draft(made.key)
    assert found is not None
    assert (found.about, found.unlocked, found.reference) == ("ONS-2026-0001", ("title",), "")


@pytest.mark.requirement("ONS-018")
def test_an_enquiry_that_ended_elsewhere_is_kept_once_with_its_reason_and_without_a_name(kept: SqlRecords) -> None:
    for _ in range(2):
        kept.record_enquiry("once", "ons-onward-sharing", "srs", {"tre-possible": "yes"}, "We will use the SRS.")
    (found,) = kept.enquiries()
    assert (found.signpost, found.reason, found.answers) == ("srs", "We will use the SRS.", {"tre-possible": "yes"})
