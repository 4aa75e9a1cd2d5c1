"""Every story goes as it is told, in memory, and its answer sheets are complete and refer to papers that exist."""

from pathlib import Path

import pytest

from demo import story as stories
from demo.playing import play
from policy.form import gaps
from policy.schemes import SCHEMES
from policy.value import digest
from starter.cli.answering import hand_in
from tests.demo.in_memory import in_memory

INCOMPLETE = {"cancer-deaths"}
UNDER = {"schools": "dfe-data-sharing"}
"""Answer sheets that are incomplete on purpose."""


PROVES = {
    "f-school-meals": ("DFE-002", "DFE-046", "DFE-048", "DFE-052", "DFE-056"),
    "a-mortality": ("ONS-037", "ONS-049", "ONS-067", "ONS-078", "ONS-080", "ONS-092", "ONS-097"),
    "b-local-businesses": ("ONS-076",),
    "c-born-on-a-border": ("ONS-014", "ONS-015", "ONS-062", "ONS-085"),
    "d-cancer-deaths": ("ONS-028", "ONS-037"),
    "e-overcrowding": ("ONS-018",),
}
STORIES = [pytest.param(key, marks=pytest.mark.requirement(*PROVES[key])) for key in stories.known()]


@pytest.mark.parametrize("key", STORIES)
async def test_a_story_goes_as_it_is_told(key: str, tmp_path: Path) -> None:
    story = stories.story(key)
    with in_memory(story, tmp_path) as stage:
        await play(story, stage)
        request, facts = await stage.request(), await stage.facts()
        recorded = stage.desk.recorded(stage.computed.reference)
    assert request is not None
    assert request.closed is not None
    assert request.closed.outcome == story.outcome
    assert [one.number for one in facts] == list(range(1, len(facts) + 1))
    assert recorded == request


@pytest.mark.parametrize("path", sorted(stories.ANSWERS.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_answer_sheet_is_complete_unless_its_story_needs_it_not_to_be(path: Path) -> None:
    under = UNDER.get(path.stem, stories.SCHEME)
    form, answers = SCHEMES[under].form, stories.answers(path.stem, under)
    sheet = hand_in(form, answers, path.parent, lambda content, name: digest(content))
    missing = [gap.sentence for gap in gaps(form, sheet)]
    assert bool(missing) == (path.stem in INCOMPLETE), missing
