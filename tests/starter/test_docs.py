"""The pages that are made from the schemes follow from them, and say when they do not."""

from pathlib import Path

import pytest

from policy.scheme import Scheme
from policy.schemes import SCHEMES
from starter import docs
from starter.diagram import diagram

ONS = SCHEMES["ons-onward-sharing"]


def test_the_pages_of_this_house_are_fresh() -> None:
    assert docs.stale() == []


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
def test_the_picture_shows_every_step_every_seat_and_every_end(scheme: Scheme) -> None:
    drawn = diagram(scheme.rules)
    for step in scheme.rules.path:
        assert f'state "{step.title}" as {step.key.replace("-", "_")} {{' in drawn
        for seat in getattr(step, "panel", ()):
            assert f'state "{scheme.rules.title(seat.office)}' in drawn
    for end in ("published", "exempt", "refused"):
        assert f'state "Ended: {end}"' in drawn


def test_parallel_steps_go_through_a_fork_and_a_join() -> None:
    drawn = diagram(ONS.rules)
    assert "state then__triage <<fork>>" in drawn
    assert "state all__decision <<join>>" in drawn
    assert "then__triage --> third_party" in drawn
    assert "advice --> all__decision: advised" in drawn


def test_the_ladder_is_drawn() -> None:
    drawn = diagram(ONS.rules)
    owner, council = "decision__information_asset_owner", "decision__data_governance_council"
    assert f"{owner} --> {council}: escalated" in drawn
    assert "decision__permanent_secretary" in drawn


def test_data_that_identify_nobody_lead_to_publication() -> None:
    assert "asset_facts --> publication: an asset is not identifiable" in diagram(ONS.rules)


def test_a_cell_cannot_break_its_table() -> None:
    assert docs._row(("a|b", "c\nd")) == "| a\\|b | c d |"


def test_a_changed_a_missing_and_a_left_over_page_are_stale(tmp_path: Path) -> None:
    assert docs.stale(tmp_path) == ["dfe-data-sharing.md", "ons-onward-sharing.md"]
    docs.write(tmp_path)
    assert docs.stale(tmp_path) == []
    (tmp_path / "ons-onward-sharing.md").write_text("by hand")
    (tmp_path / "gone.md").write_text("of a scheme that is gone")
    assert docs.stale(tmp_path) == ["gone.md", "ons-onward-sharing.md"]
    docs.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dfe-data-sharing.md", "ons-onward-sharing.md"]


def test_a_stale_page_is_a_failed_check_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "stale", lambda: ["ons-onward-sharing.md"])
    assert docs.main(["--check"]) == 1
    assert "does not follow from the schemes. Run `make docs`" in capsys.readouterr().err
    assert docs.main(["--chek"]) == 2
