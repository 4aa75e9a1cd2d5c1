"""What statistics and requesters' lists are read from: milestones that count, whose requests, what is unrecorded."""

import pytest

import records.figures
from records import SqlRecords
from records.outbox import Lodging
from sharing.facts import Decided
from sharing.messages import Organisation
from starter.turnaround import turnaround
from tests.records.sample import LEEDS, MONDAY, STORY, decided, happened, keeping, some

REFERENCE, OTHER = "ONS-2026-0001", "ONS-2026-0002"


def outcomes(kept: SqlRecords, *references: str) -> list[tuple[str, str]]:
    """What was decided, by the milestones of these requests."""
    found = kept.milestones(references)
    return [(one.reference, one.fact.outcome) for one in found if isinstance(one.fact, Decided)]


@pytest.mark.parametrize("most", [500, 1])
def test_milestones_are_those_of_the_requests_that_were_named(
    kept: SqlRecords, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(records.figures, "MOST_NAMED", most)
    for reference in (REFERENCE, OTHER, "ONS-2026-0003"):
        kept.keep(keeping(STORY, reference=reference))
    assert outcomes(kept, REFERENCE, OTHER) == [(REFERENCE, "approve"), (OTHER, "approve")]
    assert outcomes(kept) == []


def test_what_a_newer_branch_has_hidden_is_no_milestone_and_is_seen_to_have_changed(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY))
    before = kept.received()
    assert turnaround(kept, MONDAY).years[0].approved == 1
    assert turnaround(kept, MONDAY, "another-scheme").received == 0
    kept.keep(keeping((happened(4, decided("refuse")), *some(range(5, 6), "other")), run="run-2"))
    assert outcomes(kept, REFERENCE) == [(REFERENCE, "refuse")]
    assert kept.received() != before
    figures = turnaround(kept, MONDAY)
    assert (figures.years[0].approved, figures.years[0].refused) == (0, 1)


def test_requests_are_found_by_person_and_by_organisation_and_not_by_a_title_that_looks_like_one(
    kept: SqlRecords,
) -> None:
    kept.keep(keeping(STORY))
    sly = Organisation(key="sly", type="charity", title=f'"key":"{LEEDS.key}"')
    kept.keep(keeping(STORY, reference=OTHER, requester="sana", organisations=(sly,)))
    assert [one.reference for one in kept.requests_of("rae")] == [REFERENCE]
    assert [one.reference for one in kept.requests_of("nobody", LEEDS.key)] == [REFERENCE]
    assert [one.reference for one in kept.requests_of("nobody", "university-of-leed%")] == []
    assert kept.requests_of("nobody") == ()


def test_of_many_requests_the_open_ones_go_before_newer_ones_that_have_ended(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY, reference=REFERENCE))
    kept.keep(keeping(STORY, reference=OTHER, state="refused"))
    newest_first = [one.reference for one in kept.requests_of("rae")]
    assert set(newest_first) == {REFERENCE, OTHER}
    assert [one.reference for one in kept.requests_of("rae", most=1)] == [REFERENCE]
    assert [one.reference for one in kept.requests_of("rae", most=2)] == [REFERENCE, OTHER]


def test_who_wrote_on_a_draft_finds_the_request_that_it_became_and_not_one_that_was_only_changed(
    kept: SqlRecords,
) -> None:
    kept.keep(keeping(STORY))
    draft = kept.begin_draft("ons-onward-sharing", "0" * 64, "owen", {})
    kept.invite(draft.key, "iris", "owen")
    kept.sent(draft.key, REFERENCE)
    change = kept.begin_draft("ons-onward-sharing", "0" * 64, "carla", {}, about=REFERENCE)
    kept.sent(change.key, REFERENCE)
    assert [len(kept.requests_of(person)) for person in ("owen", "iris", "carla")] == [1, 1, 0]
    behind = kept.draft_behind(REFERENCE)
    assert behind is not None
    assert behind.key == draft.key


def test_what_was_lodged_and_heard_by_nobody_yet_is_its_requesters(kept: SqlRecords) -> None:
    lodging = Lodging(
        scheme="ons-onward-sharing", prefix="ONS", year=2026, requester="rae", once="a-1", content="c" * 64
    )
    waiting = kept.lodge(lodging, lambda reference: "{}")
    assert [one.reference for one in kept.unrecorded_of("rae")] == [waiting.reference]
    assert kept.unrecorded_of("sana") == ()
    kept.keep(keeping(STORY, reference=waiting.reference))
    assert kept.unrecorded_of("rae") == ()
