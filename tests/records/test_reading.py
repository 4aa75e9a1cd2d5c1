"""Lists show what was wished for, newest first, page by page; and only from indexes where they must."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from records import SqlRecords, Wish
from records.database import Database
from sharing.facts import By
from sharing.messages import Asset, Organisation
from tests.records.sample import MONDAY, STORY, a_task, happened, keeping, opinion, standing

LATER = MONDAY + timedelta(days=30)


def _references(kept: SqlRecords, **wish: object) -> list[str]:
    return [one.reference for one in kept.requests(Wish.model_validate(wish)).requests]


@pytest.fixture
def several(kept: SqlRecords) -> SqlRecords:
    """Four requests: with Legal, with Legal but stopped, with security at triage, and closed."""
    stopped = a_task(stopped_at=MONDAY)
    triage = a_task("security", due=LATER + timedelta(days=1))
    shapes: tuple[dict[str, Any], ...] = (
        {},
        {"awaited": (stopped,), "scheme": "dfe-data-sharing"},
        {"awaited": (triage, a_task("onward-data-sharing-group")), "steps": ("triage",)},
        {
            "awaited": (), "steps": (), "state": "published", "outcome": "published", "requester": "sam",
            "organisations": (Organisation(key="gig", type="health-body", title="Iechyd Cyhoeddus Cymru 100%"),),
            "assets": (Asset(key="gp", title="ÉCOLE_data"),),
        },
    )  # fmt: skip
    for number, shape in enumerate(shapes, start=1):
        reference = f"ONS-2026-{number:04}"
        at = MONDAY + timedelta(hours=number)
        kept.keep(keeping(STORY, reference=reference, lodged_at=at, **shape))
    return kept


def test_without_a_wish_all_are_listed_newest_first(several: SqlRecords) -> None:
    assert _references(several) == ["ONS-2026-0004", "ONS-2026-0003", "ONS-2026-0002", "ONS-2026-0001"]


def test_a_listed_request_says_where_it_stands(several: SqlRecords) -> None:
    first = several.request("ONS-2026-0001")
    assert first is not None
    stands = standing(5, lodged_at=MONDAY + timedelta(hours=1))
    for name in ("scheme", "number", "revision", "state", "requester", "organisations", "assets", "lodged_at", "at"):
        assert getattr(first, name) == getattr(stands, name)
    assert (first.steps, first.awaited) == (("reviews",), (a_task(),))
    assert several.request("ONS-2026-0009") is None


WISHES: tuple[tuple[dict[str, object], list[int]], ...] = (
    ({"state": "open"}, [3, 2, 1]),
    ({"state": "published"}, [4]),
    ({"scheme": "dfe-data-sharing"}, [2]),
    ({"step": "reviews"}, [2, 1]),
    ({"step": "triage"}, [3]),
    ({"step": "no-such-step"}, []),
    ({"office": "legal"}, [2, 1]),
    ({"office": "security"}, [3]),
    ({"office": "requester"}, []),
    ({"overdue_at": LATER}, [3, 1]),
    ({"overdue_at": MONDAY}, []),
    ({"office": "security", "overdue_at": LATER}, []),
    ({"office": "legal", "overdue_at": LATER}, [1]),
    ({"office": "legal", "step": "reviews", "state": "open"}, [2, 1]),
    ({"office": "legal", "step": "triage"}, []),
    ({"text": "2026-0003"}, [3]),
    ({"text": " LEEDS "}, [3, 2, 1]),
    ({"text": "cymru 100%"}, [4]),
    ({"text": "école_d"}, [4]),
    ({"text": "%"}, [4]),
    ({"text": "sam"}, [4]),
    ({"text": "'; DROP TABLE requests; --"}, []),
)


def test_a_wish_is_fulfilled_exactly(several: SqlRecords) -> None:
    for wish, numbers in WISHES:
        assert _references(several, **wish) == [f"ONS-2026-{number:04}" for number in numbers], wish


def test_a_late_task_is_named_unless_its_clock_stands_still(several: SqlRecords) -> None:
    late = {one.reference[-1]: [task.office for task in one.overdue(LATER)] for one in several.requests().requests}
    assert late == {"1": ["legal"], "2": [], "3": ["onward-data-sharing-group"], "4": []}


def test_pages_follow_each_other_without_gap_or_repetition(kept: SqlRecords) -> None:
    for number in range(1, 24):
        # Several are lodged at the same instant.
        at = MONDAY + timedelta(hours=number // 3)
        kept.keep(keeping(STORY[:1], reference=f"ONS-2026-{number:04}", lodged_at=at))
    seen, after = [], None
    while True:
        page = kept.requests(after=after, most=5)
        seen += [one.reference for one in page.requests]
        if page.after is None:
            break
        # What is lodged meanwhile does not shift the pages.
        kept.keep(keeping(STORY[:1], reference=f"ONS-2027-{len(seen):04}", lodged_at=LATER))
        after = page.after
    assert seen == [f"ONS-2026-{number:04}" for number in range(23, 0, -1)]
    with pytest.raises(LookupError, match="no request ONS-2020-0001"):
        kept.requests(after="ONS-2020-0001")


def test_who_acted_is_known_also_where_a_reset_hid_it(kept: SqlRecords) -> None:
    kept.keep(keeping(STORY, "old"))
    other = happened(3, opinion("Not open."), By(person="mo", office="legal"))
    kept.keep(keeping((other,), "new"))
    acted = {one.person: (one.offices, one.in_stead_of) for one in kept.people_who_acted("ONS-2026-0001")}
    assert acted == {
        "rae": (("requester",), ()),
        "lou": (("legal",), ("lena",)),
        "ivo": (("owner",), ()),
        "mo": (("legal",), ()),
    }
    assert kept.people_who_acted("ONS-2026-0002") == ()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("SELECT * FROM happened WHERE reference = 'x' AND number > 0 ORDER BY number", "(reference=? AND number>?)"),
        ("SELECT * FROM requests ORDER BY lodged_at DESC, reference DESC LIMIT 50", "requests_by_age"),
        (
            "SELECT * FROM requests WHERE state = 'open' ORDER BY lodged_at DESC, reference DESC LIMIT 50",
            "requests_by_state",
        ),
        ("SELECT * FROM awaited WHERE office = 'legal' AND due < 'x'", "awaited_by_office"),
        ("SELECT * FROM awaited WHERE due < 'x'", "awaited_by_due"),
        ("SELECT * FROM open_steps WHERE step = 'x'", "requests_at_step"),
        ("SELECT * FROM lodgings WHERE started_at IS NULL ORDER BY lodged_at", "lodgings_unstarted"),
        ("SELECT * FROM notices WHERE office = 'legal' ORDER BY told DESC LIMIT 20", "notices_by_office"),
    ],
)
def test_each_index_answers_its_question(kept: SqlRecords, url: str, question: str, index: str) -> None:
    database = Database(url)
    with database.reading() as connection:
        plan = " ".join(str(row.detail) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {question}")))
    database.close()
    assert index in plan
    assert "TEMP B-TREE" not in plan
