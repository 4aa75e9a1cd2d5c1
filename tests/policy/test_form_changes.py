"""A newer form asks some things besides and some no more; requests under the older one are shown what, and stay."""

import pytest

from policy.asking import text
from policy.form import gaps
from policy.form_changes import form_changes
from tests.dfe import SCHEME, complete

OLDER = SCHEME.form
ADDED = text("The project", "data-steward", "DFE-063", "Who looks after the data?")
REWORDED = OLDER.questions[0].model_copy(update={"asks": "Which kind of body are you?"})
NEWER = OLDER.model_copy(
    update={
        "version": "2024-09-30",
        "questions": (REWORDED, *(one for one in OLDER.questions[1:] if one.key != "linkage"), ADDED),
    }
)


@pytest.mark.requirement("DFE-063")
def test_what_a_newer_form_asks_otherwise_is_shown_with_what_would_be_missing() -> None:
    found = form_changes(OLDER, NEWER, complete())
    assert (found.added, found.removed, found.changed) == (("data-steward",), ("linkage",), (REWORDED.key,))
    assert [gap.question for gap in found.gaps] == ["data-steward"]


@pytest.mark.requirement("DFE-063")
def test_a_request_under_the_older_form_is_still_complete_by_it() -> None:
    assert gaps(OLDER, complete()) == ()
    assert form_changes(OLDER, OLDER, complete()).model_dump(exclude_defaults=True) == {}
