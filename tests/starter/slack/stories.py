"""A story taken down in memory, so that people can say it again in Slack."""

from dataclasses import dataclass, field
from pathlib import Path

from demo import story as stories
from demo.playing import play
from demo.story import Lodging
from policy.form import Answers
from sharing.messages import AnyMessage
from tests.demo.in_memory import InMemory, in_memory


@dataclass
class Script:
    """Who lodges what with which papers, and who then says what."""

    by: str = ""
    answers: Answers = field(default_factory=dict)
    papers: list[tuple[bytes, str]] = field(default_factory=list)
    says: list[tuple[str, AnyMessage]] = field(default_factory=list)


class _Scribe(InMemory):
    """A stage that takes down what is heard on it."""

    script: Script

    async def lodge(self, act: Lodging, answers: Answers) -> str:
        sentence = await super().lodge(act, answers)
        self.script.by, self.script.answers = act.who, answers
        return sentence

    async def say(self, by: str, message: AnyMessage, saw: int | None) -> str:
        sentence = await super().say(by, message, saw)
        self.script.says.append((by, message))
        return sentence

    def attach(self, content: bytes, name: str) -> str:
        self.script.papers.append((content, name))
        return super().attach(content, name)


async def taken_down(key: str, folder: Path) -> Script:
    """The script of a story."""
    story = stories.story(key)
    with in_memory(story, folder) as stage:
        stage.__class__ = _Scribe
        assert isinstance(stage, _Scribe)
        stage.script = Script()
        await play(story, stage)
        return stage.script
