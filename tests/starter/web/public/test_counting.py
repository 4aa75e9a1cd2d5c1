"""Small counts are hidden, and whatever they could be worked out from; pictures show no more than tables."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starter.turnaround import FEWEST, Figures, Spread, StepFigures, YearFigures
from starter.web.public.counting import hidden, tables
from starter.web.public.drawing import DRAWINGS, as_svg, drawing

TITLES = {"screening": "Screening & <b>more</b>", "decision": "Decision"}


def figures(*years: YearFigures, open_now: int = 7) -> Figures:
    """Figures of these years; of each step the same."""
    few, many = Spread(2), Spread(9, 7.5, 12)
    steps = {key: StepFigures(key, 9 + open_now, 9, open_now, many) for key in TITLES}
    return Figures(datetime(2027, 1, 1, tzinfo=UTC), 20, 10, 5, years, steps, many, many, few)


YEAR = YearFigures(2026, 30, 12, 8, 3, 7)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_small_count_can_be_worked_out_from_its_total(counts: list[int]) -> None:
    total, shown = hidden(sum(counts), counts)
    small = [place for place, count in enumerate(counts) if 0 < count < FEWEST]
    assert all(shown[place] is None for place in small)
    if total is not None and small:
        # More than one is hidden, unless all others are nothing: then the small one would be the total, and hidden.
        assert list(shown).count(None) > 1
    assert all(one in (None, count) for one, count in zip(shown, counts, strict=True))


def test_a_table_says_which_figures_it_does_not_show() -> None:
    years, steps, times = tables(figures(YEAR), TITLES)
    assert years.rows == (("2026", "30", "12", "8", "not shown", "not shown"),)
    assert steps.rows[0] == ("Screening & <b>more</b>", "16", "9", "7")
    assert times.rows[0] == ("From receipt to decision", "9", "7.5", "12")
    assert times.rows[2] == ("Of that, with the requester alone", "not shown", "too few to tell", "too few to tell")


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_picture_holds_no_script_and_takes_titles_as_words(name: str) -> None:
    svg = as_svg(drawing(name, figures(YEAR), TITLES))
    assert svg.startswith("<svg")
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "googleapis" not in svg


def test_a_picture_shows_nothing_that_its_table_hides() -> None:
    shown = drawing("years", figures(YEAR), TITLES)
    assert shown.bars["Ended without a decision"] == [None]
    assert shown.bars["Not decided yet"] == [None]


def test_where_all_is_hidden_there_is_no_picture() -> None:
    assert drawing("years", figures(YearFigures(2026, 4, 1, 1, 1, 1)), TITLES).is_empty
    assert not drawing("years", figures(YEAR), TITLES).is_empty
