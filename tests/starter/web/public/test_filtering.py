"""Filters of the register: each wish alone and together, pages beyond the end, and how a share stands on a day."""

from datetime import UTC, date, datetime

import pytest

from records import Entry
from starter.web.public.filtering import ON_A_PAGE, Wanted, filtered, page_of, status, year

TODAY = date(2027, 6, 1)


def entry(number: int, **fields: str) -> Entry:
    """An entry with these fields (hyphens as underscores)."""
    return Entry(
        published_on="transparency-register",
        reference=f"ONS-2027-{number:04}",
        version=1,
        schema_version="1",
        fields={key.replace("_", "-"): text for key, text in fields.items()},
        address="",
        published_at=datetime(2027, 1, number, tzinfo=UTC),
    )


DATES = {"agreement_starts": "2027-01-01", "agreement_ends": "2028-01-01"}
HEAT = entry(
    1, title="Heat and deaths", assets="Deaths; Births", organisation="Wexbridge; Cambria", approved_on="2026-12-01"
)
SEAS = entry(2, title="Seas", assets="Census", organisation="Wexbridge", **DATES)
BOTH = (HEAT, SEAS)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), (SEAS, HEAT)),
        (Wanted(text="DEATHS"), (HEAT,)),
        (Wanted(text="2027-0002"), (SEAS,)),
        (Wanted(asset="Births"), (HEAT,)),
        (Wanted(asset="Birth"), ()),
        (Wanted(organisation="Wexbridge"), (SEAS, HEAT)),
        (Wanted(organisation="Wexbridge", status="in-force"), (SEAS,)),
        (Wanted(year="2026"), (HEAT,)),
        (Wanted(status="<b>"), ()),
    ],
)
def test_what_is_wished_for_is_found_the_newest_first(wanted: Wanted, found: tuple[Entry, ...]) -> None:
    assert filtered(BOTH, wanted, TODAY) == found


@pytest.mark.parametrize(
    ("starts", "ends", "standing"),
    [
        ("2027-06-02", "2028-01-01", "not-yet"),
        ("2027-06-01", "2027-06-01", "in-force"),
        ("2026-01-01", "2027-05-31", "ended"),
        ("soon", "later", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_a_share_stands_as_its_agreement_says(starts: str, ends: str, standing: str) -> None:
    assert status(entry(1, agreement_starts=starts, agreement_ends=ends), TODAY) == standing


def test_an_entry_without_a_day_of_approval_belongs_to_the_year_of_its_publication() -> None:
    assert (year(HEAT), year(SEAS)) == ("2026", "2027")


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("2", 2), ("3", 2), ("99999", 2), ("999999", 1), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("<b>", 1)],
)
def test_whatever_page_is_asked_for_there_is_one(asked: str, page: int) -> None:
    entries = [HEAT] * (ON_A_PAGE + 1)
    shown = page_of(entries, asked)
    assert (shown.page, shown.pages, shown.found) == (page, 2, len(entries))
    assert len(shown.entries) == (ON_A_PAGE if page == 1 else 1)


def test_a_register_without_entries_has_one_empty_page() -> None:
    assert page_of([], "7") == ((), 0, 1, 1)
