"""A story file is read as it is written, and a mistake in one is said with its place."""

import re
from pathlib import Path

import pytest

from demo import story as stories
from demo.playing import Broken, play
from demo.story import Choosing, Refusal, Saying, Story, Waiting, WrongStory
from sharing.messages import MESSAGES
from tests.demo.in_memory import in_memory

LODGED = {"who": "rae", "lodges": "mortality"}


def told(*acts: object) -> Story:
    """A story of these acts."""
    return Story.model_validate(
        {"key": "t", "title": "A test", "begins": "2027-02-01", "outcome": "published", "acts": acts}
    )


def test_what_is_not_the_acts_own_belongs_to_the_message_also_a_field_called_fields() -> None:
    act = told({"who": "asha", "says": "draft-entry", "fields": {"title": "A title"}, "scene": "At last."}).acts[0]
    assert isinstance(act, Saying)
    assert act.fields == {"fields": {"title": "A title"}}
    assert act.scene == "At last."


def test_the_kind_of_an_act_follows_from_its_words() -> None:
    acts = told(
        {"wait": 2}, {"who": "olu", "chooses": "Return it"}, {"refused": {**LODGED, "because": "incomplete"}}
    ).acts
    assert [type(act) for act in acts] == [Waiting, Choosing, Refusal]


def test_yes_and_dates_are_words_in_a_story_as_they_are_in_an_answer_sheet() -> None:
    screening = next(act for act in stories.story("a").acts if isinstance(act, Choosing) and act.chooses == "Pass")
    assert set(screening.fields["checklist"].values()) == {"yes"}


def test_every_message_that_a_story_says_is_one_that_a_door_can_build() -> None:
    kinds = set(MESSAGES.json_schema()["discriminator"]["mapping"])
    said = {act.says for key in stories.known() for act in stories.story(key).acts if isinstance(act, Saying)}
    assert said <= kinds


def test_every_paper_that_is_there_is_handed_in() -> None:
    sheets = (*stories.ANSWERS.glob("*.yaml"), *stories.STORIES.glob("*.yaml"))
    named = {name for path in sheets for name in re.findall(r"file: \.\./papers/([^,]+),", path.read_text("utf-8"))}
    assert named == {path.name for path in stories.PAPERS.iterdir()}


@pytest.mark.parametrize(
    ("acts", "sentence"),
    [
        (({"wait": 1},), "nothing has been lodged yet"),
        ((LODGED, {"who": "olu", "chooses": "Pass"}), "inbox does not offer “Pass”; it offers nothing"),
        ((LODGED, {"who": "asha", "chooses": "Approve"}), "it offers Pass, Out of scope: outputs"),
        ((LODGED, {"expect": {"state": "published"}}), "expected state published, found open"),
        ((LODGED, {"expect": {"happened": {"screened": 1}}}), "expected 1 × screened, found 0"),
        ((LODGED, {"expect": {"told": {"legal": "Opinion"}}}), "expected “Opinion” to be told to legal"),
        ((LODGED, {"who": "asha", "says": "screen"}), "outcome: Field required"),
        ((LODGED, {"who": "rae", "says": "withdraw", "colour": "blue"}), "colour: Extra inputs are not permitted"),
        (({**LODGED, "but": {"title": ""}},), "was refused: Answer 'title'"),
        (({"refused": {**LODGED, "because": "incomplete"}},), "not refused, but answered"),
        (
            ({"refused": {**LODGED, "but": {"title": ""}, "because": "no such thing"}},),
            "refused, but not because “no such thing”",
        ),
    ],
)
async def test_a_story_that_does_not_go_as_told_says_where_and_how(
    acts: tuple[object, ...], sentence: str, tmp_path: Path
) -> None:
    story = told(*acts)
    with in_memory(story, tmp_path) as stage, pytest.raises(Broken) as broken:
        await play(story, stage)
    assert sentence in str(broken.value)
    assert str(broken.value).startswith(f"Story t, act {len(acts)},")


def test_an_unknown_story_is_answered_with_those_there_are() -> None:
    with pytest.raises(WrongStory, match="There is no story 'z'; there are a-mortality, b-"):
        stories.story("z")


def test_a_story_file_with_a_mistake_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "STORIES", tmp_path)
    (tmp_path / "mistaken.yaml").write_text("title: A\nbegins: soon\noutcome: lapsed\nacts: []\n")
    with pytest.raises(WrongStory, match=r"mistaken\.yaml has a mistake"):
        stories.story("mistaken")
    (tmp_path / "unreadable.yaml").write_text("title: [")
    with pytest.raises(WrongStory, match=r"unreadable\.yaml cannot be read"):
        stories.story("unreadable")


def test_an_answer_sheet_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "ANSWERS", tmp_path)
    (tmp_path / "odd.yaml").write_text("- one\n- two\n")
    with pytest.raises(WrongStory, match=r"odd\.yaml holds no answers"):
        stories.answers("odd")
